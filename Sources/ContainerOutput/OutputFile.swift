import EventLoop
import Glibc

/// A file of a container's output, open for reading. What it does may wait for the disk.
final class OutputFile {
    let descriptor: Int32
    let identity: FileIdentity

    /// A regular file under that very name, and no link to one.
    init(_ path: String) throws(SystemError) {
        // A pipe that somebody has put there would not be waited for.
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { throw SystemError("open", path) }
        var info = stat()
        guard fstat(descriptor, &info) == 0, info.st_mode & S_IFMT == S_IFREG else {
            let error = SystemError("open", path, errno: EINVAL)
            close(descriptor)
            throw error
        }
        identity = FileIdentity(info)
    }

    deinit { close(descriptor) }

    /// Nil when there is none of that name.
    static func ifThere(_ path: String) throws(SystemError) -> OutputFile? {
        do throws(SystemError) { return try OutputFile(path) } catch {
            guard error.errno == ENOENT else { throw error }
            return nil
        }
    }

    func size() throws(SystemError) -> Int64 { try status().size }

    /// Whether no name leads to it any more.
    func isDeleted() throws(SystemError) -> Bool { try status().names == 0 }

    /// Empty at the end.
    func read(at offset: Int64, count: Int) throws(SystemError) -> [UInt8] {
        var failure: SystemError?
        let bytes = [UInt8](unsafeUninitializedCapacity: max(0, count)) { buffer, length in
            repeat {
                length = pread(descriptor, buffer.baseAddress, buffer.count, Int(offset))
            } while length < 0 && errno == EINTR
            if length < 0 {
                failure = SystemError("pread")
                length = 0
            }
        }
        if let failure { throw failure }
        return bytes
    }

    private func status() throws(SystemError) -> (size: Int64, names: Int) {
        var info = stat()
        guard fstat(descriptor, &info) == 0 else { throw SystemError("fstat") }
        return (Int64(info.st_size), Int(info.st_nlink))
    }
}
