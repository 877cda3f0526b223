import EventLoop
import HTTPClient
import NodeProtocol
import URIText

/// What daemons write, over the API, piece by piece: first all that is kept, then what comes.
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

    /// Positions are only told from none: where a reader is, is known here.
    func output(of name: String, after position: Int?, tail: Int?) async throws -> KeptOutput.Piece {
        let path = "/subsystems/\(PercentEncoding.encoded(name))/logs"
        guard position != nil, let reader = readers[name] else {
            let tail = tail.map { "?tail=\($0)" } ?? ""
            let stream = try await api.open(path + tail, accept: "text/plain")
            let reader = Reader()
            readers[name] = reader
            let bytes: [UInt8]
            do throws(HTTPClientError) { bytes = try await stream.rest(limit: 1 << 20) } catch {
                throw api.unreachable(error)
            }
            return piece(lines(bytes + [UInt8(ascii: "\n")], reader), reader)
        }
        let stream = try await open(reader, path)
        let bytes: [UInt8]?
        do throws(HTTPClientError) { bytes = try await stream.next() } catch {
            reader.stream = nil
            throw api.unreachable(error)
        }
        if bytes == nil { reader.stream = nil }
        return piece(lines(bytes ?? [], reader), reader)
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

    private func piece(_ lines: [String], _ reader: Reader) -> KeptOutput.Piece {
        reader.lastLine = lines.last ?? reader.lastLine
        return KeptOutput.Piece(lines: lines, next: 1, isCut: false)
    }
}
