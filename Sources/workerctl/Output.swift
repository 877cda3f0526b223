import Glibc
import JSON
import Synchronization

/// Where a command prints: its results, and its complaints apart from them.
package final class Output: Sendable {
    private let results: @Sendable (String) -> Bool
    private let complaints: @Sendable (String) -> Void
    /// Whether results go to a terminal, where a line can be drawn over.
    let isTerminal: Bool
    /// Colours, where they are wanted.
    let paint: Paint
    private let columns: @Sendable () -> Int
    private let failure: @Sendable () -> String?

    /// - Parameters:
    ///   - results: Takes a line; false when nobody reads any more.
    ///   - columns: Of the terminal, at this moment.
    ///   - failure: Why results are lost, other than that nobody reads them any more.
    package init(
        results: @escaping @Sendable (String) -> Bool, complaints: @escaping @Sendable (String) -> Void,
        isTerminal: Bool = false, hasColours: Bool = false, columns: @escaping @Sendable () -> Int = { 80 },
        failure: @escaping @Sendable () -> String? = { nil }
    ) {
        paint = Paint(isOn: hasColours)
        self.columns = columns
        self.failure = failure
        self.results = results
        self.complaints = complaints
        self.isTerminal = isTerminal
    }

    /// Standard output and standard error, without colours.
    package static let standard = standard(.never)

    /// Standard output and standard error.
    static func standard(_ colours: ColourChoice) -> Output {
        let environment = ConfigCommand.processEnvironment
        // One of this kind shows control sequences instead of obeying them.
        let isTerminal = isatty(STDOUT_FILENO) == 1 && environment["TERM"] != "dumb"
        let results = WrittenStream(STDOUT_FILENO)
        let complaints = WrittenStream(STDERR_FILENO)
        return Output(
            results: results.write, complaints: { _ = complaints.write($0) }, isTerminal: isTerminal,
            hasColours: colours.hasColours(isTerminal: isTerminal, environment: environment),
            columns: { Screen.size(of: STDOUT_FILENO).columns }, failure: { results.failure })
    }

    /// Why not all results could be written, when there was a reader: a full disk, for one.
    var loss: String? { failure() }

    /// False when nobody reads any more: a command that would go on for ever ends.
    @discardableResult
    func print(_ line: String) -> Bool { results(line + "\n") }
    /// Text that ends its lines itself.
    func printText(_ text: String) { _ = results(text) }

    /// Draws over the line the cursor is in (ECMA-48: erase in line), and stays in it: what does not fit is cut off.
    func redraw(_ line: String) { _ = results("\r\u{1B}[2K" + line.prefix(max(0, columns() - 1))) }

    func print(_ table: Table) { print(table.text(paint)) }
    func print(_ json: JSON) { _ = results(json.prettyText + "\n") }
    func complain(_ line: String) { complaints(line + "\n") }
}

/// A descriptor that is written to, and what became of it.
private final class WrittenStream: Sendable {
    private let descriptor: Int32
    private let error = Mutex<Int32?>(nil)

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    /// What the reader no longer takes is lost: there is nobody left to tell.
    var failure: String? { error.withLock { $0 }.flatMap { $0 == EPIPE ? nil : String(cString: strerror($0)) } }

    /// False when it has failed, now or before.
    func write(_ text: String) -> Bool {
        guard error.withLock({ $0 }) == nil else { return false }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                let code = errno
                error.withLock { $0 = code }
                return false
            }
        }
        return true
    }
}
