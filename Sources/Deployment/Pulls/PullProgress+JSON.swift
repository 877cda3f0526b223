import DockerEngine
import JSON

extension PullProgress {
    /// As a service's status shows it: `{"layers": [{"id", "status", "current", "total"}…], "layers_count", "layers_done",
    /// "bytes", "bytes_done"}`. Bytes are those of the download, and of the unpacking while a layer is `extracting`; a
    /// total of 0 is not known yet.
    var json: JSON {
        let shown = order.compactMap { id in layers[id].map { $0.json(id: id) } }
        return [
            "layers": .array(shown), "layers_count": .int(Int64(layerCount)), "layers_done": .int(Int64(layersDone)),
            "bytes": .int(bytes), "bytes_done": .int(bytesDone),
        ]
    }
}

extension PullProgress.Layer {
    fileprivate func json(id: String) -> JSON {
        let current = phase == .extracting ? bytesExtracted : bytesDone
        return ["id": .string(id), "status": .string(phase.word), "current": .int(current), "total": .int(bytes)]
    }
}

extension PullProgress.Layer.Phase {
    fileprivate var word: String {
        switch self {
        case .waiting: "waiting"
        case .downloading: "downloading"
        case .verifying: "verifying"
        case .downloaded: "downloaded"
        case .extracting: "extracting"
        case .done: "done"
        case .present: "present"
        }
    }
}
