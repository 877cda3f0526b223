import CCurl
import EventLoop

/// A connection that carries bytes both ways, over TCP or TLS, as libcurl makes it: with its name lookups, certificates
/// and proxies. What is said on it is its user's affair. Released, it is closed.
@LoopActor
package final class ByteConnection {
    /// More that the peer does not take ends the connection.
    private static let unsentLimit = 256 * 1024
    /// How often is read until others on the loop have their turn.
    private static let readsInARow = 16

    /// Its own: ``HTTPClient/connect(_:)``.
    private let client: HTTPClient
    private let transfer: Transfer
    private let descriptor: Int32
    private var watch: DescriptorWatch?
    private var isClosed = false
    private var unsent: [UInt8] = []
    private let onBytes: @LoopActor ([UInt8]) -> Void
    private let onEnd: @LoopActor (String) -> Void

    private init(
        _ client: HTTPClient, _ transfer: Transfer, _ descriptor: Int32,
        _ onBytes: @escaping @LoopActor ([UInt8]) -> Void, _ onEnd: @escaping @LoopActor (String) -> Void
    ) {
        self.client = client
        self.transfer = transfer
        self.descriptor = descriptor
        self.onBytes = onBytes
        self.onEnd = onEnd
    }

    isolated deinit { close() }

    /// Connects to the host of `request`, within its `connectTimeout`; nothing of the request is sent. Cancelling the
    /// task ends the attempt.
    /// - Parameters:
    ///   - onBytes: Hears of what has come.
    ///   - onEnd: Hears once why the connection has ended, unless that was ``close()``.
    package static func open(
        _ request: HTTPRequest, onBytes: @escaping @LoopActor ([UInt8]) -> Void,
        onEnd: @escaping @LoopActor (String) -> Void
    ) async throws(HTTPClientError) -> ByteConnection {
        var request = request
        request.timeout = nil
        let client = HTTPClient()
        let transfer = try await client.connect(request)
        let connection = ByteConnection(client, transfer, ccurl_socket(transfer.easy), onBytes, onEnd)
        do throws(SystemError) {
            try connection.start()
        } catch {
            throw .connectionLost("\(error)")
        }
        return connection
    }

    private func start() throws(SystemError) {
        watch = try EventLoop.main.watch(descriptor, for: .readable) { [weak self] _ in self?.goOn() }
    }

    package func send(_ bytes: [UInt8]) {
        unsent += bytes
        flush()
    }

    package func close() {
        guard !isClosed else { return }
        isClosed = true
        watch?.cancel()
        watch = nil
        client.close(transfer)
    }

    private func goOn() {
        flush()
        var buffer = [UInt8](repeating: 0, count: 4096)
        for _ in 0..<Self.readsInARow {
            guard !isClosed else { return }
            var count = 0
            let code = buffer.withUnsafeMutableBytes {
                ccurl_receive(transfer.easy, $0.baseAddress, $0.count, &count)
            }
            if code == CURLE_AGAIN { return }
            guard code == CURLE_OK else { return end(String(cString: ccurl_message(code))) }
            guard count > 0 else { return end("the other side has closed the connection") }
            onBytes(Array(buffer[..<count]))
        }
        // TLS may hold bytes back of which the descriptor tells no more.
        EventLoop.main.call { [weak self] in self?.goOn() }
    }

    private func flush() {
        while !unsent.isEmpty, !isClosed {
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
        guard !isClosed else { return }
        close()
        onEnd(why)
    }
}
