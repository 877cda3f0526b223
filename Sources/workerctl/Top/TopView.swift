import EventLoop

/// Asks the node again and again, and shows it. Keys are heard also while the node does not answer.
@LoopActor
final class TopView {
    private let session: NodeSession
    private let screen: Screen
    private let interval: Duration
    private var model = TopModel()
    private var asking: Task<Void, Never>?
    private var measuring: Task<Void, Never>?
    private var timer: RepeatingTimer?
    private var hasScreen = true

    init(_ session: NodeSession, _ screen: Screen, interval: Duration) {
        self.session = session
        self.screen = screen
        self.interval = interval
    }

    /// Returns when it is to end.
    func run() async throws {
        timer = EventLoop.main.every(interval) { [weak self] in self?.ask() }
        defer {
            timer?.cancel()
            asking?.cancel()
            measuring?.cancel()
        }
        ask()
        draw()
        for await event in screen.stream {
            switch event {
            case .end, .key(UInt8(ascii: "q")), .key(UInt8(ascii: "Q")), .key(3), .key(4), .key(28): return
            case .key: ask()
            case .resized: draw()
            }
            guard hasScreen else { return }
        }
    }

    private func ask() {
        guard asking == nil else { return }
        // run() waits for no answer, and ends this task with itself.
        asking = Task { @LoopActor [weak self] in
            guard let self else { return }
            do {
                let look = try await TopLook.look(session)
                model.take(look)
                measure(look)
            } catch {
                model.failure = (error as? CommandFailure)?.message ?? "\(error)"
            }
            asking = nil
            draw()
        }
    }

    /// Beside the looks, which do not wait for a slow engine.
    private func measure(_ look: TopLook) {
        guard measuring == nil else { return }
        // run() waits for no answer, and ends this task with itself.
        measuring = Task { @LoopActor [weak self] in
            guard let self else { return }
            model.statistics = await look.statistics(session)
            measuring = nil
            draw()
        }
    }

    private func draw() {
        guard !Task.isCancelled else { return }
        let (columns, rows) = screen.size
        let lines = TopFrame.lines(model, columns: columns, rows: rows, session.output.paint)
        hasScreen = screen.draw(lines)
        if !hasScreen { screen.restore() }
    }
}
