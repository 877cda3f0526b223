import EventLoop
import NodeProtocol

/// What has become of the work on a service, for whoever asks why it is as it is. Steps are kept in words: constants,
/// where the steps themselves have ids of containers.
struct WorkRecord {
    /// The last plan with anything in it.
    private(set) var plan: [String] = []
    private(set) var plannedAt: String?
    /// The step being carried out, or the one that ended the work; nil outside of a plan.
    private(set) var step: String?
    /// Where the present failure came up, and when.
    private(set) var failedStep: String?
    private(set) var failingSince: String?
    /// The same of the version that was given up last; nil when it was for another service's sake.
    private(set) var givenUp: (step: String?, since: String?)?

    /// The service is looked at.
    mutating func look() { step = nil }

    mutating func planned(_ steps: [DeploymentStep], at time: String = Timestamp.now()) {
        plan = steps.map(\.words)
        plannedAt = time
    }

    mutating func began(_ step: DeploymentStep) { self.step = step.words }

    /// A failure keeps its beginning as long as it is of the same kind.
    mutating func changed(from old: ServiceError?, to new: ServiceError?, at time: String = Timestamp.now()) {
        guard new?.type != old?.type else { return }
        failingSince = new.map { _ in time }
        failedStep = new == nil ? nil : step
    }

    /// The version that was being worked on is given up for the one before: for its own failure, or for another service's.
    mutating func gaveUp(for other: ServiceName? = nil) { givenUp = other == nil ? (failedStep, failingSince) : nil }
}
