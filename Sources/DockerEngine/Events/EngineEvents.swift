import EventLoop
import HTTPClient
import JSON

/// The engine's events for as long as they are wanted, whatever becomes of the engine meanwhile.
///
/// The stream is opened again whenever it ends: the engine restarted, hung, was replaced, sent garbage. It then begins
/// with what happened since the last event, by the engine's own clock; but an engine remembers only its last 256 events
/// and none of its former life, so each opening also says ``Signal/resyncNeeded``, and only what is looked up
/// after that is known. While no event comes, the engine is pinged: one that does not answer ends the stream, and
/// ``EngineClient/state`` says `unresponsive`.
@LoopActor
package final class EngineEvents {
    package enum Signal: Sendable, Equatable {
        /// The stream is open (again): what happened before may be unknown.
        case resyncNeeded
        case event(EngineEvent)
    }

    package struct Timing: Sendable {
        /// How long no event may come before the engine is asked whether it is there.
        package var quiet = Duration.seconds(5)
        package var probeDeadline = Duration.seconds(5)
        /// Between openings: the first delay, doubled with each failure in a row up to the cap, jittered.
        package var firstDelay = Duration.milliseconds(100)
        package var delayCap = Duration.seconds(5)

        package init() {}
    }

    private let client: EngineClient
    private let filter: EventFilter
    private let timing: Timing
    private let onSignal: @LoopActor (Signal) -> Void
    private var task: Task<Void, Never>?
    private var failures = 0

    /// The time of the last event, and the events of that very time: the engine sends them again.
    private var lastTime: Int64?
    private var atLastTime: Set<EngineEvent> = []
    private var lastActivity = MonotonicInstant.now
    private var isProbing = false

    package nonisolated init(
        client: EngineClient, filter: EventFilter = EventFilter(), timing: Timing = Timing(),
        onSignal: @escaping @LoopActor (Signal) -> Void
    ) {
        self.client = client
        self.filter = filter
        self.timing = timing
        self.onSignal = onSignal
    }

    package func start() {
        guard task == nil else { return }
        // cancel() waits for this task.
        task = Task { @LoopActor in await run() }
    }

    /// Ends the stream; no signal comes after this has returned.
    package func cancel() async {
        task?.cancel()
        await task?.value
        task = nil
    }

    private func run() async {
        while !Task.isCancelled {
            // Whatever ended the stream, the answer is the same; what it says of the engine is in the client's state.
            do throws(EngineError) { try await follow() } catch .cancelled where Task.isCancelled { return } catch {}
            failures += 1
            do { try await LoopActor.sleep(for: delay()) } catch { return }
        }
    }

    private func delay() -> Duration {
        let doubled = timing.firstDelay.nanoseconds << Int64(min(failures - 1, 16))
        let longest = min(doubled, timing.delayCap.nanoseconds)
        return .nanoseconds(longest / 2 + Int64.random(in: 0...longest / 2))
    }

    /// Opens the stream and reads it to its end.
    private func follow() async throws(EngineError) {
        try await client.connect()
        var call = EngineCall("GET", "/events")
        call.query = [("filters", filter.text)]
        if let lastTime {
            let (seconds, nanoseconds) = lastTime.quotientAndRemainder(dividingBy: 1_000_000_000)
            let fraction = String(nanoseconds)
            let padding = String(repeating: "0", count: max(0, 9 - fraction.utf8.count))
            call.query.append(("since", "\(seconds).\(padding)\(fraction)"))
        }
        let lines = JSONLines(client, try await client.open(call), call: call.name)
        lastActivity = .now
        let probing = EventLoop.main.every(timing.quiet / 2) { [weak self] in self?.probeWhenQuiet(lines) }
        defer {
            probing.cancel()
            lines.cancel()
        }
        onSignal(.resyncNeeded)
        while let line = try await lines.next() {
            lastActivity = .now
            failures = 0
            if let event = EngineEvent(line), isNew(event), !Task.isCancelled { onSignal(.event(event)) }
        }
    }

    /// Notes the event's time; false for one that has been told before.
    private func isNew(_ event: EngineEvent) -> Bool {
        guard event.time == lastTime else {
            // The one before this may come again too, but only until a later one has come.
            lastTime = event.time
            atLastTime = [event]
            return true
        }
        return atLastTime.insert(event).inserted
    }

    private func probeWhenQuiet(_ lines: JSONLines) {
        guard !isProbing, lastActivity.duration(to: .now) >= timing.quiet else { return }
        isProbing = true
        // Nobody waits for this task: it ends within the probe's deadline, and the stream with it when it fails.
        Task { @LoopActor in
            defer { isProbing = false }
            do throws(EngineError) {
                try await client.ping(deadline: timing.probeDeadline)
                lastActivity = .now
                failures = 0
            } catch {
                lines.cancel()  // why is in the client's state
            }
        }
    }
}
