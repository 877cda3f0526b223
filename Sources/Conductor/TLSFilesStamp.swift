import EventLoop
import HTTPClient

/// By what it is noticed that a certificate, key or authority file is another than before.
struct TLSFilesStamp: Equatable {
    private let stamps: [FileStamp?]

    init(_ files: TLSFiles) {
        stamps = [files.authorities, files.certificate, files.key].map { $0.flatMap { FileStamp(path: $0) } }
    }
}
