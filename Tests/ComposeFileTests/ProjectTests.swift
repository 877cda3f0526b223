import Foundation
import Testing

@testable import ComposeFile

@Suite(.timeLimit(.minutes(5)))
struct ProjectTests {
    private static let profiled =
        "services: {a: {image: x}, b: {image: x, profiles: [p, q]}, c: {image: x, profiles: [r]}}"

    @Test(arguments: [
        ([], "", ["a"]), (["p"], "", ["a", "b"]), (["q", "r"], "", ["a", "b", "c"]), (["*"], "", ["a", "b", "c"]),
        ([], "q,r", ["a", "b", "c"]), (["p"], "r", ["a", "b", "c"]), (["other"], "", ["a"]),
    ])
    func `a service with profiles runs with one of them`(
        profiles: [String], variable: String, expected: [String]
    ) throws {
        let project = try load(Self.profiled, environment: ["COMPOSE_PROFILES": variable], profiles: profiles)
        #expect(project.services.keys.sorted() == expected)
        #expect(Set(project.services.keys).union(project.disabledServices.keys) == ["a", "b", "c"])
    }

    @Test func `what the node cannot do harms nothing in a service that does not run`() throws {
        let text = "services: {a: {image: x}, b: {build: ., profiles: [dev]}}"
        let project = try load(text)
        #expect(project.warnings.map(\.field) == ["services.b.build"])
        #expect(throws: ComposeError.self) { try load(text, profiles: ["dev"]) }
    }

    @Test func `a dependency that is not required may be switched off`() throws {
        let project = try load(
            """
            services:
              a: {image: x, depends_on: {b: {condition: service_started, required: false}}}
              b: {image: x, profiles: [p]}
            """)
        #expect(project.services["a"]?.dependsOn == [:])
        #expect(project.warnings.count == 1)
    }

    @Test(arguments: [
        (nil, "", "name: in-file\n", "in-file"), (nil, "", "", "app"), ("given", "var", "name: in-file\n", "given"),
        (nil, "var", "name: in-file\n", "var"), (nil, "", "name: My ${X} App\n", "myyapp"),
    ])
    func `a project is named by option, variable, file and directory, in this order`(
        option: String?, variable: String, line: String, expected: String
    ) throws {
        let text = line + "services: {a: {image: \"x:${COMPOSE_PROJECT_NAME}\"}}"
        var request = ComposeRequest(
            inputs: [.text(Array(text.utf8), name: "f")], directory: "/srv/App", access: FileAccess(files: [:]))
        request.projectName = option
        request.environment = ["COMPOSE_PROJECT_NAME": variable, "X": "y"]
        let project = try ComposeLoader.load(request)
        #expect(project.name == expected)
        #expect(project.services["a"]?.image == "x:\(expected)")
    }

    @Test func `a given name must be right`() {
        let text = Array("services: {a: {image: x}}".utf8)
        for name in ["Shop", "a b", "", "-a", "a/b", "$(id)"] {
            var request = ComposeRequest(
                inputs: [.text(text, name: "f")], directory: "/app", access: FileAccess(files: [:]))
            request.projectName = name
            #expect(throws: ComposeError.self) { try ComposeLoader.load(request) }
        }
    }

    @Test func `the environment wins over environment files, and later ones over earlier ones`() throws {
        let files = ["a.env": "A=a\nB=a\nC=a", "b.env": "B=b\nC=b\nD=${A}${C}"].map { ("/app/\($0)", Array($1.utf8)) }
        let text = "services: {s: {image: \"x:${A}-${B}-${C}-${D}\"}}"
        var request = ComposeRequest(
            inputs: [.text(Array(text.utf8), name: "f")], directory: "/app",
            access: FileAccess(files: Dictionary(uniqueKeysWithValues: files)))
        request.environment = ["C": "env"]
        request.environmentFiles = ["/app/a.env", "/app/b.env"]
        #expect(try ComposeLoader.load(request).services["s"]?.image == "x:a-b-env-aenv")
        request.environmentFiles = ["/app/c.env"]
        let error = #expect(throws: ComposeError.self) { try ComposeLoader.load(request) }
        #expect(error?.description == "\"/app/c.env\": there is no such file")
    }

    @Test func `the mistakes of all files are told together, in order`() {
        var request = ComposeRequest(inputs: [], directory: "/app", access: FileAccess(files: [:]))
        request.inputs = [
            .text(Array("services: {a: {image: x, init: 7}}".utf8), name: "1.yml"),
            .text(Array("services: {a: {\n tty: 8,\n restart: 9}}".utf8), name: "2.yml"),
        ]
        let error = #expect(throws: ComposeError.self) { try ComposeLoader.load(request) }
        #expect(error?.mistakes.compactMap(\.position?.description) == ["1.yml:1:32", "2.yml:2:7", "2.yml:3:11"])
        request.inputs.append(.text(Array("a: [".utf8), name: "3.yml"))
        request.inputs.append(.file("/app/4.yml"))
        let broken = #expect(throws: ComposeError.self) { try ComposeLoader.load(request) }
        #expect(broken?.mistakes.count == 2)
    }

    @Test func `nothing is ignored without a word`() throws {
        let project = try load(
            """
            version: "3.8"
            x-anything: {deep: [1]}
            services:
              a:
                image: "x${TAG}"
                x-note: 1
                attach: false
                develop: {watch: []}
                environment: [A=1, A=2]
                deploy: {placement: {}, update_config: {delay: 1s}, endpoint_mode: vip, labels: {}}
            """)
        let expected = [
            "services.a.image", "services.a.attach", "services.a.develop", "services.a.environment[1]",
            "services.a.deploy.placement", "services.a.deploy.update_config.delay", "services.a.deploy.endpoint_mode",
            "services.a.deploy.labels",
        ]
        #expect(project.warnings.map(\.field) == expected)
    }

    @Test func `shell text stays text in every field`() throws {
        let evil = "; $$(reboot) `reboot` && rm -rf / | cat > /x"
        let project = try load(
            """
            services:
              a:
                image: x
                command: ["\(evil)"]
                entrypoint: echo '\(evil)'
                working_dir: "/\(evil)"
                environment: {A: "\(evil)"}
                labels: {l: "\(evil)"}
                healthcheck: {test: [CMD, "\(evil)"]}
            """)
        let text = evil.replacing("$$", with: "$")
        let service = try #require(project.services["a"])
        #expect(service.command == [text])
        #expect(service.entrypoint == ["echo", text])
        #expect(service.workingDirectory == "/" + text)
        #expect(service.environment == ["A": .some(text)])
        #expect(service.labels == ["l": text])
        #expect(service.healthCheck?.test == ["CMD", text])
    }

    @Test func `secrets are read and never printed`() throws {
        let project = try load(
            "services: {a: {image: x, secrets: [f, e]}}\nsecrets: {f: {file: f.txt}, e: {environment: E}}",
            files: ["f.txt": "hunter2"], environment: ["E": "hunter3"])
        #expect(project.secrets["f"]?.bytes == Array("hunter2".utf8))
        #expect(project.secrets["e"]?.bytes == Array("hunter3".utf8))
        #expect(!project.resolvedYAML.contains("hunter"))
    }

    @Test(arguments: [
        ("1h", "1h0m0s"), ("90s", "1m30s"), ("1500ms", "1.5s"), ("1500us", "1.5ms"), ("2us", "2µs"), ("3ns", "3ns"),
        ("0s", "0s"), ("1d", "24h0m0s"), ("1.5h", "1h30m0s"), ("1h1ms", "1h0m0.001s"),
    ])
    func `a time has one text`(text: String, expected: String) throws {
        let span = try #require(TimeSpan.parse(text))
        #expect(TimeSpan.text(span) == expected)
        #expect(TimeSpan.parse(expected) == span)
    }

    @Test func `many warnings hide no mistake`() {
        let lines = (0..<300).map { "    environment\($0): 1" }.joined(separator: "\n")
        let unset = (0..<300).map { "      A\($0): ${UNSET_\($0)}" }.joined(separator: "\n")
        let text = "services:\n  a:\n    image: x\n    environment:\n\(unset)\n    init: 7\n"
        #expect(mistakes(in: text) == ["compose.yml:305:11: services.a.init: expected true or false, found \"7\""])
        #expect(mistakes(in: "services:\n  a:\n    image: x\n\(lines)\n").count == 100)
    }

    @Test func `small files that mean much are refused`() {
        let ports =
            "services: {a: {image: x, ports: [\(Array(repeating: "1-1000", count: 50_000).joined(separator: ", "))]}}"
        #expect(mistakes(in: ports) == ["compose.yml:1:26: services.a.ports: more than 4096 ports"])

        let long = String(repeating: "x", count: 1_000_000)
        let often =
            "services: {a: {image: x, command: [\(Array(repeating: "$LONG", count: 100).joined(separator: ", "))]}}"
        let expected = "more than 16 MiB of text after variables are replaced"
        #expect(mistakes(in: often, environment: ["LONG": long]).allSatisfy { $0.hasSuffix(expected) })
        #expect(!mistakes(in: often, environment: ["LONG": long]).isEmpty)
        let file = "A=\(String(repeating: "x", count: 500_000))\n" + String(repeating: "B=$A\n", count: 100)
        #expect(mistakes(in: "services: {a: {image: x, env_file: e}}", files: ["e": file]).count == 1)

        let big = (0..<20_000).map { "A\($0): 1" }.joined(separator: ", ")
        let many = (0..<100).map { "s\($0): {extends: base}" }.joined(separator: ", ")
        let extended = "services: {base: {image: x, environment: {\(big)}}, \(many)}"
        #expect(mistakes(in: extended).contains { $0.contains("more than 100000 values after extends") })

        let services = "services: {" + (0..<501).map { "s\($0): {image: x}" }.joined(separator: ", ") + "}"
        #expect(mistakes(in: services) == ["compose.yml:1:1: services: more than 500 services"])
    }

    @Test func `a NUL character is refused in every file`() {
        #expect(
            mistakes(in: "services: {a: {image: x, command: \"a\\0b\"}}") == [
                "compose.yml:1:35: text with a NUL character"
            ])
        let found = mistakes(in: "services: {a: {image: x, env_file: e}}", files: ["e": "A=a\u{0}b"])
        #expect(found == ["/app/e:1:1: services.a.env_file: the file is not UTF-8 text"])
    }

    @Test func `a directory as a volume is relative to the file`() throws {
        let project = try load(
            """
            services: {a: {image: x, volumes: ["v:/v"]}}
            volumes: {v: {driver: local, driver_opts: {type: none, o: bind, device: ./data}}}
            """)
        #expect(project.volumes["v"]?.driverOptions["device"] == "/app/data")
    }

    @Test func `files on disk are read, and nothing that is not a file`() throws {
        #expect(throws: FileAccess.Failure.absent) { try FileAccess.disk.read("/nonexistent/x", 10) }
        #expect(throws: FileAccess.Failure.unreadable("it is not a regular file")) {
            try FileAccess.disk.read("/dev/zero", 10)
        }
        #expect(throws: FileAccess.Failure.tooLarge(limit: 1)) { try FileAccess.disk.read(#filePath, 1) }
        #expect(try FileAccess.disk.read(#filePath, 1 << 20).starts(with: "import Foundation".utf8))
    }
}

/// The stack of a `WorkerThread`, on which daemons load compose files.
private func onSmallStack<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
    await withCheckedContinuation { continuation in
        let thread = Thread { continuation.resume(returning: body()) }
        thread.stackSize = 512 * 1024
        thread.start()
    }
}

@Suite(.timeLimit(.minutes(5)))
struct SmallStackTests {
    @Test func `the deepest files are read on the stack of a worker thread`() async {
        let nested = String(repeating: "{a: ", count: 30) + "x" + String(repeating: "}", count: 30)
        let deep = "x-deep: \(nested)\nservices: {a: {image: x}}\n---\nx-deep: \(nested)\n"
        #expect(await onSmallStack { mistakes(in: deep) } == [])

        let variables = String(repeating: "${U:-", count: 15) + "x" + String(repeating: "}", count: 15)
        let chain = (1..<31).map { "s\($0): {extends: s\($0 - 1)}" }.joined(separator: ", ")
        #expect(await onSmallStack { mistakes(in: "services: {s0: {image: \"\(variables)\"}, \(chain)}") } == [])

        let waiting = (1..<500).map { "s\($0): {image: x, depends_on: [s\(($0 + 1) % 500)]}" }.joined(separator: ", ")
        let circle = "services: {s0: {image: x, depends_on: [s1]}, \(waiting)}"
        #expect(await onSmallStack { mistakes(in: circle) }.count == 1)
    }
}
