import EventLoop
import Logging

/// Writes what is remembered of services, many changes at a time: a flash disk wears out by writes.
@LoopActor
final class MemoryWriter {
    /// In which changes are on the disk. Restarts are counted for `on-failure`: few of them may be lost.
    enum Urgency {
        case soon, later

        fileprivate var delay: Duration {
            switch self {
            case .soon: .seconds(1)
            case .later: .seconds(30)
            }
        }
    }

    private let store: DeploymentStore
    private let logger: Logger
    /// What is to be written of a service now; nil: nothing is known of it any more.
    private let memory: @LoopActor (ServiceName) -> ServiceMemory?
    private var changed: Set<ServiceName> = []
    private var timer: LoopTimer?
    private var due: MonotonicInstant?
    private var isFailing = false

    nonisolated init(
        _ store: DeploymentStore, _ logger: Logger, memory: @escaping @LoopActor (ServiceName) -> ServiceMemory?
    ) {
        self.store = store
        self.logger = logger
        self.memory = memory
    }

    func note(_ name: ServiceName, _ urgency: Urgency) {
        changed.insert(name)
        let time = MonotonicInstant.now.advanced(by: urgency.delay)
        if let due, due <= time { return }
        due = time
        timer?.cancel()
        timer = EventLoop.main.schedule(after: urgency.delay) { [weak self] in
            // Nobody waits for this task: what it cannot write is tried again with the next change.
            Task { @LoopActor in await self?.flush() }
        }
    }

    /// Writes what has changed.
    func flush() async {
        timer?.cancel()
        timer = nil
        due = nil
        let names = changed
        changed = []
        let memories = Dictionary(uniqueKeysWithValues: names.compactMap { name in memory(name).map { (name, $0) } })
        guard !memories.isEmpty else { return }
        do {
            try await store.save(memories)
            isFailing = false
        } catch {
            changed.formUnion(names)
            if !isFailing {
                logger.warning("restart counts and reports cannot be saved", metadata: ["error.message": "\(error)"])
            }
            isFailing = true
        }
    }
}
