import DockerEngine
import EventLoop
import ImageNames
import Logging
import NodeProtocol

/// Pulls images, a few at a time: with the right login, only what fits on the disk, and with errors that say what helps.
@LoopActor
final class ImagePuller {
    /// Hears of an image that was not here before a pull: its id and the name it was pulled by.
    var onNewImage: @LoopActor (String, ImageReference) async -> Void = { _, _ in }

    private let engine: EngineClient
    private let settings: PullSettings
    private let logger: Logger
    private let disk = WorkerThread(name: "pulls")
    private let gate = Gate(width: 3)
    private var hasToldOfUnknownSpace = false

    init(engine: EngineClient, settings: PullSettings, logger: Logger) {
        self.engine = engine
        self.settings = settings
        self.logger = logger
    }

    /// Pulls an image and returns its id. Throws `ServiceError`, `EngineError` for what comes after the pull, or
    /// `CancellationError`.
    /// - Parameters:
    ///   - platform: Of the image, where the registry has it for several; nil: the engine's own.
    ///   - credentials: Those of the instruction; nil: those of the login file, if it has any.
    func pull(
        _ image: ImageReference, platform: String?, _ credentials: RegistryCredentials?,
        onProgress: @escaping @LoopActor (PullProgress) -> Void
    ) async throws -> String {
        var known: Set<String> = []
        try await gate.pass {
            known = Set(try await self.engine.images().map(\.id))
            let login = if let credentials { credentials } else { try await self.login(for: image) }
            try await self.pull(image, platform: platform, with: login, onProgress: onProgress)
        }
        let wish = platform.flatMap { ImagePlatform($0) }
        guard let details = try await engine.image(image, for: wish) else {
            throw ServiceError(.imagePullFailed, "\(image) was pulled and is not here")
        }
        // An image that is for one platform alone comes whatever was asked for.
        if let wish, engine.tellsPlatforms, !details.platform.meets(wish) {
            throw ServiceError(.imageNotFound, "the registry has \(image) for \(details.platform), not for \(wish)")
        }
        // What somebody else had brought stays his.
        if !known.contains(details.id) { await onNewImage(details.id, image) }
        return details.id
    }

    private func pull(
        _ image: ImageReference, platform: String?, with login: RegistryCredentials?,
        onProgress: @escaping @LoopActor (PullProgress) -> Void
    ) async throws {
        let budget = try await budget()
        var shortage = budget?.shortage(of: PullProgress())
        if let shortage { throw ServiceError(.noSpace, shortage) }
        do throws(EngineError) {
            try await engine.pull(image, login, platform: platform, inactivity: settings.inactivity) {
                (progress) throws(EngineError) in
                onProgress(progress)
                shortage = budget?.shortage(of: progress)
                if shortage != nil { throw .cancelled }
            }
        } catch {
            if let shortage { throw ServiceError(.noSpace, shortage) }
            throw await explained(error, image, login)
        }
    }

    /// The login file's credentials. What is wrong with the file is told as the registry's refusal would be: a pull
    /// without them would end in that.
    private func login(for image: ImageReference) async throws -> RegistryCredentials? {
        guard let directory = settings.loginsDirectory else { return nil }
        do {
            return try await disk.run { try LoginFile.read(directory: directory)?.credentials(for: image) }
        } catch let problem as RegistryLogins.Problem {
            throw ServiceError(.registryUnauthorized, problem.description)
        } catch let error as SystemError {
            throw ServiceError(.registryUnauthorized, "the registry logins cannot be read: \(error)")
        }
    }

    /// Nil where the space is not known.
    private func budget() async throws -> DiskBudget? {
        guard let space = settings.space else { return nil }
        do {
            let directory = try await engine.information().rootDirectory
            let available = try await disk.run { try space(directory).available }
            return DiskBudget(available: available, reserve: settings.reserve)
        } catch EngineError.cancelled {
            throw CancellationError()
        } catch {
            if !hasToldOfUnknownSpace {
                logger.warning(
                    "images are pulled without a look at the space for them", metadata: ["error.message": "\(error)"])
            }
            hasToldOfUnknownSpace = true
            return nil
        }
    }

    /// What an error of a pull means. Where the engine's words do not say whether the image is there, the registry is
    /// asked.
    private func explained(_ error: EngineError, _ image: ImageReference, _ login: RegistryCredentials?) async
        -> any Error
    {
        guard error != .cancelled else { return CancellationError() }
        let plain = ServiceError(error, during: .pull)
        guard plain.type == .imagePullFailed else { return plain }
        // Whether the question succeeds or not, the pull failed: only "absent" makes it another error.
        guard case .absent? = try? await engine.registryAnswer(for: image, login) else { return plain }
        return ServiceError(.imageNotFound, plain.message)
    }
}
