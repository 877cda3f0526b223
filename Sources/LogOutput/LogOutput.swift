import Glibc
import JSON
import Logging

/// Where log lines go: standard error, one line an event, as text or JSON.
///
/// A line that the reader does not take at once is dropped and counted rather than waited for; the next line that
/// goes through tells the number. Lines are at most 4096 bytes, which a pipe takes whole or not at all (pipe(7)).
package struct LogOutput: LogHandler {
    package enum Format: Sendable { case text, json }

    package var metadata: Logger.Metadata = [:]
    package var logLevel: Logger.Level
    private let label: String
    private let format: Format
    private let sink: LogSink

    package init(label: String, format: Format, level: Logger.Level, sink: LogSink = .standardError) {
        self.label = label
        self.format = format
        self.sink = sink
        logLevel = level
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let fields = metadata.merging(event.metadata ?? [:]) { $1 }
        switch format {
        case .text: sink.write(textLine(event, fields))
        case .json: sink.write(jsonLine(event, fields))
        }
    }

    private func textLine(_ event: LogEvent, _ fields: Logger.Metadata) -> String {
        var line = "\(LogTime.now()) \(event.level.rawValue.uppercased()) \(label): \(event.message)"
        for (key, value) in fields.sorted(by: { $0.key < $1.key }) {
            let text = "\(value)"
            let needsQuotes = text.isEmpty || text.contains { $0.isWhitespace || $0 == "\"" || $0 == "=" }
            line += " \(key)=" + (needsQuotes ? JSON.string(text).text : text)
        }
        return line.replacingLineBreaks
    }

    /// Names as in OpenTelemetry's log data model.
    private func jsonLine(_ event: LogEvent, _ fields: Logger.Metadata) -> String {
        let attributes = fields.mapValues { JSON.string("\($0)") }
        let line: JSON = [
            "timestamp": .string(LogTime.now()), "severity_text": .string(event.level.rawValue.uppercased()),
            "service.name": .string(label), "body": .string("\(event.message)"), "attributes": .object(attributes),
        ]
        return line.text
    }
}

extension String {
    /// One event is one line, whatever a peer put into its values.
    fileprivate var replacingLineBreaks: String {
        String(unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "\u{FFFD}" : Character($0) })
    }
}

/// The wall clock for log lines: ISO-8601, UTC, milliseconds.
private enum LogTime {
    static func now() -> String {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        var parts = tm()
        gmtime_r(&time.tv_sec, &parts)
        let date = "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
        let milliseconds = String(time.tv_nsec / 1_000_000)
        let padding = String(repeating: "0", count: 3 - milliseconds.count)
        return "\(date)T\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)).\(padding)\(milliseconds)Z"
    }

    private static func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : String(number) }
}
