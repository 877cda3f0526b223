import Glibc

/// A `.env` file: lines of `KEY=value`, as docker compose reads them.
///
/// Empty lines and lines that begin with `#` are passed over; `export ` before a key is allowed. A value may stand in
/// single quotes (taken as it is) or double quotes (with `\n`, `\"`, `\\`); unquoted, it ends at ` #`.
package struct EnvironmentFile: Equatable, Sendable {
    package private(set) var values: [String: String] = [:]
    /// What is wrong, a line each: `line 3: there is no "="`.
    package private(set) var mistakes: [String] = []

    package init(parsing text: String) {
        // By scalars: to a String, the line end of Windows is one character, and no line feed.
        let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.map({ Substring($0) }).enumerated() {
            read(line.drop(while: \.isWhitespace), number: index + 1)
        }
    }

    /// Reads the file at `path`; nil when there is none.
    package init?(path: String) throws(ConfigurationError) {
        guard access(path, F_OK) == 0 else { return nil }
        guard let text = readTextFile(path) else {
            throw ConfigurationError(mistakes: ["\(path): cannot be read: \(String(cString: strerror(errno)))"])
        }
        self.init(parsing: text)
        guard mistakes.isEmpty else { throw ConfigurationError(mistakes: mistakes.map { "\(path), \($0)" }) }
    }

    private mutating func read(_ line: Substring, number: Int) {
        guard !line.isEmpty, !line.hasPrefix("#") else { return }
        let line = line.hasPrefix("export ") ? line.dropFirst(7) : line
        guard let equals = line.firstIndex(of: "=") else {
            return mistakes.append("line \(number): there is no \"=\"")
        }
        let key = String(line[..<equals]).trimmed
        guard !key.isEmpty, key.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }) else {
            return mistakes.append("line \(number): \"\(key)\" is not the name of a variable")
        }
        guard let value = Self.value(String(line[line.index(after: equals)...]).trimmed) else {
            return mistakes.append("line \(number): the quote is not closed")
        }
        values[key] = value
    }

    private static func value(_ text: String) -> String? {
        guard let quote = text.first, quote == "\"" || quote == "'" else {
            guard let comment = text.range(ofComment: ()) else { return text }
            return String(text[..<comment]).trimmed
        }
        var result = ""
        var isEscaped = false
        for character in text.dropFirst() {
            if isEscaped {
                result.append(character == "n" ? "\n" : character)
                isEscaped = false
            } else if quote == "\"", character == "\\" {
                isEscaped = true
            } else if character == quote {
                return result
            } else {
                result.append(character)
            }
        }
        return nil
    }
}

extension String {
    var trimmed: String {
        let front = drop(while: \.isWhitespace)
        return String(
            front.prefix(
                front.lastIndex { !$0.isWhitespace }.map { front.distance(from: front.startIndex, to: $0) + 1 } ?? 0))
    }

    /// Where ` #` begins a comment.
    fileprivate func range(ofComment: Void) -> Index? {
        indices.first { self[$0] == "#" && $0 > startIndex && self[index(before: $0)].isWhitespace }
    }
}

/// The text of a small file, at most 1 MiB; nil when it cannot be read, is no regular file or is not UTF-8.
func readTextFile(_ path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)  // a FIFO would have us wait for its writer
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var info = stat()
    guard fstat(descriptor, &info) == 0, info.st_mode & S_IFMT == S_IFREG else { return nil }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while bytes.count < 1 << 20 {
        let count = read(descriptor, &chunk, chunk.count)
        guard count >= 0 else { return nil }
        guard count > 0 else { break }
        bytes.append(contentsOf: chunk[..<count])
    }
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]  // what some editors begin UTF-8 with, and no part of the text
    return String(validating: bytes.starts(with: mark) ? bytes[mark.count...] : bytes[...], as: UTF8.self)
}
