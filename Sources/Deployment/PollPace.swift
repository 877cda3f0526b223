import EventLoop

/// When the conductor is asked for instructions again.
///
/// A conductor that can hold a question until there is something new is asked again at once. Whether it does is seen by
/// its answers: one that comes sooner than asked for and has nothing new is followed by the interval, as if there were no
/// such thing as holding. So one that ignores the wish, or has ceased to, is not asked more often than by plain polling.
struct PollPace: Sendable {
    /// How long the conductor may hold a question. Below the time after which proxies and address translators usually give
    /// up a silent connection.
    static let wait = Duration.seconds(25)
    /// An answer that comes this much too early was still held to the end: clocks and rounding differ.
    static let tolerance = Duration.seconds(1)
    /// Between two questions, however many instructions there are: those that come together are read together.
    static let spacing = Duration.milliseconds(50)

    struct Answer: Sendable {
        /// How long the conductor was asked to hold the question; nil: it was not.
        var wait: Duration?
        var took: Duration
        /// Whether there was an instruction in it that had not been taken before.
        var isNew: Bool
        /// Whether it had a revision or a tag, so that the next question can be held.
        var canWait: Bool
    }

    let interval: Duration

    /// How long to pause after `answer`.
    func pause(after answer: Answer) -> Duration {
        guard answer.canWait else { return interval }
        guard let wait = answer.wait, answer.took < wait - Self.tolerance else { return .zero }
        return max(.zero, (answer.isNew ? Self.spacing : interval) - answer.took)
    }
}
