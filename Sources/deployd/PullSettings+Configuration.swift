import Deployment
import DockerEngine
import Settings

extension PullSettings {
    /// As the node's settings have it. The space is looked at where the engine is on this machine.
    init(_ configuration: NodeConfiguration) {
        self.init()
        inactivity = configuration.pullInactivityTimeout
        reserve = configuration.diskReserve
        loginsDirectory = configuration.dockerConfigDirectory
        guard configuration.dockerHost.hasPrefix("unix://") else { return }
        let root = configuration.hostRoot
        space = { try FileSystemSpace(path: root + $0) }
    }
}
