import JSON

/// What `GET /system/df` tells. Sizes are bytes.
package struct EngineDiskUsage: Sendable, Equatable {
    package struct Image: Sendable, Equatable {
        package let id: String
        package let size: Int64
        /// Containers that are made of it, running or not.
        package let containerCount: Int
    }
    package struct Container: Sendable, Equatable {
        package let id: String
        /// What it has written.
        package let writtenBytes: Int64
    }
    package struct Volume: Sendable, Equatable {
        package let name: String
        /// Nil where it cannot be measured.
        package let size: Int64?
        /// Containers that use it; nil where it is not known.
        package let containerCount: Int?
    }

    /// All layers together, each counted once.
    package let layerBytes: Int64
    package let images: [Image]
    package let containers: [Container]
    package let volumes: [Volume]
    package let buildCacheBytes: Int64

    init(_ json: JSON) {
        layerBytes = json["LayersSize"]?.int64 ?? 0
        images = (json["Images"]?.array ?? []).compactMap { image in
            guard let id = image["Id"]?.imageID ?? image["ID"]?.imageID else { return nil }
            return Image(
                id: id, size: image["Size"]?.int64 ?? 0, containerCount: max(0, image["Containers"]?.int ?? 0))
        }
        containers = (json["Containers"]?.array ?? []).compactMap { container in
            container["Id"]?.string.map { Container(id: $0, writtenBytes: container["SizeRw"]?.int64 ?? 0) }
        }
        volumes = (json["Volumes"]?.array ?? []).compactMap { volume in
            guard let name = volume["Name"]?.string else { return nil }
            let usage = volume["UsageData"]
            return Volume(
                name: name, size: usage?["Size"]?.int64.flatMap { $0 < 0 ? nil : $0 },
                containerCount: usage?["RefCount"]?.int.flatMap { $0 < 0 ? nil : $0 })
        }
        buildCacheBytes = (json["BuildCache"]?.array ?? []).reduce(0) { $0 &+ ($1["Size"]?.int64 ?? 0) }
    }
}
