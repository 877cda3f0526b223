import ComposeFile
import JSON
import NodeProtocol
import Testing

@testable import Deployment
@testable import DockerEngine

/// What a service of a compose file is to the engine: the members of `POST /containers/create` that follow from a field.
@Suite(.timeLimit(.minutes(5)))
struct ComposeTranslationTests {
    struct Row: Sendable, CustomTestStringConvertible {
        /// Fields of the service.
        let fields: String
        /// Members of the body; those of the host configuration begin with `HostConfig/`.
        let expected: [String: JSON]

        init(_ fields: String, _ expected: [String: JSON]) {
            self.fields = fields
            self.expected = expected
        }

        var testDescription: String { fields }
    }

    private static let surroundings = """
        networks:
          front: {ipam: {config: [{subnet: 10.9.0.0/24, ip_range: 10.9.0.128/25, gateway: 10.9.0.1}]}}
          back: {driver: macvlan, driver_opts: {parent: eth0}, internal: true, enable_ipv6: true}
          plant: {external: true, name: plant-net}
        volumes:
          data: {driver: nfs, driver_opts: {share: a}}
          kept: {external: true}
        secrets: {key: {file: key}, token: {environment: TOKEN}}
        configs: {motd: {content: hello}}
        """

    private func spec(_ fields: String) throws -> ServiceSpec {
        let lines = fields.split(separator: "\n").map { "    \($0)\n" }.joined()
        let text = "services:\n  web:\n    image: x\n\(lines)\(Self.surroundings)\n"
        let bundle = try ComposeBundle(
            [
                "inputs": [["name": "compose.yml", "text": .string(text)]], "files": ["/app/key": "hunter2"],
                "environment": ["TOKEN": "t0k3n"], "directory": "/app",
            ], directory: "/app")
        return try #require(try ServiceSpec.members(of: try ServiceName("shop"), bundle).first)
    }

    private func body(_ fields: String) throws -> JSON {
        try spec(fields).container.creationBody(for: APIVersion(1, 48))
    }

    @Test(arguments: process + network + storage + rights)
    func `a field arrives`(_ row: Row) throws {
        let body = try body(row.fields)
        for (path, expected) in row.expected {
            let found = path.split(separator: "/", maxSplits: 1).reduce(Optional(body)) { $0?[String($1)] }
            #expect(found == expected, "\(path): \(found?.text ?? "nothing")")
        }
    }

    static let process: [Row] = [
        Row("user: '1000:50'\ngroup_add: [44]", ["User": "1000:50", "HostConfig/GroupAdd": ["44"]]),
        Row("hostname: here\ndomainname: example.org", ["Hostname": "here", "Domainname": "example.org"]),
        Row("init: true", ["HostConfig/Init": true]),
        Row("init: false", ["HostConfig/Init": false]),
        Row("stop_signal: SIGUSR1\nstop_grace_period: 1m1ms", ["StopSignal": "SIGUSR1", "StopTimeout": 61]),
        Row("tty: true\nstdin_open: true", ["Tty": true, "OpenStdin": true]),
        Row("annotations: {a.b: c}", ["HostConfig/Annotations": ["a.b": "c"]]),
        Row(
            "logging: {driver: local, options: {max-size: 1m}}",
            ["HostConfig/LogConfig": ["Type": "local", "Config": ["max-size": "1m"]]]),
        Row(
            "logging: {options: {max-size: 1m}}", ["HostConfig/LogConfig": ["Type": "", "Config": ["max-size": "1m"]]]),
        Row("command: [a, b c]\nentrypoint: []", ["Cmd": ["a", "b c"], "Entrypoint": []]),
        Row("working_dir: /srv\nruntime: runsc", ["WorkingDir": "/srv", "HostConfig/Runtime": "runsc"]),
    ]

    static let network: [Row] = [
        Row(
            "extra_hosts: ['a=10.0.0.1', 'b:host-gateway', 'c=::1']",
            ["HostConfig/ExtraHosts": ["a:10.0.0.1", "b:host-gateway", "c:::1"]]),
        Row(
            "dns: [10.0.0.2]\ndns_search: a.example\ndns_opt: ['ndots:2']",
            [
                "HostConfig/Dns": ["10.0.0.2"], "HostConfig/DnsSearch": ["a.example"],
                "HostConfig/DnsOptions": ["ndots:2"],
            ]),
        Row(
            "networks: {front: {ipv4_address: 10.9.0.5, mac_address: '02:00:00:00:00:01', gw_priority: 7, driver_opts: {o: p}}}",
            [
                "HostConfig/NetworkMode": "shop_front",
                "NetworkingConfig/EndpointsConfig": [
                    "shop_front": [
                        "Aliases": ["shop-web-1", "web"], "IPAMConfig": ["IPv4Address": "10.9.0.5"],
                        "MacAddress": "02:00:00:00:00:01", "GwPriority": 7, "DriverOpts": ["o": "p"],
                    ]
                ],
            ]),
        Row("networks: {plant: {}, front: {priority: 5}}", ["HostConfig/NetworkMode": "shop_front"]),
        Row("networks: [plant]", ["HostConfig/NetworkMode": "plant-net"]),
        Row(
            "ports: ['127.0.0.1:8080:80/udp', '81']",
            [
                "HostConfig/PortBindings": [
                    "80/udp": [["HostIp": "127.0.0.1", "HostPort": "8080"]],
                    "81/tcp": [["HostIp": "", "HostPort": ""]],
                ],
                "ExposedPorts": ["80/udp": [:], "81/tcp": [:]],
            ]),
        Row("network_mode: host\nuts: host", ["HostConfig/NetworkMode": "host", "HostConfig/UTSMode": "host"]),
    ]

    static let storage: [Row] = [
        Row(
            "volumes: ['/a:/b:ro,z', './c:/d:rslave']",
            ["HostConfig/Binds": ["/a:/b:ro,z", "/app/c:/d:rslave"]]),
        Row(
            "volumes: [{type: bind, source: /a, target: /b, read_only: true, bind: {create_host_path: false, propagation: rshared}}]",
            [
                "HostConfig/Mounts": [
                    [
                        "Type": "bind", "Source": "/a", "Target": "/b", "ReadOnly": true,
                        "BindOptions": ["Propagation": "rshared"],
                    ]
                ]
            ]),
        Row(
            "volumes: ['data:/d:ro', 'kept:/k:nocopy']",
            [
                "HostConfig/Mounts": [
                    [
                        "Type": "volume", "Source": "shop_data", "Target": "/d", "ReadOnly": true,
                        "VolumeOptions": ["NoCopy": false, "Labels": [:]],
                    ],
                    [
                        "Type": "volume", "Source": "kept", "Target": "/k", "ReadOnly": false,
                        "VolumeOptions": ["NoCopy": true, "Labels": [:]],
                    ],
                ]
            ]),
        Row(
            "volumes: [{type: tmpfs, target: /t, tmpfs: {size: 1m, mode: '0700'}}]",
            [
                "HostConfig/Mounts": [
                    [
                        "Type": "tmpfs", "Target": "/t", "ReadOnly": false,
                        "TmpfsOptions": ["SizeBytes": 1_048_576, "Mode": 448],
                    ]
                ]
            ]),
        Row(
            "read_only: true\ntmpfs: [/tmp:size=1m, /run]\nsecrets: [key]",
            [
                "HostConfig/ReadonlyRootfs": true, "HostConfig/Tmpfs": ["/tmp": "size=1m", "/run": ""],
                "HostConfig/Mounts": [
                    [
                        "Type": "volume", "Target": "/run/secrets", "ReadOnly": false,
                        "VolumeOptions": ["NoCopy": true, "Labels": [:]],
                    ]
                ],
            ]),
        Row("shm_size: 64m", ["HostConfig/ShmSize": 67_108_864]),
    ]

    static let rights: [Row] = [
        Row(
            "cap_add: [NET_ADMIN]\ncap_drop: [ALL]",
            ["HostConfig/CapAdd": ["NET_ADMIN"], "HostConfig/CapDrop": ["ALL"]]),
        Row(
            "devices: ['/dev/ttyUSB0:/dev/modem:rw']",
            [
                "HostConfig/Devices": [
                    ["PathOnHost": "/dev/ttyUSB0", "PathInContainer": "/dev/modem", "CgroupPermissions": "rw"]
                ]
            ]),
        Row("sysctls: {net.core.somaxconn: 1024}", ["HostConfig/Sysctls": ["net.core.somaxconn": "1024"]]),
        Row(
            "ulimits: {nproc: 10, nofile: {soft: 1, hard: 2}}",
            [
                "HostConfig/Ulimits": [
                    ["Name": "nofile", "Soft": 1, "Hard": 2], ["Name": "nproc", "Soft": 10, "Hard": 10],
                ]
            ]),
        Row(
            "deploy: {resources: {limits: {cpus: '0.5', memory: 64m, pids: 9}, reservations: {memory: 32m}}}",
            [
                "HostConfig/NanoCpus": 500_000_000, "HostConfig/Memory": 67_108_864, "HostConfig/PidsLimit": 9,
                "HostConfig/MemoryReservation": 33_554_432,
            ]),
        Row(
            "mem_limit: 64m\nmemswap_limit: -1\ncpuset: 0-1\noom_score_adj: 5",
            [
                "HostConfig/Memory": 67_108_864, "HostConfig/MemorySwap": -1, "HostConfig/CpusetCpus": "0-1",
                "HostConfig/OomScoreAdj": 5,
            ]),
        Row(
            "privileged: true\nsecurity_opt: [no-new-privileges]\nipc: host\npid: host",
            [
                "HostConfig/Privileged": true, "HostConfig/SecurityOpt": ["no-new-privileges"],
                "HostConfig/IpcMode": "host", "HostConfig/PidMode": "host",
            ]),
    ]

    @Test func `networks and volumes are made as they are declared, and external ones are not made`() throws {
        let member = try #require(
            try spec("networks: [front, back, plant]\nvolumes: ['data:/d', 'kept:/k']").member)
        let networks = Dictionary(uniqueKeysWithValues: member.networks.map { ($0.configuration.name, $0) })
        #expect(networks["plant-net"]?.isExternal == true && networks["shop_front"]?.isExternal == false)
        let front = networks["shop_front"]?.configuration.json
        #expect(
            front?["IPAM"]?["Config"] == [
                ["Subnet": "10.9.0.0/24", "IPRange": "10.9.0.128/25", "Gateway": "10.9.0.1"]
            ])
        let back = networks["shop_back"]?.configuration.json
        #expect(back?["Driver"] == "macvlan" && back?["Options"] == ["parent": "eth0"])
        #expect(back?["Internal"] == true && back?["EnableIPv6"] == true)
        let volumes = Dictionary(uniqueKeysWithValues: member.volumes.map { ($0.configuration.name, $0) })
        #expect(volumes["kept"]?.isExternal == true && volumes["shop_data"]?.isExternal == false)
        #expect(volumes["shop_data"]?.configuration.driver == "nfs")
        #expect(volumes["shop_data"]?.configuration.options == ["share": "a"])
    }

    @Test func `secrets and configs are files with their owner and permissions`() throws {
        let member = try #require(
            try spec(
                """
                secrets: [key, {source: token, target: /etc/token, uid: 70, gid: "71", mode: 0400}]
                configs: [motd]
                """
            ).member)
        let expected = [
            ArchiveFile(path: "run/secrets/key", content: Array("hunter2".utf8)),
            ArchiveFile(path: "etc/token", content: Array("t0k3n".utf8), mode: 0o400, userID: 70, groupID: 71),
            ArchiveFile(path: "motd", content: Array("hello".utf8)),
        ]
        #expect(member.files == ["/": expected])
        let hardened = try #require(try spec("read_only: true\nsecrets: [key]").member)
        #expect(hardened.files == ["/run/secrets": [ArchiveFile(path: "key", content: Array("hunter2".utf8))]])
    }

    @Test(arguments: ["annotations: {a: b}", "networks: {front: {gw_priority: 1}}"])
    func `what the engine's API does not have yet is refused, not passed over`(fields: String) throws {
        let container = try spec(fields).container
        #expect(throws: EngineError.self) { try container.check(against: APIVersion(1, 42)) }
        #expect(throws: Never.self) { try container.check(against: APIVersion(1, 48)) }
    }
}
