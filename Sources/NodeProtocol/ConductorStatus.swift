/// The link to the conductor, as heartbeatd keeps it in the status cache.
package struct ConductorStatus: Codable, Sendable, Equatable {
    package enum Reason: String, Codable, Sendable, CaseIterable {
        /// Nothing has been tried yet.
        case starting
        /// The connection could not be made, or broke, or timed out.
        case unreachable
        /// The conductor's name has no address.
        case nameLookupFailed = "name_lookup_failed"
        /// There is no secure connection: the detail tells which certificate is at fault, and why.
        case tlsFailed = "tls_failed"
        /// This machine's clock stands where no certificate is valid yet.
        case clockNotSet = "clock_not_set"
        /// The conductor's URL redirects, which is not followed.
        case redirected
        /// What answers is not a conductor: a captive portal, another server.
        case notAConductor = "not_a_conductor"
        /// The conductor answered 401 to the registration.
        case tokenRejected = "token_rejected"
        /// The conductor answered 429 or 5xx.
        case conductorError = "conductor_error"
        /// The conductor answered something that is not of the contract.
        case malformedAnswer = "malformed_answer"
        /// The conductor does not know this worker; it is being registered again.
        case unknownWorker = "unknown_worker"
        /// The conductor has another node under the same id.
        case sharedIdentity = "shared_identity"
        /// The identity file can be neither read nor stored.
        case identityUnusable = "identity_unusable"
        /// CONDUCTOR_URL or its token is not configured.
        case notConfigured = "not_configured"
    }
    package var hostname: String
    package var ipAddress: String
    package var conductorURL: String
    package var registered: Bool
    package var workerID: String?
    /// Why it is not well; nil when it is.
    package var reason: Reason?
    /// The evidence for `reason`, in words.
    package var detail: String?
    /// When the conductor last answered a heartbeat, ISO-8601 UTC.
    package var lastHeartbeat: String?
    package var consecutiveFailures: Int
    /// Since when it is well, or has been unwell for that reason; ISO-8601 UTC.
    package var since: String?

    package init(
        hostname: String, ipAddress: String, conductorURL: String, registered: Bool, workerID: String? = nil,
        reason: Reason? = nil, detail: String? = nil, lastHeartbeat: String? = nil, consecutiveFailures: Int = 0
    ) {
        self.hostname = hostname
        self.ipAddress = ipAddress
        self.conductorURL = conductorURL
        self.registered = registered
        self.workerID = workerID
        self.reason = reason
        self.detail = detail
        self.lastHeartbeat = lastHeartbeat
        self.consecutiveFailures = consecutiveFailures
    }

    /// Whether the conductor knows this node and answers.
    package var isWell: Bool { registered && reason == nil }

    /// Whether it is another link than before: well or not, by another id, to another conductor, or from another address.
    package func isOther(than last: ConductorStatus?) -> Bool {
        isWell != last?.isWell || workerID != last?.workerID || conductorURL != last?.conductorURL
            || ipAddress != last?.ipAddress
    }

    private enum CodingKeys: String, CodingKey {
        case hostname, registered, reason, detail, since
        case ipAddress = "ip_address"
        case conductorURL = "conductor_url"
        case workerID = "worker_id"
        case lastHeartbeat = "last_heartbeat"
        case consecutiveFailures = "consecutive_failures"
    }
}
