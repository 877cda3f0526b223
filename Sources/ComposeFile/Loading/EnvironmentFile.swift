/// An environment file (`.env`, `env_file`) as docker compose reads it.
///
/// A line is `NAME=value`, `NAME: value`, also after `export `, or `NAME` alone, which takes the value from outside.
/// `#` begins a comment at the start of a line, and in a value without quotes after a blank. Values in single quotes
/// are literal; in double quotes they may have escapes (`\n`, `\t`, `\"`, …); both may span lines. Except in single
/// quotes variables are replaced, those of the same file above included.
package struct EnvironmentFile: Sendable, Equatable {
    /// In the order of the file; a later value of a name wins.
    package private(set) var variables: [(name: String, value: String)] = []

    package static func == (left: EnvironmentFile, right: EnvironmentFile) -> Bool {
        left.variables.elementsEqual(right.variables, by: ==)
    }

    package var values: [String: String] { Dictionary(variables.map { ($0.name, $0.value) }) { $1 } }

    /// - Parameter lookUp: the variables from outside; they win over those of the file in `${…}`.
    package init(
        parsing bytes: [UInt8], of file: SourceFile, lookUp: @escaping (String) -> String?
    ) throws(ComposeError) {
        guard bytes.count <= YAMLLimits.fileSize, let text = String(validating: bytes, as: UTF8.self),
            !bytes.contains(0)
        else {
            let reason =
                bytes.count > YAMLLimits.fileSize ? "the file is larger than 1 MiB" : "the file is not UTF-8 text"
            throw ComposeError([.init(at: SourcePosition(file: file, line: 1, column: 1), reason)])
        }
        var reader = Reader(text: Array(text.unicodeScalars), file: file, lookUp: lookUp)
        reader.readAll()
        guard reader.mistakes.isEmpty else { throw ComposeError(reader.mistakes) }
        variables = reader.variables
    }

    /// Every line as `NAME=value`, nothing replaced: `format: raw` of `env_file`.
    package init(raw bytes: [UInt8], of file: SourceFile) throws(ComposeError) {
        guard bytes.count <= YAMLLimits.fileSize, let text = String(validating: bytes, as: UTF8.self),
            !bytes.contains(0)
        else {
            let reason =
                bytes.count > YAMLLimits.fileSize ? "the file is larger than 1 MiB" : "the file is not UTF-8 text"
            throw ComposeError([.init(at: SourcePosition(file: file, line: 1, column: 1), reason)])
        }
        var mistakes: [ComposeMistake] = []
        // By scalars: of characters "\r\n" is one.
        let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, scalars) in lines.enumerated() {
            let line = Substring(scalars.last == "\r" ? scalars.dropLast() : scalars)
            guard !line.isEmpty, line.first != "#" else { continue }
            guard let equals = line.firstIndex(of: "="), equals > line.startIndex else {
                let position = SourcePosition(file: file, line: index + 1, column: 1)
                mistakes.append(.init(at: position, "expected NAME=value"))
                continue
            }
            variables.append((String(line[..<equals]), String(line[line.index(after: equals)...])))
        }
        guard mistakes.isEmpty else { throw ComposeError(mistakes) }
    }

    private struct Reader {
        let text: [Unicode.Scalar]
        let file: SourceFile
        let lookUp: (String) -> String?
        var index = 0
        var line = 1
        var variables: [(name: String, value: String)] = []
        var mistakes: [ComposeMistake] = []
        private var known: [String: String] = [:]
        private var length = 0

        init(text: [Unicode.Scalar], file: SourceFile, lookUp: @escaping (String) -> String?) {
            self.text = text.first == "\u{FEFF}" ? Array(text.dropFirst()) : text
            self.file = file
            self.lookUp = lookUp
        }

        mutating func readAll() {
            while index < text.count {
                skipBlanks()
                guard index < text.count else { break }
                switch text[index] {
                case "\n": advance()
                case "#": skipLine()
                default: readVariable()
                }
            }
        }

        private mutating func readVariable() {
            let start = line
            var name = take { $0 != "=" && $0 != ":" && $0 != "\n" }
            if name.hasPrefix("export"), let blank = name.dropFirst(6).first, blank == " " || blank == "\t" {
                name = String(name.dropFirst(7))
            }
            name = name.trimmed
            guard !name.isEmpty, name.unicodeScalars.allSatisfy(Self.isNamePart) else {
                fail("\(quoted(name)) is not a variable's name: expected NAME=value", line: start)
                return skipLine()
            }
            guard index < text.count, text[index] != "\n" else {
                if let value = lookUp(name) { add(name, value, line: start) }
                return
            }
            advance()
            skipBlanks()
            if index < text.count, text[index] == "'" || text[index] == "\"" {
                readQuoted(name)
            } else {
                var value = take { $0 != "\n" }
                if let comment = value.firstRange(of: " #") { value = String(value[..<comment.lowerBound]) }
                if value.first == "#" { value = "" }
                append(name, value.trimmed, line: start)
            }
        }

        private mutating func readQuoted(_ name: String) {
            let (quote, start) = (text[index], line)
            advance()
            var value = String.UnicodeScalarView()
            while index < text.count, text[index] != quote {
                if text[index] == "\\", index + 1 < text.count {
                    advance()
                    // In single quotes a backslash only protects the quote.
                    if quote == "'", text[index] != "'" { value.append("\\") }
                    if quote == "\"" {
                        value.append(contentsOf: Self.escaped(text[index]).unicodeScalars)
                        advance()
                        continue
                    }
                }
                value.append(text[index])
                advance()
            }
            guard index < text.count else { return fail("the value of \(name) has no closing quote", line: start) }
            advance()
            let rest = take { $0 != "\n" }.trimmed
            guard rest.isEmpty || rest.first == "#" else {
                return fail("\(quoted(rest)) after the closing quote of \(name)", line: line)
            }
            if quote == "'" {
                add(name, String(value), line: start)
            } else {
                append(name, String(value), line: start)
            }
        }

        /// Adds a value after replacing its variables.
        private mutating func append(_ name: String, _ value: String, line: Int) {
            do throws(Interpolation.Failure) {
                let value = try Interpolation(lookUp: { [lookUp, known] in lookUp($0) ?? known[$0] }).expand(value)
                add(name, value, line: line)
            } catch {
                fail(error.reason, line: line)
            }
        }

        private mutating func add(_ name: String, _ value: String, line: Int) {
            length += value.utf8.count
            guard length <= YAMLLimits.text else {
                fail("more than 16 MiB of text after variables are replaced", line: line)
                index = text.count
                return
            }
            variables.append((name, value))
            known[name] = value
        }

        private static func escaped(_ scalar: Unicode.Scalar) -> String {
            switch scalar {
            case "n": "\n"
            case "r": "\r"
            case "t": "\t"
            case "a": "\u{7}"
            case "b": "\u{8}"
            case "f": "\u{C}"
            case "v": "\u{B}"
            case "\\", "\"": String(Character(scalar))
            case "$": "$$"  // a dollar sign that begins no variable
            default: "\\" + String(Character(scalar))
            }
        }

        private static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
            scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                || "_.-[]".unicodeScalars.contains(scalar)
        }

        private mutating func take(while condition: (Unicode.Scalar) -> Bool) -> String {
            var taken = String.UnicodeScalarView()
            while index < text.count, condition(text[index]) {
                taken.append(text[index])
                advance()
            }
            return String(taken)
        }

        private mutating func skipBlanks() {
            while index < text.count, text[index] == " " || text[index] == "\t" || text[index] == "\r" { advance() }
        }

        private mutating func skipLine() { _ = take { $0 != "\n" } }

        private mutating func advance() {
            if text[index] == "\n" { line += 1 }
            index += 1
        }

        private mutating func fail(_ reason: String, line: Int) {
            mistakes.append(.init(at: SourcePosition(file: file, line: line, column: 1), reason))
        }
    }
}

extension String {
    /// Without white space at its ends.
    fileprivate var trimmed: String {
        let start = drop { $0.isWhitespace }
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }
}
