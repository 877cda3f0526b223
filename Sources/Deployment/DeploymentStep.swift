/// One thing to do to the engine. Containers are named by id; a plan's own new one is ``ContainerTarget/created``.
package enum DeploymentStep: Sendable, Equatable {
    case pull
    /// Makes the service's next container.
    case create(NewContainerName)
    case stop(String)
    case remove(String)
    /// Gives a container the service's name.
    case promote(ContainerTarget)
    case start(ContainerTarget)
    case restart(String)
    /// Waits until a started container is what it is to be, see ``Readiness``.
    case awaitReady(ContainerTarget)
    /// Starts again what has ended by itself or is unhealthy, when its time has come, see ``RestartSchedule``.
    case revive(String)
    /// Lets a paused container go on.
    case resume(String)
    /// Connects a container to a network that it is to be in and is not.
    case attach(String, network: String)
    /// Ends the engine's own restart policy for a container: from now on deployd starts it again.
    case takeOver(String)
    /// Nothing is left of a service to be removed: drop it from the store.
    case forget
}

/// Under which name a container is made.
package enum NewContainerName: Sendable, Equatable {
    /// The service's own: there is no other container of it.
    case own
    /// That of a successor, until it takes the place of the one that has the service's name.
    case successor
}

package enum ContainerTarget: Sendable, Equatable {
    case existing(String)
    case created
}

extension DeploymentStep {
    /// The fault point after it.
    package var faultPoint: String {
        switch self {
        case .pull: "deploy.pulled"
        case .create: "deploy.created"
        case .stop: "deploy.stopped"
        case .remove: "deploy.removed"
        case .promote: "deploy.promoted"
        case .start: "deploy.started"
        case .restart: "deploy.restarted"
        case .awaitReady: "deploy.proven"
        case .revive: "deploy.revived"
        case .resume: "deploy.resumed"
        case .attach: "deploy.attached"
        case .takeOver: "deploy.taken_over"
        case .forget: "deploy.forgotten"
        }
    }
}
