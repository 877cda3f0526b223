import EventLoop
import HTTPServer
import Settings

/// Who may do what with the API.
///
/// | access | from this machine alone | from beyond it |
/// |---|---|---|
/// | open | anybody | anybody |
/// | read | anybody | anybody; any token with `API_READ=token` |
/// | confidential | no web page of another origin | any token |
/// | admin | no web page of another origin | an admin token |
///
/// With `API_READ=token` this machine is no better than others.
struct Admission: Sendable {
    let node: NodeDescription
    let tokens: TokenBook
    private let failures = FailedAttempts()

    init(_ node: NodeDescription, _ tokens: TokenBook) {
        self.node = node
        self.tokens = tokens
    }

    /// Throws to refuse: 421 for a name that is not the node's, 401, 403 or 429.
    func check(_ route: Route, _ call: HTTPCall, now: MonotonicInstant = .now) throws(HTTPFault) {
        // What is open guards itself, or tells nothing; containers know the node by names of their own.
        guard route.access != .open else { return }
        guard node.hosts.isOwn(call.header("Host")) else {
            throw HTTPFault(421, "The node is not called so: API_HOSTS would have to list the name in the header Host")
        }
        guard !isFree(route.access) else {
            guard route.access != .read, RequestOrigin.isForeign(call, isTLS: node.isTLS), !node.origins.isListed(call)
            else { return }
            throw HTTPFault(403, "Web pages of other origins may change nothing here")
        }
        guard !tokens.isEmpty else { throw Self.switchedOff }
        let access = try identify(call, now)
        guard route.access != .admin || access == .admin else {
            throw HTTPFault(403, "This token is for reading; this takes an admin token")
        }
    }

    /// Whether what was let in once may still hear more. Unlike ``check(_:_:now:)`` it holds nothing against the peer.
    func remains(_ route: Route, _ call: HTTPCall) -> Bool {
        guard !isFree(route.access) else { return true }
        guard let access = Bearer.token(of: call).flatMap(tokens.access) else { return false }
        return route.access != .admin || access == .admin
    }

    private func isFree(_ access: Route.Access) -> Bool {
        switch access {
        case .open: true
        case .read: !node.readsNeedToken
        case .confidential, .admin: node.isLoopback && !node.readsNeedToken
        }
    }

    /// What the call's token opens. A peer that has guessed too often is not even told whether it is right now; but
    /// this machine is, where a proxy may stand for everybody.
    private func identify(_ call: HTTPCall, _ now: MonotonicInstant) throws(HTTPFault) -> APIToken.Access {
        let wait = failures.wait(call.peer, at: now)
        if let wait, !call.peer.isLoopback { throw Self.tooMany(wait) }
        guard let sent = Bearer.token(of: call) else { throw Self.unauthorized }
        guard let access = tokens.access(of: sent) else {
            if let wait { throw Self.tooMany(wait) }
            failures.note(call.peer, at: now)
            throw Self.unauthorized
        }
        // Else who has a token for reading could guess at those for more without an end.
        if access == .admin { failures.forgive(call.peer) }
        return access
    }

    private static let unauthorized = HTTPFault(
        401, "This needs \"Authorization: Bearer <token>\" with a token of the node's API",
        headers: ["WWW-Authenticate": "Bearer"])

    private static let switchedOff = HTTPFault(
        403,
        """
        Changes over the network are switched off: set API_TOKEN or API_TOKEN_FILE and send the token as \
        "Authorization: Bearer <token>", or set BIND_ADDRESS to 127.0.0.1
        """)

    private static func tooMany(_ wait: Duration) -> HTTPFault {
        HTTPFault(
            429, "Too many wrong tokens from your address",
            headers: ["Retry-After": String(Int(wait.seconds.rounded(.up)))])
    }
}
