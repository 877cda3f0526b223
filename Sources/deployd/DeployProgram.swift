import Conductor
import DaemonLifecycle
import Deployment
import DockerEngine
import EventLoop
import Faults
import HTTPClient
import IPC
import JSON
import Logging
import NodeProtocol
import SQLite
import Settings
import StatusCache

/// Somebody who waits for the first of several things.
@LoopActor
private final class Waiter {
    private var continuation: CheckedContinuation<Void, Never>?
    private var isOver = false

    var isAwaited: Bool { continuation != nil }

    func wait() async {
        guard !isOver else { return }
        await withCheckedContinuation { continuation = $0 }
    }

    func goOn() {
        isOver = true
        continuation?.resume()
        continuation = nil
    }
}

/// deployd: keeps the node's services as the conductor and the operator want them.
package enum DeployProgram {
    /// - Parameter arguments: What follows the program's name.
    package static func run(_ arguments: [String]) -> Never {
        DaemonProgram.run(
            .deployd, arguments, about: "Deploys services to the container engine and keeps them as they are wanted."
        ) { context in
            await setUp(context)
        }
    }

    /// So long it is waited for the disk before the daemon says that it waits: less than any start may take.
    private static let diskPatience = Duration.seconds(8)

    /// Without a state directory nothing can be promised, so nothing is deployed; but the daemon stays and says why,
    /// and begins as soon as the directory can be used. Returns also when the disk does not answer.
    @LoopActor
    private static func setUp(_ context: DaemonContext) async {
        let cache = context.statusCache
        let waiter = Waiter()
        // Whoever waits goes on at the latest with the timer below.
        Task { @LoopActor in
            await begin(context, cache) { waiter.goOn() }
            waiter.goOn()
        }
        EventLoop.main.schedule(after: diskPatience) {
            guard waiter.isAwaited else { return }
            cannotBegin(context, cache, "it has not answered for \(diskPatience)")
            waiter.goOn()
        }
        await waiter.wait()
    }

    @LoopActor
    private static func begin(
        _ context: DaemonContext, _ cache: StatusWriter, onServing: @LoopActor () -> Void
    ) async {
        do {
            try await start(context, cache, onServing: onServing)
        } catch {
            cannotBegin(context, cache, "\(error)")
            tryAgain(context, cache)
        }
    }

    @LoopActor
    private static func cannotBegin(_ context: DaemonContext, _ cache: StatusWriter, _ why: String) {
        context.logger.error(
            "the state directory cannot be used: nothing is deployed until it can",
            metadata: ["file.directory": "\(context.stateDirectory.path)", "error.message": "\(why)"])
        let reason = "deployd cannot use the state directory: \(why)"
        refuse(context, reason)
        cache.put(engine: EngineStatus(connected: false, reason: reason))
    }

    @LoopActor
    private static func tryAgain(_ context: DaemonContext, _ cache: StatusWriter) {
        EventLoop.main.schedule(after: .seconds(5)) {
            // Nobody waits for this task: it begins the daemon's work, or arranges for the next attempt.
            Task { @LoopActor in
                do {
                    try await start(context, cache)
                    context.logger.notice("the state directory can be used")
                } catch {
                    tryAgain(context, cache)
                }
            }
        }
    }

    @LoopActor
    private static func refuse(_ context: DaemonContext, _ reason: String) {
        context.server.on(ServiceMethods.List.self) { _, _ in throw RPCError.unavailable(reason) }
        context.server.on(ServiceMethods.Apply.self) { _, _ in throw RPCError.unavailable(reason) }
        context.server.on(ServiceMethods.Restart.self) { _, _ in throw RPCError.unavailable(reason) }
        context.server.refuseQuestions(reason)
    }

    /// - Parameter onServing: Called when everything can be asked for and nothing goes on by itself yet. Whoever waits for
    ///   that goes on before what is begun then, the first of which loads libcurl.
    @LoopActor
    private static func start(
        _ context: DaemonContext, _ cache: StatusWriter, onServing: @LoopActor () -> Void = {}
    ) async throws {
        let logger = context.logger
        let directory = context.stateDirectory
        let disk = WorkerThread(name: "disk")
        try await disk.run {
            FaultPoint.reached("state.directory", "deployd")
            try DaemonProgram.makePrivateDirectory(directory.path)
        }
        let store = try await DeploymentStore.open(path: context.stateDirectory.deploymentStore)
        if let damaged = store.damaged {
            logger.error(
                "the store was damaged; services are found again by their containers' labels",
                metadata: ["moved": "\(damaged.movedTo)", "reason": "\(damaged.reason)"])
        }
        let node = try await disk.run { try NodeIdentifier.load(from: directory) }
        let tls = context.configuration.dockerCertificates.map {
            TLSFiles(authorities: $0 + "/ca.pem", certificate: $0 + "/cert.pem", key: $0 + "/key.pem")
        }
        guard let address = EngineAddress(context.configuration.dockerHost, usesTLS: tls != nil) else {
            throw EngineError.unavailable("DOCKER_HOST \(context.configuration.dockerHost) is no address")
        }
        let engine = EngineClient(address: address, tls: tls, http: HTTPClient())
        let marks = InputMarks(
            path: context.runtimeDirectory.inputMarks(of: .deployd), previous: context.previousExit, logger: logger)
        marks.noteForeignSignals()
        let reconciler = Reconciler(
            engine: engine, store: store, node: node, marks: marks, logger: logger,
            timing: Readiness.Timing(
                stable: context.configuration.serviceStableTime, timeout: context.configuration.serviceStartTimeout),
            pulls: PullSettings(context.configuration), workerURL: WorkerURL.url(context.configuration))
        if WorkerURL.url(context.configuration) == nil {
            logger.info(
                "containers are not told WORKER_URL: they cannot reach the API; SERVICE_API_URL would say where")
        }
        try await reconciler.load()
        let machine = MachineIdentifier.current(hostRoot: context.configuration.hostRoot)
        let link = ConductorLink(
            context.configuration, IdentityFile(directory, machine: machine, thread: disk))
        let delivery = StatusDelivery(store: store, logger: logger) { (service, body) throws(ConductorFailure) in
            try await link.report(service, body)
        }
        let table = ServiceTable(cache, reconciler, delivery)
        let statistics = StatisticsRounds(reconciler, interval: context.configuration.serviceStatusInterval) {
            cache.put(statistics: $0)
            reconciler.releaseHeapSoon()
        }
        reconciler.onEngine = { [weak table] in
            cache.put(engine: $0)
            table?.change()
        }
        reconciler.onWork = { [weak table] in table?.changeWork() }
        delivery.onUndelivered = { [weak table] in
            table?.change()
            reconciler.releaseHeapSoon()
        }
        reconciler.onStatus = { [weak table] status in
            table?.change()
            statistics.statusChanged()
            if link.isConfigured { delivery.report(status) }
        }
        reconciler.onFinal = { if link.isConfigured { delivery.flush() } }
        cache.put(engine: reconciler.engineStatus)
        table.write()
        // Nobody waits for this task: until it ends others read what the process before has written.
        Task { @LoopActor [path = context.runtimeDirectory.statusCache] in
            let former = try? await disk.run { StatusReader(path: path).outputFiles()?.value }
            table.begin(outputFiles: former ?? nil)
        }
        serve(context, reconciler)
        let readers = LogReaders(engine: engine, reconciler: reconciler)
        context.server.serveQuestions(reconciler, readers, delivery)
        context.server.on(ServiceMethods.Report.self) { report, _ in
            try await reconciler.take(report)
            table.write()
            return Nothing()
        }
        context.statusReport = {
            [
                "node": .string(node), "engine_connected": .bool(reconciler.engineStatus.connected),
                "engine": (try? JSON(encoding: reconciler.engineStatus)) ?? .null,
                "services": .int(Int64(reconciler.statuses.count)),
                "undelivered": (try? JSON(encoding: delivery.undelivered)) ?? .null,
            ]
        }
        context.metricsReport = { reconciler.stepMetrics.families + DeployMetrics.families(delivery, readers) }
        let collector = LeftoverCollector(
            engine: engine, store: store, reconciler: reconciler,
            settings: CollectionSettings(context.configuration), space: PullSettings(context.configuration).space,
            logger: logger)
        collector.start()
        statistics.start()
        context.onStop {
            statistics.stop()
            await collector.stop()
        }
        onServing()
        begin(context, reconciler, table, cache, delivery, link)
    }

    @LoopActor
    private static func serve(_ context: DaemonContext, _ reconciler: Reconciler) {
        context.server.on(ServiceMethods.List.self) { _, _ in reconciler.statuses }
        context.server.on(ServiceMethods.Apply.self) { params, _ in
            ServiceMethods.Apply.Answer(instructionID: try await reconciler.applyFromOperator(params))
        }
        context.server.on(ServiceMethods.Restart.self) { params, _ in
            try await reconciler.restartForOperator(params.name)
        }
    }

    /// Starts all that goes on by itself.
    @LoopActor
    private static func begin(
        _ context: DaemonContext, _ reconciler: Reconciler, _ table: ServiceTable, _ cache: StatusWriter,
        _ delivery: StatusDelivery, _ link: ConductorLink
    ) {
        let configuration = context.configuration
        reconciler.connect()
        let files = configuration.servicesDirectory.map {
            DirectorySource(path: $0, reconciler: reconciler, logger: context.logger)
        }
        let rounds = Rounds(configuration, reconciler, files, table, cache)
        let poll = InstructionPoll(
            interval: configuration.deploymentCheckInterval, logger: context.logger,
            ask: { (question) throws(ConductorFailure) in try await link.ask(question) },
            apply: { instructions in try await reconciler.apply(delivered: instructions) })
        var watch: ConductorWatch?
        if link.isConfigured {
            poll.start()
            delivery.flush()
            // heartbeatd asks more often than either of them does after a long outage.
            watch = ConductorWatch(client: context.client(of: .heartbeatd)) {
                poll.askNow()
                delivery.tryNow()
            }
            watch?.onMoved = { link.disconnect() }
        }
        if configuration.stopsServices { context.nodeStopAllowance = configuration.shutdownTimeout }
        context.onStop {
            rounds.stop()
            watch?.stop()
            await poll.stop()
            if context.nodeIsStopping, configuration.stopsServices {
                await reconciler.stopServices(within: configuration.shutdownTimeout)
            } else {
                await reconciler.stop()
            }
        }
    }
}
