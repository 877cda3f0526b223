import EventLoop
import JSON

/// Takes a stream of JSON values apart, one a line, as the engine sends progress and events.
@LoopActor
final class LineReader {
    private var pending: [UInt8] = []
    private let onValue: @LoopActor (JSON) -> Void
    /// What was wrong with the stream; reading goes on no further.
    private(set) var malformed: String?
    /// No line of the engine is near that.
    private static let limit = 1 << 20

    init(_ onValue: @escaping @LoopActor (JSON) -> Void) { self.onValue = onValue }

    func take(_ bytes: [UInt8]) {
        guard malformed == nil else { return }
        pending.append(contentsOf: bytes)
        while let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
            emit(pending[..<end])
            pending.removeSubrange(...end)
        }
        if pending.count > Self.limit { malformed = "a line is longer than \(Self.limit) bytes" }
    }

    /// The last line may lack its end.
    func finish() {
        emit(pending[...])
        pending = []
    }

    private func emit(_ line: ArraySlice<UInt8>) {
        guard line.contains(where: { $0 > 0x20 }), malformed == nil else { return }
        do throws(JSONParseError) {
            onValue(try JSON(parsing: line))
        } catch {
            malformed = error.description
        }
    }
}
