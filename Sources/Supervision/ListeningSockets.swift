import EventLoop
import Glibc
import IPC
import NodeProtocol

/// The sockets that the daemons serve, by the names under which they get them. Each is bound once and kept, so that it
/// outlives whoever serves it.
@LoopActor
final class ListeningSockets {
    static let http = "http"
    /// They hold the API's socket too, without serving it: so it outlives supervisor and apid dying together. Both see
    /// the node's secrets anyway.
    private static let keepers: Set<Subsystem> = [.heartbeatd, .deployd]

    private let runtimeDirectory: RuntimeDirectory
    private var address: String
    private var port: Int
    private(set) var descriptors: [String: Int32] = [:] { didSet { revision += 1 } }
    /// Is another whenever a socket is.
    private(set) var revision = 0

    /// - Parameters:
    ///   - address: Where the API listens: IPv4 or IPv6, checked by the configuration.
    ///   - port: 0 for any.
    init(_ runtimeDirectory: RuntimeDirectory, address: String, port: Int) {
        self.runtimeDirectory = runtimeDirectory
        self.address = address
        self.port = port
    }

    subscript(name: String) -> Int32? { descriptors[name] }

    /// What a daemon is given, in the order of LISTEN_FDNAMES. While the API's port is taken by somebody else, apid
    /// cannot start, and is tried again.
    func inherited(by subsystem: Subsystem) throws(SystemError) -> [(name: String, descriptor: Int32)] {
        var inherited = [(name: subsystem.rawValue, descriptor: try socket(of: subsystem))]
        if subsystem == .apid {
            inherited.append((Self.http, try socketForHTTP()))
        } else if Self.keepers.contains(subsystem), let socket = try? socketForHTTP() {
            inherited.append((Self.http, socket))  // when there is none, apid's start tells why
        }
        return inherited
    }

    private func socket(of subsystem: Subsystem) throws(SystemError) -> Int32 {
        if let descriptor = descriptors[subsystem.rawValue] { return descriptor }
        let descriptor = try UnixSocket.listen(at: runtimeDirectory.socket(of: subsystem))
        descriptors[subsystem.rawValue] = descriptor
        return descriptor
    }

    /// Its file has been removed: nobody can reach the old socket any more.
    func bindAnew(_ subsystem: Subsystem) throws(SystemError) {
        if let old = descriptors.removeValue(forKey: subsystem.rawValue) { close(old) }
        _ = try socket(of: subsystem)
    }

    private func socketForHTTP() throws(SystemError) -> Int32 {
        if let descriptor = descriptors[Self.http] { return descriptor }
        let socket = try ListeningSocket(host: address, port: port)
        descriptors[Self.http] = socket.descriptor
        return socket.descriptor
    }

    /// Keeps a socket that a daemon or an earlier program has brought, if there is none yet and it is what would be
    /// bound here; else closes it.
    func keep(_ descriptor: Int32, as name: String) {
        let isRight: Bool
        if name == Self.http {
            let socket = try? ListeningSocket(inherited: descriptor)
            isRight = socket?.listens(at: address, port: port) ?? false
        } else if let subsystem = Subsystem(rawValue: name) {
            isRight = access(runtimeDirectory.socket(of: subsystem), F_OK) == 0
        } else {
            isRight = false
        }
        if isRight, descriptors[name] == nil { descriptors[name] = descriptor } else { close(descriptor) }
    }

    /// Where the sockets that this daemon is given listen, as far as that may change.
    func circumstances(of subsystem: Subsystem) -> [String] {
        subsystem == .apid || Self.keepers.contains(subsystem) ? ["\(Self.http) \(address) \(port)"] : []
    }

    /// Whether everything that a running daemon should hold is here.
    func hasAll(for subsystem: Subsystem) -> Bool {
        descriptors[subsystem.rawValue] != nil && (subsystem != .apid || descriptors[Self.http] != nil)
    }

    /// The API moves to another address: the new socket listens before the old one is ended, so that there is no moment
    /// at which a connection to an address that both stand for is refused. Throws with everything as it was.
    ///
    /// The old one is ended for all daemons that have it. Until they are restarted, connections to an address of the new
    /// one would else go on to the old one, where nobody would accept them in the end.
    func move(to address: String, port: Int) throws(SystemError) {
        guard address != self.address || port != self.port else { return }
        let old = descriptors[Self.http]
        let socket = try ListeningSocket(host: address, port: port, besides: port == self.port ? old : nil)
        if let old { ListeningSocket.end(old) }
        descriptors[Self.http] = socket.descriptor
        self.address = address
        self.port = port
    }
}
