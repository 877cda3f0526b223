import EventLoop
import Foundation
import JSON
import NodeProtocol
import TestSupport
import Testing

@testable import Deployment

/// Text that a shell would carry out, in every field that takes text: it arrives as it is, or is refused. Nobody carries
/// it out, on the host or in the container.
@Suite(.eventLoop, .dockerEngine, .timeLimit(.minutes(10)))
struct ShellTextTests {
    /// What a shell would make a file of: one that is there afterwards has been executed.
    private struct Bait {
        let file: String
        let text: String

        init(_ service: String) {
            file = "/tmp/executed-\(service)"
            text =
                "$(touch \(file)) `touch \(file)` ; touch \(file) | touch \(file) & \"two\" 'one' \\ ${HOME} %s *\nnext"
        }

        /// For what has no room for so much.
        var short: String { "$(touch \(file))" }

        /// As it stands in a compose file: a JSON string is one of YAML too.
        var quoted: String { Self.quoted(text) }
        static func quoted(_ text: String) -> String { JSON.string(text.replacing("$", with: "$$")).text }
    }

    /// Neither here nor in what the container has written.
    @LoopActor
    private func expectNotExecuted(_ bait: Bait, _ bench: DeploymentBench, _ container: String) async throws {
        #expect(!FileManager.default.fileExists(atPath: bait.file))
        let answer = try await bench.engine.request("GET", "/containers/\(container)/changes")
        let paths = try JSON(parsing: answer.body).array?.compactMap { $0["Path"]?.string } ?? []
        #expect(!paths.contains(bait.file), "\(paths)")
    }

    private static let sleep = "trap 'exit 0' TERM; while :; do /bin/busybox sleep 0.1; done"

    @LoopActor
    @Test func `in each field of a service of one container`() async throws {
        try await withBench { bench in
            let bait = Bait(bench.service)
            let text = JSON.string(bait.text)
            let config: JSON = [
                "image": bench.image("1"), "environment": .object(["TEXT": text]),
                "entrypoint": .array(["/bin/sh", "-c", .string(Self.sleep), text]), "command": .array([text]),
                "labels": .object(["text": text, bait.short: "name"]), "hostname": .string(bait.short),
                "working_dir": .string("/tmp/" + bait.short),
                "extra_hosts": .array([.string(bait.short + ":10.1.2.3")]),
                "volumes": .array([.string("\(bench.directory.path)/\(bait.short):/data/\(bait.short)")]),
                "healthcheck": ["test": .array(["CMD", "/bin/busybox", "echo", text]), "interval": "200ms"],
            ]
            #expect(try await bench.carryOut("deploy", config) == nil)
            let container = try await bench.inspect()
            let seen = container["Config"]
            #expect(seen?["Env"]?.array?.contains(.string("TEXT=" + bait.text)) == true)
            #expect(seen?["Entrypoint"]?[3] == text && seen?["Cmd"] == .array([text]))
            #expect(seen?["Labels"]?["text"] == text && seen?["Labels"]?[bait.short] == "name")
            #expect(seen?["Hostname"] == .string(bait.short))
            #expect(seen?["WorkingDir"] == .string("/tmp/" + bait.short))
            #expect(container["HostConfig"]?["ExtraHosts"] == .array([.string(bait.short + ":10.1.2.3")]))
            #expect(container["Mounts"]?[0]?["Destination"] == .string("/data/" + bait.short))
            #expect(FileManager.default.fileExists(atPath: "\(bench.directory.path)/\(bait.short)"))
            #expect(container["State"]?["Health"]?["Log"]?[0]?["Output"] == .string(bait.text + "\n"))
            try await expectNotExecuted(bait, bench, "aerekos-" + bench.service)
        }
    }

    @LoopActor
    @Test func `in each field of a compose project`() async throws {
        try await withBench { bench in
            let bait = Bait(bench.service)
            let short = Bait.quoted(bait.short)
            let options = "{\"text\": \(bait.quoted)}"
            let compose: JSON = [
                "inputs": [
                    [
                        "name": "compose.yml",
                        "text": .string(
                            """
                            services:
                              web:
                                image: \(bench.registry.image("web", "1"))
                                environment: {TEXT: \(bait.quoted), GIVEN: "${GIVEN}"}
                                entrypoint: [/bin/sh, -c, \(JSON.string(Self.sleep).text), \(bait.quoted)]
                                command: [\(bait.quoted)]
                                labels: \(options)
                                hostname: \(short)
                                domainname: \(short)
                                working_dir: \(Bait.quoted("/tmp/" + bait.short))
                                dns_opt: [\(short)]
                                dns_search: [\(short)]
                                configs: [text]
                                secrets: [{source: text, target: \(Bait.quoted("/tmp/" + "secret;x"))}]
                                logging: {driver: json-file, options: {labels: \(bait.quoted)}}
                                volumes: [{type: volume, source: data, target: \(Bait.quoted("/data/" + bait.short))}]
                                healthcheck: {test: [CMD, /bin/busybox, echo, \(bait.quoted)], interval: 200ms}
                            configs: {text: {content: \(bait.quoted)}}
                            secrets: {text: {environment: GIVEN}}
                            volumes: {data: {labels: \(options)}}
                            networks: {default: {labels: \(options)}}
                            """),
                    ]
                ],
                "environment": ["GIVEN": .string(bait.text)],
            ]
            let error = try await bench.carryOut("deploy", compose: compose)
            try #require(error == nil, "\(error?.text ?? "")")
            let name = "\(bench.service)-web-1"
            let container = try #require(try await bench.engine.inspect(name))
            let (config, host, text) = (container["Config"], container["HostConfig"], JSON.string(bait.text))
            for variable in ["TEXT", "GIVEN"] {
                #expect(config?["Env"]?.array?.contains(.string("\(variable)=\(bait.text)")) == true, "\(variable)")
            }
            #expect(config?["Entrypoint"]?[3] == text && config?["Cmd"] == .array([text]))
            #expect(config?["Labels"]?["text"] == text)
            for field in ["Hostname", "Domainname"] { #expect(config?[field] == .string(bait.short), "\(field)") }
            #expect(config?["WorkingDir"] == .string("/tmp/" + bait.short))
            for field in ["DnsOptions", "DnsSearch"] {
                #expect(host?[field] == .array([.string(bait.short)]), "\(field)")
            }
            #expect(host?["LogConfig"]?["Config"]?["labels"] == text)
            let targets = container["Mounts"]?.array?.compactMap { $0["Destination"]?.string } ?? []
            #expect(targets.contains("/data/" + bait.short), "\(targets)")
            #expect(container["State"]?["Health"]?["Log"]?[0]?["Output"] == .string(bait.text + "\n"))
            for (kind, other) in [("networks", "default"), ("volumes", "data")] {
                let answer = try await bench.engine.request("GET", "/\(kind)/\(bench.service)_\(other)")
                #expect(try JSON(parsing: answer.body)["Labels"]?["text"] == text, "\(kind)")
            }
            for file in ["/text", "/tmp/secret;x"] {
                let path = file.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
                let archive = try await bench.engine.request("GET", "/containers/\(name)/archive?path=\(path)")
                #expect(String(decoding: archive.body, as: UTF8.self).contains(bait.text), "\(file)")
            }
            try await expectNotExecuted(bait, bench, name)
            #expect(try await bench.carryOut("remove") == nil)
            try await bench.engine.request("DELETE", "/volumes/\(bench.service)_data")
        }
    }

    @LoopActor
    @Test func `where it cannot mean anything it is refused, and the version before runs on`() async throws {
        try await withBench { bench in
            let bait = Bait(bench.service)
            let short = Bait.quoted(bait.short)
            let image = bench.registry.image("web", "1")
            @LoopActor func compose(_ field: String) -> JSON {
                .string("services:\n  web:\n    image: '\(image)'\n    network_mode: none\n    \(field)\n")
            }
            #expect(try await bench.carryOut("deploy", compose: compose("labels: {a: b}")) == nil)
            let name = "\(bench.service)-web-1"
            let before = try #require(try await bench.engine.inspect(name))
            let fields = [
                "user", "stop_signal", "platform", "ipc", "pid", "uts", "userns_mode", "runtime", "container_name",
                "mac_address", "shm_size", "mem_limit", "restart", "pull_policy", "stop_grace_period",
            ]
            let lists = [
                "cap_add", "group_add", "security_opt", "device_cgroup_rules", "devices", "dns", "ports", "expose",
                "extra_hosts", "profiles", "volumes", "tmpfs", "sysctls", "depends_on", "secrets",
            ]
            for field in fields.map({ "\($0): \(short)" }) + lists.map({ "\($0): [\(short)]" }) {
                let error = try await bench.carryOut("update", compose: compose(field))
                #expect(error?["type"] == "invalid_config", "\(field): \(error?.text ?? "taken")")
                let after = try await bench.engine.inspect(name)
                #expect(after?["Id"] == before["Id"] && after?["State"] == before["State"], "\(field)")
            }
            try await expectNotExecuted(bait, bench, name)
            #expect(try await bench.carryOut("remove") == nil)
        }
    }
}
