import DockerEngine
import NodeProtocol

extension EngineFacts {
    package init(_ information: EngineInformation, _ version: EngineVersion, at address: EngineAddress) {
        let isLocal: Bool
        switch address {
        case .unix: isLocal = true
        case .tcp: isLocal = false
        }
        self.init(
            storageDriver: information.storageDriver, backingFileSystem: information.backingFileSystem,
            cgroupVersion: information.cgroupVersion, loggingDriver: information.loggingDriver,
            dataRoot: information.rootDirectory, isLocal: isLocal, isPodman: version.isPodman)
    }
}
