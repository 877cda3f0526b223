import CCurl
import EventLoop

/// A connection that carries bytes both ways, TCP or TLS, as libcurl makes it: with its name lookups, certificates and
/// proxies. What is said on it is its user's affair.
@LoopActor
package final class ByteConnection {
    /// More that the peer does not take ends the connection.
    private static let unsentLimit = 256 * 1024

    private let transfer: Transfer
    private let descriptor: Int32
    private var watch: DescriptorWatch?
    private var unsent: [UInt8] = []
    /// Hears of what has come.
    package var onBytes: @LoopActor ([UInt8]) -> Void = { _ in }
    /// Hears once that the connection has ended, and why.
    package var onEnd: @LoopActor (String) -> Void = { _ in }

    private init(_ transfer: Transfer, _ descriptor: Int32) {
        self.transfer = transfer
        self.descriptor = descriptor
    }

    /// Connects to the host of `request`; nothing is sent. That may wait for a name server and a handshake: it is done
    /// on `thread`, and takes as long as the request's `connectTimeout` at most.
    package static func open(
        _ request: HTTPRequest, on thread: WorkerThread
    ) async throws(HTTPClientError) -> ByteConnection {
        if let failure = ccurl_load() { throw .unavailable(String(cString: failure)) }
        try request.validate()
        let transfer = try Transfer(request, isStreamed: false)
        try transfer.check(ccurl_set_long(transfer.easy, CURLOPT_CONNECT_ONLY, 1))
        // The thread has the handle to itself until it is done.
        nonisolated(unsafe) let easy = transfer.easy
        let code: CURLcode
        do {
            code = try await thread.run { ccurl_perform(easy) }
        } catch {
            throw .unavailable("\(error)")
        }
        try transfer.check(code)
        let descriptor = ccurl_socket(transfer.easy)
        guard descriptor >= 0 else { throw .connectionLost("it ended as soon as it was made") }
        return ByteConnection(transfer, descriptor)
    }

    /// Begins to read.
    package func start() throws(SystemError) {
        watch = try EventLoop.main.watch(descriptor, for: .readable) { [weak self] _ in self?.goOn() }
        goOn()
    }

    package func send(_ bytes: [UInt8]) {
        guard watch != nil else { return }
        unsent += bytes
        flush()
    }

    /// Nothing is told afterwards.
    package func close() {
        watch?.cancel()
        watch = nil
    }

    private func goOn() {
        flush()
        var buffer = [UInt8](repeating: 0, count: 16 * 1024)
        // TLS may hold bytes back that the descriptor does not tell of any more.
        while watch != nil {
            var count = 0
            let code = buffer.withUnsafeMutableBytes {
                ccurl_receive(transfer.easy, $0.baseAddress, $0.count, &count)
            }
            if code == CURLE_AGAIN { return }
            guard code == CURLE_OK else { return end(String(cString: ccurl_message(code))) }
            guard count > 0 else { return end("the other side has closed the connection") }
            onBytes(Array(buffer[..<count]))
        }
    }

    private func flush() {
        while !unsent.isEmpty, watch != nil {
            var count = 0
            let code = unsent.withUnsafeBytes { ccurl_send(transfer.easy, $0.baseAddress, $0.count, &count) }
            if code == CURLE_AGAIN { break }
            guard code == CURLE_OK else { return end(String(cString: ccurl_message(code))) }
            unsent.removeFirst(count)
        }
        guard unsent.count <= Self.unsentLimit else { return end("the other side does not take what is sent") }
        watch?.change(to: unsent.isEmpty ? .readable : [.readable, .writable])
    }

    private func end(_ why: String) {
        guard watch != nil else { return }
        close()
        onEnd(why)
    }
}
