/// The conductors that the node may speak to, and the one it speaks to now.
///
/// All must be one conductor, or replicas that know the same workers. The node stays with the one that serves; when that
/// fails the next in the list is taken, and after the last the first again.
package struct ConductorChoice: Sendable, Equatable {
    /// Without slashes at their ends; at least one.
    private let urls: [String]
    private var index = 0

    /// - Parameter urls: At least one.
    package init(_ urls: [String]) {
        precondition(!urls.isEmpty, "there must be a conductor to choose")
        self.urls = urls.map(Self.trimmed)
    }

    package var current: String { urls[index] }

    /// A call to `url` has failed in a way that another conductor may mend. True when another is current now; a second
    /// call that fails at the same one does not skip one that was never tried.
    package mutating func failed(at url: String) -> Bool {
        guard url == current, urls.count > 1 else { return false }
        index = (index + 1) % urls.count
        return true
    }

    /// Begins with `url`, if it is in the list: the node was served there before.
    package mutating func prefer(_ url: String) {
        index = urls.firstIndex(of: Self.trimmed(url)) ?? index
    }

    private static func trimmed(_ url: String) -> String {
        var url = Substring(url)
        while url.hasSuffix("/") { url.removeLast() }
        return String(url)
    }
}
