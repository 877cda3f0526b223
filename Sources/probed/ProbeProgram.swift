import DaemonLifecycle
import EventLoop
import Glibc
import IPC
import Instruments
import JSON
import Logging
import NodeProtocol
import Probing
import Settings
import StatusCache
import Synchronization

/// The probe daemon: samples the host, answers with the newest report from memory, tells subscribers of changes, and
/// keeps the `resources` row of the status cache.
package enum ProbeProgram {
    /// - Parameter arguments: What follows the program's name.
    package static func run(_ arguments: [String]) -> Never {
        DaemonProgram.run(
            .probed, arguments, about: "samples the host's processors, memory, disk and network", oneShot: once,
            setUp: setUp)
    }

    /// Averages over more than this would be stale when asked for.
    private static let longestInterval = Duration.seconds(10)

    private static let once = DaemonProgram.OneShot(
        flag: "--once", about: "print one resource report as JSON and exit"
    ) { configuration in
        let report = try await ResourceMonitor.once(hostRoot: configuration.hostRoot, interval: .milliseconds(500))
        print(report.json.prettyText)
        return 0
    }

    @LoopActor
    private static func setUp(_ context: DaemonContext) async throws {
        let cache = context.statusCache
        let sampler = Mutex(HostSampler(hostRoot: context.configuration.hostRoot))
        let monitor = ResourceMonitor(
            interval: min(context.configuration.resourceCheckInterval, longestInterval),
            take: { sampler.withLock { $0.sample() } },
            onReport: { report, isChange in
                let json = report.json
                cache.put(resources: json)
                // Without rates it would count as a time in which nothing was done.
                if report.hasRates { cache.put(sample: report.point) }
                if isChange { context.server.publish(ResourceMethods.changed, json) }
            })
        context.server.on(ResourceMethods.Latest.self) { _, _ in
            guard let report = monitor.latest else { throw RPCError.unavailable("no sample has been taken yet") }
            return report.json
        }
        context.server.on(ResourceMethods.Subscribe.self) { _, peer in
            peer.subscribe(to: ResourceMethods.changed)
            return Nothing()
        }
        context.metricsReport = {
            [
                .counter(
                    "aerekos_resource_samples_total", "Samples of the host's resources taken.",
                    Double(monitor.sampleCount))
            ]
        }
        context.statusReport = { ["timestamp": monitor.latest?.json["timestamp"] ?? .null] }
        await monitor.start()
    }
}
