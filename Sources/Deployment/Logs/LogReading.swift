import ContainerOutput
import DockerEngine
import EventLoop
import NodeProtocol

/// One reader of a container's output: keeps a little of it, and leaves the rest with the engine until it is asked for
/// more.
@LoopActor
final class LogReading {
    /// Bytes of text, beyond which nothing more is read for the moment. A piece must fit into one frame, where a control
    /// character takes six bytes.
    private static let limit = 64 * 1024

    private let logs: ContainerLogs
    private var assembler: LogLines
    private var lines: [ServiceLogs.Line] = []
    /// Of the lines that wait to be asked for.
    private(set) var bytes = 0
    private var isOver = false
    private var failure: String?
    private var filling: Task<Void, Never>?
    private var reader: CheckedContinuation<Void, Never>?
    private var room: CheckedContinuation<Void, Never>?
    /// When it was last asked.
    private(set) var lastUse = MonotonicInstant.now

    init(_ logs: ContainerLogs, hasTimes: Bool) {
        self.logs = logs
        assembler = LogLines(hasTimes: hasTimes)
    }

    func start() {
        // end() cancels this task; otherwise it ends with the output.
        filling = Task { @LoopActor in await fill() }
    }

    private func fill() async {
        do throws(EngineError) {
            while !isOver, let chunk = try await logs.next() {
                add(assembler.take(chunk.bytes, from: chunk.source == .errors ? .stderr : .stdout))
                if bytes > Self.limit, !isOver { await withCheckedContinuation { room = $0 } }
            }
        } catch {
            if error != .cancelled { failure = error.description }
        }
        add(assembler.end())
        isOver = true
        wake()
    }

    private func add(_ new: [ServiceLogs.Line]) {
        guard !new.isEmpty else { return }
        lines.append(contentsOf: new)
        bytes += new.reduce(0) { $0 + $1.text.utf8.count + 64 }
        wake()
    }

    /// What there is, waited for at most `wait`.
    func next(wait: Duration) async -> ServiceLogs.Piece {
        lastUse = .now
        if lines.isEmpty, !isOver {
            let timer = EventLoop.main.schedule(after: wait) { [weak self] in self?.wake() }
            wake()  // two at once: the one before gets what there is
            await withCheckedContinuation { reader = $0 }
            timer.cancel()
        }
        lastUse = .now
        let taken = takeLines()
        return ServiceLogs.Piece(lines: taken, isEnd: isOver && lines.isEmpty, failure: lines.isEmpty ? failure : nil)
    }

    private func takeLines() -> [ServiceLogs.Line] {
        var size = 0
        let count = lines.prefix { line in
            defer { size += line.text.utf8.count + 64 }
            return size < Self.limit
        }.count
        let taken = Array(lines.prefix(count))
        lines.removeFirst(count)
        bytes -= taken.reduce(0) { $0 + $1.text.utf8.count + 64 }
        if bytes <= Self.limit { makeRoom() }
        return taken
    }

    func end() {
        isOver = true
        filling?.cancel()
        logs.cancel()
        wake()
        makeRoom()
    }

    private func wake() {
        reader?.resume()
        reader = nil
    }

    private func makeRoom() {
        room?.resume()
        room = nil
    }
}
