import Conductor
import EventLoop
import JSON
import Testing

/// Sends one heartbeat; why it failed, if it did.
@LoopActor
func beat(_ client: ConductorClient) async throws -> ConductorFailure? {
    let worker = try #require(WorkerID("w-1"))
    do throws(ConductorFailure) {
        try await client.heartbeat(worker, [:])
        return nil
    } catch {
        return error
    }
}
