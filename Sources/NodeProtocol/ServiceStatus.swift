import JSON

/// A failure as the conductor and operators are told of it.
package struct ServiceError: Codable, Sendable, Equatable, Error {
    /// The kinds of deployment failure, told apart by the engine's status code and fields.
    package enum Kind: String, Codable, Sendable, CaseIterable {
        case imageNotFound = "image_not_found"
        /// For a reason that is none of the next ones.
        case imagePullFailed = "image_pull_failed"
        /// The registry wants another login.
        case registryUnauthorized = "registry_unauthorized"
        /// The registry's certificate cannot be trusted, or it does not speak TLS.
        case registryTLS = "registry_tls"
        case registryUnreachable = "registry_unreachable"
        /// The disk with the engine's data is full, or the image would fill it.
        case noSpace = "no_space"
        /// The registry has begun to send an image and sends no more.
        case pullStalled = "pull_stalled"
        case portInUse = "port_in_use"
        case nameConflict = "name_conflict"
        case noResources = "no_resources"
        case invalidConfig = "invalid_config"
        case engineUnavailable = "engine_unavailable"
        case engineTimeout = "engine_timeout"
        case unknownService = "unknown_service"
        case unknownAction = "unknown_action"
        /// The container has ended although it was to stay up.
        case exited
        /// The health check fails, or has not succeeded in time.
        case unhealthy
        /// Another service of its compose project is not yet as it needs it.
        case dependency
        /// Working on it has crashed deployd several times; it is left alone until something new is asked for.
        case setAside = "set_aside"
    }
    package var type: Kind
    package var message: String

    package init(_ type: Kind, _ message: String) {
        self.type = type
        self.message = message
    }
}

/// One service, as deployd keeps it in the status cache and the API shows it.
package struct ServiceStatus: Codable, Sendable, Equatable {
    package enum State: String, Codable, Sendable, CaseIterable {
        case pending, pulling, starting, running, unhealthy, stopped, failed, removed
        case rolledBack = "rolled_back"
    }
    /// How an instruction ended. A failed one is no longer reported on, though its goal is still worked towards.
    package enum InstructionOutcome: String, Codable, Sendable { case success, failed }

    package var service: String
    /// The compose project that it belongs to; absent for a service of one container.
    package var project: String?
    /// The container's id; absent without a container.
    package var id: String?
    /// The container's name: `aerekos-<service>`.
    package var name: String
    package var status: State
    package var running: Bool
    package var image: String
    package var imageDigest: String?
    /// Unix seconds.
    package var created: Int64?
    /// ISO-8601 UTC, as the engine gives it.
    package var startedAt: String?
    /// How often it was started again after it had ended by itself or was unhealthy, since deployd's start.
    package var restartCount: Int
    package var health: String?
    package var exitCode: Int?
    package var error: ServiceError?
    /// How far a pull has come: `{"layers": [{"id", "status", "current", "total"}…], "layers_count", "layers_done", "bytes",
    /// "bytes_done"}`.
    package var progress: JSON?
    /// The configuration asked for, with values of secret-looking environment variables masked.
    package var config: JSON?
    /// What the service last said of itself, since deployd's start.
    package var report: ServiceReport?
    /// The newest instruction for the service; absent when deployd was started after that one had ended.
    package var instructionID: String?
    /// When deployd tries again what has failed, starting an ended container for one. ISO-8601 UTC.
    package var nextAttempt: String?
    /// Absent while the instruction is being carried out. The rest of the status is as of that end, or later.
    package var instructionOutcome: InstructionOutcome?

    package init(
        service: String, id: String? = nil, name: String, status: State, running: Bool, image: String,
        imageDigest: String? = nil, created: Int64? = nil, startedAt: String? = nil, restartCount: Int = 0,
        health: String? = nil, exitCode: Int? = nil, error: ServiceError? = nil, progress: JSON? = nil,
        config: JSON? = nil, instructionID: String? = nil, instructionOutcome: InstructionOutcome? = nil
    ) {
        self.service = service
        self.id = id
        self.name = name
        self.status = status
        self.running = running
        self.image = image
        self.imageDigest = imageDigest
        self.created = created
        self.startedAt = startedAt
        self.restartCount = restartCount
        self.health = health
        self.exitCode = exitCode
        self.error = error
        self.progress = progress
        self.config = config
        self.instructionID = instructionID
        self.instructionOutcome = instructionOutcome
    }

    private enum CodingKeys: String, CodingKey {
        case service, project, id, name, status, running, image, created, startedAt, restartCount, health, error,
            progress
        case config, report
        case imageDigest = "image_digest"
        case exitCode = "exit_code"
        case nextAttempt = "next_attempt"
        case instructionID = "instruction_id"
        case instructionOutcome = "instruction_outcome"
    }
}

extension ServiceStatus {
    /// Whether something about it has gone wrong that is not mended yet.
    package var isIll: Bool {
        switch status {
        case .failed, .unhealthy, .rolledBack: true
        case .pending, .pulling, .starting, .running, .stopped, .removed: error != nil
        }
    }
}

/// The container engine, as deployd keeps it in the status cache.
package struct EngineStatus: Codable, Sendable, Equatable {
    package enum State: String, Codable, Sendable, CaseIterable {
        case available
        /// Nobody answers at its address, or nobody that can be spoken with.
        case unavailable
        /// It takes connections and does not answer.
        case unresponsive
    }
    package var connected: Bool
    package var state: State
    /// The engine's version and the API version in use; absent while not connected.
    package var version: String?
    package var apiVersion: String?
    /// Why it is not connected.
    package var reason: String?
    /// What it tells of itself; absent while not connected, or when it would not tell.
    package var information: EngineFacts?
    /// Since when deployd has found it in this state; ISO-8601 UTC.
    package var since: String?

    package init(
        connected: Bool, state: State? = nil, version: String? = nil, apiVersion: String? = nil, reason: String? = nil,
        information: EngineFacts? = nil
    ) {
        self.information = information
        self.connected = connected
        self.state = state ?? (connected ? .available : .unavailable)
        self.version = version
        self.apiVersion = apiVersion
        self.reason = reason
    }

    private enum CodingKeys: String, CodingKey {
        case connected, state, version, reason, information, since
        case apiVersion = "api_version"
    }
}
