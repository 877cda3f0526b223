import EventLoop
import Glibc
import IPC
import Logging
import NodeProtocol

/// Listens for daemons of an earlier supervisor that introduce themselves.
@LoopActor
final class AdoptionListener {
    /// A daemon that has introduced itself. Whoever gets this owns the descriptors.
    struct Newcomer {
        let introduction: DaemonIntroduction
        /// In the kernel's word, not its own.
        let pid: pid_t
        var descriptors: [String: Int32]

        mutating func take(_ name: String) -> Int32? { descriptors.removeValue(forKey: name) }

        func closeAll() { for descriptor in descriptors.values { close(descriptor) } }
    }

    private static let connectionLimit = 16
    private static let patience = Duration.seconds(2)

    let descriptor: Int32
    private let logger: Logger
    private let onNewcomer: @LoopActor (Newcomer) -> Void
    private var acceptor: Acceptor?
    /// Who has connected and not introduced itself yet.
    private(set) var waiting: [Int32: DescriptorWatch] = [:]

    init(
        _ descriptor: Int32, logger: Logger, onNewcomer: @escaping @LoopActor (Newcomer) -> Void
    ) throws(SystemError) {
        self.descriptor = descriptor
        self.logger = logger
        self.onNewcomer = onNewcomer
        // Nobody is told: a daemon that is not heard comes again.
        let acceptor = Acceptor(descriptor, onConnection: { [weak self] in self?.receive($0) }, onFailure: { _ in })
        try acceptor.start()
        self.acceptor = acceptor
    }

    /// Listens no longer, closes the socket, and turns away who has not introduced itself yet.
    func stop() {
        acceptor?.stop()
        close(descriptor)
        for connection in waiting.keys { end(connection) }
    }

    private func receive(_ connection: Int32) {
        guard waiting.count < Self.connectionLimit, let peer = try? UnixSocket.peer(of: connection),
            isOfThisUser(peer),
            let watch = try? EventLoop.main.watch(
                connection, for: .readable, { [weak self] _ in self?.hear(connection, peer.processID) })
        else {
            close(connection)
            return
        }
        waiting[connection] = watch
        EventLoop.main.schedule(after: Self.patience) { [weak self] in
            if let self, self.waiting[connection] === watch { self.end(connection) }
        }
    }

    /// Also root is refused: no daemon is another user's.
    private func isOfThisUser(_ peer: PeerCredentials) -> Bool {
        guard peer.userID != geteuid() else { return true }
        logger.warning(
            "who wanted to be adopted is another user's and is refused",
            metadata: ["process.pid": "\(peer.processID)", "reason": "user \(peer.userID)"])
        return false
    }

    private func end(_ connection: Int32) {
        waiting.removeValue(forKey: connection)?.cancel()
        close(connection)
    }

    private func hear(_ connection: Int32, _ pid: pid_t) {
        defer { end(connection) }
        guard let (text, descriptors) = (try? DescriptorPassing.receive(over: connection)) ?? nil else { return }
        guard let introduction = DaemonIntroduction(parsing: text),
            introduction.descriptorNames.count == descriptors.count,
            Set(introduction.descriptorNames).count == descriptors.count
        else {
            for descriptor in descriptors { close(descriptor) }
            logger.warning("an introduction that makes no sense is refused", metadata: ["process.pid": "\(pid)"])
            return
        }
        let named = Dictionary(uniqueKeysWithValues: zip(introduction.descriptorNames, descriptors))
        onNewcomer(Newcomer(introduction: introduction, pid: pid, descriptors: named))
    }
}
