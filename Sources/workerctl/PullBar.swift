import JSON
import NodeProtocol

/// How far the pull of an image has come, in one line. Pure.
enum PullBar {
    private static let cells = 24

    /// `[#######>            ]  31 %, 3 of 7 layers, 12.0 MB of 38.7 MB`; nil while nothing is known of the layers.
    static func line(_ progress: JSON?) -> String? {
        guard let progress, let layers = progress["layers_count"]?.int, layers > 0 else { return nil }
        let done = progress["layers_done"]?.int ?? 0
        let parts = progress["layers"]?.array ?? []
        let fractions = parts.map(fraction)
        let whole = fractions.isEmpty ? Double(done) / Double(layers) : fractions.reduce(0, +) / Double(fractions.count)
        let held = max(0, min(1, whole))
        let filled = Int(held * Double(cells))
        let head = filled < cells ? ">" : ""
        let bar = String(repeating: "#", count: filled) + head
        let rest = String(repeating: " ", count: cells - bar.count)
        let percent = String(Int(held * 100))
        let number = String(repeating: " ", count: 3 - percent.count) + percent
        var line = "[\(bar)\(rest)] \(number) %, \(done) of \(layers) layers"
        if let bytes = progress["bytes"]?.int, let bytesDone = progress["bytes_done"]?.int, bytes > 0 {
            line += ", \(Quantity.bytes(Int64(bytesDone))) of \(Quantity.bytes(Int64(bytes)))"
        }
        return line
    }

    /// How much of one layer is here: two thirds are its download, the rest its unpacking.
    private static func fraction(_ layer: JSON) -> Double {
        let total = layer["total"]?.double ?? 0
        let part = total > 0 ? min(1, (layer["current"]?.double ?? 0) / total) : 0
        switch layer["status"]?.string {
        case "done", "present": return 1
        case "extracting": return (2 + part) / 3
        case "downloaded", "verifying": return 2.0 / 3
        case "downloading": return part * 2 / 3
        default: return 0  // waiting, or a word of another version
        }
    }
}
