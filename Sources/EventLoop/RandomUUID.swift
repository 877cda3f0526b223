/// A version 4 UUID (RFC 9562, section 5.4): 122 random bits.
package enum RandomUUID {
    /// `f81d4fae-7dec-41d0-a765-00a0c91e6bf6`
    package static func text() -> String {
        let high = UInt64.random(in: .min ... .max) & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        let low = UInt64.random(in: .min ... .max) & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        return String(unsafeUninitializedCapacity: 36) { text in
            var count = 0
            for index in 0..<32 {
                switch index {
                case 8, 12, 16, 20:
                    text[count] = UInt8(ascii: "-")
                    count += 1
                default: break
                }
                let half = index < 16 ? high : low
                let digit = UInt8(truncatingIfNeeded: half >> (60 - 4 * UInt64(index % 16)) & 0xF)
                text[count] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
                count += 1
            }
            return count
        }
    }
}
