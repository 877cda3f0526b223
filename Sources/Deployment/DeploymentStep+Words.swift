extension DeploymentStep {
    /// As people are told of it.
    var words: String {
        switch self {
        case .pull: "pull the image"
        case .create: "create the new container"
        case .stop: "stop the old container"
        case .remove: "remove a container"
        case .promote: "give the container its name"
        case .start: "start the container"
        case .restart: "restart the container"
        case .awaitReady: "wait until the container is ready"
        case .revive: "start again what has ended or is unhealthy"
        case .resume: "let a paused container go on"
        case .attach(_, let network): "connect the container to the network \(network)"
        case .takeOver: "take the restart policy over from the engine"
        case .forget: "forget the removed service"
        }
    }
}
