import IPC

/// Why a service is as it is: from what is wanted to what would help.
package struct ServiceExplanation: Codable, Sendable, Equatable {
    /// What is wanted, and who wants it.
    package struct Wanted: Codable, Sendable, Equatable {
        /// `running`, `stopped` or `removed`.
        package var state: String
        package var image: String
        /// Counts the instructions that changed it.
        package var revision: Int
        /// The newest instruction; absent when it had ended before deployd was started.
        package var instructionID: String?
        /// `conductor`, `operator` (this node's API or workerctl) or `store`: as it was kept from before.
        package var source: String

        package init(state: String, image: String, revision: Int, instructionID: String?, source: String) {
            self.state = state
            self.image = image
            self.revision = revision
            self.instructionID = instructionID
            self.source = source
        }

        private enum CodingKeys: String, CodingKey {
            case state, image, revision, source
            case instructionID = "instruction_id"
        }
    }

    package struct Plan: Codable, Sendable, Equatable {
        package var steps: [String]
        /// ISO-8601 UTC.
        package var madeAt: String
        package init(steps: [String], madeAt: String) {
            self.steps = steps
            self.madeAt = madeAt
        }
        private enum CodingKeys: String, CodingKey {
            case steps
            case madeAt = "made_at"
        }
    }

    package struct Failure: Codable, Sendable, Equatable {
        /// The step of the plan that failed; absent when no step did: the container ended by itself, for one.
        package var step: String?
        package var type: ServiceError.Kind
        /// The engine's own words, where it is the engine's failure.
        package var message: String
        /// ISO-8601 UTC; absent when it was so before deployd was started.
        package var since: String?
        /// Attempts that failed in a row.
        package var attempts: Int
        package init(step: String?, type: ServiceError.Kind, message: String, since: String?, attempts: Int) {
            self.step = step
            self.type = type
            self.message = message
            self.since = since
            self.attempts = attempts
        }
    }

    package var service: String
    package var status: ServiceStatus.State
    package var running: Bool
    /// One sentence.
    package var summary: String
    package var wanted: Wanted
    /// Absent when there has been nothing to do since deployd was started.
    package var plan: Plan?
    /// The step that is being carried out.
    package var step: String?
    package var failure: Failure?
    /// ISO-8601 UTC; absent when no attempt is planned.
    package var nextAttempt: String?
    /// Absent when nothing is amiss.
    package var help: String?
    /// The end of its newest instruction that the conductor does not take; absent when it takes them.
    package var refused: RefusedStatus?

    package init(
        service: String, status: ServiceStatus.State, running: Bool, summary: String, wanted: Wanted, plan: Plan? = nil,
        step: String? = nil, failure: Failure? = nil, nextAttempt: String? = nil, help: String? = nil
    ) {
        self.service = service
        self.status = status
        self.running = running
        self.summary = summary
        self.wanted = wanted
        self.plan = plan
        self.step = step
        self.failure = failure
        self.nextAttempt = nextAttempt
        self.help = help
    }

    private enum CodingKeys: String, CodingKey {
        case service, status, running, summary, wanted, plan, step, failure, help, refused
        case nextAttempt = "next_attempt"
    }
}

extension ServiceMethods {
    /// "Not found" for an unknown service.
    package enum Explain: RPCMethod {
        package typealias Params = ServiceName
        package typealias Answer = ServiceExplanation
        package static let name = "services.explain"
    }
}
