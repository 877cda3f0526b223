/// Files as a POSIX ustar archive (pax(1), "ustar Interchange Format").
struct TarFile {
    private static let block = 512
    private(set) var bytes: [UInt8] = []
    private let modified: Int64

    /// - Parameter modified: Of all files, in seconds since 1970.
    init(modified: Int64) { self.modified = max(0, min(modified, 0o77777777777)) }

    /// - Parameter name: At most 99 bytes, relative.
    mutating func add(_ name: String, _ content: [UInt8]) {
        var header = [UInt8](repeating: 0, count: Self.block)
        func put(_ text: String, at offset: Int, _ limit: Int) {
            for (index, byte) in text.utf8.prefix(limit).enumerated() { header[offset + index] = byte }
        }
        func octal(_ number: Int64, _ digits: Int) -> String {
            let text = String(number, radix: 8)
            return String(repeating: "0", count: max(0, digits - text.count)) + text
        }
        put(name, at: 0, 99)
        put("0000600", at: 100, 7)
        put("0000000", at: 108, 7)
        put("0000000", at: 116, 7)
        put(octal(Int64(content.count), 11), at: 124, 11)
        put(octal(modified, 11), at: 136, 11)
        put("        ", at: 148, 8)
        put("0", at: 156, 1)
        put("ustar\0", at: 257, 6)
        put("00", at: 263, 2)
        put(octal(header.reduce(0) { $0 + Int64($1) }, 6) + "\0 ", at: 148, 8)
        bytes += header + content + [UInt8](repeating: 0, count: (Self.block - content.count % Self.block) % Self.block)
    }

    /// The whole archive with its end.
    var finished: [UInt8] { bytes + [UInt8](repeating: 0, count: 2 * Self.block) }
}
