import JSON

/// A fingerprint of a JSON value: equal values give equal text, in any spelling and order of members.
///
/// 128-bit FNV-1a (draft-eastlake-fnv) over the value's canonical bytes. It tells honest values apart; it is no defence
/// against someone who looks for two values with one hash, who could as well send the instruction he wants.
package enum ContentHash {
    package static func of(_ value: JSON) -> String {
        var hash: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d
        let prime: UInt128 = (1 << 88) + 0x13b
        for byte in value.bytes { hash = (hash ^ UInt128(byte)) &* prime }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 32 - digits.utf8.count) + digits
    }
}
