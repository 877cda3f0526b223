import NodeProtocol

/// Whether the conductor takes the registration token.
package enum ConductorTokenCheck {
    package static func finding(url: String?, link: ConductorStatus?) -> Finding {
        guard url != nil else { return Finding(.conductorToken, .ok, "there is no conductor") }
        guard let link else {
            return Finding(
                .conductorToken, .unknown, "heartbeatd has said nothing of it lately",
                remedy: "workerctl subsystems heartbeatd")
        }
        if link.reason == .tokenRejected {
            return Finding(
                .conductorToken, .problem, link.detail ?? "the conductor rejects the registration token",
                remedy:
                    "set CONDUCTOR_TOKEN, or the file of CONDUCTOR_TOKEN_FILE, to the conductor's registration token, then: workerctl reload"
            )
        }
        guard link.registered else {
            return Finding(
                .conductorToken, .unknown, "the conductor has not been asked yet: the node is not registered")
        }
        return Finding(.conductorToken, .ok, "the conductor has registered this node with it")
    }
}
