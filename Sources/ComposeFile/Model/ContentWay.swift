/// How the file of a secret or config gets into a container that is made and not yet started.
package enum ContentWay: Sendable, Equatable {
    /// It is written into the container's own file system.
    case root
    /// It is written into a volume, for in the container's own file system it could not be written or seen.
    /// - Parameter isMounted: `volumes` of the service has one there; else the container needs one that goes with it.
    case volume(String, isMounted: Bool)
    case nowhere(String)
}

extension ComposeService {
    package func way(to content: ComposeContentMount) -> ContentWay {
        let directory = FilePath.directory(of: content.target)
        let mount = mounts.first { $0.target == directory }
        let temporary = temporaryFileSystems.filter { directory == $0 || directory.hasPrefix($0 + "/") }
        guard hasReadOnlyRoot || !temporary.isEmpty else { return .root }
        if temporary.contains(directory) {
            return .nowhere("the tmpfs \(directory) is empty when the container starts")
        }
        if let mount {
            return mount.isReadOnly
                ? .nowhere("what is mounted at \(directory) is read-only") : .volume(directory, isMounted: true)
        }
        // Elsewhere a volume would hide, or open for writing, what the image has there.
        if directory.hasPrefix("/run/") { return .volume(directory, isMounted: false) }
        return .nowhere(
            temporary.first.map { "the tmpfs \($0) is empty when the container starts" } ?? "the service is read_only")
    }

    private var temporaryFileSystems: [String] {
        let long = mounts.filter { if case .tmpfs = $0.kind { true } else { false } }.map(\.target)
        return tmpfs.map { FilePath.clean(String($0.prefix { $0 != ":" })) } + long
    }
}
