import DockerEngine
import JSON
import NodeProtocol

extension ConfigField {
    /// Both forms of volumes: `["src:dst[:ro]"]` and `[{source, target, read_only?, type?}]`.
    func volumes() throws(ServiceError) -> [VolumeMount] {
        var volumes: [VolumeMount] = []
        for element in try elements() {
            let volume = element.value.object == nil ? try element.shortVolume() : try element.longVolume()
            guard !volumes.contains(where: { $0.target == volume.target }) else {
                throw element.fail("\(volume.target) is mounted twice")
            }
            volumes.append(volume)
        }
        return volumes
    }

    private func shortVolume() throws(ServiceError) -> VolumeMount {
        let parts = try text().split(separator: ":", omittingEmptySubsequences: false).map { String($0) }
        guard parts.count == 2 || parts.count == 3 else { throw fail("expected source:target or source:target:ro") }
        var isReadOnly = false
        if parts.count == 3 {
            guard parts[2] == "ro" || parts[2] == "rw" else {
                throw fail("\(String(reflecting: parts[2])) is neither ro nor rw")
            }
            isReadOnly = parts[2] == "ro"
        }
        return try volume(parts[0], parts[1], isReadOnly)
    }

    private func longVolume() throws(ServiceError) -> VolumeMount {
        let known: Set = ["type", "source", "target", "read_only"]
        for (name, field) in try members() where !known.contains(name) { throw field.fail("is not known here") }
        guard let source = member("source") else { throw fail("source is missing") }
        guard let target = member("target") else { throw fail("target is missing") }
        let isReadOnly = try member("read_only").map { field throws(ServiceError) in try field.bool() } ?? false
        let volume = try volume(try source.text(), try target.text(), isReadOnly)
        if let type = member("type") {
            let isPath = volume.source.hasPrefix("/")
            switch try type.text() {
            case "bind" where isPath, "volume" where !isPath: break
            case "bind": throw source.fail("a bind mount needs an absolute path")
            case "volume": throw source.fail("a volume needs a name, not a path")
            case let other: throw type.fail("\(String(reflecting: other)) is neither bind nor volume")
            }
        }
        return volume
    }

    private func volume(_ source: String, _ target: String, _ isReadOnly: Bool) throws(ServiceError) -> VolumeMount {
        let isName = (try? ServiceName(source)) != nil && source.utf8.count > 1
        guard source.hasPrefix("/") && Self.isPlainPath(source) || isName else {
            throw fail("\(String(reflecting: source)) is neither an absolute path nor a volume's name")
        }
        guard target.hasPrefix("/"), target != "/", Self.isPlainPath(target) else {
            throw fail("\(String(reflecting: target)) is not an absolute path in the container")
        }
        return VolumeMount(source: source, target: target, isReadOnly: isReadOnly)
    }

    private static func isPlainPath(_ path: String) -> Bool {
        !path.contains(":") && !path.utf8.contains(0) && !path.split(separator: "/").contains("..")
    }
}
