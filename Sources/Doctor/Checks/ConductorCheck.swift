import NodeProtocol

/// Whether the conductor is reached and answers as one.
package enum ConductorCheck {
    package struct Evidence: Sendable, Equatable {
        /// Nil without a conductor.
        package var url: String?
        /// What heartbeatd last said, unless that is too old to be relied on.
        package var link: ConductorStatus?
        /// What a question from here came to; nil when none was asked.
        package var asked: ConductorQuestion?

        package init(url: String?, link: ConductorStatus? = nil, asked: ConductorQuestion? = nil) {
            self.url = url
            self.link = link
            self.asked = asked
        }

        /// Why there is no conductor for this node, by the question from here or by heartbeatd.
        var failure: (reason: ConductorStatus.Reason, detail: String)? {
            if case .failed(let reason, let detail) = asked { return (reason, detail) }
            guard let reason = link?.reason else { return nil }
            return (reason, link?.detail ?? reason.rawValue)
        }
    }

    package static func finding(_ evidence: Evidence) -> Finding {
        guard let url = evidence.url else {
            return Finding(
                .conductor, .warning, "no conductor is configured: the node serves this machine alone",
                remedy: "set CONDUCTOR_URL and CONDUCTOR_TOKEN, then: workerctl reload")
        }
        let isWell = evidence.link?.isWell == true
        if let (reason, detail) = evidence.failure {
            // The node itself is heard: what failed is this program's own way there.
            if isWell {
                return Finding(
                    .conductor, .warning,
                    "the node is registered with \(url), but it cannot be asked from here: \(detail)",
                    remedy: remedy(reason, url))
            }
            return Finding(.conductor, verdict(reason), "\(url): \(detail)", remedy: remedy(reason, url))
        }
        if isWell {
            let last = evidence.link?.lastHeartbeat.map { ", last heard at \($0)" } ?? ""
            return Finding(.conductor, .ok, "registered with \(url) as \(evidence.link?.workerID ?? "-")\(last)")
        }
        if case .answered(let status, _) = evidence.asked {
            let registration =
                evidence.link == nil ? "whether the node is registered is not known" : "the node is not registered yet"
            return Finding(.conductor, .unknown, "\(url) answers (\(status)); \(registration)")
        }
        return Finding(
            .conductor, .unknown, "\(url): heartbeatd has said nothing of it lately",
            remedy: "workerctl subsystems heartbeatd")
    }

    private static func verdict(_ reason: ConductorStatus.Reason) -> Finding.Verdict {
        switch reason {
        case .starting: .unknown
        case .notConfigured: .warning
        case .unreachable, .nameLookupFailed, .tlsFailed, .clockNotSet, .redirected, .notAConductor, .tokenRejected,
            .conductorError, .malformedAnswer, .unknownWorker, .sharedIdentity, .identityUnusable:
            .problem
        }
    }

    private static func remedy(_ reason: ConductorStatus.Reason, _ url: String) -> String? {
        switch reason {
        case .starting: nil
        case .unreachable: "is the conductor up, and its port open from here? Try: curl -v \(url)"
        case .nameLookupFailed: "see the check conductor_name"
        case .tlsFailed, .clockNotSet: "see the check conductor_tls"
        case .redirected: "set CONDUCTOR_URL to where it leads, then: workerctl reload"
        case .notAConductor: "is CONDUCTOR_URL right? In a guest network, log in at its portal first"
        case .tokenRejected: "see the check conductor_token"
        case .conductorError:
            "is CONDUCTOR_URL right? Else look at the conductor's own log; the node goes on trying by itself"
        case .malformedAnswer: "is CONDUCTOR_URL that of a conductor, and of a version that this node knows?"
        case .unknownWorker: "nothing: the node is registering anew"
        case .sharedIdentity:
            "two nodes have the same identity.json, as after copying a disk: remove it on one of them, then: workerctl restart heartbeatd"
        case .identityUnusable: "see the checks permissions and disk_state"
        case .notConfigured: "set CONDUCTOR_URL and CONDUCTOR_TOKEN, then: workerctl reload"
        }
    }
}

/// What a question to the conductor came to.
package enum ConductorQuestion: Sendable, Equatable {
    /// With any status: somebody is there.
    /// - Parameter date: Its `Date`, in seconds since 1970.
    case answered(status: Int, date: Int64?)
    case failed(ConductorStatus.Reason, String)
}
