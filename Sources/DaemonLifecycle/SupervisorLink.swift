import EventLoop
import Glibc
import IPC
import Logging
import NodeProtocol

/// A daemon's side of surviving its supervisor.
///
/// When the supervisor's end of the notify socket pair closes, the daemon serves on and looks for the next supervisor
/// at the adoption socket, at least four times a second. It makes a new socket pair and hands over the other end of it,
/// the reading end of its log pipe (which it keeps for this, so that what it writes meanwhile is not lost), and its
/// listening sockets.
@LoopActor
final class SupervisorLink {
    private static let firstDelay = Duration.milliseconds(10)
    private static let longestDelay = Duration.milliseconds(250)

    private let subsystem: Subsystem
    private let generation: Int
    private let notifier: ServiceNotifier
    private let sockets: InheritedSockets
    private let logDescriptor: Int32?
    private let path: String
    private let logger: Logger
    private let started = MonotonicInstant.now
    private var watch: DescriptorWatch?
    private var delay = SupervisorLink.firstDelay
    private var retry: LoopTimer?
    private var isStopped = false
    private var isAlone = false

    init(
        _ subsystem: Subsystem, generation: Int, notifier: ServiceNotifier, sockets: InheritedSockets,
        logDescriptor: Int32?, runtime: RuntimeDirectory, logger: Logger
    ) {
        self.subsystem = subsystem
        self.generation = generation
        self.notifier = notifier
        self.sockets = sockets
        self.logDescriptor = logDescriptor
        path = runtime.adoptionSocket
        self.logger = logger
        if let logDescriptor { _ = fcntl(logDescriptor, F_SETFD, FD_CLOEXEC) }
    }

    /// Does nothing in a process that no supervisor of ours has started.
    func start() {
        guard let descriptor = notifier.supervisorDescriptor, logDescriptor != nil else { return }
        listen(for: descriptor)
    }

    /// A daemon that is ending looks for nobody.
    func stop() {
        isStopped = true
        retry?.cancel()
        watch?.cancel()
    }

    private func listen(for descriptor: Int32) {
        do throws(SystemError) {
            watch = try EventLoop.main.watch(descriptor, for: []) { [weak self] _ in self?.lost() }
        } catch {
            logger.error("the supervisor cannot be watched", metadata: ["error.message": "\(error)"])
        }
    }

    private func lost() {
        watch?.cancel()
        watch = nil
        if !isAlone { logger.warning("the supervisor is gone; serving on and waiting for the next") }
        isAlone = true
        tryAgain()
    }

    private func tryAgain() {
        let wait = delay * Double.random(in: 0.5...1)
        delay = min(delay * 2, Self.longestDelay)
        retry = EventLoop.main.schedule(after: wait) { [weak self] in self?.introduce() }
    }

    private func introduce() {
        guard !isStopped else { return }
        do throws(SystemError) {
            try handOver()
        } catch {
            tryAgain()  // no supervisor yet: expected, and told once
        }
    }

    private func handOver() throws(SystemError) {
        let connection = try UnixSocket.connect(to: path)
        defer { close(connection) }
        var pair: [Int32] = [-1, -1]
        let type = Int32(SOCK_SEQPACKET.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        guard socketpair(AF_UNIX, type, 0, &pair) == 0 else { throw SystemError("socketpair") }
        defer { close(pair[1]) }
        var handed: [(name: String, descriptor: Int32)] = [(DaemonIntroduction.notifyName, pair[1])]
        if let logDescriptor { handed.append((DaemonIntroduction.logName, logDescriptor)) }
        handed += sockets.all
        let introduction = DaemonIntroduction(
            subsystem: subsystem, generation: generation, isReady: notifier.isReady, status: notifier.lastStatus,
            startedNanoseconds: started.nanoseconds, descriptorNames: handed.map(\.name))
        do throws(SystemError) {
            try DescriptorPassing.send(introduction.text, handed.map(\.descriptor), over: connection)
        } catch {
            close(pair[0])
            throw error
        }
        notifier.turn(to: pair[0])
        listen(for: pair[0])
        // Refused, the new pair hangs up too and it begins again; accepted, the next loss starts from the short delay.
        EventLoop.main.schedule(after: .seconds(1)) { [weak self] in self?.settled(on: pair[0]) }
    }

    private func settled(on descriptor: Int32) {
        guard watch?.isWatching(descriptor) == true else { return }
        delay = Self.firstDelay
        if isAlone { logger.notice("another supervisor has taken over") }
        isAlone = false
    }
}
