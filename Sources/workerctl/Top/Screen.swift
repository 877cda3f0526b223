import EventLoop
import Glibc

/// The terminal as one page: the alternate screen, without cursor and echo, key by key. It is as it was before when
/// ``restore()`` has been called, or the process has ended by itself.
@LoopActor
final class Screen {
    enum Event: Sendable {
        case key(UInt8)
        case resized
        /// A signal that ends the program, or the terminal has gone.
        case end
    }

    /// To be claimed before any thread exists.
    nonisolated static let signals = [SIGWINCH, SIGINT, SIGTERM, SIGHUP, SIGQUIT]

    private let events: AsyncStream<Event>.Continuation
    /// For one reader.
    let stream: AsyncStream<Event>
    private var watches: [DescriptorWatch] = []

    /// The terminal before; for the end of the process too.
    private static var saved: termios?

    /// Nil without a terminal.
    init?() {
        var before = termios()
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1, tcgetattr(STDIN_FILENO, &before) == 0 else {
            return nil
        }
        (stream, events) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(64))
        let events = events
        do throws(SystemError) {
            watches.append(
                try EventLoop.main.onSignals(Self.signals) { events.yield($0 == SIGWINCH ? .resized : .end) })
            watches.append(try EventLoop.main.watch(STDIN_FILENO, for: .readable) { _ in Self.readKeys(events) })
        } catch {
            return nil
        }
        Self.saved = before
        atexit { LoopActor.assumeIsolated { Screen.restoreTerminal() } }
        var raw = before
        raw.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG | IEXTEN)
        raw.c_iflag &= ~tcflag_t(IXON | ICRNL)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &raw)
        _ = Self.write("\u{1B}[?1049h\u{1B}[?25l\u{1B}[2J")
    }

    private static func readKeys(_ events: AsyncStream<Event>.Continuation) {
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = read(STDIN_FILENO, &bytes, bytes.count)
        guard count > 0 else {
            if count == 0 || (errno != EINTR && errno != EAGAIN) { events.yield(.end) }
            return
        }
        for byte in bytes[..<count] { events.yield(.key(byte)) }
    }

    /// As the terminal says; 80 by 24 when it does not.
    var size: (columns: Int, rows: Int) { Self.size(of: STDOUT_FILENO) }

    /// The same of any descriptor.
    nonisolated static func size(of descriptor: Int32) -> (columns: Int, rows: Int) {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return (80, 24)
        }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    /// Draws over what is there; false when the terminal has gone.
    func draw(_ lines: [String]) -> Bool {
        // Home; each line, and what was behind it erased; then everything below.
        Self.write("\u{1B}[H" + lines.map { $0 + "\u{1B}[K" }.joined(separator: "\n") + "\u{1B}[J")
    }

    func restore() {
        for watch in watches { watch.cancel() }
        watches = []
        events.finish()
        Self.restoreTerminal()
    }

    private static func restoreTerminal() {
        guard var before = saved else { return }
        saved = nil
        _ = write("\u{1B}[?25h\u{1B}[?1049l")
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
    }

    private static func write(_ text: String) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return false }
        }
        return true
    }
}
