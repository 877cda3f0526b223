import DockerEngine
import NodeProtocol

extension ServiceError {
    /// What an error of the engine means for the service whose step it ended.
    init(_ error: EngineError, during step: DeploymentStep?) {
        self.init(Self.kind(of: error, during: step), error.description)
    }

    private static func kind(of failure: PullFailure) -> Kind {
        switch failure {
        case .notFound: .imageNotFound
        case .unauthorized: .registryUnauthorized
        case .tls: .registryTLS
        case .registryUnreachable: .registryUnreachable
        case .noSpace: .noSpace
        case .stalled: .pullStalled
        case .invalidReference: .invalidConfig
        case .tooManyRequests: .imagePullFailed
        }
    }

    private static func kind(of error: EngineError, during step: DeploymentStep?) -> Kind {
        if step == .pull, let failure = PullFailure(of: error) { return kind(of: failure) }
        switch EngineFailureReason(of: error) {
        case .portInUse: return .portInUse
        case .noSpace: return .noSpace
        case .noMemory: return .noResources
        case nil: break
        }
        switch error {
        case .unavailable, .versionMismatch, .malformedAnswer, .cancelled: return .engineUnavailable
        case .overloaded: return .engineTimeout
        case .unsupported, .invalidRequest: return .invalidConfig
        case .timedOut: return step == .pull ? .imagePullFailed : .engineTimeout
        case .failedInStream, .stalled: return .imagePullFailed
        case .refused(_, let status, _): return kind(of: status, during: step)
        }
    }

    private static func kind(of status: Int, during step: DeploymentStep?) -> Kind {
        switch step {
        case .pull: status == 404 ? .imageNotFound : .imagePullFailed
        case .create: status == 409 ? .nameConflict : status == 404 ? .imageNotFound : .invalidConfig
        case .promote: status == 409 ? .nameConflict : .engineUnavailable
        // The engine and its runtime refuse to start what is wrong with the configuration, by 400 as well as by 500.
        case .start, .restart, .revive, .attach: .invalidConfig
        case .stop, .remove, .forget, .awaitReady, .resume, .takeOver, nil: .engineUnavailable
        }
    }
}

extension ServiceError.Kind {
    /// How many attempts an instruction gets before it is told as failed; nil: it waits.
    ///
    /// A service without a version before is tried again either way: what was wanted stays wanted. One that goes back to
    /// such a version is not, so that an update is given up for want of a network only after a quarter of an hour; it runs
    /// meanwhile.
    func attempts(goesBack: Bool) -> Int? {
        switch self {
        case .engineUnavailable, .dependency: nil
        case .registryUnreachable: goesBack ? 20 : 3
        case .pullStalled: goesBack ? 6 : 3
        case .engineTimeout, .imagePullFailed: 3
        case .exited, .unhealthy, .imageNotFound, .registryUnauthorized, .registryTLS, .noSpace, .portInUse,
            .nameConflict, .noResources, .invalidConfig, .unknownService, .unknownAction, .setAside:
            1
        }
    }

    /// Whether a pull failed in a way that says nothing against the image: one that is on this host will do.
    var leavesImageUsable: Bool {
        switch self {
        case .imagePullFailed, .registryUnauthorized, .registryTLS, .registryUnreachable, .noSpace, .pullStalled: true
        case .imageNotFound, .portInUse, .nameConflict, .noResources, .invalidConfig, .engineUnavailable,
            .engineTimeout,
            .unknownService, .unknownAction, .exited, .unhealthy, .setAside, .dependency:
            false
        }
    }
}
