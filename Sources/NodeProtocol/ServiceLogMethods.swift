import IPC

/// A service's output, asked for piece by piece: who asks for no more gets no more, and nothing piles up for him.
package enum ServiceLogs {
    package struct Request: Codable, Sendable, Equatable {
        package enum Stream: String, Codable, Sendable, CaseIterable { case stdout, stderr }

        package var name: String
        /// Whether to go on with what is still to come, until the container ends.
        package var follows = false
        /// How many lines from the end to begin with; nil: all.
        package var tail: Int?
        /// From when on: Unix seconds (`1769846709.5`), a time of RFC 3339 in UTC (`2026-01-31T08:05:09Z`), or how long ago
        /// (`90s`, `10m`, `2h`, `1d`).
        package var since: String?
        /// Whether each line has its time.
        package var hasTimes = false
        /// Nil: both.
        package var stream: Stream?

        package init(_ name: String) { self.name = name }

        private enum CodingKeys: String, CodingKey {
            case name, tail, since, stream
            case follows = "follow"
            case hasTimes = "timestamps"
        }
    }

    package struct Line: Codable, Sendable, Equatable {
        package var stream: Request.Stream
        /// RFC 3339, as the engine gives it.
        package var time: String?
        package var text: String

        package init(stream: Request.Stream, time: String? = nil, text: String) {
            self.stream = stream
            self.time = time
            self.text = text
        }

        /// As it is printed.
        package var plain: String { time.map { "\($0) \(text)" } ?? text }
    }

    package struct Reader: Codable, Sendable, Equatable {
        package var id: String
        package init(id: String) { self.id = id }
    }

    package struct Piece: Codable, Sendable, Equatable {
        /// Empty when nothing came for a while.
        package var lines: [Line]
        /// Nothing more comes; the reader is closed.
        package var isEnd: Bool
        /// Why it ended before its time.
        package var failure: String?

        package init(lines: [Line], isEnd: Bool, failure: String? = nil) {
            self.lines = lines
            self.isEnd = isEnd
            self.failure = failure
        }

        private enum CodingKeys: String, CodingKey {
            case lines, failure
            case isEnd = "end"
        }
    }

    /// Begins to read. "Not found" for an unknown service, a conflict for one without a container, "unavailable" when there
    /// are too many readers or no engine. A reader that is not asked for a minute is closed.
    package enum Open: RPCMethod {
        package typealias Params = Request
        package typealias Answer = Reader
        package static let name = "services.logs.open"
    }

    /// The next lines, waited for up to ``longestWait``. "Not found" for a reader that is closed.
    package enum Read: RPCMethod {
        package typealias Params = Reader
        package typealias Answer = Piece
        package static let name = "services.logs.read"
    }

    package enum Close: RPCMethod {
        package typealias Params = Reader
        package typealias Answer = Nothing
        package static let name = "services.logs.close"
    }

    package static let openDeadline = Duration.seconds(20)
    package static let longestWait = Duration.seconds(5)
    /// For the answer to ``Read``.
    package static let readDeadline = Duration.seconds(15)
}
