import DockerEngine

/// Which of the images that this node has pulled are removed. Pure.
struct ImageCollection: Equatable {
    /// An image as the engine has it.
    struct Present: Equatable {
        let id: String
        let size: Int64
        /// All its names. Those that this node did not pull it by are somebody else's.
        let tags: [String]
        let hasForeignName: Bool
    }

    struct Disk: Equatable {
        let total: Int64
        let available: Int64
        var usedFraction: Double { total <= 0 ? 0 : 1 - Double(available) / Double(total) }
    }

    /// In the order in which they are to be removed.
    private(set) var removals: [Present] = []
    /// Ids of images that are gone, or that have become somebody else's.
    private(set) var forgotten: [String] = []
    /// How long each of the others has been unused now, by id.
    private(set) var unused: [String: Duration] = [:]

    /// - Parameters:
    ///   - used: Ids of images that a container is made of, whoever's, or that a service wants or may go back to.
    ///   - elapsed: Since the last time.
    ///   - disk: That of the engine's data; nil where it is not known.
    init(
        _ pulled: [PulledImage], _ present: [String: Present], used: Set<String>, elapsed: Duration, disk: Disk?,
        _ settings: CollectionSettings
    ) {
        var candidates: [(image: Present, unused: Duration)] = []
        for image in pulled {
            guard let here = present[image.id], !here.hasForeignName else {
                forgotten.append(image.id)
                continue
            }
            guard !used.contains(image.id) else {
                unused[image.id] = .zero
                continue
            }
            let time = image.unused + elapsed
            unused[image.id] = time
            candidates.append((here, time))
        }
        var excess = disk.map { Self.excess($0, settings) } ?? 0
        for (image, time) in candidates.sorted(by: { ($0.unused, $1.image.id) > ($1.unused, $0.image.id) }) {
            let isForSpace = excess > 0 && time >= settings.shortestUnusedTime
            guard time >= settings.unusedTime || isForSpace else { continue }
            removals.append(image)
            // Layers that others share stay: the next time shows what it has brought.
            excess -= Double(image.size)
        }
    }

    /// How many bytes are to be freed.
    private static func excess(_ disk: Disk, _ settings: CollectionSettings) -> Double {
        guard disk.usedFraction >= settings.highWatermark, settings.highWatermark < 1 else { return 0 }
        return (disk.usedFraction - settings.lowWatermark) * Double(disk.total)
    }
}
