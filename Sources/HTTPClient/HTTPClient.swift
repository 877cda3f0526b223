import CCurl
import EventLoop

/// Sends HTTP requests over TCP, TLS and Unix sockets, on the event loop: HTTP/1.1, and HTTP/2 where a request allows it.
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
        /// A transfer under way keeps its client.
        let client: HTTPClient
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
        let (transfer, number) = try start(request, for: .response)
        while transfer.ending == nil { await progress(of: transfer, number) }
        return try outcome(of: transfer).get()
    }

    /// Sends `request` and returns as soon as status and headers are here, whatever the status; the body is then read
    /// from the response. Cancelling the task aborts the transfer.
    package func open(_ request: HTTPRequest) async throws(HTTPClientError) -> StreamedResponse {
        let (transfer, number) = try start(request, for: .stream)
        while true {
            if let head = transfer.head {
                transfer.hasToldHead = true
                return StreamedResponse(self, transfer, number: number, status: head.status, headers: head.headers)
            }
            if case .failure(let error) = transfer.ending { throw error }
            await progress(of: transfer, number)
        }
    }

    /// Connects to the host of `request` and sends nothing. libcurl knows the connection by the transfer, which therefore
    /// stays with it until ``close(_:)``. A client with such a connection does nothing else: another transfer could take
    /// the connection for an idle one that has died.
    func connect(_ request: HTTPRequest) async throws(HTTPClientError) -> Transfer {
        let (transfer, number) = try start(request, for: .connection)
        while transfer.ending == nil { await progress(of: transfer, number) }
        _ = try outcome(of: transfer).get()
        return transfer
    }

    /// Closes what ``connect(_:)`` has made.
    func close(_ transfer: Transfer) {
        if let multi { ccurl_multi_remove(multi, transfer.easy) }
    }

    private func outcome(of transfer: Transfer) -> Result<HTTPResponse, HTTPClientError> {
        transfer.ending ?? .failure(.cancelled)
    }

    /// Waits until something has arrived or the transfer has ended. Cancelling the task ends the transfer.
    func progress(of transfer: Transfer, _ number: UInt64) async {
        guard !transfer.hasProgress else { return }
        await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                transfer.onProgress = { continuation.resume() }
                if Task.isCancelled { cancel(number) }
            }
        } onCancel: {
            // Nobody waits for this task: it only moves the cancellation onto the loop.
            Task { @LoopActor in self.cancel(number) }
        }
    }

    private func start(
        _ request: HTTPRequest, for purpose: Transfer.Purpose
    ) throws(HTTPClientError) -> (Transfer, UInt64) {
        try request.validate()
        guard !Task.isCancelled else { throw .cancelled }
        let multi = try readyMulti()
        let transfer = try Transfer(request, for: purpose)
        lastNumber += 1
        transfers[transfer.easy] = Running(number: lastNumber, transfer: transfer, client: self)
        let code = ccurl_multi_add(multi, transfer.easy)
        guard code == CURLM_OK else {
            transfers[transfer.easy] = nil
            throw .unavailable(String(cString: ccurl_multi_message(code)))
        }
        if let limit = request.inactivityTimeout { watchForSilence(of: transfer.easy, lastNumber, limit) }
        if let limit = request.headTimeout {
            EventLoop.main.schedule(after: limit) { [weak self, weak transfer] in
                guard let self, let transfer, transfer.head == nil else { return }
                self.end(transfer, .failure(.timedOut(.awaitingResponse)))
            }
        }
        return (transfer, lastNumber)
    }

    /// Ends every transfer as cancelled.
    package func cancelAll() {
        for running in Array(transfers.values) { end(running.transfer, .failure(.cancelled)) }
    }

    func cancel(_ number: UInt64) {
        guard let running = transfers.values.first(where: { $0.number == number }) else { return }
        end(running.transfer, .failure(.cancelled))
    }

    /// Goes on with a transfer whose reader had been behind.
    func resume(_ transfer: Transfer) {
        guard transfers[transfer.easy]?.transfer === transfer, transfer.endPause() else { return }
        goOn(transfer)
    }

    private func goOn(_ transfer: Transfer) {
        let code = ccurl_resume(transfer.easy)
        guard code == CURLE_OK else { return end(transfer, transfer.outcome(code)) }
        settle()
    }

    /// Takes the transfer out of libcurl; its connection is closed when the response was not complete.
    private func end(_ transfer: Transfer, _ outcome: Result<HTTPResponse, HTTPClientError>) {
        guard let multi, transfers[transfer.easy]?.transfer === transfer else { return }
        transfers[transfer.easy] = nil
        let isConnected = if case .success = outcome { transfer.purpose == .connection } else { false }
        if !isConnected { ccurl_multi_remove(multi, transfer.easy) }
        transfer.ending = outcome
        tell(transfer)
    }

    private func tell(_ transfer: Transfer) {
        guard transfer.hasProgress, let onProgress = transfer.onProgress else { return }
        transfer.onProgress = nil
        onProgress()
    }

    private func watchForSilence(of easy: UnsafeMutableRawPointer, _ number: UInt64, _ limit: Duration) {
        guard let running = transfers[easy], running.number == number else { return }
        // A paused transfer waits for its reader, not for the server.
        let since = running.transfer.isPaused ? MonotonicInstant.now : running.transfer.lastActivity
        let remaining = MonotonicInstant.now.duration(to: since.advanced(by: limit))
        guard remaining > .zero else { return end(running.transfer, .failure(.timedOut(.inactive))) }
        let key = UInt(bitPattern: easy)
        EventLoop.main.schedule(after: remaining) { [weak self] in
            guard let easy = UnsafeMutableRawPointer(bitPattern: key) else { return }
            self?.watchForSilence(of: easy, number, limit)
        }
    }

    /// Gets the next piece of a request's body and lets libcurl go on with it.
    private func fetchBody(_ transfer: Transfer, _ source: HTTPBodyStream) {
        transfer.isFetchingBody = true
        // Nobody waits for this task: it ends when the source answers, and finds the transfer gone or hands the piece on.
        Task { @LoopActor in
            let piece: Result<[UInt8]?, any Error>
            do { piece = .success(try await source.next()) } catch { piece = .failure(error) }
            transfer.isFetchingBody = false
            transfer.provide(piece)
            if transfers[transfer.easy]?.transfer === transfer { goOn(transfer) }
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

    /// Tells of what libcurl has received and finished, and gets what it wants to send, now that it is not being called.
    private func settle() {
        guard let multi else { return }
        for running in Array(transfers.values) {
            let transfer = running.transfer
            tell(transfer)
            if transfer.wantsBody, !transfer.isFetchingBody, let source = transfer.request.bodyStream {
                fetchBody(transfer, source)
            }
        }
        var result = CURLE_OK
        while let easy = ccurl_multi_next_ended(multi, &result) {
            guard let running = transfers[easy] else { continue }
            end(running.transfer, running.transfer.outcome(result))
        }
    }

    private func endAll(_ why: String) {
        for running in Array(transfers.values) { end(running.transfer, .failure(.unavailable(why))) }
    }
}
