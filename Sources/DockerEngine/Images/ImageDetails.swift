import JSON

/// What `GET /images/{name}/json` tells.
package struct ImageDetails: Sendable, Equatable {
    /// `sha256:…`, of the image's configuration; of the manifest where the engine keeps images in containerd.
    package let id: String
    /// `repository@sha256:…` as pulled; empty for an image made here.
    package let digests: [String]
    /// `repository:tag`
    package let tags: [String]
    /// Bytes on the disk, shared layers included.
    package let size: Int64
    /// RFC 3339.
    package let created: String
    package let platform: ImagePlatform
    package let labels: [String: String]

    init?(_ json: JSON) {
        guard let id = json["Id"]?.imageID else { return nil }
        self.id = id
        digests = json["RepoDigests"]?.strings ?? []
        tags = json["RepoTags"]?.strings ?? []
        size = json["Size"]?.int64 ?? 0
        created = json["Created"]?.string ?? ""
        platform = ImagePlatform(
            operatingSystem: json["Os"]?.string ?? "", architecture: json["Architecture"]?.string ?? "",
            variant: json["Variant"]?.string ?? "")
        labels = json["Config"]?["Labels"]?.texts ?? [:]
    }
}

/// One entry of `GET /images/json`. Whether an image is in use tells ``EngineDiskUsage``.
package struct ImageSummary: Sendable, Equatable {
    package let id: String
    /// Empty for an image that has lost its name to a newer one.
    package let tags: [String]
    package let digests: [String]
    package let size: Int64
    /// Unix seconds.
    package let created: Int64
    package let labels: [String: String]

    init?(_ json: JSON) {
        guard let id = json["Id"]?.imageID else { return nil }
        self.id = id
        tags = (json["RepoTags"]?.strings ?? []).filter { $0 != "<none>:<none>" }
        digests = (json["RepoDigests"]?.strings ?? []).filter { !$0.hasPrefix("<none>@") }
        size = json["Size"]?.int64 ?? 0
        created = json["Created"]?.int64 ?? 0
        labels = json["Labels"]?.texts ?? [:]
    }
}
