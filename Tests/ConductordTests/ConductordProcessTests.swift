import EventLoop
import Foundation
import HTTPClient
import JSON
import TestSupport
import Testing

/// The program itself, as a process.
@Suite(.eventLoop, .timeLimit(.minutes(10)))
@LoopActor
struct ConductordProcessTests {
    private let directory: TemporaryDirectory
    private let client = HTTPClient()

    nonisolated init() throws { directory = try TemporaryDirectory() }

    /// Starts conductord, waits for its line, and ends it after `body`.
    private func withConductord(
        _ arguments: [String], _ body: @LoopActor (ChildProcess, String) async throws -> Void
    ) async throws {
        let (process, output) = try start(arguments)
        defer { if process.exitStatus == nil { kill(process.pid, SIGKILL) } }
        let line = try await eventually("conductord says where it listens") { () -> String? in
            let text = String(decoding: contents(of: output) ?? [], as: UTF8.self)
            return text.hasSuffix("\n") ? text : nil
        }
        let url = try #require(line.split(separator: " ").last).trimmingCharacters(in: .whitespacesAndNewlines)
        try await body(process, url)
    }

    private func start(_ arguments: [String], token: String? = "secret") throws -> (ChildProcess, output: String) {
        let environment = token.map { ["CONDUCTOR_TOKEN": $0, "HOME": directory.path] } ?? ["HOME": directory.path]
        let output = try directory.write([], to: "output-\(UUID().uuidString)")
        let errors = try directory.write([], to: "errors")
        let paths = [output, errors]
        let files = paths.map { open($0, O_WRONLY | O_CLOEXEC) }
        defer { for file in files { close(file) } }
        let process = try ChildProcess(
            [Self.executable.path] + arguments, environment: environment, output: files[0], errors: files[1])
        return (process, output)
    }

    private nonisolated static var executable: URL {
        // Test bundles and executables are built into the same directory.
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appendingPathComponent("conductord")
    }

    private func ended(_ process: ChildProcess) async throws -> Int32 {
        try await eventually("conductord ends", within: .seconds(60)) { process.exitStatus }
    }

    private var errors: String { String(decoding: contents(of: directory.file("errors")) ?? [], as: UTF8.self) }

    private func send(_ method: String, _ url: String, _ body: JSON? = nil) async throws -> (Int, JSON) {
        var request = HTTPRequest(method, url: url)
        request.body = body?.bytes
        request.headers = [("Content-Type", "application/json")]
        request.timeout = .seconds(60)
        let response = try await client.send(request)
        return (response.status, try JSON(parsing: response.body))
    }

    @Test func `it keeps its workers over a restart, and stops though a poll waits`() async throws {
        let arguments = ["--listen", "127.0.0.1:0", "--database", directory.file("c.db")]
        var ids: [JSON?] = []
        for _ in 1...2 {
            try await withConductord(arguments) { process, url in
                let registration: JSON = ["token": "secret", "hostname": "n", "ip_address": "10.0.0.1"]
                let (status, body) = try await send("POST", url + "/api/workers/register", registration)
                #expect(status == 201)
                let id = try #require(body["worker"]?["id"]?.string)
                ids.append(body["worker"]?["id"])
                async let poll = send("GET", url + "/api/workers/\(id)/deployments?revision=0&wait=20")
                _ = try await send("GET", url + "/api/workers")
                kill(process.pid, SIGTERM)
                #expect(try await ended(process) == 0)
                _ = try? await poll  // answered, or cut off when it had not begun
            }
        }
        #expect(ids[0] == ids[1])
    }

    @Test func `a port in use is said, with exit status 1`() async throws {
        let arguments = ["--listen", "127.0.0.1:0", "--database", directory.file("c.db")]
        try await withConductord(arguments) { _, url in
            let port = try #require(url.split(separator: ":").last)
            let (second, _) = try start(["--listen", "127.0.0.1:\(port)", "--database", directory.file("d.db")])
            #expect(try await ended(second) == 1)
            #expect(errors.contains("127.0.0.1:\(port): Address already in use"))
        }
    }

    @Test func `without a token it does not start`() async throws {
        let (process, _) = try start(["--listen", "127.0.0.1:0"], token: nil)
        #expect(try await ended(process) == 64)
        #expect(errors.contains("registration token"))
    }

    @Test func `the token comes from a file, and the database has a directory made for it`() async throws {
        let path = try directory.write(Array("from-file\nrest\n".utf8), to: "token")
        try await withConductord([
            "--listen", "127.0.0.1:0", "--token-file", path, "--database", directory.file("x.db"),
        ]) { process, url in
            let (right, _) = try await send("POST", url + "/api/workers/register", ["token": "from-file"])
            #expect(right == 201)
            let (wrong, _) = try await send("POST", url + "/api/workers/register", ["token": "secret"])
            #expect(wrong == 401)
            kill(process.pid, SIGINT)
            let status = try await ended(process)
            #expect(status == 0)
        }
    }

    @Test(arguments: ["nonsense", "127.0.0.1:99999", ":1", "127.0.0.1:"])
    func `an address of no form is wrong usage`(address: String) async throws {
        let (process, _) = try start(["--listen", address])
        #expect(try await ended(process) == 64)
        #expect(errors.contains("--listen"))
    }
}
