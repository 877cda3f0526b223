import DockerEngine
import EventLoop
import Glibc

/// Docker's `config.json` with the logins of registries.
enum LoginFile {
    private static let sizeLimit = 1 << 20

    /// The logins of the file; nil when there is none. May block. Throws `SystemError` when it cannot be read, and
    /// `RegistryLogins.Problem`.
    static func read(directory: String) throws -> RegistryLogins? {
        let path = directory + "/config.json"
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)  // a FIFO would have us wait for its writer
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw SystemError("open", path)
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 * 1024)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            guard count >= 0 else { throw SystemError("read", path) }
            guard count > 0 else { return try RegistryLogins(parsing: bytes) }
            bytes.append(contentsOf: chunk[..<count])
            guard bytes.count <= sizeLimit else {
                throw RegistryLogins.Problem.malformed("it is over \(sizeLimit) bytes")
            }
        }
    }
}
