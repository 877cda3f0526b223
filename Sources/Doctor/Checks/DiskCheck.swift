/// Whether a file system has room, and files left.
package enum DiskCheck {
    package struct Evidence: Sendable, Equatable {
        package var path: String
        package var bytes: Int64
        package var availableBytes: Int64
        /// Nil where the file system has no limit of files.
        package var files: Int64?
        package var availableFiles: Int64?

        package init(
            path: String, bytes: Int64, availableBytes: Int64, files: Int64? = nil, availableFiles: Int64? = nil
        ) {
            self.path = path
            self.bytes = bytes
            self.availableBytes = availableBytes
            self.files = files
            self.availableFiles = availableFiles
        }
    }

    package enum Look: Sendable, Equatable {
        case seen(Evidence)
        /// The path, and why.
        case failed(String, String)
        /// Why it was not looked at; nothing is wrong with that.
        case notHere(String)
        /// It does not answer, or was not asked.
        case unanswered(String)
    }

    /// - Parameters:
    ///   - reserve: Free bytes below which what the file system is for does not work.
    ///   - remedy: How room is made there.
    package static func finding(_ name: CheckName, _ look: Look, reserve: Int64, remedy: String) -> Finding {
        switch look {
        case .failed(let path, let reason):
            return Finding(
                name, .problem, "\(path): \(reason)", remedy: "does the directory exist, and may the node enter it?")
        case .notHere(let why): return Finding(name, .ok, why)
        case .unanswered(let why): return Finding(name, .unknown, why)
        case .seen(let disk):
            let files = disk.files.flatMap { all in disk.availableFiles.map { (all: all, free: $0) } }
            let fileWords = files.map { ", \($0.free) of \($0.all) inodes" } ?? ""
            let words = "\(disk.path): \(size(disk.availableBytes)) of \(size(disk.bytes)) free\(fileWords)"
            if disk.availableBytes < reserve || files.map({ $0.all > 0 && $0.free < 100 }) == true {
                return Finding(name, .problem, words, remedy: remedy)
            }
            let isTight = disk.bytes > 0 && disk.availableBytes < disk.bytes / 20
            let hasFewFiles = files.map { $0.all > 0 && $0.free < $0.all / 20 } ?? false
            return isTight || hasFewFiles
                ? Finding(name, .warning, words, remedy: remedy) : Finding(name, .ok, words)
        }
    }

    static func size(_ bytes: Int64) -> String {
        bytes >= 10 << 30
            ? "\(bytes >> 30) GiB" : bytes >= 10 << 20 ? "\(bytes >> 20) MiB" : "\(max(0, bytes) >> 10) KiB"
    }
}
