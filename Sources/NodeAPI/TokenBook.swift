import EventLoop
import HTTPServer
import Logging
import Settings
import Synchronization

/// The tokens that open the API: those that are set, or those in a file, which is read again when it has changed.
package final class TokenBook: Sendable {
    /// A file is looked at no more often.
    private static let lookInterval = Duration.seconds(1)

    private struct State {
        var tokens: [APIToken]
        var stamp: FileStamp?
        var looked: MonotonicInstant?
    }
    private let file: String?
    private let logger: Logger
    private let state: Mutex<State>

    /// - Parameter file: As `API_TOKEN_FILE`; one that cannot be used leaves the tokens that were good last.
    package init(_ tokens: [APIToken], file: String?, logger: Logger) {
        self.file = file
        self.logger = logger
        state = Mutex(State(tokens: tokens))
        _ = current(at: .now)
    }

    /// Whether there are any.
    var isEmpty: Bool { current(at: .now).isEmpty }

    /// What `text` opens; nil when it is none of the tokens. All are compared, in a time that depends on the length of
    /// `text` and the number of tokens.
    func access(of text: String) -> APIToken.Access? {
        var found: APIToken.Access?
        for token in current(at: .now) where Bearer.isEqual(token.secret.reveal(), text) && found != .admin {
            found = token.access
        }
        return found
    }

    /// The tokens, after a look at the file when it is time for one.
    func current(at now: MonotonicInstant) -> [APIToken] {
        guard let file else { return state.withLock(\.tokens) }
        return state.withLock { state in
            if let looked = state.looked, looked.duration(to: now) < Self.lookInterval { return state.tokens }
            state.looked = now
            let stamp = FileStamp(path: file)
            guard stamp != state.stamp || state.tokens.isEmpty else { return state.tokens }
            let isFirst = state.stamp == nil && state.tokens.isEmpty
            guard let tokens = APIToken.read(file) else {
                if stamp != state.stamp || isFirst {
                    let left = state.tokens.isEmpty ? "there are none" : "those before it stay"
                    logger.warning("API_TOKEN_FILE cannot be used: \(left)", metadata: ["file.path": "\(file)"])
                }
                state.stamp = stamp
                return state.tokens
            }
            if !isFirst {
                logger.notice("API tokens read again", metadata: ["file.path": "\(file)", "count": "\(tokens.count)"])
            }
            state.stamp = stamp
            state.tokens = tokens
            return tokens
        }
    }
}
