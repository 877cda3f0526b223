import Conductor
import EventLoop
import HTTPClient
import JSON
import Settings

/// The conductor, spoken to in the name of the worker id that heartbeatd has got from it.
@LoopActor
final class ConductorLink {
    private let client: ConductorClient?
    private let identity: IdentityFile
    private var lastKnown: WorkerID?
    /// Whom the revision and tag of the last answer were for.
    private var lastWorker: WorkerID?

    init(_ configuration: NodeConfiguration, _ identity: IdentityFile) {
        client = configuration.conductorURL.map {
            ConductorClient(baseURL: $0, token: configuration.conductorToken, http: HTTPClient())
        }
        self.identity = identity
    }

    nonisolated var isConfigured: Bool { client != nil }

    /// Asks for instructions; nil while there is no worker id.
    func ask(_ revision: Int?, _ tag: String?) async throws(ConductorFailure) -> ConductorClient.Deployments? {
        guard let client, let worker = try await worker() else { return nil }
        let isSame = worker == lastWorker
        let answer = try await client.deployments(
            of: worker, since: isSame ? revision : nil, tag: isSame ? tag : nil)
        lastWorker = worker
        return answer
    }

    func report(_ service: String, _ body: JSON) async throws(ConductorFailure) {
        guard let client, let worker = try await worker() else {
            throw .unreachable("this node has no worker id yet")
        }
        try await client.reportServiceStatus(worker, service: service, body)
    }

    /// The file is read each time: heartbeatd may have registered anew.
    private func worker() async throws(ConductorFailure) -> WorkerID? {
        do {
            switch try await identity.read() {
            case .known(let identity):
                lastKnown = identity.workerID
                return identity.workerID
            case .absent, .damaged:
                return lastKnown  // heartbeatd mends the file; meanwhile the node is who it was
            }
        } catch {
            throw .unreachable("the identity file cannot be read: \(error)")
        }
    }
}
