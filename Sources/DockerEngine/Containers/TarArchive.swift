import EventLoop
import HTTPClient

/// Files as a POSIX ustar archive (pax(1), "ustar Interchange Format"), made block by block while it is sent.
struct TarArchive {
    private let headers: [[UInt8]]
    private let files: [ArchiveFile]
    private static let block = 512
    /// What eleven octal digits hold.
    private static let largest = (1 << 33) - 1

    init(_ files: [ArchiveFile]) throws(EngineError) {
        self.files = files
        headers = try files.map { (file) throws(EngineError) in try Self.header(file) }
    }

    var length: Int64 {
        files.reduce(Int64(2 * Self.block)) { $0 + Int64(Self.block + Self.padded($1.content.count)) }
    }

    /// The pieces of the archive: each file behind its header, then two blocks of zeros.
    func bodyStream() -> HTTPBodyStream {
        let pieces = Pieces(self)
        return HTTPBodyStream(length: length) { pieces.next() }
    }

    @LoopActor
    private final class Pieces {
        private let archive: TarArchive
        private var index = 0

        nonisolated init(_ archive: TarArchive) { self.archive = archive }

        func next() -> [UInt8]? {
            defer { index += 1 }
            guard index < archive.files.count else {
                return index == archive.files.count ? [UInt8](repeating: 0, count: 2 * TarArchive.block) : nil
            }
            let content = archive.files[index].content
            let padding = TarArchive.padded(content.count) - content.count
            return archive.headers[index] + content + [UInt8](repeating: 0, count: padding)
        }
    }

    private static func padded(_ count: Int) -> Int { (count + block - 1) / block * block }

    private static func header(_ file: ArchiveFile) throws(EngineError) -> [UInt8] {
        let (prefix, name) = try split(file.path)
        guard file.content.count <= largest else { throw .invalidRequest("the file \(file.path) is too large") }
        var header = [UInt8](repeating: 0, count: block)
        func put(_ text: some Sequence<UInt8>, at offset: Int) {
            for (index, byte) in text.enumerated() { header[offset + index] = byte }
        }
        func putOctal(_ value: Int, digits: Int, at offset: Int) {
            let text = String(value, radix: 8)
            put((String(repeating: "0", count: digits - text.utf8.count) + text).utf8, at: offset)
        }
        put(name.utf8, at: 0)
        putOctal(Int(file.mode & 0o7777), digits: 7, at: 100)
        putOctal(Int(file.userID & 0o7777777), digits: 7, at: 108)
        putOctal(Int(file.groupID & 0o7777777), digits: 7, at: 116)
        putOctal(file.content.count, digits: 11, at: 124)
        putOctal(0, digits: 11, at: 136)
        put(repeatElement(UInt8(ascii: " "), count: 8), at: 148)
        header[156] = UInt8(ascii: "0")
        put("ustar".utf8, at: 257)
        put("00".utf8, at: 263)
        put(prefix.utf8, at: 345)
        putOctal(header.reduce(0) { $0 + Int($1) }, digits: 6, at: 148)
        header[154] = 0
        return header
    }

    /// A path of at most 100 bytes is a name; a longer one is cut at a slash into a prefix of 155 and a name of 100.
    private static func split(_ path: String) throws(EngineError) -> (prefix: Substring, name: Substring) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard !path.isEmpty, !path.utf8.contains(0), !parts.contains("..") else {
            throw .invalidRequest("a file cannot be put at \(String(reflecting: path))")
        }
        let whole = path[...].drop { $0 == "/" }
        if !whole.isEmpty, whole.utf8.count <= 100 { return ("", whole) }
        for slash in whole.indices.reversed() where whole[slash] == "/" {
            let name = whole[whole.index(after: slash)...]
            if name.utf8.count <= 100, !name.isEmpty, whole[..<slash].utf8.count <= 155 {
                return (whole[..<slash], name)
            }
        }
        throw .invalidRequest("the path \(String(reflecting: path)) does not fit into an archive")
    }
}
