/// One thing that is wrong with a compose file, or that has no effect here.
package struct ComposeMistake: Error, Sendable, Hashable, CustomStringConvertible {
    /// Nil for what belongs to no file: an argument, a variable.
    package let position: SourcePosition?
    /// The field, `services.web.ports[0]`; empty for what concerns the file.
    package let field: String
    /// What is wrong, and what to do instead.
    package let reason: String

    package init(at position: SourcePosition?, field: String = "", _ reason: String) {
        self.position = position
        self.field = field
        self.reason = reason
    }

    /// `docker-compose.yml:12:9: services.web.ports[0]: …`, on one line.
    package var description: String {
        let line = [position?.description, field.isEmpty ? nil : field, reason].compactMap(\.self)
        return line.joined(separator: ": ").oneLine
    }
}

/// Everything that is wrong, in the order of files and lines.
package struct ComposeError: Error, Sendable, Equatable, CustomStringConvertible {
    package let mistakes: [ComposeMistake]

    package init(_ mistakes: [ComposeMistake]) { self.mistakes = mistakes }

    /// A line for each.
    package var description: String { mistakes.map(\.description).joined(separator: "\n") }
}

/// The text in quotes, control characters escaped, cut when it is long; for messages.
func quoted(_ text: some StringProtocol) -> String {
    let scalars = String.UnicodeScalarView(text.unicodeScalars.prefix(100))
    let more = text.unicodeScalars.dropFirst(100).isEmpty ? "" : "…"
    return "\"" + String(scalars).oneLine + more + "\""
}

extension String {
    /// Control characters, which could move a terminal's cursor, as escapes.
    fileprivate var oneLine: String {
        unicodeScalars.reduce(into: "") { line, scalar in
            switch scalar {
            case "\n": line += "\\n"
            case "\t": line += "\\t"
            case "\r": line += "\\r"
            case _ where scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value):
                line += "\\u{\(String(scalar.value, radix: 16))}"
            default: line.unicodeScalars.append(scalar)
            }
        }
    }
}
