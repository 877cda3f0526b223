import DockerEngine
import EventLoop
import TestSupport
import Testing

@Suite(.eventLoop, .dockerEngine, .timeLimit(.minutes(10)))
struct ContainerLifeTests {
    @LoopActor
    @Test(arguments: EngineKind.available)
    func `a container is made, found by its label, started, stopped and removed`(kind: EngineKind) async throws {
        let client = try await kind.client()
        let name = uniqueName("life")
        var configuration = try await client.shell("trap 'exit 3' TERM; echo ready; sleep 100 & wait")
        configuration.labels = ["test.life": name, "other": "x"]
        #expect(try await client.container(name) == nil)
        let id = try await client.createContainer(name: name, configuration)
        let taken = await #expect(throws: EngineError.self) {
            try await client.createContainer(name: name, configuration)
        }
        #expect(taken?.status == (kind == .docker ? 409 : 500))
        #expect(try await client.container(id)?.state == .created)
        try await client.start(id)
        try await client.start(id)
        #expect(try await client.containers(labels: ["test.life=\(name)", "other"]).map(\.id) == [id])
        #expect(try await client.containers(labels: ["test.life=\(name)", "none"]).isEmpty)
        let running = try #require(try await client.container(name))
        #expect(running.state == .running && running.id == id && running.name == name && running.processID > 0)
        #expect(running.imageID == (try await client.image(configuration.image)?.id))
        #expect(running.labels["test.life"] == name && running.health == nil)
        try await client.rename(id, to: name + "-b")
        try await eventually("its shell is ready") { try await client.output(of: id) == "ready\n" }
        try await client.restart(id, grace: .seconds(5))
        #expect(try await client.container(name + "-b")?.state == .running)
        let end = Task { @LoopActor in try await client.wait(for: id) }
        try await eventually("its shell is ready, the second time") {
            try await client.output(of: id) == "ready\nready\n"
        }
        try await client.stop(id, grace: .seconds(30), timeout: .seconds(60))
        try await client.stop(id, grace: .seconds(5))
        #expect(try await end.value == ContainerExit(code: 3, error: nil))
        let stopped = try #require(try await client.container(id))
        #expect(stopped.state == .exited && stopped.exitCode == 3 && !stopped.wasKilledForMemory)
        try await client.remove(id)
        try await client.remove(id)
        #expect(try await client.container(id) == nil)
    }

    @LoopActor
    @Test(arguments: EngineKind.available)
    func `a container is gone when its removal returns, whoever has begun with that`(kind: EngineKind) async throws {
        let client = try await kind.client()
        let id = try await client.createContainer(name: uniqueName("gone"), try await client.shell("sleep 100"))
        try await client.start(id)
        // The loop below waits for these tasks.
        let removals = (0..<4).map { _ in
            Task { @LoopActor in
                try await client.remove(id)
                return try await client.container(id) == nil
            }
        }
        for removal in removals { #expect(try await removal.value) }
    }

    @LoopActor
    @Test(arguments: EngineKind.available)
    func `a signal is sent, and a container that ignores its stop signal is killed`(kind: EngineKind) async throws {
        let client = try await kind.client()
        let configuration = try await client.shell(
            "trap 'exit 9' HUP; trap '' TERM; echo ready; while :; do sleep 0.1; done")
        try await client.withContainer(configuration) { id in
            try await eventually("its shell is ready") { try await client.output(of: id) == "ready\n" }
            try await client.kill(id, signal: "SIGHUP")
            #expect(try await client.wait(for: id).code == 9)
            let error = await #expect(throws: EngineError.self) { try await client.kill(id) }
            #expect(error?.status == (kind == .docker ? 409 : 500))
            try await client.start(id)
            try await client.stop(id, grace: .seconds(1))
            #expect(try await client.container(id)?.exitCode == 137)
        }
    }

    @LoopActor
    @Test func `a container that the kernel ended for lack of memory says so`() async throws {
        let client = try await EngineKind.docker.client()
        // The engine begins to watch for it a moment after the start.
        var configuration = try await client.shell("sleep 3; x=$(cat /dev/zero | head -c 200000000 | tr '\\0' a)")
        configuration.resources.memoryBytes = 16 << 20
        configuration.resources.memorySwapBytes = 16 << 20
        try await client.withContainer(configuration) { id in
            #expect(try await client.wait(for: id).code != 0)
            let details = try #require(try await client.container(id))
            #expect(details.wasKilledForMemory)
        }
    }

    @LoopActor
    @Test func `waiting ends with its task`() async throws {
        let client = try await EngineKind.docker.client()
        try await client.withContainer(try await client.shell("sleep 100")) { id in
            let task = Task { @LoopActor in try await client.wait(for: id, until: .nextExit) }
            try await LoopActor.sleep(for: .milliseconds(100))
            task.cancel()
            await #expect(throws: EngineError.cancelled) { try await task.value }
        }
    }

    @LoopActor
    @Test(arguments: EngineKind.available)
    func `files are put into a container before it starts`(kind: EngineKind) async throws {
        let client = try await kind.client()
        let secret = [UInt8](repeating: 0x41, count: 700_000)
        let deep = "secrets/" + String(repeating: "d", count: 90) + "/" + String(repeating: "n", count: 90)
        // Whose the files are is not for the container's user to say.
        var configuration = try await client.shell(
            "wc -c < /tmp/secrets/key; cat /tmp/\(deep); stat -c '%a %u %g' /tmp/secrets/key")
        configuration.user = "12:34"
        try await client.withContainer(configuration, isStarted: false) { id in
            let files = [
                ArchiveFile(path: "secrets/key", content: secret, mode: 0o440, userID: 56, groupID: 34),
                ArchiveFile(path: deep, content: Array("deep\n".utf8)),
            ]
            try await client.put(files, into: id, at: "/tmp")
            try await client.start(id)
            _ = try await client.wait(for: id)
            let output = try await client.output(of: id)
            #expect(output == "700000\ndeep\n440 56 34\n")
            guard kind == .docker else { return }
            let error = await #expect(throws: EngineError.self) {
                try await client.put([ArchiveFile(path: "a", content: [])], into: id, at: "/no/such/place")
            }
            #expect(error?.status == 404)
        }
        for path in ["", "/", "../a", "a/../../b", String(repeating: "x", count: 101), "a\0b"] {
            let error = await #expect(throws: EngineError.self) {
                try await client.put([ArchiveFile(path: path, content: [])], into: "none", at: "/")
            }
            guard case .invalidRequest = error else {
                Issue.record("expected invalidRequest, got \(String(describing: error))")
                return
            }
        }
    }

    @LoopActor
    @Test(arguments: EngineKind.available)
    func `what a container uses is told`(kind: EngineKind) async throws {
        let client = try await kind.client()
        var configuration = try await client.shell("while :; do :; done")
        configuration.resources.memoryBytes = 64 << 20
        try await client.withContainer(configuration) { id in
            let first = try #require(try await client.statistics(of: id, isInstant: true))
            let second = try await eventually("CPU time has passed", within: .seconds(60)) {
                let sample = try #require(try await client.statistics(of: id))
                return sample.cpuNanoseconds > first.cpuNanoseconds + 10_000_000 ? sample : nil
            }
            #expect(second.onlineCPUs > 0 && second.memoryBytes > 0)
            #expect(second.memoryLimitBytes == 64 << 20)
            let percent = try #require(second.cpuPercent(since: first))
            #expect(percent > 0 && percent <= 100 * Double(second.onlineCPUs) + 10)
            if kind == .docker { #expect((second.cpuPercent ?? 0) > 0 && second.processes == 1) }
        }
        #expect(try await client.statistics(of: "no-such-container") == nil)
    }

    @LoopActor
    @Test func `a container that does not run uses nothing`() async throws {
        let client = try await EngineKind.docker.client()
        try await client.withContainer(try await client.shell("exit 0"), isStarted: false) { id in
            let sample = try await client.statistics(of: id)
            #expect(sample == nil)
        }
    }
}
