import CZlib

/// RFC 1952, in one go.
enum Gzip {
    /// nil when it would not be smaller, or there is no memory for it.
    ///
    /// A window of 8 kB and small tables: 64 kB while it works, in place of zlib's usual 256.
    static func compress(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count > 64, bytes.count <= 1 << 30 else { return nil }
        return bytes.withUnsafeBufferPointer { source in
            let compressed = [UInt8](unsafeUninitializedCapacity: bytes.count - 1) { target, count in
                count = czlib_gzip(source.baseAddress, source.count, target.baseAddress, target.count)
            }
            return compressed.isEmpty ? nil : compressed
        }
    }
}
