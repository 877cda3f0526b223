import Deployment
import Settings

extension CollectionSettings {
    /// As the node's settings have it.
    init(_ configuration: NodeConfiguration) {
        self.init()
        unusedTime = configuration.imageUnusedTime
        highWatermark = Double(configuration.imageDiskHigh) / 100
        lowWatermark = Double(configuration.imageDiskLow) / 100
    }
}
