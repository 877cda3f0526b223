import ArgumentParser
import EventLoop
import JSON
import NodeProtocol

struct StatsCommand: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats", abstract: "Shows what the running services use.",
        discussion: """
            CPU is of one CPU: 200 % are two whole ones. On this machine it is measured when asked, over one second; \
            with --url the values are those that the node has measured last.
            """)

    @OptionGroup var options: NodeOptions

    @Argument(help: "One service alone.", completion: ServiceNames.completion)
    var name: String?

    func perform(_ session: NodeSession) async throws -> ExitStatus {
        let samples: [ServiceStatistics]
        if let name {
            samples = [try await Self.sample(name, session)]
        } else {
            let running = try await session.call(.deployd, ServiceMethods.List.self).filter(\.running).map(\.service)
            samples = try await Self.samples(running, session)
        }
        if options.json {
            session.output.print(try JSON(encoding: samples))
        } else {
            session.output.print(Self.table(of: samples))
        }
        return .done
    }

    private static func sample(_ name: String, _ session: NodeSession) async throws -> ServiceStatistics {
        try await session.call(
            .deployd, ServiceMethods.Statistics.self, ServiceMethods.ServiceName(name),
            deadline: ServiceMethods.Statistics.deadline)
    }

    /// How many are asked for at the same time: each takes a second.
    private static let batch = 16

    /// One that ends meanwhile is left out. Throws when none of them can be measured.
    @LoopActor
    static func samples(_ names: [String], _ session: NodeSession) async throws -> [ServiceStatistics] {
        var samples: [ServiceStatistics] = []
        var failure: CommandFailure?
        for start in stride(from: 0, to: names.count, by: batch) {
            try await withThrowingTaskGroup(of: Result<ServiceStatistics, CommandFailure>.self) { group in
                for name in names[start..<min(start + batch, names.count)] {
                    group.addTask { try await running(name, session) }
                }
                for try await sample in group {
                    switch sample {
                    case .success(let sample): samples.append(sample)
                    case .failure(let reason): failure = reason
                    }
                }
            }
        }
        if samples.isEmpty, let failure { throw failure }
        return samples.sorted { $0.service < $1.service }
    }

    @LoopActor
    private static func running(
        _ name: String, _ session: NodeSession
    ) async throws -> Result<ServiceStatistics, CommandFailure> {
        do {
            return .success(try await sample(name, session))
        } catch let failure as CommandFailure where failure.status == .failed {
            return .failure(failure)
        }
    }

    static func table(of samples: [ServiceStatistics]) -> Table {
        var table = Table("SERVICE", "CPU", "MEMORY", "LIMIT", "PIDS", "RECEIVED", "SENT", "READ", "WRITTEN")
        for sample in samples {
            table.add(
                sample.service, sample.cpuPercent.map { Quantity.decimal($0) + " %" } ?? "-",
                Quantity.bytes(sample.memoryBytes), Quantity.bytes(sample.memoryLimitBytes), String(sample.processes),
                Quantity.bytes(sample.receivedBytes), Quantity.bytes(sample.sentBytes),
                Quantity.bytes(sample.readBytes), Quantity.bytes(sample.writtenBytes))
        }
        return table
    }
}
