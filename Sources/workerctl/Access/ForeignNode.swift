import Glibc
import NodeProtocol
import Settings

/// A node of this machine that belongs to another user, whose sockets this one may not open.
struct ForeignNode: Equatable {
    let directory: String
    let owner: UInt32

    /// Where a node of root has its runtime directory when nobody says otherwise.
    static let systemDirectory = "/run/aerekos-worker"

    /// Nil for root, who may open everything; and where nothing is known of another user's node.
    /// - Parameters:
    ///   - directory: Where the node is looked for.
    ///   - standard: Where this user's own would be: when there is none, that of the system may be meant.
    static func find(
        _ directory: RuntimeDirectory, user: UInt32 = geteuid(),
        standard: String = NodeConfiguration.standardRuntimeDirectory(NodeConfiguration.processEnvironment),
        system: String = systemDirectory
    ) -> ForeignNode? {
        guard user != 0 else { return nil }
        let paths = [directory.path] + (directory.path == standard ? [system] : [])
        guard let (path, owner) = paths.lazy.compactMap({ path in Self.owner(of: path).map { (path, $0) } }).first,
            owner != user
        else { return nil }
        return ForeignNode(directory: path, owner: owner)
    }

    var words: String {
        let name = getpwuid(owner).map { String(cString: $0.pointee.pw_name) } ?? "user \(owner)"
        return "the node in \(directory) belongs to \(name): use sudo workerctl, or --url with the address of its API"
    }

    private static func owner(of path: String) -> UInt32? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_uid : nil
    }
}
