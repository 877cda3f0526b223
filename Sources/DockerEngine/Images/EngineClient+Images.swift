import EventLoop
import ImageNames
import JSON
import URIText

extension EngineClient {
    /// Nil when the image is not on this host.
    /// - Parameter platform: Of which it is asked where an engine may keep a name's images for several; what comes back
    ///   may be of another platform all the same, see ``tellsPlatforms``.
    package func image(
        _ reference: ImageReference, for platform: ImagePlatform? = nil
    ) async throws(EngineError) -> ImageDetails? {
        var query: [(String, String)] = []
        if let platform, let api = version?.api, api >= Self.platformOfImageSince,
            !platform.operatingSystem.isEmpty, !platform.architecture.isEmpty
        {
            query = [("platform", platform.json.text)]
        }
        return try await image(named: reference.description, query)
    }

    /// Whether an image that is told of is the one that a container is made of. Engines that keep images in containerd
    /// (since 1.44) may have several of one name, and until 1.49 tell of their own platform's.
    package var tellsPlatforms: Bool {
        guard let api = version?.api else { return false }
        return api < APIVersion(1, 44) || api >= Self.platformOfImageSince
    }

    private static let platformOfImageSince = APIVersion(1, 49)

    /// - Parameter id: `sha256:…`
    package func image(id: String) async throws(EngineError) -> ImageDetails? { try await image(named: id) }

    private func image(
        named name: String, _ query: [(String, String)] = []
    ) async throws(EngineError) -> ImageDetails? {
        let path = "/images/\(PercentEncoding.encoded(name))/json"
        var call = EngineCall("GET", path)
        call.query = query
        guard let answer = try await absentIsNil({ [call] () throws(EngineError) in try await self.call(call) }) else {
            return nil
        }
        guard let details = ImageDetails(answer) else { throw .malformedAnswer(call: "GET \(path)", reason: "no Id") }
        return details
    }

    /// The images on this host, without those that only serve others as layers.
    /// - Parameter labels: `key` or `key=value`; only those that have all of them.
    package func images(labels: [String] = []) async throws(EngineError) -> [ImageSummary] {
        var call = EngineCall("GET", "/images/json")
        if !labels.isEmpty { call.query = [("filters", JSON.object(["label": .strings(labels)]).text)] }
        call.extraTime = .seconds(20)
        let answer = try await self.call(call)
        guard let entries = answer.array else { throw .malformedAnswer(call: call.name, reason: "expected an array") }
        return entries.compactMap { ImageSummary($0) }
    }

    /// Gives an image that is here one more name.
    /// - Parameter image: A name or id.
    package func tag(_ image: String, as reference: ImageReference) async throws(EngineError) {
        try await command(
            "POST", "/images/\(PercentEncoding.encoded(image))/tag",
            query: [("repo", reference.repository), ("tag", reference.tag ?? "latest")])
    }

    /// Removes a name of an image, and the image with its last name. One that a container is made of stays.
    /// - Parameter image: A name or id.
    package func removeImage(_ image: String) async throws(EngineError) -> ImageRemoval {
        do throws(EngineError) {
            let answer = try await call(
                "DELETE", "/images/\(PercentEncoding.encoded(image))", extraTime: .seconds(50))
            return .removed(deleted: answer.array?.compactMap { $0["Deleted"]?.string } ?? [])
        } catch .refused(_, 404, _) {
            return .absent
        } catch .refused(_, 409, let message) {
            return .inUse(message)
        }
    }

    /// What the image's registry has under that name now. Podman's socket lacks it: ``EngineError/unsupported(_:)``.
    package func registryImage(
        _ reference: ImageReference, _ credentials: RegistryCredentials?
    ) async throws(EngineError) -> RegistryImage {
        if version == nil { try await connect() }
        // Podman answers 404 as for an image that is not there.
        guard version?.isPodman != true else { throw .unsupported("Podman does not ask registries") }
        let path = "/distribution/\(PercentEncoding.encoded(reference.description))/json"
        let answer = try await call("GET", path, extraTime: .seconds(20), headers: Self.headers(credentials))
        guard let image = RegistryImage(answer) else {
            throw .malformedAnswer(call: "GET \(path)", reason: "Descriptor is missing")
        }
        return image
    }

    /// Asks the image's registry for it, with the status codes that a failed pull does not give.
    package func registryAnswer(
        for reference: ImageReference, _ credentials: RegistryCredentials?
    ) async throws(EngineError) -> RegistryAnswer {
        do throws(EngineError) {
            _ = try await registryImage(reference, credentials)
            return .present
        } catch .refused(_, let status, let message) {
            switch status {
            case 404: return .absent
            case 401, 403: return .denied
            default: return .unknown(message)
            }
        } catch .unsupported(let what) {
            return .unknown(what)
        }
    }
}
