import EventLoop
import JSON
import NodeProtocol

/// Prints what a daemon or the supervisor itself writes, as the supervisor keeps it.
struct SubsystemLog: Sendable {
    private static let interval = Duration.milliseconds(300)

    /// A daemon's, or ``KeptOutput/supervisor``.
    let name: String
    let follows: Bool
    let tail: Int?
    let isJSON: Bool

    /// Returns at the end of what there is; followed, when nobody reads any more. What cannot be read while it is followed
    /// is waited for: the daemon writes on.
    @LoopActor
    func print(_ session: NodeSession) async throws {
        var position: Int?
        var isCutOff = false
        while true {
            do {
                let piece = try await session.node.output(of: name, after: position, tail: tail)
                if isCutOff { session.output.complain("workerctl: the log can be read again") }
                isCutOff = false
                position = piece.next
                if piece.isCut { session.output.complain("workerctl: lines were missed here") }
                for line in piece.lines where !session.output.print(isJSON ? Self.json(line) : Table.printable(line)) {
                    return
                }
            } catch let failure as CommandFailure where follows && position != nil {
                if !isCutOff { session.output.complain("workerctl: \(failure.message)") }
                isCutOff = true
            }
            guard follows else { return }
            try await LoopActor.sleep(for: Self.interval)
        }
    }

    /// The line as it is where it is an object already, as with LOG_FORMAT=json.
    private static func json(_ line: String) -> String {
        if let parsed = try? JSON(parsing: line), parsed.object != nil { return parsed.text }
        return JSON.object(["text": .string(line)]).text
    }
}
