import Glibc
import JSON

/// Where a command prints: its results, and its complaints apart from them.
package final class Output: Sendable {
    private let results: @Sendable (String) -> Bool
    private let complaints: @Sendable (String) -> Void
    /// Whether results go to a terminal, where a line can be drawn over.
    let isTerminal: Bool
    /// Colours, where they are wanted.
    let paint: Paint

    /// - Parameters:
    ///   - results: Takes a line; false when nobody reads any more.
    ///   - hasColours: Nil: as a terminal has them.
    package init(
        results: @escaping @Sendable (String) -> Bool, complaints: @escaping @Sendable (String) -> Void,
        isTerminal: Bool = false, hasColours: Bool = false
    ) {
        paint = Paint(isOn: hasColours)
        self.results = results
        self.complaints = complaints
        self.isTerminal = isTerminal
    }

    /// Standard output and standard error, without colours.
    package static let standard = standard(.never)

    /// Standard output and standard error.
    static func standard(_ colours: ColourChoice) -> Output {
        let isTerminal = isatty(STDOUT_FILENO) == 1
        return Output(
            results: { write($0, to: STDOUT_FILENO) }, complaints: { _ = write($0, to: STDERR_FILENO) },
            isTerminal: isTerminal,
            hasColours: colours.hasColours(isTerminal: isTerminal, environment: ConfigCommand.processEnvironment))
    }

    /// False when nobody reads any more: a command that would go on for ever ends.
    @discardableResult
    func print(_ line: String) -> Bool { results(line + "\n") }
    /// Text that ends its lines itself.
    func printText(_ text: String) { _ = results(text) }

    /// Draws over the line the cursor is in (ECMA-48: erase in line), and stays in it: what would not fit on a terminal of
    /// 80 columns is cut off.
    func redraw(_ line: String) { _ = results("\r\u{1B}[2K" + line.prefix(79)) }

    func print(_ table: Table) { print(table.text(paint)) }
    func print(_ json: JSON) { _ = results(json.prettyText + "\n") }
    func complain(_ line: String) { complaints(line + "\n") }

    /// What the reader no longer takes is lost: there is nobody left to tell.
    private static func write(_ text: String, to descriptor: Int32) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return false }
        }
        return true
    }
}
