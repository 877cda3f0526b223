import EventLoop

/// A response whose body is read while it arrives. What has not been read waits: some of it here
/// (``Transfer/window``), the rest with the server, which cannot send on. One task reads. Released, it ends the transfer.
@LoopActor
package final class StreamedResponse {
    package nonisolated let status: Int
    package nonisolated let headers: HTTPHeaders
    private let client: HTTPClient
    private let transfer: Transfer
    private let number: UInt64

    init(_ client: HTTPClient, _ transfer: Transfer, number: UInt64, status: Int, headers: HTTPHeaders) {
        self.client = client
        self.transfer = transfer
        self.number = number
        self.status = status
        self.headers = headers
    }

    isolated deinit { client.cancel(number) }

    /// The next piece of the body, as it came; nil at its end. Cancelling the task ends the transfer.
    package func next() async throws(HTTPClientError) -> [UInt8]? {
        while true {
            let piece = transfer.takeReceived()
            if !piece.isEmpty {
                client.resume(transfer)
                return piece
            }
            switch transfer.ending {
            case .failure(let error): throw error
            case .success: return nil
            case nil: await client.progress(of: transfer, number)
            }
        }
    }

    /// The rest of the body.
    package func rest(limit: Int) async throws(HTTPClientError) -> [UInt8] {
        var bytes: [UInt8] = []
        while let piece = try await next() {
            guard bytes.count + piece.count <= limit else {
                cancel()
                throw .bodyTooLarge(limit: limit)
            }
            bytes += piece
        }
        return bytes
    }

    /// Ends the transfer: the reader gets what has arrived and then ``HTTPClientError/cancelled``.
    package func cancel() { client.cancel(number) }
}
