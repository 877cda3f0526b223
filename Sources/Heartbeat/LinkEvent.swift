import Conductor

extension ConductorLink {
    /// What has happened.
    package enum Event: Sendable {
        /// Time has passed.
        case tick
        /// The identity file has been read; nil when there is no identity in it.
        case identityRead(NodeIdentity?)
        case identityUnreadable(String)
        /// The conductor has registered this node as `id`, and has it so in its records.
        case registered(WorkerID, NodeAddress, withResources: Bool, record: WorkerRecord = WorkerRecord())
        case registrationFailed(ConductorFailure)
        case identityStored
        case identityNotStored(String)
        /// - Parameter at: The time of day, for the status.
        case heartbeatAnswered(at: String, record: WorkerRecord = WorkerRecord())
        case heartbeatFailed(ConductorFailure)
        case addressObserved(NodeAddress)
        /// From now on this conductor is spoken to: the one before has failed, or the node was served by this one before.
        case conductorChanged(to: String, because: ConductorFailure?)
        /// The conductor may take this node for gone until it hears from it.
        case heartbeatWanted
        /// There is a report that differs from the one before.
        case resourcesChanged
        case resourcesPut
        case resourcesFailed(ConductorFailure)
        /// There is no report to put at the moment.
        case resourcesUnavailable
    }

    /// What is to be done. Each of the first five ends in exactly one event.
    package enum Action: Sendable, Equatable {
        case readIdentity
        case register(WorkerID?)
        case store(NodeIdentity)
        case heartbeat(WorkerID)
        case putResources(WorkerID)
        /// Give up the connections and what is under way on them: they belong to an address that is gone. The calls end
        /// as cancelled.
        case dropConnections
        case tell(Notice)
    }

    /// A change of state, for the log.
    package enum Notice: Sendable, Equatable {
        case registered(WorkerID)
        /// The conductor has given another id than the one sent.
        case identityChanged(from: WorkerID, to: WorkerID)
        case troubled(Problem)
        case recovered
        case registeringAgain(RegistrationCause)
        case addressChanged(from: NodeAddress, to: NodeAddress)
        case conductorChanged(to: String, because: ConductorFailure)
        case resourcesNotOffered
    }

    /// Why the node registers.
    package enum RegistrationCause: String, Sendable {
        case start
        case heartbeatsFailed = "several heartbeats failed"
        case unknownWorker = "the conductor does not know this worker"
        case addressChanged = "the node's address or hostname has changed"
    }
}
