import EventLoop
import Synchronization

/// An answer that is given to everybody who asks within the next moment. Under load what it takes to make it is shared by
/// hundreds; who asks now and then gets one of their own.
package final class RecentAnswer: Sendable {
    /// So long it is as good as new.
    static let newFor = Duration.milliseconds(10)
    /// So long it still serves while somebody makes the next.
    static let goodFor = Duration.milliseconds(30)

    private struct State {
        var answer: HTTPAnswer?
        var made = MonotonicInstant.now
        var version = 0
        var isBeingMade = false
    }

    /// Of what the answer tells: it is not given any more when that has changed.
    private let version: @Sendable () -> Int
    private let state = Mutex(State())

    package init(version: @escaping @Sendable () -> Int) { self.version = version }

    /// nil for who has to make the next.
    func take(now: MonotonicInstant = .now) -> HTTPAnswer? {
        let version = version()
        return state.withLock { state in
            let age = state.made.duration(to: now)
            let isGood = age < Self.newFor || state.isBeingMade && age < Self.goodFor
            if let answer = state.answer, isGood, state.version == version { return answer }
            state.answer = state.version == version ? state.answer : nil
            state.version = version
            state.isBeingMade = true
            return nil
        }
    }

    /// - Parameter made: When the making began: what the answer tells is no younger.
    func keep(_ answer: HTTPAnswer, made: MonotonicInstant) {
        state.withLock { state in
            state.isBeingMade = false
            guard answer.status == 200, made >= state.made || state.answer == nil else { return }
            state.answer = answer
            state.made = made
        }
    }
}
