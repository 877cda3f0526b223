import NodeProtocol

/// What would help against a failure, by its kind.
enum Remedy {
    /// - Parameter service: Its name.
    static func words(for kind: ServiceError.Kind, of service: String) -> String {
        switch kind {
        case .imageNotFound:
            "correct the image's name or tag, or push it; with pull_policy never it has to be on this host already"
        case .imagePullFailed: "the message has the engine's words; the engine's log has more"
        case .registryUnauthorized:
            "give registry_auth in the instruction, or a login in DOCKER_CONFIG; check the image's name too, for some registries say so of images that they do not have"
        case .registryTLS: "let the engine trust the registry's certificate (certs.d); check this host's clock"
        case .registryUnreachable:
            "check this host's network and name resolution"
        case .noSpace:
            "make room where the engine keeps its data (docker system df shows what is used), or lower DISK_RESERVE"
        case .pullStalled:
            "check the network; for slow links raise PULL_INACTIVITY_TIMEOUT. What had come whole is kept"
        case .portInUse: "free the host port, or publish another"
        case .nameConflict: "rename or remove the container that has the service's name and is not this node's"
        case .noResources: "make room: the host has too little memory for it"
        case .invalidConfig:
            "correct the configuration: the message names the member at fault, or has the engine's words"
        case .engineUnavailable:
            "start the container engine, check DOCKER_HOST, or let the node's user use the engine's socket (group docker); it goes on by itself when the engine answers"
        case .engineTimeout: "look at this host's load and disk: the engine was too slow"
        case .unknownService: "deploy the service first"
        case .unknownAction: "correct the instruction's action"
        case .exited: "look at its output: workerctl logs \(service)"
        case .unhealthy:
            "look at its output (workerctl logs \(service)) and at its health check, whose words are in the message"
        case .dependency:
            "look at the service that it waits for: the message names it, and workerctl explain tells more"
        case .setAside: "send a new instruction: it is a new chance"
        }
    }
}
