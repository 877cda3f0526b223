/// A proxy to go through, and the hosts that are reached without it.
package struct HTTPProxy: Sendable, Equatable {
    /// `http://` or `https://` with host and port, perhaps with `user:password@`: not to be shown.
    package var url: String
    /// As in `NO_PROXY`: host names, domains with all that is below them, addresses and networks, with commas between;
    /// `*` is every host.
    package var exceptions: String

    package init(url: String, exceptions: String = "") {
        self.url = url
        self.exceptions = exceptions
    }
}
