/// Takes the two streams of a container without a terminal apart. Each piece stands behind eight bytes: the number of
/// its stream, three zeros, and its length as 32 bits, big-endian (`POST /containers/{id}/attach`, "Stream format").
struct LogDemultiplexer {
    struct Malformed: Error, Equatable {}

    private var header: [UInt8] = []
    private var source = LogChunk.Source.output
    /// What the present piece still lacks; pieces are handed on before they are complete, so none is ever held.
    private var remaining = 0

    mutating func take(_ bytes: [UInt8]) throws(Malformed) -> [LogChunk] {
        var chunks: [LogChunk] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            if remaining == 0 {
                let missing = rest.prefix(8 - header.count)
                header += missing
                rest = rest.dropFirst(missing.count)
                guard header.count == 8 else { break }
                guard let source = LogChunk.Source(rawValue: header[0]), header[1...3].allSatisfy({ $0 == 0 }) else {
                    throw Malformed()
                }
                self.source = source
                remaining = header[4...].reduce(0) { $0 << 8 | Int($1) }
                header = []
            } else {
                let piece = rest.prefix(remaining)
                remaining -= piece.count
                rest = rest.dropFirst(piece.count)
                chunks.append(LogChunk(source: source, bytes: Array(piece)))
            }
        }
        return chunks
    }
}
