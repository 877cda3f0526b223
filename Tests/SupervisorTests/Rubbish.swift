/// Frames that a client should never send, and some that it should.
enum Rubbish {
    private static let texts = [
        "{", "[]", "null", "\"", "{\"jsonrpc\":\"2.0\"}", "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"supervisor.restart\",\"params\":{\"name\":5}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"supervisor.restart\",\"params\":[[[[]]]]}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"nope\"}", "{\"jsonrpc\":\"2.0\",\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}",
    ]

    static func frame(_ random: inout SplitMix) -> [UInt8] {
        func framed(_ payload: [UInt8]) -> [UInt8] {
            (0..<4).map { UInt8(truncatingIfNeeded: payload.count >> (24 - 8 * $0)) } + payload
        }
        var payload = Array((texts.randomElement(using: &random) ?? "").utf8)
        switch Int.random(in: 0..<100, using: &random) {
        case 0: return [0xFF, 0xFF, 0xFF, 0xFF]
        case 1: return [0, 0, 0, 0]
        case 2: return framed(payload).dropLast(1)
        case 3..<40:
            payload[Int.random(in: payload.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            return framed(payload)
        case 40..<60: return framed((0..<20).map { _ in UInt8.random(in: 0...255, using: &random) })
        default: return framed(payload)
        }
    }
}

/// Random numbers that a seed repeats: SplitMix64.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
