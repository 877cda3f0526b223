/// What a step has to wait for, and what has to wait for it.
extension DeploymentStep {
    /// Whether other services of the project come before it.
    var needsTurn: Bool {
        switch self {
        case .start, .revive, .stop, .forget: true
        case .pull, .awaitReady, .create, .remove, .promote, .restart, .resume, .attach, .takeOver: false
        }
    }

    /// What can be done already while others come first: the image and the container, and the end of the one that has
    /// what those others need.
    static func preparing(_ steps: [DeploymentStep], stopping awaited: String?) -> [DeploymentStep] {
        steps.filter { step in step.isPreparation || awaited.map { step == .stop($0) } ?? false }
    }

    private var isPreparation: Bool {
        switch self {
        case .pull, .create: true
        case .stop, .remove, .promote, .start, .restart, .awaitReady, .revive, .resume, .attach, .takeOver, .forget:
            false
        }
    }

    /// Whether it may take minutes without the engine having much to do.
    var isWaiting: Bool {
        switch self {
        case .pull, .awaitReady: true
        case .create, .stop, .remove, .promote, .start, .restart, .revive, .resume, .attach, .takeOver, .forget: false
        }
    }
}
