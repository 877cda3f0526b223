import EventLoop
import JSON
import TestSupport
import Testing

@testable import DockerEngine

@Suite struct ParsingTests {
    @Test(arguments: [
        ("unix:///var/run/docker.sock", EngineAddress.unix(path: "/var/run/docker.sock")),
        ("tcp://10.0.0.1:2376", .tcp(authority: "10.0.0.1:2376")),
        ("tcp://engine", .tcp(authority: "engine:2375")),
        ("tcp://[::1]", .tcp(authority: "[::1]:2375")),
        ("tcp://[::1]:9", .tcp(authority: "[::1]:9")),
        ("ssh://host", nil), ("unix://relative", nil), ("tcp://", nil), ("", nil),
    ])
    func `an engine address is a unix path or a host`(text: String, address: EngineAddress?) {
        #expect(EngineAddress(text) == address)
    }

    @Test func `the newest API version that both speak is taken`() throws {
        let agreed = try APIVersion.agreed(minimum: APIVersion(1, 12), maximum: APIVersion(1, 41))
        #expect(agreed == APIVersion(1, 41))
        let newer = try APIVersion.agreed(minimum: APIVersion(1, 44), maximum: APIVersion(1, 99))
        #expect(newer == APIVersion.newest)
        #expect(throws: EngineError.versionMismatch(minimum: APIVersion(1, 90), maximum: APIVersion(1, 99))) {
            try APIVersion.agreed(minimum: APIVersion(1, 90), maximum: APIVersion(1, 99))
        }
        #expect(throws: EngineError.self) {
            try APIVersion.agreed(minimum: APIVersion(1, 0), maximum: APIVersion(1, 18))
        }
        #expect(APIVersion("1.9").map { $0 < APIVersion(1, 41) } == true)
        #expect(APIVersion("1") == nil && APIVersion("x.1") == nil && APIVersion("-1.2") == nil)
    }

    @Test(arguments: [
        (500, "driver failed: Bind for 127.0.0.1:80 failed: port is already allocated", EngineFailureReason.portInUse),
        (500, "Error starting userland proxy: listen tcp4 :80: bind: address already in use", .portInUse),
        (500, "write /var/lib: no space left on device", .noSpace),
        (409, "port is already allocated", nil), (500, "something else", nil),
    ])
    func `only a server error's message is read for its reason`(
        status: Int, message: String, reason: EngineFailureReason?
    ) {
        #expect(EngineFailureReason(of: .refused(call: "", status: status, message: message)) == reason)
    }

    @Test func `progress is counted by layer`() throws {
        var progress = PullProgress()
        let lines = [
            #"{"status":"Pulling from web","id":"1"}"#, #"{"status":"Pulling fs layer","id":"a"}"#,
            #"{"status":"Already exists","id":"b"}"#,
            #"{"status":"Downloading","id":"a","progressDetail":{"current":5,"total":10}}"#,
        ]
        for line in lines { _ = progress.take(try JSON(parsing: line)) }
        #expect(progress.layerCount == 2)
        #expect(progress.layersDone == 1)
        #expect(progress.bytes == 10 && progress.bytesDone == 5)
        let changes = [progress.take(["status": "Pull complete", "id": "a"])]
        #expect(changes + [progress.take(["status": "Pull complete", "id": "a"])] == [true, false])
        #expect(progress.layersDone == 2 && progress.bytesDone == 10)
    }

    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy"), ("??>", "Pz8-"),
    ])
    func `base64 is that of RFC 4648`(text: String, encoded: String) {
        #expect(Base64.urlEncoded(Array(text.utf8)) == encoded)
    }

    @Test func `credentials print as nothing`() {
        #expect("\(RegistryCredentials(user: "u", password: "hush"))" == "<redacted>")
    }
}

@Suite struct LineReaderTests {
    @Test func `lines are the same however they are cut`() throws {
        let bytes = Array("{\"a\":1}\r\n{\"b\":2}\n\n{\"c\":3}".utf8)
        for size in 1...bytes.count {
            var values: [JSON] = []
            var reader = LineReader()
            for start in stride(from: 0, to: bytes.count, by: size) {
                reader.take(Array(bytes[start..<min(start + size, bytes.count)]))
                while let value = try reader.next() { values.append(value) }
            }
            if let last = try reader.last() { values.append(last) }
            #expect(values == [["a": 1], ["b": 2], ["c": 3]])
        }
    }

    @Test func `a line that is not JSON, or never ends, is an error`() throws {
        var reader = LineReader()
        reader.take(Array("nonsense\n".utf8))
        #expect(throws: LineReader.Malformed.self) { try reader.next() }
        var other = LineReader()
        for _ in 0..<16 {
            other.take([UInt8](repeating: 32, count: 1 << 16))
            #expect(try other.next() == nil)
        }
        other.take([32])
        #expect(throws: LineReader.Malformed.self) { try other.next() }
    }
}
