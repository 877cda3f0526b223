import EventLoop
import JSON

/// What `GET /images/{name}/json` tells.
package struct ImageDetails: Sendable, Equatable {
    /// `sha256:…`, of the image's configuration.
    package let id: String
    /// `repository@sha256:…` as pulled; empty for an image made here.
    package let digests: [String]
}

/// A name and password for a registry.
package struct RegistryCredentials: Sendable, Equatable, CustomStringConvertible {
    package let user: String
    package let password: String
    /// The registry's address; empty lets the engine take that of the image.
    package let server: String

    package init(user: String, password: String, server: String = "") {
        self.user = user
        self.password = password
        self.server = server
    }

    package var description: String { "<redacted>" }

    var header: String {
        let json = JSON.object([
            "username": .string(user), "password": .string(password), "serveraddress": .string(server),
        ])
        return Base64.urlEncoded(json.bytes)
    }
}

/// Whether a registry has an image, as the engine finds out.
package enum RegistryAnswer: Sendable, Equatable {
    case present
    case absent
    /// The registry wants other credentials than were given.
    case denied
    /// Nothing can be said: the registry is not reachable, for one.
    case unknown(String)
}

extension EngineClient {
    /// Nil when the image is not on this host.
    package func image(_ reference: ImageReference) async throws(EngineError) -> ImageDetails? {
        let path = "/images/\(Self.encoded(reference.description))/json"
        guard let answer = try await absentIsNil({ () throws(EngineError) in try await self.call("GET", path) }) else {
            return nil
        }
        guard let id = answer["Id"]?.string else { throw .malformedAnswer(call: "GET \(path)", reason: "no Id") }
        return ImageDetails(id: id, digests: answer["RepoDigests"]?.array?.compactMap(\.string) ?? [])
    }

    /// Pulls an image; returns when it is here.
    ///
    /// The engine may report failure by status before the first line of the stream or inside it afterwards; the latter is
    /// ``EngineError/failedInStream(call:message:)``.
    /// - Parameter inactivity: How long the engine may tell of no progress.
    package func pull(
        _ reference: ImageReference, _ credentials: RegistryCredentials?, inactivity: Duration = .seconds(120),
        onProgress: @escaping @LoopActor (PullProgress) -> Void
    ) async throws(EngineError) {
        let call = "POST /images/create"
        // "tag" takes a digest too, and without one the engine pulls every tag there is.
        let query = [("fromImage", reference.repository), ("tag", reference.digest ?? reference.tag ?? "latest")]
        let log = PullLog(onProgress)
        try await stream(
            "POST", "/images/create", query: query, headers: Self.headers(credentials), inactivity: inactivity
        ) { log.take($0) }
        if let message = log.failure { throw .failedInStream(call: call, message: message) }
    }

    /// Asks the image's registry for it, with the status codes that a failed pull does not give.
    package func registryAnswer(
        for reference: ImageReference, _ credentials: RegistryCredentials?
    ) async throws(EngineError) -> RegistryAnswer {
        let path = "/distribution/\(Self.encoded(reference.description))/json"
        do throws(EngineError) {
            _ = try await call("GET", path, extraTime: .seconds(20), headers: Self.headers(credentials))
            return .present
        } catch .refused(_, let status, let message) {
            switch status {
            case 404: return .absent
            case 401, 403: return .denied
            default: return .unknown(message)
            }
        }
    }

    private static func headers(_ credentials: RegistryCredentials?) -> [(name: String, value: String)] {
        credentials.map { [(name: "X-Registry-Auth", value: $0.header)] } ?? []
    }
}

/// Collects the lines of one pull.
@LoopActor
private final class PullLog {
    private var progress = PullProgress()
    private let onProgress: @LoopActor (PullProgress) -> Void
    private(set) var failure: String?

    init(_ onProgress: @escaping @LoopActor (PullProgress) -> Void) { self.onProgress = onProgress }

    func take(_ line: JSON) {
        if let message = line["errorDetail"]?["message"]?.string ?? line["error"]?.string {
            failure = message
        } else if progress.take(line) {
            onProgress(progress)
        }
    }
}
