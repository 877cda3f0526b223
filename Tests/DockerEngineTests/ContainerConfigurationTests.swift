import DockerEngine
import EventLoop
import JSON
import TestSupport
import Testing

/// Each field of a configuration, as the engine itself tells that it has understood it.
@Suite(.eventLoop, .dockerEngine, .timeLimit(.minutes(10)))
struct ContainerConfigurationTests {
    /// The configuration's container as `GET /containers/{id}/json` has it, seen past the client under test.
    @LoopActor
    private func inspected(
        isStarted: Bool = false, _ change: (inout ContainerConfiguration) throws -> Void
    ) async throws -> JSON {
        let client = try await EngineKind.docker.client()
        var configuration = try await client.shell("trap 'exit 0' TERM; sleep 100 & wait")
        try change(&configuration)
        var result: JSON?
        try await client.withContainer(configuration, isStarted: isStarted) { id in
            result = try await TestEngine.shared().inspect(id)
        }
        return try #require(result)
    }

    @LoopActor
    @Test func `what a container is and says arrives`() async throws {
        let json = try await inspected {
            $0.environment = ["A=b c", "PATH"]
            $0.entrypoint = ["/bin/sh", "-c"]
            $0.command = ["sleep 1"]
            $0.labels = ["l.a": "x y"]
            $0.user = "12:34"
            $0.additionalGroups = ["44"]
            $0.workingDirectory = "/tmp"
            $0.hostname = "here"
            $0.domainName = "example.org"
            $0.stopSignal = "SIGUSR1"
            $0.stopGraceSeconds = 3
            $0.keepsInputOpen = true
            $0.restart = .onFailure(maximum: 4)
            $0.logging = LoggingChoice(driver: "json-file", options: ["max-size": "1m"])
            $0.runsInit = true
            $0.exposedPorts = [ExposedPort(99, .udp)]
            $0.health = HealthCheck(test: ["CMD", "true"])
            $0.health?.interval = 2_000_000_000
            $0.health?.timeout = 3_000_000_000
            $0.health?.startPeriod = 4_000_000_000
            $0.health?.retries = 5
        }
        let config = try #require(json["Config"])
        #expect(config["Env"]?.array?.first == "A=b c")
        #expect(config["Entrypoint"] == ["/bin/sh", "-c"] && config["Cmd"] == ["sleep 1"])
        #expect(config["Labels"] == ["l.a": "x y"])
        #expect(config["User"] == "12:34" && config["WorkingDir"] == "/tmp")
        #expect(config["Hostname"] == "here" && config["Domainname"] == "example.org")
        #expect(config["StopSignal"] == "SIGUSR1" && config["StopTimeout"] == 3)
        #expect(config["OpenStdin"] == true && config["Tty"] == false)
        #expect(config["ExposedPorts"] == ["99/udp": [:]])
        #expect(
            config["Healthcheck"] == [
                "Test": ["CMD", "true"], "Interval": 2_000_000_000, "Timeout": 3_000_000_000,
                "StartPeriod": 4_000_000_000, "Retries": 5,
            ])
        let host = try #require(json["HostConfig"])
        #expect(host["GroupAdd"] == ["44"] && host["Init"] == true)
        #expect(host["RestartPolicy"] == ["Name": "on-failure", "MaximumRetryCount": 4])
        #expect(host["LogConfig"] == ["Type": "json-file", "Config": ["max-size": "1m"]])
    }

    @LoopActor
    @Test func `limits and rights arrive`() async throws {
        let json = try await inspected {
            $0.resources.memoryBytes = 64 << 20
            $0.resources.memoryReservationBytes = 32 << 20
            $0.resources.memorySwapBytes = 128 << 20
            $0.resources.cpuShares = 512
            $0.resources.nanoCPUs = 500_000_000
            $0.resources.cpuSet = "0"
            $0.resources.processes = 50
            $0.resources.oomScoreAdjustment = 100
            $0.resources.sharedMemoryBytes = 1 << 20
            $0.resources.ulimits = [ResourceLimit(name: "nofile", soft: 100, hard: 200)]
            $0.isPrivileged = false
            $0.addedCapabilities = ["NET_ADMIN"]
            $0.droppedCapabilities = ["CHOWN"]
            $0.devices = [DeviceMapping(hostPath: "/dev/null", containerPath: "/dev/zilch", permissions: "r")]
            $0.deviceRules = ["c 13:* rw"]
            $0.securityOptions = ["no-new-privileges:true"]
            $0.kernelParameters = ["net.core.somaxconn": "200"]
            $0.ipcMode = "private"
            $0.processMode = "host"
            $0.cgroupMode = "private"
            $0.hasReadOnlyRoot = true
            $0.extraHosts = ["other:10.0.0.9"]
            $0.nameServers = ["10.0.0.1"]
            $0.nameSearch = ["example.org"]
            $0.nameOptions = ["ndots:2"]
        }
        let host = try #require(json["HostConfig"])
        let expected: [String: JSON] = [
            "Memory": .int(64 << 20), "MemoryReservation": .int(32 << 20), "MemorySwap": .int(128 << 20),
            "CpuShares": 512, "NanoCpus": 500_000_000, "CpusetCpus": "0", "PidsLimit": 50, "OomScoreAdj": 100,
            "ShmSize": .int(1 << 20), "Ulimits": [["Name": "nofile", "Soft": 100, "Hard": 200]],
            "Privileged": false, "CapAdd": ["NET_ADMIN"], "CapDrop": ["CHOWN"],
            "Devices": [["PathOnHost": "/dev/null", "PathInContainer": "/dev/zilch", "CgroupPermissions": "r"]],
            "DeviceCgroupRules": ["c 13:* rw"], "SecurityOpt": ["no-new-privileges:true", "label=disable"],
            "Sysctls": ["net.core.somaxconn": "200"], "IpcMode": "private", "PidMode": "host",
            "CgroupnsMode": "private", "ReadonlyRootfs": true, "ExtraHosts": ["other:10.0.0.9"],
            "Dns": ["10.0.0.1"], "DnsSearch": ["example.org"], "DnsOptions": ["ndots:2"],
        ]
        for (key, value) in expected { #expect(host[key] == value, "\(key)") }
    }

    @LoopActor
    @Test func `quota and period arrive, and a container may be privileged on the host's network`() async throws {
        let json = try await inspected {
            $0.resources.cpuQuota = 20_000
            $0.resources.cpuPeriod = 50_000
            $0.isPrivileged = true
            $0.network = .mode("host")
            $0.hasTerminal = true
            $0.restart = .unlessStopped
        }
        let host = try #require(json["HostConfig"])
        #expect(host["CpuQuota"] == 20_000 && host["CpuPeriod"] == 50_000 && host["Privileged"] == true)
        #expect(host["NetworkMode"] == "host" && json["Config"]?["Tty"] == true)
        #expect(host["RestartPolicy"]?["Name"] == "unless-stopped")
    }

    @LoopActor
    @Test func `binds, volumes and memory are mounted as asked, and told`() async throws {
        let client = try await EngineKind.docker.client()
        let directory = try TemporaryDirectory()
        try directory.write("from the host".utf8, to: "file")
        let volume = uniqueName("vol")
        var configuration = try await client.shell(
            "cat /bind/file; touch /bind/x 2>&1; df /t | tail -1; df /m | tail -1; sleep 100")
        configuration.volumes = [
            VolumeMount(source: directory.path, target: "/bind", isReadOnly: true),
            VolumeMount(source: volume, target: "/vol"),
        ]
        var options = Mount.VolumeOptions()
        options.labels = ["of": "a test"]
        configuration.mounts = [
            Mount(.bind(source: directory.path, propagation: "rprivate"), at: "/long"),
            Mount(.volume(name: nil, options), at: "/nameless"),
            Mount(.tmpfs(sizeBytes: 1 << 20, mode: 0o1700), at: "/m"),
        ]
        configuration.temporaryFileSystems = ["/t": "size=2m"]
        try await client.withContainer(configuration) { id in
            let text = try await eventually("all is written") { () -> String? in
                let text = try await client.output(of: id)
                return text.split(separator: "\n").count >= 3 ? text : nil
            }
            #expect(text.contains("from the host") && text.contains("Read-only file system"))
            #expect(text.contains("2048") && text.contains("1024"))
            let details = try #require(try await client.container(id))
            let mounts = Dictionary(details.mounts.map { ($0.target, $0) }) { first, _ in first }
            #expect(mounts["/bind"]?.kind == "bind" && mounts["/bind"]?.isReadOnly == true)
            #expect(mounts["/bind"]?.source == directory.path && mounts["/long"]?.isReadOnly == false)
            #expect(mounts["/vol"]?.name == volume && mounts["/nameless"]?.kind == "volume")
            let nameless = try #require(try await client.volume(mounts["/nameless"]?.name ?? ""))
            #expect(nameless.labels["of"] == "a test")
            #expect(try await client.removeVolume(volume) != .removed)
        }
        #expect(try await client.removeVolume(volume) == .removed)
        // A source that is not there is an error in the long form.
        configuration.volumes = []
        configuration.mounts = [Mount(.bind(source: directory.file("absent"), propagation: nil), at: "/long")]
        let error = await #expect(throws: EngineError.self) {
            try await client.createContainer(name: uniqueName("absent"), configuration)
        }
        #expect(error?.status == 400)
    }

    @LoopActor
    @Test func `ports are published by address and transport, the engine's choice too`() async throws {
        let client = try await EngineKind.docker.client()
        let (first, second) = (try freePort(), try freePort())
        var configuration = try await client.shell("sleep 100")
        configuration.ports = [
            PublishedPort(containerPort: 80, hostAddress: "127.0.0.1", hostPort: UInt16(first)),
            PublishedPort(containerPort: 80, hostAddress: "127.0.0.1", hostPort: UInt16(second)),
            PublishedPort(containerPort: 53, transport: .udp, hostAddress: "127.0.0.1"),
        ]
        try await client.withContainer(configuration) { id in
            let ports = try #require(try await client.container(id)).ports
            #expect(Set(ports.filter { $0.containerPort == 80 }.map(\.hostPort)) == [UInt16(first), UInt16(second)])
            let chosen = try #require(ports.first { $0.transport == .udp })
            #expect(chosen.containerPort == 53 && (chosen.hostPort ?? 0) > 0 && chosen.hostAddress == "127.0.0.1")
            var other = configuration
            other.ports = [configuration.ports[0]]
            let rival = try await client.createContainer(name: uniqueName("rival"), other)
            let error = await #expect(throws: EngineError.self) { try await client.start(rival) }
            try await client.remove(rival)
            #expect(error.flatMap { EngineFailureReason(of: $0) } == .portInUse)
        }
    }

    @LoopActor
    @Test(arguments: EngineKind.available)
    func `a container is in several networks, with aliases and addresses of its own`(kind: EngineKind) async throws {
        let client = try await kind.client()
        let (front, back) = (uniqueName("front"), uniqueName("back"))
        var network = NetworkConfiguration(name: back)
        let prefix = try await kind.freeSubnet()
        network.pools = [.init(subnet: "\(prefix).0/24")]
        try await client.ensureNetwork(NetworkConfiguration(name: front))
        try await client.ensureNetwork(network)
        var configuration = try await client.shell("trap 'exit 0' TERM; sleep 100 & wait")
        var attachment = NetworkAttachment(back)
        attachment.aliases = ["db", "store"]
        attachment.address = "\(prefix).77"
        configuration.network = .named([NetworkAttachment(front), attachment])
        try await client.withContainer(configuration) { id in
            let details = try #require(try await client.container(id))
            #expect(Set(details.networks.keys) == [front, back])
            #expect(details.networks[back]?.address == attachment.address)
            #expect(details.networks[back]?.aliases.contains("db") == true)
            #expect(details.networks[front]?.address.isEmpty == false)
            try await client.connect(id, to: attachment)
            try await client.disconnect(id, from: back)
            try await client.disconnect(id, from: back)
            #expect(try await client.container(id)?.networks[back] == nil)
            guard case .inUse = try await client.removeNetwork(front) else {
                Issue.record("a network in use was removed")
                return
            }
            #expect(try await client.network(named: front) != nil)
        }
        for name in [front, back] {
            try await client.removeUnusedNetwork(name)
            #expect(try await client.network(named: name) == nil)
        }
    }

    @LoopActor
    @Test func `a container whose second network cannot be joined is not left behind`() async throws {
        let client = try await EngineKind.docker.client()
        let name = uniqueName("half")
        try await client.ensureNetwork(NetworkConfiguration(name: name))
        var configuration = try await client.shell("sleep 100")
        configuration.network = .named([NetworkAttachment(name), "no-such-network"])
        let error = await #expect(throws: EngineError.self) {
            try await client.createContainer(name: name, configuration)
        }
        #expect(error?.status == 404)
        #expect(try await client.container(name) == nil)
        try await client.removeUnusedNetwork(name)
    }

    @LoopActor
    @Test func `an entrypoint may be none, and a health check switched off`() async throws {
        let json = try await inspected {
            $0.entrypoint = []
            $0.health = HealthCheck(test: ["NONE"])
        }
        #expect(json["Config"]?["Entrypoint"]?.array?.isEmpty != false)
        #expect(json["Config"]?["Healthcheck"]?["Test"] == ["NONE"])
    }
}
