import EventLoop
import HTTPClient
import JSON
import NodeProtocol
import URIText

/// Output of services over the API, as the readers of ``ServiceLogs``.
@LoopActor
final class RemoteLogs {
    private let api: RemoteAPI
    private var readers: [String: Reader] = [:]

    private final class Reader {
        let stream: StreamedResponse
        /// What has come of a line that has not ended.
        var rest: [UInt8] = []
        init(_ stream: StreamedResponse) { self.stream = stream }
    }

    nonisolated init(_ api: RemoteAPI) { self.api = api }

    func open(_ request: ServiceLogs.Request) async throws -> JSON {
        var query: [String] = []
        if request.follows { query.append("follow=true") }
        if let tail = request.tail { query.append("tail=\(tail)") }
        if let since = request.since { query.append("since=" + PercentEncoding.encoded(since)) }
        if request.hasTimes { query.append("timestamps=true") }
        if let stream = request.stream { query.append("stream=\(stream.rawValue)") }
        let path = "/services/\(PercentEncoding.encoded(request.name))/logs"
        let stream = try await api.open(
            path + (query.isEmpty ? "" : "?" + query.joined(separator: "&")), accept: "application/x-ndjson")
        let id = "\(readers.count)"
        readers[id] = Reader(stream)
        return try JSON(encoding: ServiceLogs.Reader(id: id))
    }

    func read(_ id: String) async throws -> JSON {
        guard let reader = readers[id] else {
            throw CommandFailure(status: .failed, message: "this output is not being read")
        }
        do throws(HTTPClientError) {
            let piece = try await reader.stream.next()
            var lines: [ServiceLogs.Line] = []
            let parts = (reader.rest + (piece ?? [])).split(
                separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            reader.rest = Array(parts.last ?? [])
            for part in parts.dropLast() where !part.isEmpty {
                if let line = try? JSON(parsing: Array(part)).decode(ServiceLogs.Line.self) { lines.append(line) }
            }
            if piece == nil { readers[id] = nil }
            let answer = ServiceLogs.Piece(lines: lines, isEnd: piece == nil)
            return (try? JSON(encoding: answer)) ?? .null
        } catch {
            readers[id] = nil
            throw api.unreachable(error)
        }
    }

    func close(_ id: String) -> JSON {
        readers[id]?.stream.cancel()
        readers[id] = nil
        return .object([:])
    }
}
