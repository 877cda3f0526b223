import HTTPServer

/// Where a list goes on: `kind:place` in hexadecimal digits, so that nobody is led to make one up.
struct Cursor: Equatable {
    static let parameter = QueryParameter.text("cursor", limit: 512)

    let kind: String
    let place: String

    init(_ kind: String, _ place: String) {
        self.kind = kind
        self.place = place
    }

    /// Of the call's query; nil without one. Throws 400 for what never was one of that kind.
    init?(_ kind: String, of call: HTTPCall) throws(HTTPFault) {
        guard let text = call.query["cursor"] else { return nil }
        guard let cursor = Self(text: text), cursor.kind == kind else { throw Self.unknown }
        self = cursor
    }

    static let unknown = HTTPFault.badRequest("The query parameter \"cursor\" must be a next_cursor of this list")
    static let expired = HTTPFault(410, "What this cursor points to is not known any more; begin again without one")

    private init?(text: String) {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = Self.value(digits[index]), let low = Self.value(digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        guard let parts = String(validating: bytes, as: UTF8.self)?.split(separator: ":", maxSplits: 1),
            parts.count == 2
        else { return nil }
        self.init(String(parts[0]), String(parts[1]))
    }

    var text: String {
        let digits = Array("0123456789abcdef".utf8)
        let bytes = "\(kind):\(place)".utf8.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
