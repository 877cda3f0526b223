import Glibc
import JSON

/// Where a command prints: its results, and its complaints apart from them.
package final class Output: Sendable {
    private let results: @Sendable (String) -> Bool
    private let complaints: @Sendable (String) -> Void

    /// - Parameter results: Takes a line; false when nobody reads any more.
    package init(results: @escaping @Sendable (String) -> Bool, complaints: @escaping @Sendable (String) -> Void) {
        self.results = results
        self.complaints = complaints
    }

    /// Standard output and standard error.
    package static let standard = Output(
        results: { write($0, to: STDOUT_FILENO) }, complaints: { _ = write($0, to: STDERR_FILENO) })

    /// False when nobody reads any more: a command that would go on for ever ends.
    @discardableResult
    func print(_ line: String) -> Bool { results(line + "\n") }
    /// Text that ends its lines itself.
    func printText(_ text: String) { _ = results(text) }
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
