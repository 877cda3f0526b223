import NIOCore

/// What is not written yet of an answer's body.
struct UnsentBody {
    /// So much is written at a time: what the client has to take within ``HTTPLimits/writeTime``.
    private static let pieceSize = 64 * 1024

    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8] = []) { rest = bytes[...] }

    var isEmpty: Bool { rest.isEmpty }

    /// How much the next piece has.
    var nextCount: Int { min(rest.count, Self.pieceSize) }

    /// Adds the next piece. Of what is written whole nothing is kept.
    mutating func writeNext(to buffer: inout ByteBuffer) {
        buffer.writeBytes(rest.prefix(Self.pieceSize))
        rest = rest.count > Self.pieceSize ? rest.dropFirst(Self.pieceSize) : []
    }
}
