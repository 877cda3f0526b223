import DaemonLifecycle
import DockerEngine
import EventLoop
import Foundation
import Glibc
import HTTPClient
import JSON
import Logging
import NodeProtocol
import TestSupport
import Testing

@testable import Deployment

private let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// A node of its own on an engine: store, reconciler, and what they tell. ``end()`` removes its containers.
@LoopActor
final class DeploymentBench {
    let engine: TestEngine
    let registry: TestRegistry
    let directory: TemporaryDirectory
    let node = UUID().uuidString.filter { $0 != "-" }.lowercased()
    /// Own to this bench, so that tests side by side do not meet.
    let service = "s" + UUID().uuidString.prefix(8).lowercased()
    private(set) var store: DeploymentStore
    private(set) var reconciler: Reconciler
    private(set) var told: [ServiceStatus] = []
    /// How long a container may take until it is ready, for what begins with the next ``restart(forgetting:crashing:)``.
    var startTimeout = Duration.seconds(20)

    private let pulls: PullSettings
    private let host: String
    private let deadline: Duration

    /// - Parameters:
    ///   - host: Where the reconciler finds the engine, if not at its own socket: behind a proxy, or another engine.
    ///   - deadline: Of its calls.
    init(
        on engine: TestEngine? = nil, host: String? = nil, deadline: Duration = .seconds(20),
        pulls: PullSettings = PullSettings()
    ) async throws {
        self.pulls = pulls
        self.deadline = deadline
        if let engine { self.engine = engine } else { self.engine = try await TestEngine.shared() }
        self.host = host ?? self.engine.dockerHost
        registry = try await TestRegistry.shared()
        directory = try TemporaryDirectory()
        store = try await DeploymentStore.open(path: directory.file("deployd.db"))
        reconciler = try Self.reconciler(
            self.host, deadline, store, node, InputMarks(path: nil, previous: nil, logger: silent), pulls, startTimeout)
        try await begin()
    }

    private static func reconciler(
        _ host: String, _ deadline: Duration, _ store: DeploymentStore, _ node: String, _ marks: InputMarks,
        _ pulls: PullSettings, _ startTimeout: Duration
    ) throws -> Reconciler {
        let address = try #require(EngineAddress(host))
        let client = EngineClient(address: address, http: HTTPClient(), deadline: deadline)
        return Reconciler(
            engine: client, store: store, node: node, marks: marks, logger: silent,
            timing: Readiness.Timing(stable: .milliseconds(300), timeout: startTimeout),
            pulls: pulls, retryCap: .milliseconds(200))
    }

    private func begin() async throws {
        reconciler.onStatus = { [weak self] in self?.told.append($0) }
        try await reconciler.load()
        reconciler.connect()
    }

    /// As if the process had been killed and started again; `forgetting`: with its database lost; `crashing`: it was
    /// the third crash while this was being worked on.
    func restart(forgetting: Bool = false, crashing key: String? = nil) async throws {
        await reconciler.stop()
        var previous: PreviousExit?
        if let key {
            try directory.write(Array("-\npid 1\nmark \(key)\ncrashes 2 \(key)\nend\n".utf8), to: "inputs")
            let report = ExitReport(
                cause: .signalled, signal: SIGSEGV, at: "", requested: false, uptimeSeconds: 1, stderr: [])
            previous = PreviousExit(generation: 3, pid: 1, report: report)
        }
        let path = key == nil ? nil : directory.file("inputs")
        let marks = InputMarks(path: path, previous: previous, logger: silent)
        let name = forgetting ? "new.db" : "deployd.db"
        store = try await DeploymentStore.open(path: directory.file(name))
        reconciler = try Self.reconciler(host, deadline, store, node, marks, pulls, startTimeout)
        try await begin()
    }

    func image(_ tag: String) -> JSON { .string(registry.image("web", tag)) }

    /// Applies one instruction and waits for its end: nil for success.
    @discardableResult
    func carryOut(_ action: String, _ config: JSON? = nil, id: String = UUID().uuidString) async throws -> JSON? {
        try await apply(action, config, id: id)
        return try await ending(of: id)
    }

    func carryOut(_ action: String, compose: JSON) async throws -> JSON? {
        let id = UUID().uuidString
        let json: JSON = [
            "id": .string(id), "action": .string(action), "service": .string(service), "compose": compose,
        ]
        try await reconciler.apply([Instruction.parse(json)])
        return try await ending(of: id)
    }

    func apply(_ action: String, _ config: JSON? = nil, id: String) async throws {
        var json: [String: JSON] = ["id": .string(id), "action": .string(action), "service": .string(service)]
        json["config"] = config
        try await reconciler.apply([Instruction.parse(.object(json))])
    }

    /// The error of an instruction's final status; nil for success.
    func ending(of id: String) async throws -> JSON? {
        let entry = try await eventually("instruction \(id) ends", within: .seconds(120)) {
            try await store.outbox(limit: 1000).first { $0.instructionID == id }
        }
        #expect(entry.body["status"] == (entry.body["error"] == nil ? "success" : "failed"))
        return entry.body["error"]
    }

    func containers() async throws -> [JSON] {
        try await engine.containers(label: "\(OwnershipLabels.worker)=\(node)")
    }

    func inspect() async throws -> JSON { try #require(try await engine.inspect("aerekos-" + service)) }

    var status: ServiceStatus? { reconciler.statuses.first { $0.service == service } }

    /// A client of its own to the bench's engine.
    func client() throws -> EngineClient {
        EngineClient(
            address: try #require(EngineAddress(engine.dockerHost)), http: HTTPClient(), deadline: .seconds(20))
    }

    /// One round of the collector, as if that much time had passed since the last one; how much it has removed.
    @discardableResult
    func collect(_ elapsed: Duration) async throws -> Int {
        let collector = LeftoverCollector(
            engine: try client(), store: store, reconciler: reconciler, settings: CollectionSettings(), space: nil,
            logger: silent)
        try await collector.collect(elapsed: elapsed)
        return collector.removed
    }

    /// What the service answers on a port of this host.
    func page(_ port: Int, _ path: String = "/") async throws -> String {
        let response = try await eventually("port \(port) answers", within: .seconds(60)) {
            try? await HTTPClient().send(HTTPRequest("GET", url: "http://127.0.0.1:\(port)\(path)"))
        }
        return String(decoding: response.body, as: UTF8.self)
    }

    func end() async throws {
        await reconciler.stop()
        for container in try await containers() {
            if let id = container["Id"]?.string { try await engine.remove(container: id) }
        }
    }
}

/// Gives `body` a bench and clears it away, whatever happens.
@LoopActor
func withBench(
    on engine: TestEngine? = nil, host: String? = nil, deadline: Duration = .seconds(20),
    pulls: PullSettings = PullSettings(), _ body: @LoopActor (DeploymentBench) async throws -> Void
) async throws {
    let bench = try await DeploymentBench(on: engine, host: host, deadline: deadline, pulls: pulls)
    do {
        try await body(bench)
    } catch {
        try await bench.end()
        throw error
    }
    try await bench.end()
}

/// A bench whose reconciler speaks to the engine through a proxy.
@LoopActor
func withProxiedBench(
    deadline: Duration = .seconds(20), _ body: @LoopActor (DeploymentBench, SocketProxy) async throws -> Void
) async throws {
    let engine = try await TestEngine.shared()
    let directory = try TemporaryDirectory()
    let socket = directory.file("proxy.sock")
    let proxy = try SocketProxy(listening: socket, to: engine.socketPath)
    try await withBench(on: engine, host: "unix://" + socket, deadline: deadline) { try await body($0, proxy) }
}
