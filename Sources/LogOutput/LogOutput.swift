import EventLoop
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
        var line = "\(Timestamp.now()) \(event.level.rawValue.uppercased()) \(label): \(event.message)"
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
            "timestamp": .string(Timestamp.now()), "severity_text": .string(event.level.rawValue.uppercased()),
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
