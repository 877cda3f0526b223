import EventLoop

/// The newest lines of one daemon's processes, or of the supervisor itself, in a ring of bytes that does not grow.
///
/// A position counts all bytes that were ever written, so that a reader who comes back knows where it was.
@LoopActor
package final class OutputHistory {
    static let capacity = 16 * 1024

    private var ring: [UInt8] = []
    /// The position after the last byte.
    private(set) var end = 0

    /// Nothing before it is kept.
    private var begin: Int { end - ring.count }

    package init() {}

    package func append(_ line: String) {
        var bytes = Array(line.utf8)
        for index in bytes.indices where bytes[index] == UInt8(ascii: "\n") { bytes[index] = UInt8(ascii: " ") }
        bytes.append(UInt8(ascii: "\n"))
        write(bytes)
    }

    private func write(_ bytes: [UInt8]) {
        if ring.capacity == 0 { ring.reserveCapacity(1024) }
        let added = bytes.prefix(Self.capacity - ring.count)
        ring.append(contentsOf: added)
        end += added.count
        var rest = bytes[added.endIndex...]
        while !rest.isEmpty {
            let first = end % Self.capacity
            let part = rest.prefix(Self.capacity - first)
            ring.replaceSubrange(first..<first + part.count, with: part)
            end += part.count
            rest = rest[part.endIndex...]
        }
    }

    /// The whole lines from `position` on; of those, without a position, the last `tail`. A position of an earlier
    /// supervisor, whatever it is, means all that is kept.
    func read(after position: Int?, tail: Int?) -> (lines: [String], isCut: Bool) {
        let isKnown = position.map { (begin...end).contains($0) } ?? false
        let isWhole = isKnown || begin == 0
        var lines = bytes(from: isKnown ? position ?? begin : begin)
            .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
            .map { String(decoding: $0, as: UTF8.self) }
        // The oldest bytes that are kept are the end of a line, most likely.
        if !isWhole, !lines.isEmpty { lines.removeFirst() }
        guard position == nil, let tail else { return (lines, !isKnown && position != nil) }
        return (lines.suffix(max(0, tail)), false)
    }

    private func bytes(from position: Int) -> ArraySlice<UInt8> {
        guard ring.count == Self.capacity else { return ring[(position - begin)...] }
        let first = position % Self.capacity
        let count = end - position
        guard first + count > Self.capacity else { return ring[first..<first + count] }
        return ring[first...] + ring[..<(first + count - Self.capacity)]
    }
}
