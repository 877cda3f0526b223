import ComposeFile
import DockerEngine
import ImageNames
import JSON
import NodeProtocol
import Testing

@testable import Deployment

private func spec(_ config: JSON) throws -> ServiceSpec {
    try ServiceSpec(name: try ServiceName("web"), config: config)
}

private func with(_ name: String, _ value: JSON) -> JSON { .object(["image": "web:1", name: value]) }

@Suite struct InstructionTests {
    @Test(arguments: [
        ("", ServiceError.Kind.invalidConfig), ("../x", .invalidConfig), ("a b", .invalidConfig),
        ("-a", .invalidConfig),
        (String(repeating: "a", count: 64), .invalidConfig), ("ä", .invalidConfig), ("a/b", .invalidConfig),
    ])
    func `a bad service name is rejected with the rule`(name: String, kind: ServiceError.Kind) throws {
        let result = Instruction.parse(["id": "i", "action": "stop", "service": .string(name)])
        let rejected = #expect(throws: RejectedInstruction.self) { try result.get() }
        #expect(rejected?.id == "i")
        #expect(rejected?.service == nil)
        #expect(rejected?.error.type == kind)
        #expect(rejected?.error.message.hasPrefix("service: ") == true)
    }

    private static let malformed: [(String, ServiceError.Kind, String)] = [
        (#"{"action": "explode", "service": "web"}"#, .unknownAction, #"action: "explode""#),
        (#"{"service": "web"}"#, .unknownAction, "action: "),
        (#"{"action": "deploy", "service": "web"}"#, .invalidConfig, "config: is missing"),
        (#"{"action": "deploy", "service": "web", "config": 5}"#, .invalidConfig, "config: expected an object"),
        (#"{"action": "deploy", "service": "web", "config": {}}"#, .invalidConfig, "image: is missing"),
        (#"{"action": "deploy", "service": "web", "compose": "x"}"#, .invalidConfig, "compose: compose:1:1"),
        (#"{"action": "deploy", "service": 7, "config": {}}"#, .invalidConfig, "service: expected a text"),
        ("[1, 2]", .invalidConfig, "instruction: expected an object"),
        (#""x""#, .invalidConfig, "instruction: expected an object"),
    ]

    @Test(arguments: malformed)
    func `what is wrong with an instruction is named`(text: String, kind: ServiceError.Kind, message: String) throws {
        let json = try JSON(parsing: text)
        let rejected = #expect(throws: RejectedInstruction.self) { try Instruction.parse(json).get() }
        #expect(rejected?.error.type == kind)
        #expect(rejected?.error.message.hasPrefix(message) == true, "\(rejected?.error.message ?? "")")
        #expect(rejected?.id.isEmpty == false)
    }

    @Test func `without an id the content is the id, whatever is ignored`() throws {
        let plain = try Instruction.parse(["action": "stop", "service": "web"]).get()
        let decorated = try Instruction.parse(
            ["service": "web", "action": "stop", "timestamp": 5, "processed": false, "workerId": "w"]
        ).get()
        let other = try Instruction.parse(["action": "start", "service": "web"]).get()
        #expect(plain.id == decorated.id)
        #expect(plain.id != other.id)
        #expect(plain.id.utf8.count == 32)
        #expect(try Instruction.parse(["id": 7, "action": "stop", "service": "web"]).get().id == "7")
    }

    @Test func `equal content has one hash`() {
        #expect(ContentHash.of(["a": 1, "b": 2]) == ContentHash.of(["b": 2, "a": 1]))
        #expect(ContentHash.of([1]) != ContentHash.of([2]))
    }
}

@Suite struct ServiceSpecTests {
    private static let goodPorts: [(String, [PublishedPort])] = [
        (#"{"80/tcp": 8080}"#, [PublishedPort(containerPort: 80, hostPort: 8080)]),
        (
            #"{"53/udp": "127.0.0.1:5353"}"#,
            [PublishedPort(containerPort: 53, transport: .udp, hostAddress: "127.0.0.1", hostPort: 5353)]
        ),
        (#"{"80": "[::1]:8080"}"#, [PublishedPort(containerPort: 80, hostAddress: "::1", hostPort: 8080)]),
        (#"["8080:80"]"#, [PublishedPort(containerPort: 80, hostPort: 8080)]),
        (#"["80"]"#, [PublishedPort(containerPort: 80)]),
        (#"[80]"#, [PublishedPort(containerPort: 80)]),
        (
            #"["10.0.0.1:8080:80/udp"]"#,
            [PublishedPort(containerPort: 80, transport: .udp, hostAddress: "10.0.0.1", hostPort: 8080)]
        ),
        (#"["127.0.0.1::80"]"#, [PublishedPort(containerPort: 80, hostAddress: "127.0.0.1")]),
        (
            #"["9000-9001:80-81"]"#,
            [PublishedPort(containerPort: 80, hostPort: 9000), PublishedPort(containerPort: 81, hostPort: 9001)]
        ),
        (
            #"[{"target": 80, "published": "8080", "host_ip": "127.0.0.1", "protocol": "tcp"}]"#,
            [PublishedPort(containerPort: 80, hostAddress: "127.0.0.1", hostPort: 8080)]
        ),
        ("[]", []), ("{}", []),
    ]

    @Test(arguments: goodPorts)
    func `ports are read in every form`(text: String, ports: [PublishedPort]) throws {
        #expect(try spec(with("ports", try JSON(parsing: text))).container.ports == ports)
    }

    private static let malformed: [String: [String]] = [
        "ports": [
            #""80""#, #"["x:80"]"#, #"["0:80"]"#, #"["65536:80"]"#, #"["80:"]"#, #"["8080:80/icmp"]"#, #"["1-2:80"]"#,
            #"["2-1:80-81"]"#, #"["host:80:80"]"#, #"{"80/tcp": "x"}"#, #"{"http": 80}"#, #"[{"published": 80}]"#,
            "[[1]]", #"[{"target": 80, "what": 1}]"#, #"["80:80", "80:81"]"#, #"["-1:80"]"#, #"{"80": -1}"#,
            #"{"80": 1.5}"#, #"["999.0.0.1:80:80"]"#, #"[""]"#, #"["1-9999:1-9999"]"#,
        ],
        "volumes": [
            #""x""#, #"["/a"]"#, #"["a/b:/c"]"#, #"["/a:b"]"#, #"["/a:/b:xx"]"#, #"["/a:/"]"#, #"["../a:/b"]"#,
            #"["/a/../b:/c"]"#, #"["/a:/b", "/c:/b"]"#, #"[{"source": "/a"}]"#, #"[""]"#, #"[":/a"]"#,
            #"[{"source": "a", "target": "/b", "type": "bind"}]"#, #"[{"source": "a", "target": "/b", "type": "nfs"}]"#,
        ],
        "environment": ["5", #"["=x"]"#, #"{"A": [1]}"#, #"{"A=B": "c"}"#, #"{"A": "\u0000"}"#],
        "resources": [
            "5", #"{"memory": "lots"}"#, #"{"memory": -1}"#, #"{"memory": 0}"#, #"{"cpus": 0}"#, #"{"cpus": "x"}"#,
            #"{"disk": 1}"#, #"{"cpus": 1, "cpu_quota": 50000}"#, #"{"pids": 0}"#, #"{"cpu_shares": 1}"#,
        ],
        "restart": [#""sometimes""#, #""on-failure:x""#], "network": [#""""#, #""a b""#],
        "networks": ["[]", #"{"a": {"aliases": ["b"]}}"#], "command": [#""echo 'x""#, #"{"a": 1}"#],
        "labels": [#"{"cloud.aerekos.worker": "x"}"#],
        "healthcheck": [#"{"test": ["RUN", "x"]}"#, #"{"interval": "soon"}"#, #"{"what": 1}"#],
        "registry_auth": [#"{"username": "u"}"#], "pull_policy": [#""daily""#], "build": [#"".""#],
        "env_file": [#""x""#], "privileged": [#""yes""#], "stop_grace_period": [#""9000s""#],
        "docker_image": [#""other:1""#], "tmpfs": [#""relative""#],
    ]

    @Test(arguments: malformed.flatMap { name, values in values.map { (name, $0) } })
    func `a malformed member is named`(name: String, text: String) throws {
        let value = try JSON(parsing: text)
        let error = #expect(throws: ServiceError.self) { try spec(with(name, value)) }
        #expect(error?.type == .invalidConfig)
        #expect(error?.message.contains(": ") == true)
    }

    @Test func `a bad image reference is named`() {
        let error = #expect(throws: ServiceError.self) { try spec(["image": "No Image"]) }
        #expect(error?.message == #"image: "No Image" has blanks or other characters that no image's name has"#)
    }

    @Test func `everything else is read`() throws {
        let container = try spec([
            "docker_image": "127.0.0.1:5000/web:1", "env": ["A=1", "B"], "volumes": ["/a:/b:ro", "data:/c"],
            "resources": ["memory": "64m", "cpu_shares": 512, "cpus": 0.5, "pids": 50],
            "networks": ["front", "back"], "command": "serve --name 'a b' \\\"x", "entrypoint": ["/bin/sh", "-c"],
            "labels": ["k": "v"], "restart": "on-failure:3", "user": 1000, "working_dir": "/w", "hostname": "h",
            "stop_grace_period": "1m30s", "tmpfs": "/tmp:size=1m", "init": true, "extra_hosts": ["db:10.0.0.1"],
            "healthcheck": ["test": "true", "interval": "1.5s", "retries": 3],
        ]).container
        #expect(container.image.description == "127.0.0.1:5000/web:1")
        #expect(container.environment == ["A=1", "B"])
        #expect(
            container.volumes == [
                VolumeMount(source: "/a", target: "/b", isReadOnly: true), VolumeMount(source: "data", target: "/c"),
            ])
        #expect(container.resources.memoryBytes == 64 << 20)
        #expect(container.resources.nanoCPUs == 500_000_000)
        #expect(container.network == .named(["front", "back"]))
        #expect(container.command == ["serve", "--name", "a b", "\"x"])
        #expect(container.restart == .onFailure(maximum: 3))
        #expect(container.user == "1000")
        #expect(container.stopGraceSeconds == 90)
        #expect(container.temporaryFileSystems == ["/tmp": "size=1m"])
        #expect(container.health?.test == ["CMD-SHELL", "true"])
        #expect(container.health?.interval == 1_500_000_000)
    }

    @Test func `what has no effect is told, not dropped in silence`() throws {
        let warnings = try spec(["image": "web", "depends_on": ["db"], "colour": "red"]).warnings
        #expect(
            warnings == ["colour: is not known and has no effect", "depends_on: the order of starting is not observed"])
    }

    @Test func `the hash leaves out how to get the image`() throws {
        let plain = try spec(["image": "web"])
        let other = try spec([
            "image": "web", "pull_policy": "always", "registry_auth": ["username": "u", "password": "p"],
        ])
        #expect(plain.hash == other.hash)
        #expect(other.publicConfig == ["image": "web"])
        #expect(plain.hash != (try spec(["image": "web", "user": "x"]).hash))
    }

    @Test func `values of secret-looking variables are masked`() {
        let config: JSON = [
            "environment": ["DB_PASSWORD": "p", "api_Key": "k", "PLAIN": "v"],
            "env": ["MY_TOKEN=t=t", "PLAIN=v", "SECRET"], "registry_auth": ["password": "p"],
        ]
        #expect(
            SecretMask.masked(config) == [
                "environment": ["DB_PASSWORD": "********", "api_Key": "********", "PLAIN": "v"],
                "env": ["MY_TOKEN=********", "PLAIN=v", "SECRET"], "registry_auth": "********",
            ])
    }

    @Test func `secrets in commands, labels and URLs are masked`() {
        let config: JSON = [
            "image": "registry.example/web:1", "user": "0",
            "environment": ["DB_PASS": "p", "DATABASE_URL": "postgres://u:p@db/x", "TIMES": "PASSWORD=p"],
            "command": ["serve", "--password", "p", "--no-auth", "--token=p", "-v"],
            "entrypoint": "env SECRET=p run --key p http://u:p@host/",
            "labels": ["basicauth.users": "p", "team": "web"],
            "logging": ["driver": "splunk", "options": ["splunk-token": "p", "tag": "t"]],
        ]
        #expect(
            SecretMask.masked(config) == [
                "image": "registry.example/web:1", "user": "0",
                "environment": [
                    "DB_PASS": "********", "DATABASE_URL": "postgres://********@db/x", "TIMES": "PASSWORD=********",
                ],
                "command": ["serve", "--password", "********", "--no-auth", "--token=********", "-v"],
                "entrypoint": "env SECRET=******** run --key ******** http://********@host/",
                "labels": ["basicauth.users": "********", "team": "web"],
                "logging": ["driver": "splunk", "options": ["splunk-token": "********", "tag": "t"]],
            ])
    }

    @Test(arguments: [
        ("64m", 67_108_864 as Int64?), ("1", 1), ("1.5k", 1536), ("2GB", 2_147_483_648), ("1gib", 1_073_741_824),
        ("", nil), ("m", nil), ("-1m", nil), ("1x", nil), ("99999999999t", nil), ("1..5k", nil),
    ])
    func `sizes are read as compose writes them`(text: String, bytes: Int64?) {
        #expect(ByteSize.parse(text) == bytes)
    }

    @Test func `the engine's times are read to the second`() {
        #expect(CalendarTime.unixSeconds("2026-01-31T08:05:09.042123456Z") == 1_769_846_709)
        #expect(CalendarTime.unixSeconds("0001-01-01T00:00:00Z") == nil)
        #expect(CalendarTime.unixSeconds("nonsense") == nil)
    }
}
