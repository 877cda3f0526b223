import HTTPServer
import JSON
import Testing

@testable import NodeAPI

@Suite(.timeLimit(.minutes(5)))
struct EventFeedTests {
    private let feed = EventFeed(generation: 3)

    private func publish(_ numbers: ClosedRange<Int>) {
        for number in numbers { feed.publish(NodeEvent(kind: .service, data: ["n": .int(Int64(number))])) }
    }

    /// The next piece as text; nil at the end.
    private func next(_ stream: any HTTPStreamSource) async -> String? {
        await stream.next().map { String(decoding: $0, as: UTF8.self) }
    }

    /// The ids in a piece.
    private func ids(_ text: String?) -> [String] {
        (text ?? "").split(separator: "\n").filter { $0.hasPrefix("id: ") }.map { String($0.dropFirst(4)) }
    }

    private func open(after id: String? = nil, for peer: PeerAddress = .loopback) throws -> any HTTPStreamSource {
        try feed.follow(after: id, for: peer)
    }

    @Test func `a stream tells what happens from now on, each event with the next id`() async throws {
        publish(1...2)
        let stream = try open()
        let here = ids(await next(stream))
        #expect(here.count == 1 && here[0].hasPrefix("3.") && here[0].hasSuffix("-2"))
        async let waited = next(stream)
        publish(3...3)
        let first = try #require(await waited)
        #expect(first == "event: service\nid: \(here[0].dropLast())3\ndata: {\"n\":3}\n\n")
        publish(4...5)
        #expect(ids(await next(stream)).map { $0.suffix(2) } == ["-4", "-5"])
    }

    @Test func `a client that comes back gets what it has missed`() async throws {
        let stream = try open()
        let start = ids(await next(stream))[0]
        publish(1...10)
        let seen = ids(await next(stream))
        stream.end()
        publish(11...12)
        let again = try open(after: seen[7])
        #expect(ids(await next(again)).map { $0.split(separator: "-").last } == ["9", "10", "11", "12"])
        let fromStart = try open(after: start)
        #expect(ids(await next(fromStart)).count == 12)
        let upToDate = try open(after: ids(await next(try open()))[0])
        #expect(await next(upToDate) == "retry: 1000\n\n")
        publish(13...13)
        #expect(ids(await next(upToDate)).count == 1)
    }

    @Test func `an id that is too old, of another process, or none at all, gets a reset, and then what happens`()
        async throws
    {
        let old = ids(await next(try open()))[0]
        publish(1...1001)
        let number = ids(await next(try open()))[0]
        #expect(number.hasSuffix("-1001"))
        let other = "2." + number.dropFirst(2)
        for id in [old, other, "", "garbage", number + "0", number.dropLast(4) + "-5", "3.x-99999999999999999999"] {
            let stream = try open(after: String(id))
            let text = try #require(await next(stream))
            #expect(text.contains("event: reset\nid: \(number)\ndata: {"), "after \(id)")
            stream.end()
        }
        let oldest = number.dropLast(4) + "1"  // after event 1 everything is here
        let stream = try open(after: String(oldest))
        var count = 0
        while count < 1000 { count += ids(await next(stream)).count }
        #expect(count == 1000)
    }

    @Test func `a stream that has fallen behind the oldest event ends, and others go on`() async throws {
        let slow = try open()
        let quick = try open()
        #expect(await next(slow) != nil)
        #expect(await next(quick) != nil)
        publish(1...600)
        var count = 0
        while count < 600 { count += ids(await next(quick)).count }
        publish(601...1001)
        #expect(await next(slow) == nil)
        #expect(ids(await next(quick)).first?.hasSuffix("-601") == true)
    }

    @Test func `no more than 64 at a time, and there is room again when one has ended`() throws {
        let streams = try (0..<64).map { _ in try open() }
        #expect(throws: EventFeed.Full.forAll) { try open() }
        streams[10].end()
        streams[10].end()
        let another = try open()
        #expect(throws: EventFeed.Full.forAll) { try open() }
        withExtendedLifetime((streams, another)) {}
    }

    @Test func `one address has 16 at most, also when it has been told something, and leaves room for others`()
        async throws
    {
        let (one, other) = (PeerAddress(v4: 0x0A00_0001), PeerAddress(v4: 0x0A00_0002))
        let streams = try (0..<16).map { _ in try open(for: one) }
        publish(1...1)
        for stream in streams { #expect(await next(stream) != nil) }
        #expect(throws: EventFeed.Full.forPeer) { try open(for: one) }
        let others = try open(for: other)
        streams[3].end()
        let another = try open(for: one)
        #expect(throws: EventFeed.Full.forPeer) { try open(for: one) }
        withExtendedLifetime((streams, others, another)) {}
    }

    @Test func `while nothing happens a comment keeps the connection alive`() async throws {
        let stream = try open()
        _ = await next(stream)
        async let waited = next(stream)
        feed.keepAlive()
        #expect(await waited == ": keep-alive\n\n")
        feed.keepAlive()
        publish(1...1)
        #expect(ids(await next(stream)).count == 1, "an event is sign enough")
    }

    @Test func `an end wakes whoever waits`() async throws {
        let stream = try open()
        _ = await next(stream)
        async let waited = next(stream)
        stream.end()
        #expect(await waited == nil)
        #expect(await next(stream) == nil)
        #expect(!feed.hasStreams)
    }
}
