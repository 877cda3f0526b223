import EventLoop
import HTTPClient
import JSON
import NodeProtocol
import URIText

/// What daemons write, over the API, as answers of ``SupervisorMethods/Output``: first all that is kept, then what comes.
@LoopActor
final class RemoteDaemonLogs {
    private let api: RemoteAPI
    private var readers: [String: Reader] = [:]

    private final class Reader {
        var stream: StreamedResponse?
        /// What has come of a line that has not ended.
        var rest: [UInt8] = []
        /// The last line that was handed on: where the stream goes on.
        var lastLine: String?
        /// Lines up to it are passed over.
        var isCatchingUp = false
    }

    nonisolated init(_ api: RemoteAPI) { self.api = api }

    func answer(_ question: SupervisorMethods.Output.Params) async throws -> JSON {
        let path = "/subsystems/\(PercentEncoding.encoded(question.name))/logs"
        guard question.after != nil, let reader = readers[question.name] else {
            let tail = question.tail.map { "?tail=\($0)" } ?? ""
            let stream = try await api.open(path + tail, accept: "text/plain")
            let reader = Reader()
            readers[question.name] = reader
            let bytes: [UInt8]
            do throws(HTTPClientError) { bytes = try await stream.rest(limit: 1 << 20) } catch {
                throw api.unreachable(error)
            }
            return try answer(lines(bytes + [UInt8(ascii: "\n")], reader), reader)
        }
        let stream = try await open(reader, path)
        let piece: [UInt8]?
        do throws(HTTPClientError) { piece = try await stream.next() } catch {
            reader.stream = nil
            throw api.unreachable(error)
        }
        if piece == nil { reader.stream = nil }
        return try answer(lines(piece ?? [], reader), reader)
    }

    private func open(_ reader: Reader, _ path: String) async throws -> StreamedResponse {
        if let stream = reader.stream { return stream }
        let stream = try await api.open(path + "?follow=true", accept: "text/plain")
        reader.stream = stream
        reader.rest = []
        reader.isCatchingUp = reader.lastLine != nil
        return stream
    }

    private func lines(_ bytes: [UInt8], _ reader: Reader) -> [String] {
        let parts = (reader.rest + bytes).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        reader.rest = Array(parts.last ?? [])
        let all = parts.dropLast().filter { !$0.isEmpty }.map { String(decoding: $0, as: UTF8.self) }
        guard reader.isCatchingUp else { return all }
        reader.isCatchingUp = false
        return all.lastIndex { $0 == reader.lastLine }.map { Array(all[($0 + 1)...]) } ?? all
    }

    private func answer(_ lines: [String], _ reader: Reader) throws -> JSON {
        reader.lastLine = lines.last ?? reader.lastLine
        return try JSON(encoding: SupervisorMethods.Output.Answer(lines: lines, next: 1, isCut: false))
    }
}
