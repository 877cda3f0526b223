/// The format text/event-stream, HTML standard, section 9.2.6, as far as a node writes it. Pure.
struct EventStreamParser {
    struct Event: Equatable {
        var name = "message"
        var id: String?
        var data = ""
    }

    /// A line that is longer is no node's.
    private static let lineLimit = 4 << 20
    private var rest: [UInt8] = []
    private var event = Event()

    /// The events that are complete with these bytes; one that has no data moves the last id alone.
    mutating func take(_ bytes: [UInt8]) -> [Event] {
        rest += bytes
        var events: [Event] = []
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            var line = String(decoding: rest[..<end], as: UTF8.self)
            rest.removeSubrange(...end)
            if line.last == "\r" { line.removeLast() }
            if let event = take(line: line) { events.append(event) }
        }
        if rest.count > Self.lineLimit { rest = [] }
        return events
    }

    private mutating func take(line: String) -> Event? {
        guard !line.isEmpty else {
            defer { event = Event() }
            return event == Event() ? nil : event
        }
        guard let colon = line.firstIndex(of: ":"), colon != line.startIndex else { return nil }  // a comment
        var value = line[line.index(after: colon)...]
        if value.first == " " { value.removeFirst() }
        switch line[..<colon] {
        case "event": event.name = String(value)
        case "id": event.id = String(value)
        case "data": event.data += event.data.isEmpty ? String(value) : "\n" + value
        default: break  // retry, and what is not known
        }
        return nil
    }
}
