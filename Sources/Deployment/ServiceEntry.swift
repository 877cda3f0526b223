import DockerEngine
import EventLoop
import NodeProtocol

/// All that the reconciler knows of one service. Only the reconciler changes it.
///
/// An object of its own: a dictionary keeps room for twice as many values as it has, and these are large.
final class ServiceEntry {
    var desired: DesiredService
    /// As last seen.
    var status: ServiceStatus
    /// Whether that has been told.
    var isStatusTold = false
    /// Where its container's output lies.
    var output = OutputPlace()
    var activity = ServiceActivity.idle
    /// Why it is not as wanted.
    var error: ServiceError? {
        didSet { record.changed(from: oldValue, to: error) }
    }
    var record = WorkRecord()
    /// What the service last said of itself.
    var report: ServiceReport?
    /// The instruction that ended last. Forgotten with the process: the outbox is for whoever must know.
    var ended: (id: String, outcome: ServiceStatus.InstructionOutcome)?
    /// Attempts that failed in a row.
    var failures = 0
    var retry: LoopTimer?
    /// When that is, for people.
    var nextAttempt: String?
    var schedule = RestartSchedule()
    /// How often the engine itself has started its container again: one of an earlier version of this program.
    var engineRestarts = 0
    /// The container that has been seen to be what it is to be, since it was last started.
    var ready: String?
    /// The container that must be replaced: changed by hand, or not to be started any more.
    var spoiled: String?
    /// A fingerprint of a container's limits when this process first saw it: what differs later was changed by hand.
    var limits: (id: String, applied: Int)?
    /// What it is to services that need it.
    var condition = MemberCondition()
    /// What its containers have that others may want.
    var held: [HeldContainer] = []
    /// A fingerprint of the containers as they were when the work last came to its end, see ``RestedContainer``.
    var rested: Int?
    /// How often it was to be restarted for the sake of a service that it needs.
    var restartWishes = 0
    var work: Task<Void, Never>?
    /// Asked for while it was being worked on.
    var mustLookAgain = false
    /// Who waits for the end of the work under way.
    var waiters: [CheckedContinuation<ServiceError?, Never>] = []

    init(_ desired: DesiredService) {
        self.desired = desired
        error = desired.leftAlone
        status = ServiceView.status(desired, .idle, nil, created: nil, error: error)
        status = attributed(status)
    }

    /// What outlives the process.
    var memory: ServiceMemory {
        get { ServiceMemory(restarts: schedule.restarts, streak: schedule.streak, report: report) }
        set {
            schedule = RestartSchedule(newValue)
            report = newValue.report
            status = attributed(status)
        }
    }

    func resumeWaiters(with error: ServiceError?) {
        let all = waiters
        waiters = []
        for waiter in all { waiter.resume(returning: error) }
    }

    /// Whether one of these instructions is being carried out on it, or was its last.
    func isConcerned(by instructions: Set<String>) -> Bool {
        ended.map { instructions.contains($0.id) } ?? false || desired.pending.contains { instructions.contains($0.id) }
    }

    /// Whether nothing is being done about it or planned, and something may be.
    var isIdle: Bool { work == nil && retry == nil && desired.leftAlone == nil }

    /// Whether it is not as wanted for a reason of its own, and not for want of an engine.
    var hasFailed: Bool { error.map { $0.type != .dependency && $0.type != .engineUnavailable } ?? false }

    /// Whether the engine has of it what it had when the work on it last came to its end.
    func isAtRest(with containers: [ContainerSummary]) -> Bool {
        rested == RestedContainer.fingerprint(of: containers.map { RestedContainer($0) })
    }

    /// Has each text in memory once. Every answer of the engine brings the same ones anew.
    func shareTexts() {
        if let image = desired.imageID, image == status.imageDigest { status.imageDigest = image }
        if status.name == desired.spec.containerName { status.name = desired.spec.containerName }
        guard let id = status.id else { return }
        if ready == id { ready = id }
        if limits?.id == id { limits?.id = id }
        held = held.map { $0.sharing(id, name: status.name) }
    }

    /// `status` with the newest instruction and its outcome.
    func attributed(_ status: ServiceStatus) -> ServiceStatus {
        var status = status
        let underWay = desired.pending.last?.id
        status.instructionID = underWay ?? ended?.id
        status.instructionOutcome = underWay == nil ? ended?.outcome : nil
        status.nextAttempt = nextAttempt
        status.report = report
        status.restartCount = engineRestarts + schedule.restarts
        return status
    }
}
