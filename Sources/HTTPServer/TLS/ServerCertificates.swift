import EventLoop
import Instruments
import Logging
import Synchronization

/// What a server shows of itself in TLS, read from its files again when they have changed.
///
/// Files that cannot be used leave what was good last. While nothing ever was, no handshake succeeds; nothing is served
/// in plain in its place.
package final class ServerCertificates: Sendable {
    /// Paths of PEM files.
    package struct Files: Sendable {
        /// With those between it and its authority.
        package var certificate: String
        package var key: String
        /// Those that the certificates of clients have to be signed by; nil: clients show none.
        package var clientAuthorities: String?

        package init(certificate: String, key: String, clientAuthorities: String? = nil) {
            self.certificate = certificate
            self.key = key
            self.clientAuthorities = clientAuthorities
        }

        fileprivate var stamps: [FileStamp?] {
            [certificate, key, clientAuthorities].map { $0.flatMap { FileStamp(path: $0) } }
        }
    }

    /// The files are looked at no more often, and only when a client comes.
    private static let lookInterval = Duration.seconds(1)

    private struct State {
        var identity: TLSIdentity?
        var stamps: [FileStamp?] = []
        var looked: MonotonicInstant?
    }
    let handshakes = TLSHandshakes()
    let logger: Logger
    private let files: Files
    private let state = Mutex(State())

    package init(_ files: Files, logger: Logger) {
        self.files = files
        self.logger = logger
        _ = identity(at: .now)
    }

    package var metrics: [MetricFamily] { [handshakes.family] }

    /// What a new connection is made with, after a look at the files when it is time for one.
    func identity(at now: MonotonicInstant) -> TLSIdentity? {
        state.withLock { state in
            if let looked = state.looked, looked.duration(to: now) < Self.lookInterval { return state.identity }
            let isFirst = state.looked == nil
            state.looked = now
            // Before the files are read: what changes meanwhile is seen the next time.
            let stamps = files.stamps
            guard stamps != state.stamps else { return state.identity }
            state.stamps = stamps
            do throws(TLSFault) {
                state.identity = try TLSIdentity(files)
                if !isFirst { logger.notice("the API's certificate was read again", metadata: about()) }
            } catch {
                let left = state.identity == nil ? "nobody is served" : "the one before it stays"
                logger.warning("the API's certificate cannot be used: \(left)", metadata: about(error))
            }
            return state.identity
        }
    }

    private func about(_ fault: TLSFault? = nil) -> Logger.Metadata {
        var about: Logger.Metadata = ["file.path": "\(files.certificate)"]
        if let fault { about["error.message"] = "\(fault)" }
        return about
    }
}
