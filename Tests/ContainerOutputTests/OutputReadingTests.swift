import Glibc
import NodeProtocol
import TestSupport
import Testing

@testable import ContainerOutput

/// Files as the engine writes them, without an engine.
@Suite(.timeLimit(.minutes(5)))
struct OutputReadingTests {
    private let directory: TemporaryDirectory
    private var path: String { directory.file("c-json.log") }

    init() throws { directory = try TemporaryDirectory() }

    private static func entry(_ text: String, _ stream: String = "stdout", second: Int = 0) -> String {
        let time = "2026-01-31T08:05:\(second < 10 ? "0" : "")\(second)Z"
        return #"{"log":"\#(text)\n","stream":"\#(stream)","time":"\#(time)"}"# + "\n"
    }

    private func put(_ texts: [String], _ tail: String = "") throws {
        try directory.write(texts.map { Self.entry($0) }.joined().utf8, to: "c-json.log\(tail)")
    }

    private func append(_ text: String) {
        let file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(file) }
        _ = Array(text.utf8).withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
    }

    /// As the engine does it.
    private func rotate(keeping count: Int) {
        for index in stride(from: count - 1, to: 0, by: -1) {
            rename(index == 1 ? path : "\(path).\(index - 1)", "\(path).\(index)")
        }
    }

    private func request(_ change: (inout OutputReading.Request) -> Void = { _ in }) -> OutputReading.Request {
        var request = OutputReading.Request(path: path)
        change(&request)
        return request
    }

    /// All lines up to the end that there is now.
    private func rest(_ reading: OutputReading) throws -> (texts: [String], isGone: Bool) {
        var texts: [String] = []
        while true {
            switch try reading.next() {
            case .working: continue
            case .lines(let lines): texts += lines.map(\.plain)
            case .end(let isGone): return (texts, isGone)
            }
        }
    }

    private func texts(_ change: (inout OutputReading.Request) -> Void = { _ in }) throws -> [String] {
        let reading = try OutputReading(request(change))
        while try !reading.prepare() {}
        return try rest(reading).texts + reading.finish().map(\.plain)
    }

    @Test func `the files that the present one was before are read first`() throws {
        try put(["a", "b"], ".2")
        try put(["c"], ".1")
        try put(["d", "e"])
        #expect(try texts() == ["a", "b", "c", "d", "e"])
        for (tail, count) in [(0, 0), (1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (9, 5)] {
            #expect(try texts { $0.tail = tail } == Array(["a", "b", "c", "d", "e"].suffix(count)), "\(tail)")
        }
        // While they are renamed one name is free.
        rename(path + ".2", path + ".3")
        rename(path + ".1", path + ".2")
        #expect(try texts() == ["a", "b", "c", "d", "e"])
    }

    @Test func `the end of a long file is found, whatever lies before it`() throws {
        let long = String(repeating: "x", count: 100_000)
        let texts = (0..<20).map { "\($0) \(long)" }
        try put(texts, ".1")
        try put(["new"])
        for tail in [1, 2, 7, 21, 100] {
            let found = try self.texts { $0.tail = tail }.joined()
            #expect(found == (texts + ["new"]).suffix(tail).joined(), "\(tail)")
        }
    }

    @Test func `streams, times and a beginning are chosen`() throws {
        append(Self.entry("a", second: 1) + Self.entry("b", "stderr", second: 2) + Self.entry("c", second: 3))
        #expect(try texts { $0.stream = .stderr } == ["b"])
        // Counted before the choice, as the engine does it.
        #expect(try texts { ($0.stream, $0.tail) = (.stderr, 1) } == [])
        #expect(try texts { ($0.stream, $0.tail) = (.stderr, 2) } == ["b"])
        #expect(try texts { ($0.tail, $0.hasTimes) = (1, true) } == ["2026-01-31T08:05:03.000000000Z c"])
        let second: Int64 = 1_769_846_700_000_000_000
        #expect(try texts { $0.since = second + 2_000_000_000 } == ["b", "c"])
        #expect(try texts { $0.since = second + 2_000_000_001 } == ["c"])
        #expect(try texts { $0.since = second + 4_000_000_000 } == [])
    }

    @Test func `an entry that is none is left out, and a line of several entries is one`() throws {
        append("\0\0\0\n" + Self.entry("a") + "{\"log\":\"ha\n" + Self.entry("b"))
        append(#"{"log":"long ","stream":"stdout","time":"2026-01-31T08:05:09Z"}"# + "\n" + Self.entry("line"))
        append(#"{"log":"no end","stream":"stdout","time":"2026-01-31T08:05:09Z"}"# + "\n" + #"{"log":"is writ"#)
        #expect(try texts() == ["a", "b", "long line", "no end"])
    }

    @Test func `what is no regular file of that name is not read`() throws {
        #expect(throws: OutputReading.Failure.self) { try OutputReading(request()) }
        mkfifo(path, 0o600)
        #expect(throws: OutputReading.Failure.self) { try OutputReading(request()) }
        unlink(path)
        try put(["secret"], ".other")
        symlink(path + ".other", path)
        #expect(throws: OutputReading.Failure.self) { try OutputReading(request()) }
        unlink(path)
        try put([])
        #expect(try texts().isEmpty)
        mkdir(path + ".1", 0o700)
        #expect(throws: OutputReading.Failure.self) { try OutputReading(request()) }
    }

    @Test func `who does not follow gets what there was when he asked`() throws {
        try put(["a"])
        let reading = try OutputReading(request())
        append(Self.entry("b"))
        #expect(try rest(reading).texts == ["a"])
    }

    @Test func `what would have to be read from compressed files is left to the engine`() throws {
        try put(["b", "c"], ".1")
        try put(["d"])
        try directory.write([0x1F, 0x8B], to: "c-json.log.2.gz")
        #expect(throws: OutputReading.Failure.self) { try texts() }
        #expect(throws: OutputReading.Failure.self) { try texts { $0.tail = 4 } }
        #expect(try texts { $0.tail = 3 } == ["b", "c", "d"])
        #expect(try texts { $0.tail = 0 } == [])
    }

    @Test func `a follower goes on through the file, the next ones, and one that was emptied`() throws {
        try put(["a"])
        let reading = try OutputReading(request { ($0.follows, $0.tail) = (true, 0) })
        #expect(try rest(reading).texts == [])
        append(Self.entry("b"))
        append(#"{"log":"#)
        #expect(try rest(reading).texts == ["b"])
        append(#""c\n","stream":"stdout","time":"2026-01-31T08:05:09Z"}"# + "\n")
        #expect(try rest(reading).texts == ["c"])
        append(Self.entry("d"))
        rotate(keeping: 3)
        #expect(try rest(reading).texts == ["d"], "there is no new file yet")
        append(Self.entry("e"))
        #expect(try rest(reading).texts == ["e"])
        // Several at once, so often that the one it knows is gone.
        for text in ["f", "g", "h", "i"] {
            append(Self.entry(text))
            rotate(keeping: 3)
        }
        append(Self.entry("j"))
        // What was in its own file when that was renamed, and what is still there of the others.
        #expect(try rest(reading).texts == ["f", "h", "i", "j"])
        for text in ["k", "l"] {
            rotate(keeping: 5)
            append(Self.entry(text))
        }
        #expect(try rest(reading).texts == ["k", "l"])
        truncate(path, 0)
        #expect(try rest(reading).texts == [])
        append(Self.entry("m"))
        #expect(try rest(reading).texts == ["m"])
    }

    @Test func `a follower hears that the file is gone, and not of one that is about to come`() throws {
        try put(["a"])
        let reading = try OutputReading(request { $0.follows = true })
        #expect(try rest(reading) == (["a"], false))
        rename(path, path + ".1")
        for _ in 0..<10 { #expect(try rest(reading) == ([], false)) }
        append(Self.entry("b"))
        #expect(try rest(reading) == (["b"], false))
        unlink(path)
        try [false, true].forEach { isLast in
            try eventuallyGone(reading, isLast)
        }
    }

    private func eventuallyGone(_ reading: OutputReading, _ isLast: Bool) throws {
        guard isLast else {
            #expect(try rest(reading).isGone == false)
            return
        }
        for _ in 0..<10 where try rest(reading).isGone { return }
        Issue.record("the file is gone")
    }
}
