import DockerEngine
import IPC
import NodeProtocol

/// What the node's operator asks about a service.
extension Reconciler {
    /// The id of the service's container. Throws "not found" for an unknown service and a conflict without a container.
    func container(of text: String) throws -> String {
        guard let name = try? ServiceName(text), let status = status(of: name) else { throw unknownService(text) }
        guard let id = status.id else { throw RPCError.conflict("\(name) has no container at this time") }
        return id
    }

    package func explanation(of text: String) throws -> ServiceExplanation {
        guard let name = try? ServiceName(text), let service = services[name] else { throw unknownService(text) }
        return Explanation.of(service, engineStatus)
    }

    /// Of all services, by name.
    package var explanations: [ServiceExplanation] {
        services.sorted { $0.key < $1.key }.map { Explanation.of($0.value, engineStatus) }
    }

    /// Whoever names a project is told of its services.
    private func unknownService(_ text: String) -> RPCError {
        let members = services.filter { $0.value.desired.spec.member?.project.text == text }.keys.sorted()
        guard members.isEmpty else {
            let names = members.map(\.text).joined(separator: ", ")
            return .notFound("\(text) is a compose project: name one of its services, \(names)")
        }
        return .notFound("there is no service \(String(reflecting: String(text.prefix(80))))")
    }

    package func statistics(of text: String) async throws -> ServiceStatistics {
        let id = try container(of: text)
        let sample: ContainerStatistics?
        do throws(EngineError) { sample = try await engine.statistics(of: id) } catch {
            throw RPCError.unavailable(error.description)
        }
        guard let sample else { throw RPCError.conflict("\(text) does not run") }
        return ServiceStatistics(text, sample, cpuPercent: sample.cpuPercent)
    }
}
