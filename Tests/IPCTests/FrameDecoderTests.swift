import IPC
import Testing

@Suite struct FrameDecoderTests {
    private static let payloads = ["{}", "[1,2,3]", String(repeating: "x", count: 300), "é😀"].map { Array($0.utf8) }

    private func decode(_ bytes: [UInt8], chunk: Int) throws -> [[UInt8]] {
        var decoder = FrameDecoder()
        var frames: [[UInt8]] = []
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            decoder.append(bytes[start..<min(start + chunk, bytes.count)])
            while let frame = try decoder.next() { frames.append(Array(frame)) }
        }
        #expect(!decoder.isInsideFrame)
        return frames
    }

    @Test func `the same bytes give the same frames cut at every chunk size`() throws {
        let bytes = Self.payloads.flatMap { FrameDecoder.frame($0) }
        for chunk in 1...bytes.count { #expect(try decode(bytes, chunk: chunk) == Self.payloads) }
    }

    @Test func `a length over the limit is refused before anything of it is kept`() throws {
        var decoder = FrameDecoder(limit: 10)
        decoder.append([0, 0, 0, 11])
        #expect(throws: FrameError.tooLong(length: 11, limit: 10)) { try decoder.next() }
        var exact = FrameDecoder(limit: 10)
        exact.append([0, 0, 0, 10] + [UInt8](repeating: 1, count: 10))
        #expect(try exact.next()?.count == 10)
    }

    @Test func `a negative length is over any limit`() {
        var decoder = FrameDecoder()
        decoder.append([0xFF, 0xFF, 0xFF, 0xFE])
        #expect(throws: FrameError.tooLong(length: 0xFFFF_FFFE, limit: 1 << 20)) { try decoder.next() }
    }

    @Test func `a frame of no bytes is refused`() {
        var decoder = FrameDecoder()
        decoder.append([0, 0, 0, 0])
        #expect(throws: FrameError.empty) { try decoder.next() }
    }

    @Test func `a truncated frame is not a frame`() throws {
        var decoder = FrameDecoder()
        decoder.append([0, 0, 0, 5, 1, 2])
        #expect(try decoder.next() == nil)
        #expect(decoder.isInsideFrame)
    }
}
