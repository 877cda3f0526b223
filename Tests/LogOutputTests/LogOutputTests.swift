import Glibc
import JSON
import Logging
import Testing

@testable import LogOutput

@Suite(.timeLimit(.minutes(5)))
struct LogOutputTests {
    /// What `body` writes with a logger of this format.
    private func lines(
        _ format: LogOutput.Format, level: Logger.Level = .info, _ body: (Logger) throws -> Void
    ) rethrows -> [Substring] {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        defer { close(ends[0]) }
        let sink = LogSink(descriptor: ends[1])
        try body(Logger(label: "probed") { LogOutput(label: $0, format: format, level: level, sink: sink) })
        close(ends[1])
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(ends[0], &buffer, buffer.count)
            guard count > 0 else { break }
            text += buffer[..<count]
        }
        return String(decoding: text, as: UTF8.self).split(separator: "\n")
    }

    @Test func `a line of JSON has OpenTelemetry's members`() throws {
        let written = lines(.json) {
            $0.warning("something \n odd", metadata: ["process.pid": "12", "service": "web"])
        }
        let line = try JSON(parsing: Array(try #require(written.first).utf8))
        #expect(line["severity_text"] == "WARNING" && line["severity_number"] == 13)
        #expect(line["service.name"] == "probed" && line["body"] == "something \n odd")
        #expect(line["process.pid"]?.int == Int(getpid()) && line["timestamp"]?.string?.hasSuffix("Z") == true)
        #expect(line["attributes"] == ["process.pid": "12", "service": "web"])
    }

    @Test(arguments: [
        ["reason": String(repeating: "é\u{1}", count: 3000)], ["a": String(repeating: "x", count: 3990), "b": "short"],
        Dictionary(uniqueKeysWithValues: (0..<500).map { ("key \($0)", "value") }),
    ])
    func `of a line of JSON that would be too long something is left out, and it is JSON all the same`(
        metadata: [String: String]
    ) throws {
        let written = lines(.json) { $0.warning("it fails", metadata: metadata.mapValues { "\($0)" }) }
        let bytes = Array(try #require(written.first).utf8)
        #expect(written.count == 1 && bytes.count < 4000)
        let line = try JSON(parsing: bytes)
        #expect(line["body"] == "it fails" && line["severity_text"] == "WARNING")
        if metadata["b"] != nil { #expect(line["attributes"]?["b"] == "short") }
    }

    @Test func `a line of text that would be too long ends in a whole character`() throws {
        for padding in 0..<4 {
            let long = String(repeating: "a", count: padding) + String(repeating: "ж", count: 4000)
            let line = try #require(lines(.text) { $0.info("it fails", metadata: ["reason": "\(long)"]) }.first)
            #expect(line.utf8.count < 4000 && line.hasSuffix("ж…") && !line.contains("\u{FFFD}"))
        }
    }

    @Test func `the request and the instruction that the work is for are in its lines`() async throws {
        let written = lines(.text) { logger in
            LogContext.$requestID.withValue("r-1") {
                logger.info("outer")
                LogContext.$instructionID.withValue("i-2") { logger.info("inner", metadata: ["service": "web"]) }
            }
            logger.info("outside")
        }
        #expect(written[0].hasSuffix("INFO probed: outer request.id=r-1"))
        #expect(written[1].hasSuffix("INFO probed: inner instruction.id=i-2 request.id=r-1 service=web"))
        #expect(written[2].hasSuffix("INFO probed: outside"))
    }

    @Test func `a flood of one line becomes twenty`() {
        let written = lines(.text) { logger in
            for number in 0..<1000 { logger.error("it fails", metadata: ["attempt": "\(number)"]) }
            logger.info("another line")
        }
        #expect(written.count == 21)
        #expect(written.last?.hasSuffix("another line") == true)
    }

    @Test func `what is written for debugging is written whole`() {
        let written = lines(.text, level: .debug) { logger in
            for number in 0..<100 { logger.debug("a call", metadata: ["attempt": "\(number)"]) }
        }
        #expect(written.count == 100)
    }
}
