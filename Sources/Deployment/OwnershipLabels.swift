import DockerEngine
import JSON

/// The labels that say whose a container is. Nothing without them is ever touched.
package enum OwnershipLabels {
    /// No other label of this prefix is allowed on a service.
    package static let prefix = "cloud.aerekos."
    /// The node's own id, see ``NodeIdentifier``.
    package static let worker = prefix + "worker"
    package static let service = prefix + "service"
    /// ``ServiceSpec/hash`` of what the container was made from.
    package static let configHash = prefix + "config-hash"
    /// ``ServiceSpec/publicConfig`` as JSON text: what a lost store is rebuilt from.
    package static let config = prefix + "config"
    /// The id of the image it was made from, as `GET /images/{name}/json` gave it at that moment.
    package static let imageID = prefix + "image-id"

    package static func labels(node: String, _ desired: DesiredService, imageID: String) -> [String: String] {
        // docker compose compares it when it is used on the same project.
        let compose = desired.spec.member == nil ? [:] : ["com.docker.compose.image": imageID]
        return compose.merging([
            worker: node, service: desired.name.text, configHash: desired.hash,
            config: desired.spec.publicConfig.text, Self.imageID: imageID,
        ]) { $1 }
    }
}
