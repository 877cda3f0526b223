import JSON

/// How far a pull has come. Bytes are those of the layers whose size has been told.
package struct PullProgress: Sendable, Equatable {
    package struct Layer: Sendable, Equatable {
        package var bytes: Int64 = 0
        package var bytesDone: Int64 = 0
        package var isDone = false
    }
    package private(set) var layers: [String: Layer] = [:]

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
        var layer = layers[id] ?? Layer()
        switch status {
        case "Pulling fs layer", "Waiting", "Verifying Checksum", "Extracting": break
        case "Downloading":
            layer.bytes = Int64(line["progressDetail"]?["total"]?.int ?? 0)
            layer.bytesDone = Int64(line["progressDetail"]?["current"]?.int ?? 0)
        case "Download complete": layer.bytesDone = layer.bytes
        case "Pull complete", "Already exists":
            layer.bytesDone = layer.bytes
            layer.isDone = true
        default: return false  // "Pulling from web": the id is the tag
        }
        defer { layers[id] = layer }
        return layers[id] != layer
    }
}
