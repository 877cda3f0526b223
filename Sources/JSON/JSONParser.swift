/// Why a text is not the JSON that was expected.
package enum JSONParseError: Error, Equatable, CustomStringConvertible {
    case notUTF8
    case unexpectedEnd
    case unexpectedByte(UInt8, offset: Int)
    case nestedTooDeep(limit: Int)
    case trailingBytes(offset: Int)

    package var description: String {
        switch self {
        case .notUTF8: "not UTF-8"
        case .unexpectedEnd: "JSON ends in the middle of a value"
        case .unexpectedByte(let byte, let offset): "unexpected byte 0x\(String(byte, radix: 16)) at offset \(offset)"
        case .nestedTooDeep(let limit): "nested deeper than \(limit) levels"
        case .trailingBytes(let offset): "more text after the value, at offset \(offset)"
        }
    }
}

extension JSON {
    /// How deep arrays and objects may nest.
    package static let depthLimit = 64

    /// Reads one JSON value that fills `bytes` but for white space.
    ///
    /// Of members with the same name the last counts. A number outside Int64, or with a fraction or exponent, becomes a
    /// double. A lone surrogate escape becomes U+FFFD.
    package init(parsing bytes: some Collection<UInt8>, depthLimit: Int = JSON.depthLimit) throws(JSONParseError) {
        self = try JSONParser.read(bytes, depthLimit) { (parser) throws(JSONParseError) in try parser.value() }
    }

    /// Reads a text that is one array, element by element: of a long one only what `read` makes of it is kept. Nil when
    /// it is something else.
    package static func elements<Element>(
        parsing bytes: some Collection<UInt8>, _ read: (JSON) -> Element
    ) throws(JSONParseError) -> [Element]? {
        try JSONParser.read(bytes, depthLimit) { (parser) throws(JSONParseError) in
            guard try parser.isAtArray() else {
                _ = try parser.value()
                return nil
            }
            return try parser.nested { (parser) throws(JSONParseError) in try parser.elements(read) }
        }
    }

    package init(parsing text: String, depthLimit: Int = JSON.depthLimit) throws(JSONParseError) {
        try self.init(parsing: text.utf8, depthLimit: depthLimit)
    }
}

/// A recursive-descent reader; recursion is bounded by `depthLimit`.
private struct JSONParser {
    let bytes: UnsafeBufferPointer<UInt8>
    let depthLimit: Int
    var offset = 0
    var depth = 0

    init(bytes: UnsafeBufferPointer<UInt8>, depthLimit: Int) {
        self.bytes = bytes
        self.depthLimit = depthLimit
    }

    /// What `body` reads has to fill the text but for white space.
    static func read<Value>(
        _ bytes: some Collection<UInt8>, _ depthLimit: Int,
        _ body: (inout JSONParser) throws(JSONParseError) -> Value
    ) throws(JSONParseError) -> Value {
        func document(_ buffer: UnsafeBufferPointer<UInt8>) -> Result<Value, JSONParseError> {
            var parser = JSONParser(bytes: buffer, depthLimit: depthLimit)
            do throws(JSONParseError) {
                let value = try body(&parser)
                parser.skipWhiteSpace()
                guard parser.offset == buffer.count else { throw .trailingBytes(offset: parser.offset) }
                return .success(value)
            } catch {
                return .failure(error)
            }
        }
        let outcome = bytes.withContiguousStorageIfAvailable(document)
        return try (outcome ?? ContiguousArray(bytes).withUnsafeBufferPointer(document)).get()
    }

    mutating func isAtArray() throws(JSONParseError) -> Bool {
        skipWhiteSpace()
        return try peek() == UInt8(ascii: "[")
    }

    mutating func value() throws(JSONParseError) -> JSON {
        skipWhiteSpace()
        switch try peek() {
        case UInt8(ascii: "{"): return try nested { (parser) throws(JSONParseError) in try parser.object() }
        case UInt8(ascii: "["):
            return try nested { (parser) throws(JSONParseError) in .array(try parser.elements { $0 }) }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        default: return try number()
        }
    }

    mutating func nested<Value>(
        _ read: (inout JSONParser) throws(JSONParseError) -> Value
    ) throws(JSONParseError) -> Value {
        guard depth < depthLimit else { throw .nestedTooDeep(limit: depthLimit) }
        depth += 1
        defer { depth -= 1 }
        return try read(&self)
    }

    private mutating func object() throws(JSONParseError) -> JSON {
        offset += 1
        var members: [String: JSON] = [:]
        skipWhiteSpace()
        if try peek() == UInt8(ascii: "}") {
            offset += 1
            return .object(members)
        }
        while true {
            skipWhiteSpace()
            guard try peek() == UInt8(ascii: "\"") else { throw unexpected() }
            let key = try string()
            skipWhiteSpace()
            guard try peek() == UInt8(ascii: ":") else { throw unexpected() }
            offset += 1
            members[key] = try value()
            skipWhiteSpace()
            switch try peek() {
            case UInt8(ascii: ","): offset += 1
            case UInt8(ascii: "}"):
                offset += 1
                return .object(members)
            default: throw unexpected()
            }
        }
    }

    mutating func elements<Element>(_ read: (JSON) -> Element) throws(JSONParseError) -> [Element] {
        offset += 1
        var elements: [Element] = []
        skipWhiteSpace()
        if try peek() == UInt8(ascii: "]") {
            offset += 1
            return elements
        }
        while true {
            elements.append(read(try value()))
            skipWhiteSpace()
            switch try peek() {
            case UInt8(ascii: ","): offset += 1
            case UInt8(ascii: "]"):
                offset += 1
                return elements
            default: throw unexpected()
            }
        }
    }

    private mutating func string() throws(JSONParseError) -> String {
        offset += 1
        let start = offset
        while offset < bytes.count {  // the common case: no escape, so the bytes are the string
            switch bytes[offset] {
            case UInt8(ascii: "\""):
                defer { offset += 1 }
                return try text(bytes[start..<offset])
            case UInt8(ascii: "\\"):
                return try stringWithEscapes(from: start)
            case 0..<0x20:
                throw unexpected()
            default:
                offset += 1
            }
        }
        throw .unexpectedEnd
    }

    private mutating func stringWithEscapes(from start: Int) throws(JSONParseError) -> String {
        var unescaped = ContiguousArray(bytes[start..<offset])
        while true {
            let byte = try peek()
            switch byte {
            case UInt8(ascii: "\""):
                offset += 1
                return try text(unescaped)
            case UInt8(ascii: "\\"):
                offset += 1
                unescaped.append(contentsOf: String(Character(try escape())).utf8)
            case 0..<0x20:
                throw unexpected()
            default:
                unescaped.append(byte)
                offset += 1
            }
        }
    }

    private mutating func escape() throws(JSONParseError) -> Unicode.Scalar {
        let byte = try peek()
        guard byte != UInt8(ascii: "u") else {
            offset += 1
            return try unicodeEscape()
        }
        let scalar: Unicode.Scalar
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): scalar = Unicode.Scalar(byte)
        case UInt8(ascii: "b"): scalar = "\u{8}"
        case UInt8(ascii: "f"): scalar = "\u{c}"
        case UInt8(ascii: "n"): scalar = "\n"
        case UInt8(ascii: "r"): scalar = "\r"
        case UInt8(ascii: "t"): scalar = "\t"
        default: throw unexpected()
        }
        offset += 1
        return scalar
    }

    private mutating func unicodeEscape() throws(JSONParseError) -> Unicode.Scalar {
        let first = try hexadecimal4()
        guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) ?? "\u{FFFD}" }
        guard offset + 1 < bytes.count, bytes[offset] == UInt8(ascii: "\\"), bytes[offset + 1] == UInt8(ascii: "u")
        else { return "\u{FFFD}" }
        let mark = offset
        offset += 2
        let second = try hexadecimal4()
        guard (0xDC00..<0xE000).contains(second) else {
            offset = mark  // the second escape stands for itself
            return "\u{FFFD}"
        }
        return Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)) ?? "\u{FFFD}"
    }

    private mutating func hexadecimal4() throws(JSONParseError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(try peek())).hexDigitValue else { throw unexpected() }
            value = value << 4 | UInt32(digit)
            offset += 1
        }
        return value
    }

    private mutating func number() throws(JSONParseError) -> JSON {
        let start = offset
        if try peek() == UInt8(ascii: "-") { offset += 1 }
        if try peek() == UInt8(ascii: "0") { offset += 1 } else { try digits() }
        var isInteger = true
        if offset < bytes.count, bytes[offset] == UInt8(ascii: ".") {
            isInteger = false
            offset += 1
            try digits()
        }
        if offset < bytes.count, bytes[offset] | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            offset += 1
            if let sign = bytes.dropFirst(offset).first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
                offset += 1
            }
            try digits()
        }
        let text = String(decoding: bytes[start..<offset], as: UTF8.self)
        if isInteger, let integer = Int64(text) { return .int(integer) }
        guard let double = Double(text), double.isFinite else { throw .unexpectedByte(bytes[start], offset: start) }
        return .double(double)
    }

    private mutating func digits() throws(JSONParseError) {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(try peek()) else { throw unexpected() }
        while offset < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[offset]) { offset += 1 }
    }

    private mutating func literal(_ word: StaticString, _ value: JSON) throws(JSONParseError) -> JSON {
        for index in 0..<word.utf8CodeUnitCount {
            guard try peek() == word.utf8Start[index] else { throw unexpected() }
            offset += 1
        }
        return value
    }

    private func text(_ bytes: some Collection<UInt8>) throws(JSONParseError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
        return text
    }

    private mutating func skipWhiteSpace() {
        while offset < bytes.count {
            switch bytes[offset] {
            case 0x20, 0x09, 0x0A, 0x0D: offset += 1
            default: return
            }
        }
    }

    private func peek() throws(JSONParseError) -> UInt8 {
        guard offset < bytes.count else { throw .unexpectedEnd }
        return bytes[offset]
    }

    private func unexpected() -> JSONParseError {
        offset < bytes.count ? .unexpectedByte(bytes[offset], offset: offset) : .unexpectedEnd
    }
}
