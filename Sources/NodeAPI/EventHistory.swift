import EventLoop
import JSON
import NodeProtocol

/// What has happened, the newest first: the events that are kept, and behind them the starts of daemons that the status
/// cache has from before.
package struct EventHistory: Sendable {
    /// How a page ends, and the next one begins.
    enum Position: Sendable, Equatable {
        /// Behind the event of that id.
        case event(String)
        /// Behind the start of that moment, in nanoseconds of CLOCK_MONOTONIC.
        case start(Int64)
    }

    struct Entry: Sendable {
        let id: String
        let kind: String
        /// ISO-8601 UTC.
        let at: String
        /// JSON.
        let data: String
        let position: Position
    }

    struct Page: Sendable {
        let entries: [Entry]
        /// Nil at the end.
        let next: Position?
        /// A stream after this one's id leaves nothing out that is newer than the page.
        let lastEventID: String
    }

    enum Fault: Error { case unknown, expired }

    let feed: EventFeed
    /// The starts of a daemon, newest first.
    let starts: @Sendable (Subsystem) async throws -> [SubsystemStart]

    /// Throws ``Fault``.
    func page(after position: Position?, limit: Int) async throws -> Page {
        // One more than is given: whether there is a next page.
        let wanted = limit + 1
        var entries: [Entry] = []
        var end = Int64.max
        let lastEventID: String
        switch position {
        case .event, nil:
            let past = try feed.past(before: position, count: wanted)
            entries = past.entries
            end = past.oldest?.nanoseconds ?? end
            lastEventID = past.lastEventID
        case .start(let before):
            end = before
            lastEventID = feed.lastEventID
        }
        if entries.count < wanted {
            entries += try await starts(before: end).prefix(wanted - entries.count)
        }
        let page = Array(entries.prefix(limit))
        return Page(
            entries: page, next: entries.count > limit ? page.last?.position : nil, lastEventID: lastEventID)
    }

    /// What fits into one answer over IPC, with room to spare.
    private static let answerSize = 512 * 1024

    /// The newest events, as ``EventMethods/Past`` gives them.
    package func newest(_ limit: Int) async throws -> [PastEvent] {
        var size = 0
        return try await page(after: nil, limit: min(max(1, limit), 500)).entries.prefix { entry in
            size += entry.data.utf8.count + 200
            return size <= Self.answerSize
        }.map { PastEvent(id: $0.id, event: $0.kind, at: $0.at, data: try JSON(parsing: $0.data)) }
    }

    private func starts(before end: Int64) async throws -> [Entry] {
        var all: [(stamp: Int64, start: SubsystemStart)] = []
        for subsystem in Subsystem.allCases {
            for start in try await starts(subsystem) {
                let stamp = Int64(exactly: (start.monotonicSeconds * 1e9).rounded()) ?? 0
                if stamp < end { all.append((stamp, start)) }
            }
        }
        return all.sorted { $0.stamp > $1.stamp }.compactMap { stamp, start in
            guard let data = try? JSON(encoding: start).text else { return nil }
            return Entry(
                id: "start-\(start.name.rawValue)-\(stamp)", kind: "start", at: start.startedAt, data: data,
                position: .start(stamp))
        }
    }
}
