import Synchronization

/// The streams that a server is sending, to be ended when it stops.
final class OpenStreams: Sendable {
    private struct State {
        var streams: [ObjectIdentifier: any HTTPStreamSource] = [:]
        var isClosed = false
    }
    private let state = Mutex(State())

    var count: Int { state.withLock { $0.streams.count } }

    /// After ``endAll()`` a new stream ends before it has begun.
    func add(_ stream: any HTTPStreamSource) {
        let isClosed = state.withLock { state in
            if !state.isClosed { state.streams[ObjectIdentifier(stream)] = stream }
            return state.isClosed
        }
        if isClosed { stream.end() }
    }

    func remove(_ stream: any HTTPStreamSource) {
        state.withLock { $0.streams[ObjectIdentifier(stream)] = nil }
        stream.end()
    }

    func endAll() {
        let streams = state.withLock { state in
            state.isClosed = true
            return state.streams.values
        }
        for stream in streams { stream.end() }
    }
}
