import EventLoop
import HTTPClient
import JSON

/// The API's server-sent events (HTML standard, section 9.2), taken up again after the last one when the connection ends.
@LoopActor
final class RemoteEvents {
    private let api: RemoteAPI
    private let onConnection: @LoopActor (String?) -> Void
    private let handler: @LoopActor (NodeOccurrence) -> Void
    private var lastID: String?
    private var parser = EventStreamParser()
    private static let pause = Duration.seconds(1)

    init(
        _ api: RemoteAPI, onConnection: @escaping @LoopActor (String?) -> Void,
        _ handler: @escaping @LoopActor (NodeOccurrence) -> Void
    ) {
        self.api = api
        self.onConnection = onConnection
        self.handler = handler
    }

    /// Returns when the stream is open; throws ``CommandFailure`` when it cannot be.
    func start() async throws {
        let stream = try await open()
        onConnection(nil)
        // Nobody waits for this task: it lives as long as its owner does.
        Task { @LoopActor [weak self] in await self?.run(stream) }
    }

    private func open() async throws -> StreamedResponse {
        parser = EventStreamParser()
        let headers = lastID.map { [(name: "Last-Event-ID", value: $0)] } ?? []
        return try await api.open("/events", accept: "text/event-stream", headers: headers)
    }

    private func run(_ first: StreamedResponse) async {
        var stream: StreamedResponse? = first
        while !Task.isCancelled {
            if let current = stream { await read(current) }
            do {
                try await LoopActor.sleep(for: Self.pause)
                stream = try await open()
                onConnection(nil)
            } catch {
                stream = nil
                onConnection((error as? CommandFailure)?.message ?? "\(error)")
            }
        }
    }

    private func read(_ stream: StreamedResponse) async {
        do throws(HTTPClientError) {
            while let piece = try await stream.next() {
                for event in parser.take(piece) { take(event) }
            }
            onConnection("the stream of events has ended")
        } catch {
            onConnection("\(error)")
        }
    }

    private func take(_ event: EventStreamParser.Event) {
        if let id = event.id { lastID = id }
        guard !event.data.isEmpty, let json = try? JSON(parsing: event.data) else { return }
        switch event.name {
        case "subsystem": handler(.subsystem(json))
        case "service": handler(.service(json))
        case "conductor": handler(.conductor(json))
        case "reset": handler(.gap)
        default: break  // of a later version
        }
    }
}
