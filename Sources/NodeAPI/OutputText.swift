import JSON
import NodeProtocol

/// How a service's output is written in an answer: as text, or as a JSON object a line
/// (`{"stream", "time"?, "text"}`).
struct OutputText: Sendable {
    let isJSON: Bool

    func bytes(_ lines: [ServiceLogs.Line]) -> [UInt8] { lines.flatMap(bytes) }

    /// Why it ends before its time.
    func bytes(failure: String) -> [UInt8] {
        Array((isJSON ? JSON.object(["error": .string(failure)]).text : "[\(failure)]").utf8) + [0x0A]
    }

    private func bytes(_ line: ServiceLogs.Line) -> [UInt8] {
        guard isJSON else { return Array(line.plain.utf8) + [0x0A] }
        var members: [String: JSON] = ["stream": .string(line.stream.rawValue), "text": .string(line.text)]
        members["time"] = line.time.map(JSON.string)
        return JSON.object(members).bytes + [0x0A]
    }
}
