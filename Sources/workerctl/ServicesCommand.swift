import ArgumentParser
import EventLoop
import JSON
import NodeProtocol

struct ServicesCommand: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "services", abstract: "Shows the services of this node.",
        discussion: "Of what is wrong with a service the kind is shown; workerctl explain tells more.")

    @OptionGroup var options: NodeOptions

    @Flag(name: [.short, .long], help: "Only the names, a line each.")
    var quiet = false

    func perform(_ session: NodeSession) async throws -> ExitStatus {
        let services = try await session.call(.deployd, ServiceMethods.List.self)
        if options.json {
            session.output.print(try JSON(encoding: services))
        } else if quiet {
            session.output.printText(services.map { $0.service + "\n" }.joined())
        } else {
            session.output.print(Self.table(of: services))
        }
        return .done
    }

    static func table(of services: [ServiceStatus]) -> Table {
        var table = Table("SERVICE", "STATUS", "IMAGE", "CONTAINER", "RESTARTS", "STARTED")
        for service in services {
            table.add(
                service.service, shortWords(for: service), service.image,
                service.id.map { String($0.prefix(12)) } ?? "-",
                String(service.restartCount), service.startedAt.map { String($0.prefix(19)) + "Z" } ?? "-")
        }
        return table
    }

    /// The state, and what there is to say about it.
    static func words(for service: ServiceStatus) -> String {
        if let error = service.error {
            return "\(service.status.rawValue): \(error.type.rawValue): \(error.message)"
        }
        switch service.status {
        case .pulling: return ["pulling", progress(of: service)].compactMap(\.self).joined(separator: " ")
        case .stopped: return "stopped" + (service.exitCode.map { " (exit \($0))" } ?? "")
        case .running: return "running" + (service.health.map { " (\($0))" } ?? "")
        case .pending, .starting, .unhealthy, .failed, .removed, .rolledBack: return service.status.rawValue
        }
    }

    /// The same for a table: of an error the kind, which tells no less where it is the state itself.
    static func shortWords(for service: ServiceStatus) -> String {
        guard let kind = service.error?.type.rawValue else { return words(for: service) }
        let state = service.status.rawValue
        return kind == state ? state : "\(state): \(kind)"
    }

    private static func progress(of service: ServiceStatus) -> String? {
        guard let done = service.progress?["bytes_done"]?.int, let all = service.progress?["bytes"]?.int, all > 0 else {
            return nil
        }
        return "\(Quantity.bytes(Int64(done))) of \(Quantity.bytes(Int64(all)))"
    }
}
