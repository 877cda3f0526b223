import EventLoop
import Glibc
import HTTPClient

/// By what it is noticed that a certificate, key or authority file is another than before.
struct TLSFilesStamp: Equatable {
    private struct FileStamp: Equatable {
        let identity: FileIdentity
        let size: off_t
        let changedSeconds: Int
        let changedNanoseconds: Int

        init?(_ path: String) {
            var info = stat()
            guard stat(path, &info) == 0 else { return nil }
            identity = FileIdentity(info)
            size = info.st_size
            changedSeconds = info.st_mtim.tv_sec
            changedNanoseconds = info.st_mtim.tv_nsec
        }
    }

    private let stamps: [FileStamp?]

    init(_ files: TLSFiles) {
        stamps = [files.authorities, files.certificate, files.key].map { $0.flatMap(FileStamp.init) }
    }
}
