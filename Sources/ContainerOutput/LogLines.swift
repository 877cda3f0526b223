import NodeProtocol

/// Makes lines of the pieces of a container's output. Pure.
///
/// What is not UTF-8 is shown as U+FFFD. A line that is longer than ``limit`` comes in several.
package struct LogLines {
    package static let limit = 16 * 1024

    private let hasTimes: Bool
    private var rests: [ServiceLogs.Request.Stream: [UInt8]] = [:]

    /// - Parameter hasTimes: Each line begins with a time and a space.
    package init(hasTimes: Bool) { self.hasTimes = hasTimes }

    /// The lines that are whole with this piece.
    package mutating func take(
        _ bytes: some Sequence<UInt8>, from stream: ServiceLogs.Request.Stream
    ) -> [ServiceLogs.Line] {
        var rest = rests[stream] ?? []
        var lines: [ServiceLogs.Line] = []
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                lines.append(line(rest, stream))
                rest.removeAll(keepingCapacity: true)
            } else {
                rest.append(byte)
                // Not in the middle of a character: at its next first byte.
                if rest.count > Self.limit, byte & 0xC0 != 0x80 || rest.count > Self.limit + 4 {
                    rest.removeLast()
                    lines.append(line(rest, stream))
                    rest = [byte]
                }
            }
        }
        rests[stream] = rest
        return lines
    }

    /// What is left at the end of the output, which need not end a line.
    package mutating func end() -> [ServiceLogs.Line] {
        defer { rests = [:] }
        return ServiceLogs.Request.Stream.allCases.compactMap { stream in
            rests[stream].flatMap { $0.isEmpty ? nil : line($0, stream) }
        }
    }

    private func line(_ bytes: [UInt8], _ stream: ServiceLogs.Request.Stream) -> ServiceLogs.Line {
        // A terminal ends its lines with both.
        let bytes = bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes[...]
        guard hasTimes, let space = bytes.firstIndex(of: UInt8(ascii: " ")) else {
            return ServiceLogs.Line(stream: stream, text: String(decoding: bytes, as: UTF8.self))
        }
        return ServiceLogs.Line(
            stream: stream, time: String(decoding: bytes[..<space], as: UTF8.self),
            text: String(decoding: bytes[(space + 1)...], as: UTF8.self))
    }
}
