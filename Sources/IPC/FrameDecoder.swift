/// Why the bytes of a peer are not a frame.
package enum FrameError: Error, Equatable, CustomStringConvertible {
    case tooLong(length: UInt32, limit: Int)
    case empty

    package var description: String {
        switch self {
        case .tooLong(let length, let limit): "a frame of \(length) bytes is over the limit of \(limit)"
        case .empty: "a frame of no bytes"
        }
    }
}

/// Cuts a stream of bytes into frames: a 4-byte big-endian length and that many bytes.
///
/// Pure: the same bytes give the same frames however they are cut up. The length is checked against the limit before
/// room is made for it, and room grows only with what has arrived. A length that another program meant as negative is
/// over any limit.
package struct FrameDecoder {
    /// 1 MiB.
    package static let standardLimit = 1 << 20

    private let limit: Int
    private var buffer: [UInt8] = []
    /// Where in `buffer` the next frame begins; what lies before has been handed out.
    private var start = 0

    package init(limit: Int = FrameDecoder.standardLimit) { self.limit = limit }

    /// Whether a frame has begun and not ended.
    package var isInsideFrame: Bool { buffer.count > start }

    package mutating func append(_ bytes: some Collection<UInt8>) {
        if start > 0 {
            buffer.removeFirst(start)
            start = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// The next whole frame without its length, or nil when more bytes are needed. After an error nothing more can be
    /// read from the stream.
    package mutating func next() throws(FrameError) -> ArraySlice<UInt8>? {
        guard buffer.count - start >= 4 else { return nil }
        let length = buffer[start..<start + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        guard length > 0 else { throw .empty }
        guard length <= limit else { throw .tooLong(length: length, limit: limit) }
        let end = start + 4 + Int(length)
        guard buffer.count >= end else { return nil }
        defer { start = end }
        return buffer[start + 4..<end]
    }

    /// The bytes of a frame around `payload`, which the caller has kept within the limit.
    package static func frame(_ payload: [UInt8]) -> [UInt8] {
        let length = UInt32(payload.count)
        return (0..<4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * $0)) } + payload
    }
}
