import Conductor
import DaemonLifecycle
import EventLoop
import Faults
import Heartbeat
import IPC
import Instruments
import JSON
import Logging
import NodeProtocol
import Settings
import StatusCache

/// heartbeatd: keeps the node registered with its conductor, and the conductor informed.
package enum HeartbeatProgram {
    /// - Parameter arguments: What follows the program's name. Never returns.
    package static func run(_ arguments: [String]) -> Never {
        DaemonProgram.run(
            .heartbeatd, arguments, about: "registers the node with its conductor, sends heartbeats and resources"
        ) { context in
            try await setUp(context)
        }
    }

    /// Ready means that the loop runs and the link is being worked on; whether the conductor can be reached is another
    /// matter.
    @LoopActor
    private static func setUp(_ context: DaemonContext) async throws {
        let cache = context.statusCache
        let configuration = context.configuration
        let addresses = AddressSource(
            hostname: configuration.workerHostname, address: configuration.workerIP, hostRoot: configuration.hostRoot,
            thread: WorkerThread(name: "heartbeatd-name"))
        guard var access = ConductorAccess(configuration), access.token != nil else {
            let unknown = NodeAddress(hostname: "localhost", ipAddress: "127.0.0.1")
            let address = await addresses.current(reported: nil, former: unknown)
            let status = Standing().marked(notConfigured(address, url: configuration.conductorURLs.first))
            context.logger.notice("no conductor", metadata: ["detail": "\(status.detail ?? "")"])
            return keepTold(context, cache) { status }
        }
        access.patience = patience(configuration.heartbeatInterval)
        let disk = WorkerThread(name: "heartbeatd-disk")
        makeStateDirectory(context, on: disk)
        let timing = ConductorLink.Timing(
            heartbeat: configuration.heartbeatInterval, resources: configuration.resourceCheckInterval)
        let subsystems = SubsystemWatch(client: context.client(of: nil))
        let resources = ResourceSource(client: context.client(of: .probed))
        let client = ConductorClient(access)
        let machine = MachineIdentifier.current(hostRoot: configuration.hostRoot)
        let standing = Standing()
        var told: ConductorStatus?
        var live: LiveDriver?
        let driver = LinkDriver(
            link: ConductorLink(conductorURL: client.url, timing: timing, now: .now), client: client,
            identityFile: IdentityFile(context.stateDirectory, machine: machine, thread: disk), addresses: addresses,
            resources: resources, logger: context.logger,
            degraded: { subsystems.degraded }
        ) { [server = context.server] bare in
            let status = standing.marked(bare)
            cache.put(conductor: status)
            live?.update(LiveLink.Node(status))
            if status.isOther(than: told), let json = try? JSON(encoding: status) {
                server.publish(ConductorMethods.changed, json)
            }
            told = status
        }
        serve(context, driver)
        switch configuration.liveChannel {
        case .off: break
        case .auto:
            live = liveChannel(access, resources, context) { [weak driver] in driver?.hurry() }
        }
        context.metricsReport = { driver.metrics + (live?.metrics ?? []) }
        context.onStop {
            live?.stop()
            driver.stop()
        }
        await driver.start()
        keepTold(context, cache) { standing.marked(driver.status) }
    }

    /// Before anything else on the thread, so that who reads there finds it; and nobody waits for it: a disk that hangs
    /// must not keep this daemon from being ready.
    @LoopActor
    private static func makeStateDirectory(_ context: DaemonContext, on disk: WorkerThread) {
        let (path, logger) = (context.stateDirectory.path, context.logger)
        disk.submit {
            FaultPoint.reached("state.directory", "heartbeatd")
            do throws(SystemError) {
                try DaemonProgram.makePrivateDirectory(path)
            } catch {
                // The link says the same, as the node's status, for as long as it lasts.
                logger.error("the state directory cannot be used", metadata: ["error.message": "\(error)"])
            }
        }
    }

    /// A conductor that has gone without a word is noticed within one interval. No link is given less than it takes to
    /// connect over a bad one, and none keeps the next conductor waiting for longer than needed.
    private static func patience(_ interval: Duration) -> Duration { min(max(interval, .seconds(5)), .seconds(15)) }

    @LoopActor
    private static func serve(_ context: DaemonContext, _ driver: LinkDriver) {
        context.server.on(ConductorMethods.Link.self) { _, _ in driver.status }
        context.server.on(ConductorMethods.Subscribe.self) { _, peer in
            peer.subscribe(to: ConductorMethods.changed)
            return Nothing()
        }
    }

    /// Nil when the channel has crashed this daemon again and again: heartbeats come first.
    @LoopActor
    private static func liveChannel(
        _ access: ConductorAccess, _ resources: ResourceSource, _ context: DaemonContext,
        hurryHeartbeat: @escaping @LoopActor () -> Void
    ) -> LiveDriver? {
        let marks = InputMarks(
            path: context.runtimeDirectory.inputMarks(of: .heartbeatd), previous: context.previousExit,
            logger: context.logger)
        marks.noteForeignSignals()
        guard !marks.isSetAside(LiveDriver.mark) else {
            context.logger.error("the live channel crashes heartbeatd and is set aside")
            return nil
        }
        let link = LiveLink(timing: LiveLink.Timing(heartbeat: context.configuration.heartbeatInterval))
        return LiveDriver(
            link: link, access: access, resources: resources, marks: marks, logger: context.logger,
            hurryHeartbeat: hurryHeartbeat)
    }

    /// Answers `status`, and says the same in the cache once per heartbeat interval also when nothing changes: the age
    /// of a row tells that its writer lives.
    @LoopActor
    private static func keepTold(
        _ context: DaemonContext, _ cache: StatusWriter, _ status: @escaping @LoopActor () -> ConductorStatus
    ) {
        cache.put(conductor: status())
        let timer = EventLoop.main.every(context.configuration.heartbeatInterval) { cache.put(conductor: status()) }
        context.statusReport = {
            withExtendedLifetime(timer) { ["conductor": (try? JSON(encoding: status())) ?? .null] }
        }
    }

    private static func notConfigured(_ address: NodeAddress, url: String?) -> ConductorStatus {
        ConductorStatus(
            hostname: address.hostname, ipAddress: address.ipAddress, conductorURL: url ?? "", registered: false,
            reason: .notConfigured, detail: "\(url == nil ? "CONDUCTOR_URL" : "CONDUCTOR_TOKEN") is not set")
    }
}
