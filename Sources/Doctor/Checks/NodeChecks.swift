import NodeProtocol

/// The node's own programs and services, and the settings they were started with.
package enum NodeChecks {
    package static func settings(mistakes: [String]) -> Finding {
        guard !mistakes.isEmpty else { return Finding(.settings, .ok, "no mistake is in them") }
        return Finding(
            .settings, .problem, mistakes.joined(separator: "; "),
            remedy: "mend them, look again with workerctl doctor, then: workerctl reload")
    }

    /// - Parameter subsystems: Nil when the supervisor does not answer, for the reason `failure`.
    package static func node(_ subsystems: [SubsystemStatus]?, failure: String?) -> Finding {
        guard let subsystems else {
            return Finding(
                .node, .problem, failure ?? "the supervisor does not answer",
                remedy:
                    "start the node: systemctl start aerekos-worker, or aerekos-worker supervisor; its log tells why it ended"
            )
        }
        let ill = subsystems.filter { $0.state != .ready }
        guard let first = ill.first else { return Finding(.node, .ok, "all \(subsystems.count) daemons are ready") }
        let words = ill.map {
            "\($0.name.rawValue) is \([$0.state.rawValue, $0.reason].compactMap(\.self).joined(separator: ": "))"
        }
        let isStarting = ill.allSatisfy { $0.state == .starting }
        return Finding(
            .node, isStarting ? .warning : .problem, words.joined(separator: "; "),
            remedy:
                "its last words: workerctl subsystems \(first.name.rawValue); another attempt: workerctl restart \(first.name.rawValue)"
        )
    }

    /// - Parameter services: Nil when deployd has not written them lately.
    package static func services(_ services: [ServiceStatus]?) -> Finding {
        guard let services else { return Finding(.services, .unknown, "deployd has said nothing of them lately") }
        let ill = services.filter(\.isIll)
        guard let first = ill.first else {
            let running = services.count { $0.running }
            return Finding(
                .services, .ok,
                services.isEmpty ? "there are none" : "\(running) of \(services.count) run, none has failed")
        }
        return Finding(
            .services, .problem, "not well: \(names(of: ill))", remedy: "workerctl explain \(first.service)")
    }

    /// The first five, each with what it is that is wrong with it.
    private static func names(of ill: [ServiceStatus]) -> String {
        let names = ill.prefix(5).map { "\($0.service) (\($0.error?.type.rawValue ?? $0.status.rawValue))" }
        return names.joined(separator: ", ") + (ill.count > 5 ? " and \(ill.count - 5) more" : "")
    }
}
