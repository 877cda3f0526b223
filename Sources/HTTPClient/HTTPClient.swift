import CCurl
import EventLoop

/// Sends HTTP/1.1 requests over TCP, TLS and Unix sockets, on the event loop.
///
/// libcurl does the protocol, through its multi-socket interface (libcurl-multi(3)): it says which sockets and which
/// time it waits for, and is called when one of them comes. Connections are kept and used again. Redirects are not
/// followed. A client that is released while idle closes its connections; a transfer under way keeps it.
@LoopActor
package final class HTTPClient {
    /// How many idle connections are kept.
    private static let idleConnections = 4

    /// The multi handle; made with the first request, so that a process that sends none never loads libcurl.
    private var multi: UnsafeMutableRawPointer?
    private var watches: [Int32: DescriptorWatch] = [:]
    private var timer: LoopTimer?
    private var transfers: [UnsafeMutableRawPointer: Running] = [:]
    private var lastNumber: UInt64 = 0

    private struct Running {
        let number: UInt64
        let transfer: Transfer
        let finish: @LoopActor (Result<HTTPResponse, HTTPClientError>) -> Void
    }

    package nonisolated init() {}

    isolated deinit {
        guard let multi else { return }
        ccurl_multi_set_callbacks(multi, nil, nil, nil)
        for watch in watches.values { watch.cancel() }
        timer?.cancel()
        ccurl_multi_cleanup(multi)
    }

    /// Sends `request` and returns the whole response, whatever its status. Cancelling the task aborts the transfer.
    package func send(_ request: HTTPRequest) async throws(HTTPClientError) -> HTTPResponse {
        try await perform(request, nil)
    }

    /// Sends `request`; `onHead` hears status and headers once, `onChunk` each piece of the body as it arrives.
    ///
    /// The body of a response whose status is not 2xx is collected instead, up to the request's limit, and returned.
    /// The response returned for a 2xx has an empty body. Cancelling the task aborts the transfer.
    package func stream(
        _ request: HTTPRequest, onHead: @escaping @LoopActor (Int, HTTPHeaders) -> Void = { _, _ in },
        _ onChunk: @escaping @LoopActor ([UInt8]) -> Void
    ) async throws(HTTPClientError) -> HTTPResponse {
        try await perform(request, Transfer.Stream(onHead: onHead, onChunk: onChunk))
    }

    private func perform(
        _ request: HTTPRequest, _ stream: Transfer.Stream?
    ) async throws(HTTPClientError) -> HTTPResponse {
        try request.validate()
        lastNumber += 1
        let number = lastNumber
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Outcome, Never>) in
                start(request, stream, number) { continuation.resume(returning: $0) }
            }
        } onCancel: {
            // Nobody waits for this task: it only moves the cancellation onto the loop.
            Task { @LoopActor in self.cancel(number) }
        }
        return try result.get()
    }

    private typealias Outcome = Result<HTTPResponse, HTTPClientError>

    private func start(
        _ request: HTTPRequest, _ stream: Transfer.Stream?, _ number: UInt64,
        _ finish: @escaping @LoopActor (Outcome) -> Void
    ) {
        guard !Task.isCancelled else { return finish(.failure(.cancelled)) }
        do throws(HTTPClientError) {
            let multi = try readyMulti()
            let transfer = try Transfer(request, stream)
            transfers[transfer.easy] = Running(number: number, transfer: transfer, finish: finish)
            let code = ccurl_multi_add(multi, transfer.easy)
            guard code == CURLM_OK else {
                transfers[transfer.easy] = nil
                throw .unavailable(String(cString: ccurl_multi_message(code)))
            }
            if let limit = request.inactivityTimeout { watchForSilence(of: transfer.easy, number, limit) }
        } catch {
            finish(.failure(error))
        }
    }

    private func cancel(_ number: UInt64) {
        guard let running = transfers.values.first(where: { $0.number == number }) else { return }
        end(running, .failure(.cancelled))
    }

    /// Takes the transfer out of libcurl; its connection is closed when the response was not complete.
    private func end(_ running: Running, _ outcome: Outcome) {
        let easy = running.transfer.easy
        guard let multi, transfers.removeValue(forKey: easy) != nil else { return }
        ccurl_multi_remove(multi, easy)
        running.finish(outcome)
    }

    private func watchForSilence(of easy: UnsafeMutableRawPointer, _ number: UInt64, _ limit: Duration) {
        guard let running = transfers[easy], running.number == number else { return }
        let quietUntil = running.transfer.lastActivity.advanced(by: limit)
        let remaining = MonotonicInstant.now.duration(to: quietUntil)
        guard remaining > .zero else { return end(running, .failure(.timedOut(.inactive))) }
        let key = UInt(bitPattern: easy)
        EventLoop.main.schedule(after: remaining) { [weak self] in
            guard let easy = UnsafeMutableRawPointer(bitPattern: key) else { return }
            self?.watchForSilence(of: easy, number, limit)
        }
    }

    // MARK: libcurl and the loop

    private func readyMulti() throws(HTTPClientError) -> UnsafeMutableRawPointer {
        if let multi { return multi }
        if let failure = ccurl_load() { throw .unavailable(String(cString: failure)) }
        guard let multi = ccurl_multi_init() else { throw .unavailable("libcurl is out of memory") }
        let onSocket: curl_socket_callback = { _, socket, what, context, _ in
            guard let context else { return 0 }
            let client = Unmanaged<HTTPClient>.fromOpaque(context).takeUnretainedValue()
            return LoopActor.assumeIsolated { client.watch(socket, for: what) }
        }
        let onTimer: curl_multi_timer_callback = { _, milliseconds, context in
            guard let context else { return 0 }
            let client = Unmanaged<HTTPClient>.fromOpaque(context).takeUnretainedValue()
            LoopActor.assumeIsolated { client.setTimer(milliseconds) }
            return 0
        }
        ccurl_multi_set_callbacks(multi, onSocket, onTimer, Unmanaged.passUnretained(self).toOpaque())
        ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, Self.idleConnections)
        self.multi = multi
        return multi
    }

    /// libcurl wants `socket` watched for CURL_POLL_IN, _OUT, _INOUT, or no longer. Returns -1 when that cannot be.
    private func watch(_ socket: Int32, for what: Int32) -> Int32 {
        var interest: DescriptorEvents = []
        if what & CURL_POLL_IN != 0 { interest.insert(.readable) }
        if what & CURL_POLL_OUT != 0 { interest.insert(.writable) }
        guard what != CURL_POLL_REMOVE else {
            watches.removeValue(forKey: socket)?.cancel()
            return 0
        }
        if let watch = watches[socket] {
            watch.change(to: interest)
            return 0
        }
        do throws(SystemError) {
            watches[socket] = try EventLoop.main.watch(socket, for: interest) { [weak self] events in
                self?.act(on: socket, events)
            }
            return 0
        } catch {
            return -1  // libcurl ends the transfers with CURLM_ABORTED_BY_CALLBACK
        }
    }

    private func setTimer(_ milliseconds: Int) {
        timer?.cancel()
        timer = nil
        guard milliseconds >= 0 else { return }
        timer = EventLoop.main.schedule(after: .milliseconds(milliseconds)) { [weak self] in
            self?.act(on: Self.timeoutSocket, [])
        }
    }

    /// CURL_SOCKET_TIMEOUT, a macro with a cast that Swift does not import.
    private static let timeoutSocket: Int32 = -1

    private func act(on socket: Int32, _ events: DescriptorEvents) {
        guard let multi else { return }
        var bits: Int32 = 0
        if events.contains(.readable) { bits |= CURL_CSELECT_IN }
        if events.contains(.writable) { bits |= CURL_CSELECT_OUT }
        if !events.isDisjoint(with: [.failed, .hungUp]) { bits |= CURL_CSELECT_ERR }
        var running: Int32 = 0
        let code = ccurl_multi_socket_action(multi, socket, bits, &running)
        guard code == CURLM_OK else { return endAll(String(cString: ccurl_multi_message(code))) }
        settle()
    }

    /// Hands on what libcurl has received and what it has finished, now that it is not being called.
    private func settle() {
        guard let multi else { return }
        for running in Array(transfers.values) { running.transfer.deliver() }
        var result = CURLE_OK
        while let easy = ccurl_multi_next_ended(multi, &result) {
            guard let running = transfers[easy] else { continue }
            end(running, running.transfer.outcome(result))
        }
    }

    private func endAll(_ why: String) {
        for running in Array(transfers.values) { end(running, .failure(.unavailable(why))) }
    }
}
