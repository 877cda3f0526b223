import EventLoop

/// Leaves out lines that repeat themselves, so that a fault which shows itself a thousand times a second fills no disk.
///
/// Of one event (level, message, and what it is about) the first ``burst`` lines in any ``window`` go through; how many
/// others there were is told after the window, by a line of its own that comes before the next line of any event.
struct RepetitionLimit: Sendable {
    static let burst = 20
    static let window = Duration.seconds(10)
    /// So many events are known at a time; the longest known makes room for one more.
    static let capacity = 32

    struct Event: Hashable, Sendable {
        let level: String
        let message: String
        /// A service or a subsystem; empty for none.
        let subject: String
    }

    /// Lines that were left out.
    struct Omission: Sendable, Equatable {
        let event: Event
        let count: Int
    }

    private struct Window {
        let event: Event
        let begin: MonotonicInstant
        var lines = 0
    }

    /// The oldest first.
    private var windows: [Window] = []

    /// Whether the line is written, and what to tell before it.
    mutating func take(_ event: Event, at now: MonotonicInstant) -> (isWritten: Bool, omissions: [Omission]) {
        var omissions: [Omission] = []
        while let oldest = windows.first, oldest.begin.duration(to: now) >= Self.window {
            omissions += omission(windows.removeFirst())
        }
        guard let index = windows.firstIndex(where: { $0.event == event }) else {
            if windows.count == Self.capacity { omissions += omission(windows.removeFirst()) }
            windows.append(Window(event: event, begin: now, lines: 1))
            return (true, omissions)
        }
        windows[index].lines += 1
        return (windows[index].lines <= Self.burst, omissions)
    }

    private func omission(_ window: Window) -> [Omission] {
        let count = window.lines - Self.burst
        return count > 0 ? [Omission(event: window.event, count: count)] : []
    }
}
