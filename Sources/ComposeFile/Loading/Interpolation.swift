/// Variables in text, as the compose specification has them ("Interpolation").
///
/// `$NAME`, `${NAME}`, and with braces `:-` `-` (default when empty or unset, when unset), `:?` `?` (required, with
/// words for the error) and `:+` `+` (replacement when not empty, when set), whose words may have variables
/// themselves; `$$` is a dollar sign, and so is a `$` that is followed by neither a name nor a brace.
struct Interpolation {
    struct Failure: Error, Equatable {
        let reason: String
    }

    let lookUp: (String) -> String?
    /// Is told of a variable that has neither value nor default: it counts as empty.
    let noticeUnset: (String) -> Void

    init(lookUp: @escaping (String) -> String?, noticeUnset: @escaping (String) -> Void = { _ in }) {
        self.lookUp = lookUp
        self.noticeUnset = noticeUnset
    }

    /// How deep variables may stand in the words of others.
    private static let depthLimit = 16
    /// Bytes of a result: `${A:-…}` repeated must not grow without bound.
    private static let lengthLimit = 1 << 20

    func expand(_ text: String, depth: Int = 0) throws(Failure) -> String {
        guard text.utf8.contains(UInt8(ascii: "$")) else { return text }
        guard depth <= Self.depthLimit else { throw Failure(reason: "variables nested deeper than \(Self.depthLimit)") }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "$") else {
                result.append(bytes[index])
                index += 1
                continue
            }
            let next = index + 1 < bytes.count ? bytes[index + 1] : 0
            if next == UInt8(ascii: "$") {
                result.append(next)
                index += 2
            } else if next == UInt8(ascii: "{") {
                guard let close = closingBrace(bytes, from: index + 1) else {
                    throw Failure(reason: "\(quoted(text)): a \"${\" without \"}\"; write $$ for a dollar sign")
                }
                result += try substitute(bytes[(index + 2)..<close], in: text, depth: depth).utf8
                index = close + 1
            } else if Self.isNameStart(next) {
                let end = bytes[(index + 1)...].firstIndex { !Self.isNamePart($0) } ?? bytes.count
                result += value(of: String(decoding: bytes[(index + 1)..<end], as: UTF8.self)).utf8
                index = end
            } else {
                result.append(bytes[index])
                index += 1
            }
            guard result.count <= Self.lengthLimit else { throw Failure(reason: "more than 1 MiB after substitution") }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private func value(of name: String) -> String {
        if let value = lookUp(name) { return value }
        noticeUnset(name)
        return ""
    }

    /// The brace that closes the one at `open`, past pairs of braces inside.
    private func closingBrace(_ bytes: [UInt8], from open: Int) -> Int? {
        var depth = 0
        for index in bytes.indices[open...] {
            if bytes[index] == UInt8(ascii: "{") { depth += 1 }
            if bytes[index] == UInt8(ascii: "}") {
                depth -= 1
                if depth == 0 { return index }
            }
        }
        return nil
    }

    /// What stands between the braces.
    private func substitute(_ body: ArraySlice<UInt8>, in text: String, depth: Int) throws(Failure) -> String {
        let nameEnd = body.firstIndex { !Self.isNamePart($0) } ?? body.endIndex
        let name = String(decoding: body[body.startIndex..<nameEnd], as: UTF8.self)
        guard let first = name.utf8.first, Self.isNameStart(first) else {
            throw Failure(reason: "\(quoted(text)): \"${\" names no variable; write $$ for a dollar sign")
        }
        var rest = body[nameEnd...]
        guard let operation = rest.first else { return value(of: name) }
        let countsEmpty = operation == UInt8(ascii: ":")
        if countsEmpty { rest = rest.dropFirst() }
        guard let sign = rest.first, "-?+".utf8.contains(sign) else {
            throw Failure(reason: "\(quoted(text)): after ${\(name) must come one of } - ? + :- :? :+")
        }
        let words = String(decoding: rest.dropFirst(), as: UTF8.self)
        let value = lookUp(name)
        let isThere = value.map { !countsEmpty || !$0.isEmpty } ?? false
        switch sign {
        case UInt8(ascii: "-"): return isThere ? value ?? "" : try expand(words, depth: depth + 1)
        case UInt8(ascii: "+"): return isThere ? try expand(words, depth: depth + 1) : ""
        default:
            if isThere { return value ?? "" }
            let state = value == nil ? "is not set" : "is empty"
            let message = try expand(words, depth: depth + 1)
            throw Failure(
                reason: "the required variable \(name) \(state)" + (message.isEmpty ? "" : ": \(message)"))
        }
    }

    private static func isNameStart(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "_")
    }

    private static func isNamePart(_ byte: UInt8) -> Bool { isNameStart(byte) || (0x30...0x39).contains(byte) }
}
