import Conductor
import Deployment
import EventLoop
import JSON
import Settings

/// The conductor, spoken to in the name of the worker id that heartbeatd has got from it.
@LoopActor
final class ConductorLink {
    private let client: ConductorClient?
    private let identity: IdentityFile
    private var lastKnown: WorkerID?
    private var lastFollowed: String?
    /// Whom the revision and tag of the last answer were for.
    private var lastWorker: WorkerID?

    init(_ configuration: NodeConfiguration, _ identity: IdentityFile) {
        client = ConductorAccess(configuration).map { ConductorClient($0) }
        self.identity = identity
    }

    nonisolated var isConfigured: Bool { client != nil }

    /// Asks for instructions; nil while there is no worker id.
    func ask(_ question: InstructionPoll.Question) async throws(ConductorFailure) -> ConductorClient.Deployments? {
        guard let client, let worker = try await worker() else { return nil }
        let known = worker == lastWorker ? question : InstructionPoll.Question()
        let answer = try await client.deployments(
            of: worker, since: known.revision, tag: known.tag, wait: known.wait)
        lastWorker = worker
        return answer
    }

    func report(_ service: String, _ body: JSON) async throws(ConductorFailure) {
        guard let client, let worker = try await worker() else {
            throw .unreachable("this node has no worker id yet")
        }
        try await client.reportServiceStatus(worker, service: service, body)
    }

    /// Gives up all calls and connections: the address that they were made from is gone.
    func disconnect() { client?.disconnect() }

    /// Goes over to the conductor that heartbeatd has found to serve, when that has changed; in between deployd finds one
    /// for itself.
    private func follow(_ url: String?) {
        guard let url, url != lastFollowed else { return }
        lastFollowed = url
        client?.prefer(url)
    }

    /// The file is read each time: heartbeatd may have registered anew.
    private func worker() async throws(ConductorFailure) -> WorkerID? {
        do {
            switch try await identity.read() {
            case .known(let identity):
                lastKnown = identity.workerID
                follow(identity.conductorURL)
                return identity.workerID
            case .copied: return nil  // heartbeatd registers this machine anew
            case .absent, .damaged:
                return lastKnown  // heartbeatd mends the file; meanwhile the node is who it was
            }
        } catch {
            throw .unreachable("the identity file cannot be read: \(error)")
        }
    }
}
