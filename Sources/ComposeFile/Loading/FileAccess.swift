import Glibc

/// How the files are read that a compose file names: from the disk, or from memory.
///
/// Reading the disk blocks: daemons load compose files on a `WorkerThread`.
package struct FileAccess: Sendable {
    package enum Failure: Error, Sendable, Equatable {
        case absent
        case tooLarge(limit: Int)
        /// The system's words.
        case unreadable(String)

        package var reason: String {
            switch self {
            case .absent: "there is no such file"
            case .tooLarge(let limit): "the file is larger than \(limit) bytes"
            case .unreadable(let words): "the file cannot be read: \(words)"
            }
        }
    }

    /// Takes an absolute path and how many bytes the file may have.
    package let read: @Sendable (_ path: String, _ limit: Int) throws(Failure) -> [UInt8]

    package init(read: @escaping @Sendable (_ path: String, _ limit: Int) throws(Failure) -> [UInt8]) {
        self.read = read
    }

    /// Files of which only these exist, by absolute path.
    package init(files: [String: [UInt8]]) {
        read = { (path, limit) throws(Failure) in
            guard let bytes = files[path] else { throw .absent }
            guard bytes.count <= limit else { throw .tooLarge(limit: limit) }
            return bytes
        }
    }

    /// The host's files. Only regular files are read: a pipe would never end.
    package static let disk = FileAccess { (path, limit) throws(Failure) in
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw errno == ENOENT || errno == ENOTDIR ? .absent : .unreadable(String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .unreadable(String(cString: strerror(errno))) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .unreadable("it is not a regular file") }
        guard status.st_size <= limit else { throw .tooLarge(limit: limit) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count == 0 { return bytes }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw .unreadable(String(cString: strerror(errno)))
            }
            bytes += chunk[..<count]
            guard bytes.count <= limit else { throw .tooLarge(limit: limit) }
        }
    }
}
