import EventLoop
import JSON
import NodeProtocol
import SQLite
import Synchronization

/// A daemon's hand in the status cache.
///
/// Putting never waits: values go to a thread that writes them, and of values for the same table that wait only the
/// newest is kept. What was put stays put: the file is looked at every few seconds, and when it was deleted, damaged or
/// kept locked it is made anew with the newest values. No failure is the daemon's: it hears of it, once, and the writer
/// goes on trying.
@LoopActor
package final class StatusWriter {
    package enum Event: Sendable, Equatable {
        /// The file was gone or no good and has been made anew.
        case repaired(String)
        /// Nothing can be written; told once, until `writable`.
        case unwritable(StatusCacheError)
        /// After `unwritable`: writing works again.
        case writable
    }

    private struct Waiting {
        var rows: [StatusTable: @Sendable () throws -> StatusRow] = [:]
        var start: (@Sendable () throws -> StartRow)?
        var sample: ResourcePoint?
        var isSubmitted = false
    }

    private let generation: Int
    private let thread = WorkerThread(name: "status")
    private let file: Mutex<StatusFile>
    private let waiting = Mutex(Waiting())
    private let onEvent: @LoopActor (Event) -> Void
    private var checks: RepeatingTimer?
    private var isUnwritable = false
    private var isCheckWaiting = false

    /// - Parameters:
    ///   - path: The cache file; its directory must exist.
    ///   - generation: Of this process, for the rows.
    ///   - checkInterval: Between looks at the file.
    ///   - patience: How long a lock on the file is put up with before the file is replaced.
    ///   - onEvent: For the log.
    package init(
        path: String, generation: Int, checkInterval: Duration = .seconds(5), patience: Duration = .seconds(5),
        onEvent: @escaping @LoopActor (Event) -> Void
    ) {
        self.generation = generation
        self.onEvent = onEvent
        file = Mutex(StatusFile(path: path, patience: patience))
        checks = EventLoop.main.every(checkInterval) { [weak self] in self?.check() }
    }

    package func put(resources: JSON) { put(.resources) { resources.text } }

    package func put(conductor: ConductorStatus) { put(.conductor) { try JSON(encoding: conductor).text } }

    package func put(engine: EngineStatus) { put(.engine) { try JSON(encoding: engine).text } }

    /// All services; those that were there and are not among these are gone afterwards.
    package func put(services: [ServiceStatus]) { put(.services) { try Self.list(services) } }

    /// Of all services, to be put before them.
    package func put(explanations: [ServiceExplanation]) { put(.explanations) { try Self.list(explanations) } }

    /// Of all services that have been measured.
    package func put(statistics: [StatisticsSample]) { put(.statistics) { try Self.list(statistics) } }

    /// Of all services whose output can be read from a file, to be put before them.
    package func put(outputFiles: [ServiceOutputFile]) { put(.outputFiles) { try Self.list(outputFiles) } }

    /// This process's own start. Earlier ones stay, the newest 50 of them; but when the file is lost, so are they.
    package func put(start: SubsystemStart) {
        let stamp = MonotonicInstant(nanoseconds: Int64(start.monotonicSeconds * 1e9))
        enqueue { waiting in
            waiting.start = {
                StartRow(subsystem: start.name.rawValue, stamp: stamp, body: try JSON(encoding: start).text)
            }
        }
    }

    /// Of the host, for the history of a day; what is put while another one waits takes its place.
    package func put(sample: ResourcePoint) { enqueue { $0.sample = sample } }

    /// Returns when all that was put before has been written, or has failed to be.
    package func flush() async {
        await withCheckedContinuation { continuation in
            // A queue that is full means a disk that hangs: not waited for.
            if !thread.submit({ continuation.resume() }) { continuation.resume() }
        }
    }

    private func put(_ table: StatusTable, _ text: @escaping @Sendable () throws -> String) {
        let stamp = MonotonicInstant.now
        enqueue { [generation] waiting in
            waiting.rows[table] = { StatusRow(body: try text(), generation: generation, stamp: stamp) }
        }
    }

    /// One after the other: on its way to text each takes many times the memory that it has at the end.
    private nonisolated static func list(_ values: [some Encodable]) throws -> String {
        "[\(try values.map { try JSON(encoding: $0).text }.joined(separator: ","))]"
    }

    private func enqueue(_ body: (inout Waiting) -> Void) {
        let mustSubmit = waiting.withLock { waiting in
            body(&waiting)
            defer { waiting.isSubmitted = true }
            return !waiting.isSubmitted
        }
        // The queue holds at most this and a check, so there is room for it.
        if mustSubmit { thread.submit { self.writeWaiting() } }
    }

    private func check() {
        guard !isCheckWaiting else { return }  // the disk hangs; one look is enough when it comes back
        isCheckWaiting = true
        thread.submit { self.checkFile() }
    }

    // MARK: On the writer's thread

    private nonisolated func writeWaiting() {
        let waiting = waiting.withLock { waiting in
            defer { waiting = Waiting() }
            return waiting
        }
        report { () throws(StatusCacheError) in
            let rows: [StatusTable: StatusRow]
            let start: StartRow?
            do {
                rows = try waiting.rows.mapValues { try $0() }
                start = try waiting.start?()
            } catch {
                throw .notEncodable("\(error)")
            }
            return try file.withLock { (file) throws(StatusCacheError) in
                try file.put(rows, start: start, sample: waiting.sample)
            }
        }
    }

    private nonisolated func checkFile() {
        report { () throws(StatusCacheError) in
            try file.withLock { (file) throws(StatusCacheError) in try file.check() }
        }
        EventLoop.main.call { self.isCheckWaiting = false }
    }

    private nonisolated func report(_ body: () throws(StatusCacheError) -> StatusFile.Reopening?) {
        let outcome = Result { () throws(StatusCacheError) in try body() }
        EventLoop.main.call { self.hear(outcome) }
    }

    private func hear(_ outcome: Result<StatusFile.Reopening?, StatusCacheError>) {
        switch outcome {
        case .failure(let error):
            if !isUnwritable { onEvent(.unwritable(error)) }
            isUnwritable = true
            return
        case .success(nil), .success(.firstTime): break
        case .success(.replaced): onEvent(.repaired("it was deleted or replaced"))
        case .success(.broken(let error)): onEvent(.repaired(error.description))
        case .success(.locked): onEvent(.repaired("it was locked for too long"))
        }
        if isUnwritable { onEvent(.writable) }
        isUnwritable = false
    }
}
