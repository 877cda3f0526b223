import Glibc

/// What is done to the files of the status cache, by somebody who knows nothing of SQLite.
struct StatusCacheFaults: Sendable {
    let path: String

    func delete(withLog: Bool) {
        for file in Fault.CacheFile.allCases where withLog || file == .database { unlink(path + file.rawValue) }
    }

    func truncate(_ file: Fault.CacheFile, to part: Double) {
        let path = path + file.rawValue
        guard let length = length(of: path) else { return }
        _ = Glibc.truncate(path, off_t(Double(length) * part))
    }

    func flipBits(_ file: Fault.CacheFile, at parts: [Double]) {
        let path = path + file.rawValue
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0, let length = length(of: path), length > 0 else { return }
        defer { close(descriptor) }
        for part in parts {
            let place = off_t(Double(length) * part)
            var byte: UInt8 = 0
            guard pread(descriptor, &byte, 1, place) == 1 else { continue }
            byte ^= 1 << UInt8(place % 8)
            pwrite(descriptor, &byte, 1, place)
        }
    }

    private func length(of path: String) -> off_t? {
        var information = stat()
        return stat(path, &information) == 0 ? information.st_size : nil
    }
}
