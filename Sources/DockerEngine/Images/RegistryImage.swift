import JSON

/// What a registry says of an image, by `GET /distribution/{name}/json`.
package struct RegistryImage: Sendable, Equatable {
    /// `sha256:…`, of the manifest, or of the list where the image is for several platforms: what ``ImageDetails/digests``
    /// has after a pull.
    package let digest: String
    package let mediaType: String
    /// Bytes of the manifest itself. The engine does not tell what the layers have.
    package let manifestBytes: Int64
    /// `linux/arm64/v8`
    package let platforms: [String]

    init?(_ json: JSON) {
        guard let digest = json["Descriptor"]?["digest"]?.string else { return nil }
        self.digest = digest
        mediaType = json["Descriptor"]?["mediaType"]?.string ?? ""
        manifestBytes = json["Descriptor"]?["size"]?.int64 ?? 0
        platforms = (json["Platforms"]?.array ?? []).map { platform in
            ["os", "architecture", "variant"].compactMap { platform[$0]?.string }.filter { !$0.isEmpty }
                .joined(separator: "/")
        }
    }
}

/// Whether a registry has an image, as the engine finds out.
package enum RegistryAnswer: Sendable, Equatable {
    case present
    case absent
    /// The registry wants other credentials than were given.
    case denied
    /// Nothing can be said: the registry is not reachable, for one.
    case unknown(String)
}
