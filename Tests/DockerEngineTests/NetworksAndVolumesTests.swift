import DockerEngine
import EventLoop
import TestSupport
import Testing

@Suite(.eventLoop, .dockerEngine, .timeLimit(.minutes(10)))
struct NetworksAndVolumesTests {
    @LoopActor
    @Test(arguments: EngineKind.available)
    func `a network is made as asked, once, however many ask`(kind: EngineKind) async throws {
        let client = try await kind.client()
        let prefix = try await kind.freeSubnet()
        var configuration = NetworkConfiguration(name: uniqueName("net"))
        configuration.labels = ["test.net": configuration.name]
        configuration.isInternal = true
        configuration.pools = [.init(subnet: "\(prefix).0/24", gateway: "\(prefix).1")]
        let asked = configuration
        let tasks = (0..<5).map { _ in Task { @LoopActor in try await client.ensureNetwork(asked).id } }
        var ids: Set<String> = []
        for task in tasks { ids.insert(try await task.value) }
        #expect(ids.count == 1)
        let details = try #require(try await client.network(named: asked.name))
        #expect(details.driver == "bridge" && details.isInternal && details.labels == asked.labels)
        #expect(details.pools.first?.subnet == "\(prefix).0/24" && details.pools.first?.gateway == "\(prefix).1")
        #expect(try await client.networks(labels: ["test.net=\(asked.name)"]).map(\.name) == [asked.name])
        #expect(try await client.network(named: String(details.id.prefix(12))) == nil)
        let twin = await #expect(throws: EngineError.self) { try await client.createNetwork(asked) }
        #expect(twin?.status == (kind == .docker ? 409 : 500))
        try await client.removeUnusedNetwork(asked.name)
        try await client.removeUnusedNetwork(asked.name)
        #expect(try await client.network(named: asked.name) == nil)
    }

    @LoopActor
    @Test func `a subnet that overlaps another's is refused`() async throws {
        let client = try await EngineKind.docker.client()
        var first = NetworkConfiguration(name: uniqueName("overlap"))
        first.pools = [.init(subnet: "\(try await EngineKind.docker.freeSubnet()).0/24")]
        try await client.ensureNetwork(first)
        var second = first
        second.name = uniqueName("overlap")
        let error = await #expect(throws: EngineError.self) { try await client.ensureNetwork(second) }
        #expect(error?.status == 403)
        #expect(try await client.network(named: second.name) == nil)
        try await client.removeUnusedNetwork(first.name)
    }

    @LoopActor
    @Test(arguments: EngineKind.available)
    func `a volume is made as asked, found, and removed when nobody uses it`(kind: EngineKind) async throws {
        let client = try await kind.client()
        var configuration = VolumeConfiguration(name: uniqueName("vol"))
        configuration.labels = ["test.vol": configuration.name]
        configuration.options = ["type": "tmpfs", "device": "tmpfs", "o": "nodev"]
        #expect(try await client.volume(configuration.name) == nil)
        let made = try await client.ensureVolume(configuration)
        let again = try await client.ensureVolume(configuration)
        #expect(made == again && made.driver == "local" && made.labels == configuration.labels)
        #expect(made.options == configuration.options && made.mountPoint.hasPrefix("/"))
        #expect(try await client.volumes(labels: ["test.vol=\(configuration.name)"]).map(\.name) == [made.name])
        var container = try await client.shell("exit 0")
        container.volumes = [VolumeMount(source: made.name, target: "/v")]
        try await client.withContainer(container, isStarted: false) { _ in
            guard case .inUse = try await client.removeVolume(made.name) else {
                Issue.record("a volume in use was removed")
                return
            }
        }
        #expect(try await client.removeVolume(made.name) == .removed)
        #expect(try await client.removeVolume(made.name) == .absent)
    }
}
