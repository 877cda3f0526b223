import EventLoop
import NodeProtocol

/// Shows what changes about a service: a line each; the progress of a pull as a bar that is drawn over itself on a
/// terminal, and elsewhere as a line every few seconds.
@LoopActor
final class ServiceDisplay {
    private static let pause = Duration.seconds(5)

    private let name: String
    private let output: Output
    private var shown = ""
    private var isBarDrawn = false
    private var lastProgress: MonotonicInstant?

    init(name: String, output: Output) {
        self.name = name
        self.output = output
    }

    func show(_ status: ServiceStatus?) {
        // An error that is still shown is of an earlier attempt.
        if let status, status.status == .pulling, let bar = PullBar.line(status.progress) {
            return showProgress("\(name): pulling \(bar)")
        }
        let line = "\(name): " + (status.map(ServicesCommand.words) ?? "gone")
        lastProgress = nil
        guard line != shown else { return }
        shown = line
        if isBarDrawn { output.redraw("") }
        isBarDrawn = false
        output.print(line)
    }

    private func showProgress(_ line: String) {
        guard line != shown else { return }
        if output.isTerminal {
            output.redraw(line)
            isBarDrawn = true
        } else {
            let now = MonotonicInstant.now
            guard (lastProgress?.duration(to: now) ?? Self.pause) >= Self.pause else { return }
            lastProgress = now
            output.print(line)
        }
        shown = line
    }
}
