import JSON

/// How far a pull has come. Bytes are those of the layers whose size has been told, as they travel: compressed.
package struct PullProgress: Sendable, Equatable {
    package struct Layer: Sendable, Equatable {
        package enum Phase: Sendable, Equatable {
            case waiting, downloading, verifying, downloaded, extracting, done
            /// It was here already.
            case present
        }
        package var phase = Phase.waiting
        /// Of the download.
        package var bytes: Int64 = 0
        package var bytesDone: Int64 = 0
        /// Of the unpacking, in bytes of the download. 0 where the engine does not say.
        package var bytesExtracted: Int64 = 0

        package var isDone: Bool { phase == .done || phase == .present }
    }

    /// By the layer's short id.
    package private(set) var layers: [String: Layer] = [:]
    /// In the order in which the engine told of them.
    package private(set) var order: [String] = []

    package init() {}

    package var layerCount: Int { layers.count }
    package var layersDone: Int { layers.values.count { $0.isDone } }
    package var bytes: Int64 { layers.values.reduce(0) { $0 &+ $1.bytes } }
    package var bytesDone: Int64 { layers.values.reduce(0) { $0 &+ $1.bytesDone } }

    /// Takes in one line of the stream: `{"id": layer, "status": words, "progressDetail": {"current", "total"}}`.
    /// True when it changed anything.
    ///
    /// The engine has only words for what happens to a layer. An unknown one leaves the counts as they are.
    mutating func take(_ line: JSON) -> Bool {
        guard let id = line["id"]?.string, let status = line["status"]?.string else { return false }
        let current = line["progressDetail"]?["current"]?.int64
        let total = line["progressDetail"]?["total"]?.int64
        var layer = layers[id] ?? Layer()
        switch status {
        case "Pulling fs layer", "Waiting": layer.phase = .waiting
        case "Downloading":
            layer.phase = .downloading
            layer.bytes = total ?? layer.bytes
            layer.bytesDone = current ?? layer.bytesDone
        case "Verifying Checksum": layer.phase = .verifying
        case "Download complete":
            layer.phase = .downloaded
            layer.bytesDone = layer.bytes
        case "Extracting":
            layer.phase = .extracting
            // With containerd as the image store the engine counts seconds here.
            if line["progressDetail"]?["units"]?.string == nil { layer.bytesExtracted = current ?? 0 }
        case "Pull complete":
            layer.phase = .done
            layer.bytesDone = layer.bytes
        case "Already exists": layer.phase = .present
        default: return false  // "Pulling from web": the id is the tag
        }
        if layers[id] == nil { order.append(id) }
        defer { layers[id] = layer }
        return layers[id] != layer
    }
}
