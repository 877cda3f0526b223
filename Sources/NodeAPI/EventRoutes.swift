import HTTPServer
import JSON

/// What happens on the node, as a stream; and what has happened, in pages.
struct EventRoutes: Sendable {
    let source: any NodeSource

    private static let limits = 1...500
    private static let standardLimit = 100

    var routes: [Route] {
        [
            Route(
                .get, "/events", query: [.integer("limit", Self.limits), Cursor.parameter],
                produces: ["text/event-stream", "application/json"], events)
        ]
    }

    /// A page for who wants JSON, or says how long it should be; else the stream.
    @Sendable private func events(_ call: HTTPCall) async throws -> HTTPAnswer {
        let isPage = !call.query.isEmpty
        guard isPage || call.mediaType == "application/json" else { return try await stream(call) }
        guard call.accepts("application/json") else {
            throw HTTPFault.badRequest("The query parameters are for application/json: a stream has neither")
        }
        return try await page(call)
    }

    /// Server-sent events: HTML standard, section 9.2.
    private func stream(_ call: HTTPCall) async throws -> HTTPAnswer {
        let message: String
        do throws(EventFeed.Full) {
            let stream = try await source.eventStream(after: call.header("Last-Event-ID"), for: call.peer)
            return HTTPAnswer(200, HTTPStream("text/event-stream", stream))
        } catch {
            message =
                switch error {
                case .forPeer: "There are \(EventFeed.streamsPerPeer) streams of events to your address already"
                case .forAll: "There are \(EventFeed.streamLimit) streams of events already"
                }
        }
        throw HTTPFault(503, message, headers: ["Retry-After": "10"])
    }

    private func page(_ call: HTTPCall) async throws -> HTTPAnswer {
        let limit = call.integer("limit") ?? Self.standardLimit
        let page: EventHistory.Page
        do {
            page = try await source.eventHistory.page(after: try Self.position(call), limit: limit)
        } catch EventHistory.Fault.unknown {
            throw Cursor.unknown
        } catch EventHistory.Fault.expired {
            throw Cursor.expired
        }
        // The data of an event is text already.
        let events = page.entries.map { entry in
            """
            {"id":\(JSON.string(entry.id).text),"event":"\(entry.kind)","at":\(JSON.string(entry.at).text),\
            "data":\(entry.data)}
            """
        }
        let next = page.next.map { JSON.string(Self.cursor($0).text).text } ?? "null"
        let text =
            "{\"events\":[" + events.joined(separator: ",")
            + "],\"next_cursor\":\(next),\"last_event_id\":\(JSON.string(page.lastEventID).text)}\n"
        return HTTPAnswer(200, text, type: "application/json; charset=utf-8")
    }

    private static func position(_ call: HTTPCall) throws(HTTPFault) -> EventHistory.Position? {
        guard let cursor = try Cursor("events", of: call) else { return nil }
        guard cursor.place.hasPrefix("@") else { return .event(cursor.place) }
        guard let stamp = Int64(cursor.place.dropFirst()) else { throw Cursor.unknown }
        return .start(stamp)
    }

    private static func cursor(_ position: EventHistory.Position) -> Cursor {
        switch position {
        case .event(let id): Cursor("events", id)
        case .start(let stamp): Cursor("events", "@\(stamp)")
        }
    }
}
