import Conductor
import Doctor
import EventLoop
import HTTPClient
import NodeProtocol
import Settings

/// Asks the conductor for anything at all: who answers, in whatever way, is reached. The token is not sent.
enum ConductorAsker {
    private static let patience = Duration.seconds(5)

    /// Nil without a conductor.
    @LoopActor
    static func ask(_ configuration: NodeConfiguration?) async -> ConductorQuestion? {
        guard let configuration, let access = ConductorAccess(configuration) else { return nil }
        var outcome: ConductorQuestion?
        // Any of them will do.
        for url in access.urls {
            var base = Substring(url)
            while base.hasSuffix("/") { base.removeLast() }
            var request = access.request("GET", base: String(base), path: "/health")
            request.timeout = patience
            request.connectTimeout = patience
            let answer = await ask(request)
            if case .answered = answer { return answer }
            outcome = outcome ?? answer
        }
        return outcome
    }

    @LoopActor
    private static func ask(_ request: HTTPRequest) async -> ConductorQuestion {
        do throws(HTTPClientError) {
            let response = try await HTTPClient().send(request)
            let date = response.headers["date"].flatMap { RetryAfter.httpDate($0) }
            return .answered(status: response.status, date: date.map { Int64($0) })
        } catch {
            switch error {
            case .cannotResolve: return .failed(.nameLookupFailed, error.description)
            case .tls: return .failed(.tlsFailed, error.description)
            case .malformedResponse, .bodyTooLarge, .headersTooLarge: return .failed(.notAConductor, error.description)
            case .unavailable, .badURL, .invalidMethod, .invalidHeader, .cannotConnect, .timedOut, .connectionLost,
                .bodyFailed, .cancelled, .failed:
                return .failed(.unreachable, error.description)
            }
        }
    }
}
