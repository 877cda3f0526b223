import Testing

@testable import workerctl

struct EventStreamParserTests {
    private static let text = """
        retry: 1000
        id: 1.a-3

        : keep-alive

        event: subsystem
        id: 1.a-4
        data: {"name": "ü"}

        data: a
        data: b


        """

    @Test func `events are read, in whatever pieces they come`() {
        let expected: [EventStreamParser.Event] = [
            .init(name: "message", id: "1.a-3", data: ""),
            .init(name: "subsystem", id: "1.a-4", data: "{\"name\": \"ü\"}"),
            .init(name: "message", id: nil, data: "a\nb"),
        ]
        let bytes = Array(Self.text.utf8)
        for size in 1...bytes.count {
            var parser = EventStreamParser()
            var events: [EventStreamParser.Event] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                events += parser.take(Array(bytes[start..<min(start + size, bytes.count)]))
            }
            #expect(events == expected)
        }
    }

    @Test func `a line without an end is not kept for ever`() {
        var parser = EventStreamParser()
        for _ in 0..<200 { #expect(parser.take([UInt8](repeating: 0x61, count: 65536)) == []) }
        #expect(parser.take(Array("\ndata: x\n\n".utf8)).last?.data == "x")
    }
}
