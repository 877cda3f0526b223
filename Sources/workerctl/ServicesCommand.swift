import ArgumentParser
import EventLoop
import JSON
import NodeProtocol

struct ServicesCommand: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "services", abstract: "Shows the services of this node.")

    @OptionGroup var options: NodeOptions

    func perform(_ session: NodeSession) async throws -> ExitStatus {
        let services = try await session.call(.deployd, ServiceMethods.List.self)
        if options.json {
            session.output.print(try JSON(encoding: services))
        } else {
            session.output.print(Self.table(of: services))
        }
        return .done
    }

    static func table(of services: [ServiceStatus]) -> Table {
        var table = Table("SERVICE", "STATUS", "IMAGE", "CONTAINER", "RESTARTS", "STARTED")
        for service in services {
            table.add(
                service.service, words(for: service), service.image, service.id.map { String($0.prefix(12)) } ?? "-",
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

    private static func progress(of service: ServiceStatus) -> String? {
        guard let done = service.progress?["bytes_done"]?.int, let all = service.progress?["bytes"]?.int, all > 0 else {
            return nil
        }
        return "\(Quantity.bytes(Int64(done))) of \(Quantity.bytes(Int64(all)))"
    }
}
