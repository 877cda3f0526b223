import ComposeFile
import EventLoop
import Logging
import NodeProtocol

/// Keeps the projects of `SERVICES_DIR` as their files say.
///
/// A file is carried out once each time it changes. A project is removed only when this process has seen its file and
/// sees that it is gone, in the very same directory: a directory that is not there, or not mounted, says nothing.
@LoopActor
package final class DirectorySource {
    private let directory: ServicesDirectory
    private let reconciler: Reconciler
    private let thread = WorkerThread(name: "services")
    private let logger: Logger
    private var identity: FileIdentity?
    private var seen: Set<ServiceName> = []
    /// Of the last survey, by project: what is wrong with its file, or why it is not carried out.
    package private(set) var problems: [ServiceName: String] = [:]
    private var isUnreadable = false
    private var isSurveying = false
    private var mustLookAgain = false
    /// Nil where the kernel gives none, and before ``start(interval:)``.
    private var watch: DirectoryWatch?
    private var watched: Set<String> = []
    /// How often it is looked at where changes are not told.
    private var interval = Duration.seconds(10)
    /// Whether all changes are told, as far as the kernel knows.
    package private(set) var isWatched = false
    private var next: LoopTimer?
    private var firstChange: MonotonicInstant?
    private var isStopped = false

    /// Who writes a file, or several, has come to an end when nothing has changed for this long.
    private static let settlingTime = Duration.milliseconds(200)
    /// Whoever never comes to an end is not waited for.
    private static let longestSettling = Duration.seconds(2)
    /// Changes are told; this is for those that are not, as of files on a network file system that a project names.
    private static let safetyNet = Duration.seconds(60)

    package init(path: String, reconciler: Reconciler, logger: Logger) {
        directory = ServicesDirectory(path: path)
        self.reconciler = reconciler
        self.logger = logger
    }

    /// Looks now, whenever something changes, and beside that at an interval: the given one where the kernel does not
    /// tell of all changes, a long one elsewhere.
    package func start(interval: Duration) {
        self.interval = interval
        do throws(SystemError) {
            watch = try DirectoryWatch(for: .entries) { [weak self] in self?.noteChange() }
        } catch {
            logger.notice(
                "the services' directory cannot be watched: it is read at an interval",
                metadata: ["error.message": "\(error)", "interval": "\(interval)"])
        }
        look(after: .zero)
    }

    package func stop() {
        isStopped = true
        next?.cancel()
        watch?.cancel()
        watch = nil
    }

    private func noteChange() {
        let now = MonotonicInstant.now
        let first = firstChange ?? now
        firstChange = first
        look(after: min(Self.settlingTime, max(.zero, Self.longestSettling - first.duration(to: now))))
    }

    private func look(after delay: Duration) {
        next?.cancel()
        next = EventLoop.main.schedule(after: delay) { [weak self] in
            self?.firstChange = nil
            // Nobody waits for this task: it looks once, and sees to the next time.
            Task { @LoopActor in
                await self?.look()
                self?.lookLater()
            }
        }
    }

    /// What has changed meanwhile has its own time.
    private func lookLater() {
        guard !isStopped, firstChange == nil else { return }
        look(after: isWatched ? max(interval, Self.safetyNet) : interval)
    }

    /// Looks once; a call while that is going on makes it look once more.
    package func look() async {
        guard !isSurveying else { return mustLookAgain = true }
        isSurveying = true
        defer { isSurveying = false }
        repeat {
            mustLookAgain = false
            let (directory, watch) = (directory, watch)
            // A thread that is behind, on a disk that hangs, says nothing: the next look does.
            let seen = try? await thread.run { () -> (ServicesDirectory.Survey, [SystemError])? in
                guard let survey = directory.survey() else { return nil }
                return (survey, watch?.follow(survey.directories) ?? [])
            }
            guard let (survey, failures) = seen ?? nil else { return noteUnreadable() }
            isWatched = watch != nil && failures.isEmpty && survey.tellsOfChanges
            // What changed in one that was not watched yet may not have been seen.
            if watch != nil, survey.directories != watched { mustLookAgain = true }
            watched = survey.directories
            await take(survey)
        } while mustLookAgain
    }

    private func noteUnreadable() {
        isWatched = false
        watched = []
        if !isUnreadable {
            logger.warning(
                "the services' directory cannot be read: its services stay as they are",
                metadata: ["file.directory": "\(directory.path)"])
        }
        isUnreadable = true
    }

    private func take(_ survey: ServicesDirectory.Survey) async {
        isUnreadable = false
        var found: [ServiceName: String] = [:]
        for (name, finding) in survey.findings.sorted(by: { $0.key < $1.key }) {
            switch finding {
            case .empty: break
            case .broken(let reason): found[name] = reason
            case .project(let bundle): found[name] = await carryOut(name, bundle)
            }
        }
        var kept: Set<ServiceName> = []
        if survey.identity == identity {
            for name in seen.subtracting(survey.findings.keys).sorted() {
                found[name] = await remove(name)
                if found[name] != nil { kept.insert(name) }
            }
        }
        identity = survey.identity
        // What could not be removed is tried again by the next look.
        seen = kept.union(survey.findings.keys)
        for (name, reason) in found where problems[name] != reason {
            logger.warning(
                "a service's file is not carried out; what runs is left alone",
                metadata: ["service": "\(name)", "reason": "\(reason)"])
        }
        problems = found
    }

    /// Why it was not done; nil when it was, or there is nothing to do.
    private func carryOut(_ name: ServiceName, _ bundle: ComposeBundle) async -> String? {
        do {
            return try await reconciler.deployFromDirectory(name, bundle)?.message
        } catch {
            return "\(error)"
        }
    }

    private func remove(_ name: ServiceName) async -> String? {
        do {
            return try await reconciler.removeFromDirectory(name)?.message
        } catch {
            return "\(error)"
        }
    }
}

extension Reconciler {
    /// Deploys a project as its file says, once for each state of the file. What stands in the way is returned; throws
    /// when the store cannot be read or written.
    func deployFromDirectory(_ name: ServiceName, _ bundle: ComposeBundle) async throws -> ServiceError? {
        let json = bundle.json
        let hash = ContentHash.of(json)
        guard try await store.directoryHash(of: name) != hash else { return nil }
        let specs: [ServiceSpec]
        do throws(ServiceError) {
            specs = try ServiceSpec.members(of: name, bundle)
        } catch {
            return error
        }
        let instruction = Instruction(
            id: Self.makeInstructionID(), service: name, action: .deployProject(specs), origin: .directory(hash))
        return try await apply([.success(instruction)])[instruction.id]
    }

    /// Removes a project whose file is gone.
    func removeFromDirectory(_ name: ServiceName) async throws -> ServiceError? {
        guard services.values.contains(where: { $0.desired.spec.member?.project == name && $0.desired.isFromDirectory })
        else { return nil }
        let instruction = Instruction(
            id: Self.makeInstructionID(), service: name, action: .remove, origin: .directory(""))
        let error = try await apply([.success(instruction)])[instruction.id]
        if error == nil {
            logger.notice("a service's file was removed: so is the service", metadata: ["service": "\(name)"])
        }
        return error
    }
}
