import EventLoop
import Glibc

/// The file of a container's output, and those that it was before: `…-json.log`, `…-json.log.1`, and so on, as the engine
/// renames them when one is full.
struct RotatedFiles {
    /// How many are opened.
    static let limit = 16

    /// The newest first; empty where nothing has the name at this moment.
    private(set) var files: [OutputFile] = []
    /// There are older ones that are not read: compressed, or one too many.
    private(set) var hasMore = false

    /// - Parameter known: Of a file that has been read: it and what is older are left out.
    init(_ path: String, after known: FileIdentity? = nil) throws(SystemError) {
        var missing = 0
        for index in 0... {
            let name = index == 0 ? path : "\(path).\(index)"
            if let file = try OutputFile.ifThere(name) {
                missing = 0
                if file.identity == known { return }
                // It was renamed a moment ago and has been opened under its former name.
                if files.last?.identity == file.identity { continue }
                guard files.count < Self.limit else {
                    hasMore = true
                    return
                }
                files.append(file)
            } else {
                if index == 0 { return }
                if access(name + ".gz", F_OK) == 0 {
                    hasMore = true
                    return
                }
                // While the engine renames them, one name is free; then what follows it is still to come.
                missing += 1
                if missing == 2 { return }
            }
        }
    }
}
