import EventLoop
import Glibc
import JSON
import Logging

/// Where log lines go: standard error, one line an event, as text or JSON.
///
/// A line that the reader does not take at once is dropped and counted rather than waited for; the next line that
/// goes through tells the number. Lines are at most 4000 bytes, which a pipe takes whole or not at all (pipe(7)); of a
/// longer one something is left out, and JSON stays JSON. Lines that repeat themselves too fast are left out and
/// counted, see ``RepetitionLimit``; those for debugging are not: who asks for them wants them all.
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
        guard event.level >= .info else { return write(event.level, "\(event.message)", Self.withContext(fields)) }
        let subject = fields["service"] ?? fields["subsystem"]
        let kind = RepetitionLimit.Event(
            level: event.level.rawValue, message: "\(event.message)", subject: subject.map { "\($0)" } ?? "")
        let (isWritten, omissions) = sink.take(kind)
        for omission in omissions {
            var about: Logger.Metadata = ["lines": "\(omission.count)", "message": "\(omission.event.message)"]
            if !omission.event.subject.isEmpty { about["subject"] = "\(omission.event.subject)" }
            write(.warning, "lines that repeat themselves were left out", about)
        }
        if isWritten { write(event.level, kind.message, Self.withContext(fields)) }
    }

    /// With what all lines of the work under way have.
    private static func withContext(_ fields: Logger.Metadata) -> Logger.Metadata {
        var fields = fields
        if let id = LogContext.requestID, fields["request.id"] == nil { fields["request.id"] = "\(id)" }
        if let id = LogContext.instructionID, fields["instruction.id"] == nil { fields["instruction.id"] = "\(id)" }
        return fields
    }

    private func write(_ level: Logger.Level, _ message: String, _ fields: Logger.Metadata) {
        switch format {
        case .text: sink.write(textLine(level, message, fields))
        case .json: sink.write(jsonLine(level, message, fields))
        }
    }

    private func textLine(_ level: Logger.Level, _ message: String, _ fields: Logger.Metadata) -> String {
        var line = "\(Timestamp.now()) \(level.rawValue.uppercased()) \(label): \(message)"
        for (key, value) in fields.sorted(by: { $0.key < $1.key }) {
            let text = "\(value)"
            let needsQuotes = text.isEmpty || text.contains { $0.isWhitespace || $0 == "\"" || $0 == "=" }
            line += " \(key)=" + (needsQuotes ? JSON.string(text).text : text)
        }
        return line.replacingLineBreaks.cut(to: LogLine.longest - 4)
    }

    /// Members as in OpenTelemetry's log data model: severity, body and attributes; of the resource the two that tell who
    /// has written it.
    private func jsonLine(_ level: Logger.Level, _ message: String, _ fields: Logger.Metadata) -> String {
        let now = Timestamp.now()
        return LogLine.fitting { longestText in
            [
                "timestamp": .string(now), "severity_text": .string(level.rawValue.uppercased()),
                "severity_number": .int(level.severityNumber), "service.name": .string(label),
                "process.pid": .int(Int64(getpid())), "body": .string(message.cut(to: max(64, longestText))),
                "attributes": .object(
                    longestText > 0 ? fields.mapValues { .string("\($0)".cut(to: longestText)) } : [:]),
            ]
        }
    }
}

extension Logger.Level {
    /// SeverityNumber of OpenTelemetry's log data model: 1 to 24, four for each of trace, debug, info, warn, error, fatal.
    fileprivate var severityNumber: Int64 {
        switch self {
        case .trace: 1
        case .debug: 5
        case .info: 9
        case .notice: 10
        case .warning: 13
        case .error: 17
        case .critical: 21
        }
    }
}

extension String {
    /// One event is one line, whatever a peer put into its values.
    fileprivate var replacingLineBreaks: String {
        String(unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "\u{FFFD}" : Character($0) })
    }
}
