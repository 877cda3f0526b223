import Glibc
import JSON
import Synchronization
import TestSupport

/// Inflicts faults on a node.
final class FaultInjector: Sendable {
    private let chaos: ChaosNode
    private let journal: FaultJournal
    private let deployments = Deployments()
    private let holders = SocketHolders()

    init(_ chaos: ChaosNode, _ journal: FaultJournal) {
        self.chaos = chaos
        self.journal = journal
    }

    /// Returns when the fault is over; its consequences may last longer.
    func inflict(_ step: FaultSchedule.Step) async {
        journal.begin(step.number, step.fault)
        do {
            try await inflict(step.fault)
            journal.end(step.number, failure: nil)
        } catch {
            journal.end(step.number, failure: error)
        }
    }

    /// Waits for the outcome of every update that was asked for. An update that failed has put the version before back.
    /// - Returns: The page of the last version that was deployed with success; nil when nothing was asked for.
    func settleDeployments() async throws -> String? {
        let pending = deployments.takePending()
        for update in pending {
            let outcome = try await chaos.node.outcome(
                of: update.instruction, worker: chaos.worker, within: .seconds(90))
            if outcome["status"] == "success" {
                deployments.succeeded(update.tag)
            } else {
                tell("chaos: an update in which deployd was killed has failed: \(outcome["error"]?.text ?? "?")")
            }
        }
        return pending.isEmpty ? nil : deployments.page
    }

    private func inflict(_ fault: Fault) async throws {
        switch fault {
        case .signal(let deadly, let daemons):
            for daemon in daemons { hit(daemon, deadly.number) }
        case .burst(let deadly, let daemon, let times, let apart):
            for _ in 0..<times {
                hit(daemon, deadly.number)
                try await Task.sleep(for: apart)
            }
        case .killedWhileRegistering(let pause):
            hit(.heartbeatd, SIGKILL)
            try await Task.sleep(for: pause)
            hit(.heartbeatd, SIGKILL)
        case .killedWhileDeploying(let daemon, let pause):
            try await beginDeployment()
            try await Task.sleep(for: pause)
            hit(daemon, SIGKILL)
        case .paused(let daemon, let duration):
            guard holders.beginHampering(daemon) else { return }
            defer { holders.endHampering(daemon) }
            let handle = chaos.processes.signal(daemon, SIGSTOP)
            try? await Task.sleep(for: duration)
            handle?.signal(SIGCONT)
        case .supervisorPaused(let duration):
            try await chaos.control.pause(for: duration)
        case .supervisorKilled(let daemons, let pause):
            try await replaceSupervisor(daemons, after: pause)
        case .cacheDeleted(let withLog): chaos.cache.delete(withLog: withLog)
        case .cacheTruncated(let file, let part):
            // The daemons map the index: the next touch of what is gone ends each of them (SIGBUS).
            guard file != .index || holders.beginWave() else { return }
            chaos.cache.truncate(file, to: part)
        case .cacheBitsFlipped(let file, let parts): chaos.cache.flipBits(file, at: parts)
        case .cacheLocked(let scope, let duration):
            let lock = LogIndexLock(database: chaos.cache.path, scope)
            try? await Task.sleep(for: duration)
            withExtendedLifetime(lock) {}
        case .runtimeDirectoryFull(let duration): try await fillRuntimeDirectory(for: duration)
        case .descriptorsExhausted(let daemon, let spare, let duration):
            try await exhaustDescriptors(of: daemon, spare: spare, for: duration)
        case .flooded(let socket, let kind, let duration):
            let flood = IPCFlood(path: "\(chaos.runtime.path)/\(socket).sock", kind: kind)
            try await offThread { flood.run(for: duration) }
        case .clockStepped(let seconds): chaos.clock.set(seconds: seconds)
        }
    }

    // MARK: Faults with several steps

    private func hit(_ daemon: Daemon, _ signal: Int32) {
        if holders.mayHit(daemon) { chaos.processes.signal(daemon, signal) }
    }

    private func replaceSupervisor(_ victims: [Daemon], after pause: Duration) async throws {
        try await chaos.control.inTurn { [chaos, holders] control in
            let doomed = try await offThread { () -> [Daemon]? in
                if holders.spare(besides: victims, chaos.processes) != nil { return victims }
                // All that hold the socket were to die: one is let off.
                return holders.spare(besides: [], chaos.processes).map { spared in victims.filter { $0 != spared } }
            }
            guard let doomed else { return }  // all are hampered
            defer { holders.release() }
            try await control.replace(after: pause) { for daemon in doomed { chaos.processes.signal(daemon, SIGKILL) } }
        }
    }

    private func beginDeployment() async throws {
        let tag = deployments.nextTag()
        let id = try await chaos.node.instruct(chaos.side.instruction("update", tag: tag), worker: chaos.worker)
        deployments.add(id, tag)
    }

    private func fillRuntimeDirectory(for duration: Duration) async throws {
        let path = "\(chaos.runtime.path)/ballast-\(UInt64.random(in: .min ... .max))"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }  // it is full already
        defer {
            unlink(path)
            close(descriptor)
        }
        let block = [UInt8](repeating: 0, count: 4096)
        let end = ContinuousClock.now.advanced(by: duration)
        while ContinuousClock.now < end {  // what is given back meanwhile is taken too
            while write(descriptor, block, block.count) > 0 {}
            try? await Task.sleep(for: .milliseconds(20))
        }
    }

    private func exhaustDescriptors(of daemon: Daemon, spare: Int, for duration: Duration) async throws {
        guard holders.beginHampering(daemon) else { return }
        defer { holders.endHampering(daemon) }
        guard let handle = chaos.processes.handle(of: daemon),
            let open = NodeProcesses.descriptorCount(of: handle.pid)
        else { return }
        try await setDescriptorLimit(of: handle, to: open + spare)
        try? await Task.sleep(for: duration)
        try await setDescriptorLimit(of: handle, to: Self.usualLimit)
    }

    /// What the supervisor gives each daemon.
    private static let usualLimit = 1024

    /// By prlimit(1), which no process can be spared that ends meanwhile.
    private func setDescriptorLimit(of handle: ProcessHandle, to limit: Int) async throws {
        do {
            try await offThread { try runShell("prlimit --pid \(handle.pid) --nofile=\(limit): 2>&1 >/dev/null") }
        } catch {
            if handle.exists { throw error }
        }
    }
}

/// The updates that were asked for, alternately of one version and the other.
private final class Deployments: Sendable {
    private struct State {
        var pending: [(instruction: String, tag: String)] = []
        var count = 0
        var good = "1"
    }

    private let state = Mutex(State())

    /// What the version says that was last deployed with success.
    var page: String { state.withLock { $0.good == "1" ? "one" : "two" } }

    func nextTag() -> String {
        state.withLock { state in
            state.count += 1
            return state.count % 2 == 1 ? "2" : "1"
        }
    }

    func add(_ instruction: String, _ tag: String) { state.withLock { $0.pending.append((instruction, tag)) } }

    func succeeded(_ tag: String) { state.withLock { $0.good = tag } }

    func takePending() -> [(instruction: String, tag: String)] {
        state.withLock { state in
            defer { state.pending = [] }
            return state.pending
        }
    }
}
