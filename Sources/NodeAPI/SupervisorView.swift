import EventLoop
import NodeProtocol

/// What the supervisor last said, and when.
package struct SupervisorView: Sendable {
    /// The newest answer, with the changes that were told since; nil before the first.
    package private(set) var answer: SupervisorMethods.Status.Answer?
    /// When the answer came.
    package private(set) var stamp: MonotonicInstant?
    /// The settings that the node runs with; nil until the supervisor has told them.
    package private(set) var settings: [SettingReport]?
    /// Which answer they belong to: the supervisor's process id and the revision of its settings.
    private var settingsMark: [Int?] = []
    /// Why nothing is heard of the supervisor now; nil when that is not so.
    package var failure: String?

    package init(
        answer: SupervisorMethods.Status.Answer? = nil, stamp: MonotonicInstant? = nil, failure: String? = nil,
        settings: [SettingReport]? = nil
    ) {
        self.settings = settings
        self.answer = answer
        self.stamp = stamp
        self.failure = failure
    }

    /// An answer is good for this long: three times the interval of asking.
    private static let goodFor = LiveNode.refreshInterval * 3

    func isStale(at now: MonotonicInstant) -> Bool {
        guard let stamp, failure == nil else { return true }
        return stamp.duration(to: now) > Self.goodFor
    }

    func status(of subsystem: Subsystem) -> SubsystemStatus? {
        answer?.subsystems.first { $0.name == subsystem }
    }

    private var currentMark: [Int?] { [(answer?.pid).map(Int.init), answer?.settingsRevision] }

    /// Whether the supervisor has, or may have, other settings than those that it last told.
    var needsSettings: Bool { answer != nil && settingsMark != currentMark }

    /// - Parameter view: What was known when they were asked for.
    mutating func take(_ settings: [SettingReport]?, of view: SupervisorView) {
        self.settings = settings
        settingsMark = view.currentMark
    }

    /// A newer answer of the supervisor, in the place of this one.
    func renewed(by answer: SupervisorMethods.Status.Answer) -> SupervisorView {
        var new = self
        new.answer = answer
        new.stamp = .now
        new.failure = nil
        return new
    }

    /// Puts what was told of one subsystem in place of what was known of it. Before the first answer there is nothing
    /// to put it into: the answer will have it.
    mutating func apply(_ change: SubsystemStatus) {
        guard var answer else { return }
        guard let index = answer.subsystems.firstIndex(where: { $0.name == change.name }) else { return }
        answer.subsystems[index] = change
        self.answer = answer
    }
}
