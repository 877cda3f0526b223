import Foundation
import Glibc
import JSON
import Testing

extension TestNode {
    package static let daemons = ["probed", "heartbeatd", "deployd", "apid"]

    /// Waits until all daemons are ready; what they are instead stands in the failure.
    /// - Parameter restarts: None of them has been restarted more often.
    package func expectAllReady(restarts: Int = .max) async throws {
        var last = JSON.null
        do {
            try await eventually("all daemons are ready", within: .seconds(60)) {
                guard let body = try? await get("/subsystems").body else { return false }
                last = body
                let all = body["subsystems"]?.array ?? []
                return all.count == 4
                    && all.allSatisfy { $0["state"] == "ready" && $0["restarts"]?.int ?? .max <= restarts }
            }
        } catch {
            Issue.record("\(last.text)\n\(log.suffix(5000))")
            throw error
        }
    }

    /// The process ids of all daemons that run, as the node tells them.
    package func pids() async throws -> [String: pid_t] {
        var pids: [String: pid_t] = [:]
        for daemon in Self.daemons { pids[daemon] = try await pid(of: daemon) }
        return pids
    }
}
