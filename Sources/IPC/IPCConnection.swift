import CLinux
import EventLoop
import Glibc
import JSON

/// Why a connection ended.
package enum IPCCloseReason: Error, Equatable, CustomStringConvertible, Sendable {
    case peerClosed
    case closedHere
    /// The longest idle of too many connections makes room for a new one.
    case displaced
    case badFrame(FrameError)
    /// A frame began and did not end within the time allowed.
    case stalled(after: Duration)
    /// The peer does not read: more than the limit waits to be sent to it.
    case peerDoesNotRead(unsent: Int)
    case failed(SystemError)

    package var description: String {
        switch self {
        case .peerClosed: "closed by the peer"
        case .closedHere: "closed"
        case .displaced: "idle the longest of too many connections"
        case .badFrame(let error): error.description
        case .stalled(let duration): "stalled inside a frame for \(duration)"
        case .peerDoesNotRead(let unsent): "the peer does not read; \(unsent) bytes are unsent"
        case .failed(let error): error.description
        }
    }
}

/// What bounds one connection.
package struct IPCLimits: Sendable {
    /// The longest frame, in bytes.
    package var frame = FrameDecoder.standardLimit
    /// How many bytes may wait for a peer that does not read.
    package var unsent = 1 << 20
    /// How long a frame may take from its first byte to its last.
    package var stall = Duration.seconds(5)
    /// Connections a server keeps open at once; for one more, that which has been idle the longest is closed.
    package var connections = 256
    /// Requests of one connection that may be unanswered at once; one more is refused.
    package var pendingRequests = 64

    package init() {}
}

/// One end of a Unix stream socket that carries frames of JSON-RPC. Server and client are both made of these.
@LoopActor
package final class IPCConnection {
    private let descriptor: Int32
    private let limits: IPCLimits
    private var decoder: FrameDecoder
    private var unsent: [UInt8] = []
    private var watch: DescriptorWatch?
    private var stallTimer: LoopTimer?
    private var watchedFor: DescriptorEvents = .readable
    private var hasPeerFinished = false
    private var closesWhenSent = false
    private(set) package var closeReason: IPCCloseReason?

    /// Called with each message, or with what is wrong with a frame's content.
    package var onMessage: (@LoopActor (Result<RPCMessage, RPCError>) -> Void)?
    /// Called when the peer has shut down its sending side between two frames. Without a handler the connection closes.
    package var onPeerFinished: (@LoopActor () -> Void)?
    /// Called once, with the reason.
    package var onClose: (@LoopActor (IPCCloseReason) -> Void)?

    /// Takes over `descriptor`, which must be non-blocking and connected.
    package init(descriptor: Int32, limits: IPCLimits = IPCLimits()) {
        self.descriptor = descriptor
        self.limits = limits
        decoder = FrameDecoder(limit: limits.frame)
    }

    /// A connection that nobody holds any more would keep its descriptor, and wake the loop for nobody.
    isolated deinit {
        guard closeReason == nil else { return }
        stallTimer?.cancel()
        watch?.cancel()
        Glibc.close(descriptor)
    }

    /// Begins to read. Set the handlers first.
    package func start() {
        do throws(SystemError) {
            watch = try EventLoop.main.watch(descriptor, for: .readable) { [weak self] in self?.handle($0) }
        } catch {
            close(.failed(error))
        }
    }

    /// Queues a message. An answer over the frame limit is replaced by an error that says so.
    package func send(_ message: RPCMessage) {
        guard closeReason == nil else { return }
        var payload = message.json.bytes
        if payload.count > limits.frame, case .response(let id, _) = message {
            let error = RPCError.internalError("the answer of \(payload.count) bytes is over the frame limit")
            payload = RPCMessage.response(id: id, .failure(error)).json.bytes
        }
        unsent.append(contentsOf: FrameDecoder.frame(payload))
        flush()
        if unsent.count > limits.unsent { close(.peerDoesNotRead(unsent: unsent.count)) }
    }

    /// Closes at once; what is unsent is lost.
    package func close() { close(.closedHere) }

    /// Likewise, for a newer connection.
    func displace() { close(.displaced) }

    /// Closes as soon as what is queued has been sent.
    package func closeWhenSent() {
        closesWhenSent = true
        flush()
    }

    private func close(_ reason: IPCCloseReason) {
        guard closeReason == nil else { return }
        closeReason = reason
        stallTimer?.cancel()
        watch?.cancel()
        Glibc.close(descriptor)
        let tell = onClose
        onMessage = nil
        onPeerFinished = nil
        onClose = nil
        tell?(reason)
    }

    private func handle(_ events: DescriptorEvents) {
        if events.contains(.writable) { flush() }
        guard closeReason == nil else { return }
        if hasPeerFinished, !events.isDisjoint(with: [.hungUp, .failed]) {
            close(.peerClosed)
        } else if !hasPeerFinished, !events.isDisjoint(with: [.readable, .hungUp, .failed]) {
            receive()
        }
    }

    /// Reads once; a peer that sends without end gets one buffer a turn, like every other.
    private func receive() {
        let capacity = 16 * 1024
        withUnsafeTemporaryAllocation(byteCount: capacity, alignment: 1) { buffer in
            let count = read(descriptor, buffer.baseAddress, capacity)
            if count > 0 {
                decoder.append(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            } else if count == 0 {
                peerFinished()
            } else if errno != EAGAIN && errno != EINTR {
                close(errno == ECONNRESET ? .peerClosed : .failed(SystemError("read")))
            }
        }
        deliver()
    }

    private func deliver() {
        do throws(FrameError) {
            while closeReason == nil, let payload = try decoder.next() {
                let message = Result { () throws(RPCError) in try RPCMessage(parsing: payload) }
                onMessage?(message)
            }
        } catch {
            close(.badFrame(error))
        }
        watchForStall()
    }

    private func peerFinished() {
        guard !decoder.isInsideFrame, let onPeerFinished else { return close(.peerClosed) }
        hasPeerFinished = true
        updateInterest()
        onPeerFinished()
    }

    private func watchForStall() {
        guard decoder.isInsideFrame, closeReason == nil else {
            stallTimer?.cancel()
            stallTimer = nil
            return
        }
        guard stallTimer == nil else { return }
        stallTimer = EventLoop.main.schedule(after: limits.stall) { [weak self] in
            guard let self else { return }
            self.close(.stalled(after: self.limits.stall))
        }
    }

    private func flush() {
        while closeReason == nil, !unsent.isEmpty {
            let count = unsent.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count >= 0 {
                unsent.removeFirst(count)
            } else if errno == EAGAIN {
                break
            } else if errno != EINTR {
                return close(errno == EPIPE || errno == ECONNRESET ? .peerClosed : .failed(SystemError("send")))
            }
        }
        if unsent.isEmpty, closesWhenSent { return close(.closedHere) }
        updateInterest()
    }

    private func updateInterest() {
        var interest: DescriptorEvents = hasPeerFinished ? [] : .readable
        if !unsent.isEmpty { interest.insert(.writable) }
        guard interest != watchedFor else { return }
        watchedFor = interest
        watch?.change(to: interest)
    }
}
