import JSON
import Testing

@testable import ComposeFile

/// The rules of the compose specification, "Merge and override", one by one.
@Suite(.timeLimit(.minutes(5)))
struct MergeTests {
    /// The service `a` of two files.
    private func merged(_ base: String, _ override: String) throws(ComposeError) -> ComposeService {
        var request = ComposeRequest(
            inputs: [
                .text(Array("services: {a: {image: x, \(base)}}".utf8), name: "base.yml"),
                .text(Array("services: {a: {\(override)}}".utf8), name: "override.yml"),
            ], directory: "/app", access: FileAccess(files: [:]))
        request.environment = ["HOME": "/root"]
        let project = try ComposeLoader.load(request)
        return project.services["a"] ?? ComposeService(name: "a", image: "")
    }

    @Test(arguments: [
        ("command: [a, b]", "command: c", #"["c"]"#, "command"),
        ("command: [a, b]", "command: []", "[]", "command"),
        ("entrypoint: a", "entrypoint: [b]", #"["b"]"#, "entrypoint"),
        ("dns: 1.1.1.1", "dns: [2.2.2.2]", #"["1.1.1.1","2.2.2.2"]"#, "dns"),
        ("dns: [1.1.1.1]", "dns: [1.1.1.1]", #"["1.1.1.1"]"#, "dns"),
        ("cap_add: [A]", "cap_add: [B, A]", #"["A","B"]"#, "cap_add"),
        ("environment: {A: 1, B: 1}", "environment: [B=2, C=3]", #"{"A":"1","B":"2","C":"3"}"#, "environment"),
        ("environment: [A=1]", "environment: {A: !reset null, B: 2}", #"{"A":"1","B":"2"}"#, "environment"),
        ("labels: [a=1, b]", "labels: {a: 2}", #"{"a":"2","b":""}"#, "labels"),
        ("environment: {A: 1}", "environment: !reset {}", "null", "environment"),
        ("environment: {A: 1}", "environment: !override {B: 2}", #"{"B":"2"}"#, "environment"),
        ("environment: {A: 1}", "environment: ~", #"{"A":"1"}"#, "environment"),
        ("sysctls: {a: 1}", "sysctls: [a=2]", #"{"a":"2"}"#, "sysctls"),
        ("extra_hosts: [a=1.1.1.1]", "extra_hosts: {b: 2.2.2.2}", #"["a=1.1.1.1","b=2.2.2.2"]"#, "extra_hosts"),
        ("ulimits: {nofile: {soft: 1, hard: 2}}", "ulimits: {nofile: 5}", #"{"nofile":5}"#, "ulimits"),
        (
            "logging: {driver: local, options: {a: 1}}", "logging: {options: {b: 2}}",
            #"{"driver":"local","options":{"a":"1","b":"2"}}"#, "logging"
        ),
        ("logging: {driver: local, options: {a: 1}}", "logging: {driver: syslog}", #"{"driver":"syslog"}"#, "logging"),
        (
            "healthcheck: {test: a, retries: 3}", "healthcheck: {test: [CMD, b]}",
            #"{"retries":3,"test":["CMD","b"]}"#, "healthcheck"
        ),
        ("tmpfs: /a", "tmpfs: [/b]", #"["/a","/b"]"#, "tmpfs"),
        ("privileged: true", "privileged: false", "null", "privileged"),
        ("restart: always", "restart: !reset null", "null", "restart"),
    ])
    func `a field of two files becomes one`(base: String, override: String, expected: String, field: String) throws {
        let service = try merged(base, override)
        #expect((service.resolved[field] ?? .null).text == expected)
    }

    @Test func `a volume replaces the one with its target, others are added`() throws {
        let service = try merged("volumes: [\"/a:/x\", \"/b:/y\"]", "volumes: [\"/c:/x:ro\", \"/d:/z\"]")
        #expect(service.mounts.map(\.target) == ["/x", "/y", "/z"])
        #expect(service.mounts[0].isReadOnly)
        #expect(service.mounts[0].kind == .bind(source: "/c", ComposeBindOptions()))
    }

    @Test func `equal ports of two files are one, others are added`() throws {
        let service = try merged("ports: [\"80:80\"]", "ports: [{target: 80, published: 80}, \"81:80\"]")
        #expect(service.ports.map(\.published) == [80, 81])
    }

    @Test func `a list of services becomes a mapping when conditions come`() throws {
        let text = "services: {a: {image: x, depends_on: [b, c]}, b: {image: x}, c: {image: x}}\n---\n"
        let project = try load(text + "services: {a: {depends_on: {b: {condition: service_healthy}}}}")
        #expect(project.services["a"]?.dependsOn["b"]?.condition == .healthy)
        #expect(project.services["a"]?.dependsOn["c"]?.condition == .started)
    }

    @Test func `a whole service can be taken away`() throws {
        let project = try load("services: {a: {image: x}, b: {image: x}}\n---\nservices: {b: !reset null}")
        #expect(Array(project.services.keys) == ["a"])
    }

    @Test func `a list and a mapping that are no two forms of one thing are a mistake`() {
        let error = #expect(throws: ComposeError.self) { try merged("cap_add: [A]", "cap_add: {B: 1}") }
        #expect(
            error?.description
                == "override.yml:1:25: services.a.cap_add: a mapping cannot be merged into a list (base.yml:1:35); write it as a list, or put !override before it"
        )
    }

    @Test func `paths of an override file begin in the directory of the project`() throws {
        let service = try merged("tty: true", "volumes: [\"./x:/x\", \"~/y:/y\"]")
        #expect(
            service.mounts.map(\.kind) == [
                .bind(source: "/app/x", ComposeBindOptions()), .bind(source: "/root/y", ComposeBindOptions()),
            ])
    }
}
