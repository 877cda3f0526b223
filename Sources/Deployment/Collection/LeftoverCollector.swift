import DockerEngine
import EventLoop
import ImageNames
import Logging
import NodeProtocol

/// Removes what this node has brought to the engine and nobody needs any more: images that it pulled, containers and
/// networks with its label. Nothing else is touched.
@LoopActor
package final class LeftoverCollector {
    package static let interval = Duration.seconds(600)

    let engine: EngineClient
    let store: DeploymentStore
    let reconciler: Reconciler
    let settings: CollectionSettings
    private let space: (@Sendable (String) throws -> FileSystemSpace)?
    let logger: Logger
    private let disk = WorkerThread(name: "collector")
    private var timer: RepeatingTimer?
    private var round: Task<Void, Never>?
    private var lastRound: MonotonicInstant?
    /// How many images, containers and networks have been removed.
    package internal(set) var removed = 0

    /// - Parameter space: As in ``PullSettings``.
    package init(
        engine: EngineClient, store: DeploymentStore, reconciler: Reconciler, settings: CollectionSettings,
        space: (@Sendable (String) throws -> FileSystemSpace)?, logger: Logger
    ) {
        self.engine = engine
        self.store = store
        self.reconciler = reconciler
        self.settings = settings
        self.space = space
        self.logger = logger
    }

    package func start() {
        lastRound = .now
        timer = EventLoop.main.every(Self.interval) { [weak self] in self?.begin() }
    }

    package func stop() async {
        timer?.cancel()
        round?.cancel()
        await round?.value
    }

    private func begin() {
        guard round == nil, reconciler.engineStatus.connected else { return }
        let now = MonotonicInstant.now
        // What passed while nothing was looked at may have been anything.
        let elapsed = min(lastRound?.duration(to: now) ?? .zero, Self.interval * 2)
        lastRound = now
        // stop() waits for this task.
        round = Task { @LoopActor in await run(elapsed) }
    }

    private func run(_ elapsed: Duration) async {
        do {
            try await collect(elapsed: elapsed)
        } catch {
            if error as? EngineError != .cancelled, !(error is CancellationError) {
                logger.warning(
                    "what nobody needs any more could not be looked for", metadata: ["error.message": "\(error)"])
            }
        }
        round = nil
    }

    /// One round; `elapsed` is the time since the last one.
    package func collect(elapsed: Duration) async throws {
        // What a service needs whose stored configuration cannot be read is not known.
        guard reconciler.knowsAllNeeds else { return }
        let disk = try await diskSpace()
        try await collectContainers(elapsed, disk)
        try await collectImages(elapsed, disk)
        try await collectNetworks(elapsed)
    }

    private func collectImages(_ elapsed: Duration, _ disk: ImageCollection.Disk?) async throws {
        let pulled = try await store.pulledImages()
        guard !pulled.isEmpty else { return }
        let present = try await present(pulled)
        let collection = ImageCollection(
            pulled, present, used: try await used(), elapsed: elapsed, disk: disk, settings)
        try await store.setUnused(collection.unused, forgetting: collection.forgotten)
        for image in collection.removals {
            try Task.checkCancellation()
            // A service may have come to want it meanwhile.
            guard try await !used().contains(image.id) else { continue }
            try await remove(image)
        }
    }

    private func remove(_ image: ImageCollection.Present) async throws {
        for name in image.tags.isEmpty ? [image.id] : image.tags {
            if case .inUse(let why) = try await engine.removeImage(name) {
                logger.info(
                    "an unused image cannot be removed",
                    metadata: ["container.image.name": "\(name)", "reason": "\(why)"])
                return
            }
        }
        removed += 1
        try await store.setUnused([:], forgetting: [image.id])
        logger.notice(
            "an unused image is removed",
            metadata: ["container.image.name": "\(image.tags.first ?? image.id)", "bytes": "\(image.size)"])
    }

    /// The pulled images that are here, by id.
    private func present(_ pulled: [PulledImage]) async throws -> [String: ImageCollection.Present] {
        let images = Dictionary(try await engine.images().map { ($0.id, $0) }) { $1 }
        var present: [String: ImageCollection.Present] = [:]
        for record in pulled {
            guard let image = images[record.id] else { continue }
            // The engine knows best which of an image's names a reference means.
            var own = 0
            for reference in record.references.compactMap({ ImageReference($0) }) where reference.tag != nil {
                if try await engine.image(reference)?.id == record.id { own += 1 }
            }
            present[record.id] = ImageCollection.Present(
                id: image.id, size: image.size, tags: image.tags, hasForeignName: image.tags.count > own)
        }
        return present
    }

    /// The images that any container is made of, and those that a service wants, or would go back to.
    private func used() async throws -> Set<String> {
        var used = Set(try await engine.containers().map(\.imageID))
        let needed = reconciler.neededImages
        used.formUnion(needed.ids)
        for reference in needed.references {
            if let id = try await engine.image(reference)?.id { used.insert(id) }
        }
        return used
    }

    private func diskSpace() async throws -> ImageCollection.Disk? {
        guard let space else { return nil }
        let directory = try await engine.information().rootDirectory
        do {
            let found = try await disk.run { try space(directory) }
            return ImageCollection.Disk(total: found.total, available: found.available)
        } catch is SystemError {
            return nil  // the pulls tell of it
        }
    }
}
