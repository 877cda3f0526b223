import EventLoop
import JSON
import NodeProtocol
import Synchronization
import Testing

@testable import workerctl

@Suite(.timeLimit(.minutes(5)))
struct PullBarTests {
    private static func progress(_ layers: [(String, Int64, Int64)]) -> JSON {
        [
            "layers": .array(
                layers.map { ["id": "x", "status": .string($0.0), "current": .int($0.1), "total": .int($0.2)] }),
            "layers_count": .int(Int64(layers.count)),
            "layers_done": .int(Int64(layers.count { $0.0 == "done" || $0.0 == "present" })),
            "bytes": .int(layers.reduce(0) { $0 + $1.2 }), "bytes_done": .int(layers.reduce(0) { $0 + $1.1 }),
        ]
    }

    private static let table: [([(String, Int64, Int64)], String)] = [
        ([("waiting", 0, 0)], "[>                       ]   0 %, 0 of 1 layers"),
        ([("present", 0, 0)], "[########################] 100 %, 1 of 1 layers"),
        ([("done", 0, 0), ("waiting", 0, 0)], "[############>           ]  50 %, 1 of 2 layers"),
        ([("downloaded", 0, 0)], "[################>       ]  66 %, 0 of 1 layers"),
        ([("a new word", 0, 0)], "[>                       ]   0 %, 0 of 1 layers"),
    ]

    @Test(arguments: table)
    func `a bar shows how much is here`(layers: [(String, Int64, Int64)], line: String) {
        #expect(PullBar.line(Self.progress(layers)) == line)
    }

    @Test func `bytes are told when they are known, and nonsense breaks nothing`() {
        let line = PullBar.line(Self.progress([("downloading", 512 << 10, 1 << 20)]))
        #expect(line?.hasPrefix("[########>") == true && line?.contains(" of 1") == true)
        #expect(PullBar.line(nil) == nil)
        #expect(PullBar.line(["layers_count": 0]) == nil)
        #expect(PullBar.line(["layers_count": 2, "layers_done": 99])?.contains("100 %") == true)
        #expect(PullBar.line(Self.progress([("downloading", -5, 3), ("downloading", 9, 3)])) != nil)
    }

    @LoopActor
    @Test(arguments: [true, false])
    func `a terminal gets one line that is drawn over, a file gets lines`(isTerminal: Bool) {
        let text = Mutex("")
        let output = Output(
            results: { piece in
                text.withLock { $0 += piece }
                return true
            }, complaints: { _ in }, isTerminal: isTerminal, columns: { 60 })
        let display = ServiceDisplay(name: "web", output: output)
        var status = ServiceStatus(
            service: "web", name: "aerekos-web", status: .pulling, running: false, image: "web:1")
        for done in [Int64(1), 2, 3] {
            // Of the attempt before, while this one comes along.
            status.error = ServiceError(.engineTimeout, "the container engine did not answer in time")
            status.progress = Self.progress([("downloading", done << 20, 4 << 20)])
            display.show(status)
        }
        status.status = .running
        status.progress = nil
        status.error = nil
        display.show(status)
        let shown = text.withLock(\.self)
        #expect(shown.hasSuffix("web: running\n"))
        #expect(shown.contains("\u{1B}[2K") == isTerminal)
        #expect(shown.split(separator: "\n").count == (isTerminal ? 1 : 2))
        #expect(shown.contains("33 %") == isTerminal, "what lies between is for terminals")
        #expect(!isTerminal || shown.split(separator: "\r").allSatisfy { $0.count < 60 + 4 }, "it stays in its line")
    }
}
