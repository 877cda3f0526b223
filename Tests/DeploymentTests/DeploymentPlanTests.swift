import DockerEngine
import JSON
import NodeProtocol
import Testing

@testable import Deployment

private let next = "aerekos.next.web"

private func makeDesired(
    _ wanted: DesiredService.Wanted = .running, restart: String = "no", pull: String = "missing",
    ports: JSON = [:], order: String? = nil, proven: Bool = true
) throws -> DesiredService {
    var config: [String: JSON] = [
        "image": "web:1", "restart": .string(restart), "pull_policy": .string(pull), "ports": ports,
    ]
    config["update_order"] = order.map { .string($0) }
    var desired = DesiredService(
        spec: try ServiceSpec(name: try ServiceName("web"), config: .object(config)), wanted: wanted)
    if proven { desired.good = GoodVersion(of: desired) }
    return desired
}

/// As after an instruction for another version than the one that was last good.
private func makeUpdate(ports: JSON = [:], order: String? = nil) throws -> DesiredService {
    let old = try ServiceSpec(name: try ServiceName("web"), config: ["image": "web:0", "ports": ports])
    var desired = try makeDesired(ports: ports, order: order, proven: false)
    desired.good = GoodVersion(of: DesiredService(spec: old, wanted: .running))
    desired.pending = [.init(id: "i", action: "update")]
    return desired
}

private func container(
    _ id: String, _ state: ContainerState, name: String = "aerekos-web", hash: String, image: String = "i1",
    _ change: (inout ActualContainer) -> Void = { _ in }
) -> ActualContainer {
    var container = ActualContainer(
        id: id, name: name, state: state,
        labels: [
            OwnershipLabels.worker: "node", OwnershipLabels.service: "web", OwnershipLabels.configHash: hash,
            OwnershipLabels.imageID: image,
        ])
    change(&container)
    return container
}

extension ActualService {
    fileprivate init(own: [ActualContainer] = [], foreign: ActualContainer? = nil, hasImage: Bool = true) {
        self.init()
        self.own = own
        self.foreign = foreign
        image = hasImage ? LocalImage(id: "i1", isNamed: true) : nil
    }
}

@Suite struct DeploymentPlanTests {
    @Test func `what is not there is pulled, made under its name, started and proven`() throws {
        let desired = try makeDesired()
        #expect(DeploymentPlan.make(desired, ActualService(hasImage: false)) == .steps([.pull]))
        #expect(
            DeploymentPlan.make(desired, ActualService(own: []))
                == .steps([.create(.own), .start(.created), .awaitReady(.created)]))
    }

    @Test func `what runs as wanted is left alone`() throws {
        var desired = try makeDesired()
        let actual = ActualService(own: [container("a", .running, hash: desired.hash)], hasImage: false)
        #expect(DeploymentPlan.make(desired, actual) == .steps([]))
        desired.nudge = .start
        #expect(DeploymentPlan.make(desired, actual) == .steps([]))
        desired.nudge = .restart
        #expect(DeploymentPlan.make(desired, actual) == .steps([.restart("a"), .awaitReady(.existing("a"))]))
    }

    @Test func `a version that was never seen to be good is waited for, once`() throws {
        let desired = try makeDesired(proven: false)
        let new = container("a", .running, hash: desired.hash)
        #expect(DeploymentPlan.make(desired, ActualService(own: [new])) == .steps([.awaitReady(.existing("a"))]))
        let ready = container("a", .running, hash: desired.hash) { $0.isReady = true }
        #expect(DeploymentPlan.make(desired, ActualService(own: [ready])) == .steps([]))
    }

    @Test(arguments: [
        ("no", DesiredService.Nudge.none, 1, 0, [DeploymentStep]()),
        ("on-failure", .none, 0, 0, []),
        ("on-failure", .none, 1, 100, [.revive("a")]),
        ("on-failure:2", .none, 1, 1, [.revive("a")]),
        ("on-failure:2", .none, 1, 2, []),
        ("always", .none, 0, 0, [.revive("a")]),
        ("unless-stopped", .none, 1, 7, [.revive("a")]),
        ("no", .start, 1, 0, [.start(.existing("a")), .awaitReady(.existing("a"))]),
        ("no", .restart, 1, 0, [.start(.existing("a")), .awaitReady(.existing("a"))]),
    ])
    func `an ended container is started again as its restart policy says, or when asked`(
        restart: String, nudge: DesiredService.Nudge, exitCode: Int, restarts: Int, steps: [DeploymentStep]
    ) throws {
        var desired = try makeDesired(restart: restart)
        desired.nudge = nudge
        var actual = ActualService(own: [container("a", .exited, hash: desired.hash) { $0.exitCode = exitCode }])
        actual.restarts = restarts
        #expect(DeploymentPlan.make(desired, actual) == .steps(steps))
    }

    @Test func `what was done to it by hand is undone`() throws {
        var desired = try makeDesired(restart: "always")
        func plan(
            _ state: ContainerState = .running, name: String = "aerekos-web",
            _ change: (inout ActualContainer) -> Void = { _ in }
        ) -> DeploymentPlan {
            DeploymentPlan.make(
                desired, ActualService(own: [container("a", state, name: name, hash: desired.hash, change)]))
        }
        #expect(plan(.paused) == .steps([.resume("a")]))
        #expect(plan(.exited) == .steps([.revive("a")]))
        #expect(plan(.created) == .steps([.start(.existing("a")), .awaitReady(.existing("a"))]))
        #expect(plan(name: "renamed") == .steps([.promote(.existing("a"))]))
        #expect(plan { $0.missingNetworks = ["n"] } == .steps([.attach("a", network: "n")]))
        #expect(plan { $0.isRestartedByEngine = true } == .steps([.takeOver("a")]))
        #expect(plan { $0.health = .unhealthy } == .steps([.revive("a")]))
        #expect(
            plan(.dead)
                == .steps([
                    .create(.successor), .start(.created), .awaitReady(.created), .remove("a"), .promote(.created),
                ]))
        #expect(
            plan { $0.isSpoiled = true }
                == .steps([
                    .create(.successor), .start(.created), .awaitReady(.created), .stop("a"), .remove("a"),
                    .promote(.created),
                ]))
        desired.wanted = .stopped
        #expect(plan() == .steps([.stop("a")]), "started by hand")
    }

    @Test func `an unhealthy service is left alone where that is asked for`() throws {
        let config: JSON = ["image": "web:1", "labels": [ServiceSpec.unhealthyLabel: "false"]]
        var desired = DesiredService(
            spec: try ServiceSpec(name: try ServiceName("web"), config: config), wanted: .running)
        desired.good = GoodVersion(of: desired)
        let sick = container("a", .running, hash: desired.hash) { $0.health = .unhealthy }
        #expect(DeploymentPlan.make(desired, ActualService(own: [sick])) == .steps([]))
    }

    // MARK: Updates

    @Test func `an update without collisions starts the new container beside the old one`() throws {
        let desired = try makeUpdate()
        let old = container("old", .running, hash: "other")
        #expect(
            DeploymentPlan.make(desired, ActualService(own: [old]))
                == .steps([
                    .create(.successor), .start(.created), .awaitReady(.created), .stop("old"), .remove("old"),
                    .promote(.created),
                ]))
    }

    @Test(arguments: [(["80": 8080] as JSON, "start-first"), ([:] as JSON, "stop-first")])
    func `an update whose ports collide, or that is asked to, stops the old container first`(
        ports: JSON, order: String
    ) throws {
        let desired = try makeUpdate(ports: ports, order: order)
        let old = container("old", .running, hash: "other")
        #expect(
            DeploymentPlan.make(desired, ActualService(own: [old]))
                == .steps([
                    .create(.successor), .stop("old"), .start(.created), .awaitReady(.created), .remove("old"),
                    .promote(.created),
                ]))
    }

    @Test func `an update of what has a port that another service is to have stops the old container first`() throws {
        let desired = try makeUpdate(ports: [:], order: "start-first")
        var actual = ActualService(own: [container("old", .running, hash: "other")])
        actual.isAwaited = true
        #expect(
            DeploymentPlan.make(desired, actual)
                == .steps([
                    .create(.successor), .stop("old"), .start(.created), .awaitReady(.created), .remove("old"),
                    .promote(.created),
                ]))
    }

    /// State of the old container and the new one, as a crash may leave them; what is done then, start-first, stop-first.
    @Test(arguments: [
        (
            ContainerState.running, ContainerState.created,
            [
                DeploymentStep.start(.existing("new")), .awaitReady(.existing("new")), .stop("old"), .remove("old"),
                .promote(.existing("new")),
            ],
            [
                DeploymentStep.stop("old"), .start(.existing("new")), .awaitReady(.existing("new")), .remove("old"),
                .promote(.existing("new")),
            ]
        ),
        (
            .exited, .created,
            [
                .start(.existing("new")), .awaitReady(.existing("new")), .remove("old"), .promote(.existing("new")),
            ],
            [
                .start(.existing("new")), .awaitReady(.existing("new")), .remove("old"), .promote(.existing("new")),
            ]
        ),
        (
            .exited, .running, [.awaitReady(.existing("new")), .remove("old"), .promote(.existing("new"))],
            [.awaitReady(.existing("new")), .remove("old"), .promote(.existing("new"))]
        ),
        (
            .exited, .exited,
            [
                .start(.existing("new")), .awaitReady(.existing("new")), .remove("old"), .promote(.existing("new")),
            ],
            [
                .start(.existing("new")), .awaitReady(.existing("new")), .remove("old"), .promote(.existing("new")),
            ]
        ),
    ])
    func `an interrupted update goes on where it was`(
        old: ContainerState, new: ContainerState, startFirst: [DeploymentStep], stopFirst: [DeploymentStep]
    ) throws {
        for (order, steps) in [("start-first", startFirst), ("stop-first", stopFirst)] {
            let desired = try makeUpdate(order: order)
            let actual = ActualService(own: [
                container("old", old, hash: "other"), container("new", new, name: next, hash: desired.hash),
            ])
            #expect(DeploymentPlan.make(desired, actual) == .steps(steps), "\(order)")
        }
    }

    @Test func `an update that is interrupted before the new container has its name gives it that`() throws {
        let desired = try makeUpdate()
        let actual = ActualService(own: [container("new", .running, name: next, hash: desired.hash)])
        #expect(DeploymentPlan.make(desired, actual) == .steps([.promote(.existing("new"))]))
    }

    @Test func `what never was any good is replaced before its successor is proven`() throws {
        let desired = try makeDesired(proven: false)
        let actual = ActualService(own: [container("old", .running, hash: "other")])
        #expect(
            DeploymentPlan.make(desired, actual)
                == .steps([
                    .create(.successor), .stop("old"), .remove("old"), .promote(.created), .start(.created),
                    .awaitReady(.created),
                ]))
    }

    @Test func `a version that fails goes back to the last good one, whose container is kept`() throws {
        var update = try makeUpdate()
        update.mustPull = true
        let error = ServiceError(.unhealthy, "no")
        let back = try #require(update.goingBack(because: error))
        #expect(back.isProven && back.rolledBack == error && !back.mustPull && back.nudge == .start)
        let actual = ActualService(own: [
            container("old", .exited, hash: back.hash), container("new", .running, name: next, hash: update.hash),
        ])
        #expect(
            DeploymentPlan.make(back, actual)
                == .steps([
                    .stop("new"), .remove("new"), .start(.existing("old")), .awaitReady(.existing("old")),
                ]))
        #expect(back.goingBack(because: error) == nil, "once is enough")
        #expect(try makeDesired().goingBack(because: error) == nil)
        #expect(try makeDesired(proven: false).goingBack(because: error) == nil, "there is nothing to go back to")
    }

    @Test func `a stale successor is removed, one of several that is current is used`() throws {
        let desired = try makeDesired(proven: false)
        let stale = ActualService(own: [container("new", .created, name: next, hash: "third")])
        #expect(
            DeploymentPlan.make(desired, stale)
                == .steps([
                    .remove("new"), .create(.own), .start(.created), .awaitReady(.created),
                ]))
        let twins = ActualService(own: [
            container("a", .created, name: next, hash: desired.hash),
            container("b", .running, name: "x", hash: desired.hash),
        ])
        #expect(DeploymentPlan.make(desired, twins) == .steps([.remove("a"), .promote(.existing("b"))]))
    }

    @Test func `leftovers beside a good one are removed`() throws {
        let desired = try makeDesired()
        let actual = ActualService(own: [
            container("a", .running, hash: desired.hash), container("b", .created, name: next, hash: desired.hash),
        ])
        #expect(DeploymentPlan.make(desired, actual) == .steps([.remove("b")]))
    }

    @Test func `an update pulls first and replaces only for another image`() throws {
        var desired = try makeUpdate()
        desired.mustPull = true
        let actual = ActualService(own: [container("a", .running, hash: desired.hash) { $0.isReady = true }])
        #expect(DeploymentPlan.make(desired, actual) == .steps([.pull]))
        desired.mustPull = false
        desired.imageID = "i1"
        #expect(DeploymentPlan.make(desired, actual) == .steps([]))
        desired.imageID = "i2"
        #expect(
            DeploymentPlan.make(desired, actual)
                == .steps([
                    .create(.successor), .start(.created), .awaitReady(.created), .stop("a"), .remove("a"),
                    .promote(.created),
                ]))
    }

    @Test func `while a pull is tried, what was good is started after a reboot`() throws {
        var desired = try makeUpdate()
        desired.mustPull = true
        let old = container("old", .exited, hash: try #require(desired.good?.hash))
        #expect(
            DeploymentPlan.make(desired, ActualService(own: [old])) == .steps([.start(.existing("old")), .pull]))
    }

    @Test func `an old container with a port of the new version is stopped first, also when it is not of the good one`()
        throws
    {
        let desired = try makeUpdate(ports: ["80": 8080], order: "start-first")
        var good = try makeDesired()
        good.hash = "good"
        var update = desired
        update.good = GoodVersion(of: good)
        let port = PublishedPort(containerPort: 80, hostAddress: "0.0.0.0", hostPort: 8080)
        let old = container("old", .running, hash: "older") { $0.ports = [port] }
        guard case .steps(let steps) = DeploymentPlan.make(update, ActualService(own: [old])) else {
            Issue.record("expected steps")
            return
        }
        #expect(steps.prefix(3) == [.create(.successor), .stop("old"), .start(.created)])
    }

    @Test func `while a pull is tried, what was good is not started beside another version that runs`() throws {
        var desired = try makeUpdate()
        desired.mustPull = true
        let old = container("old", .exited, hash: try #require(desired.good?.hash))
        let other = container("other", .running, name: next, hash: "third")
        #expect(DeploymentPlan.make(desired, ActualService(own: [old, other])) == .steps([.pull]))
    }

    // MARK: Obstacles, stopping

    @Test func `a foreign container with the name blocks before anything is touched`() throws {
        let foreign = ActualContainer(id: "f", name: "aerekos-web", state: .running, labels: [:])
        let desired = try makeDesired()
        guard case .blocked(let error) = DeploymentPlan.make(desired, ActualService(foreign: foreign)) else {
            Issue.record("expected a conflict")
            return
        }
        #expect(error.type == .nameConflict)
        #expect(DeploymentPlan.make(try makeDesired(.removed), ActualService(foreign: foreign)) == .steps([.forget]))
    }

    @Test func `an image that must not be pulled and is not here blocks`() throws {
        let desired = try makeDesired(pull: "never")
        guard case .blocked(let error) = DeploymentPlan.make(desired, ActualService(hasImage: false)) else {
            Issue.record("expected a missing image")
            return
        }
        #expect(error.type == .imageNotFound)
    }

    @Test func `stopping and removing`() throws {
        let up = ActualService(own: [container("a", .running, hash: "any")])
        let down = ActualService(own: [container("a", .exited, hash: "any")])
        #expect(DeploymentPlan.make(try makeDesired(.stopped), up) == .steps([.stop("a")]))
        #expect(DeploymentPlan.make(try makeDesired(.stopped), down) == .steps([]))
        #expect(DeploymentPlan.make(try makeDesired(.stopped), ActualService()) == .steps([]))
        #expect(DeploymentPlan.make(try makeDesired(.removed), up) == .steps([.stop("a"), .remove("a"), .forget]))
        #expect(DeploymentPlan.make(try makeDesired(.removed), down) == .steps([.remove("a"), .forget]))
    }
}

@Suite struct DesiredServiceTests {
    private func instruction(_ action: Instruction.Action, id: String = "i") throws -> Instruction {
        Instruction(id: id, service: try ServiceName("web"), action: action)
    }

    @Test func `instructions for a service that is not there`() throws {
        for action in [Instruction.Action.start, .stop, .restart, .update(nil)] {
            let instruction = try instruction(action)
            let error = #expect(throws: ServiceError.self) { try DesiredService.applying(instruction, to: nil) }
            #expect(error?.type == .unknownService)
        }
        #expect(try DesiredService.applying(try instruction(.remove), to: nil) == nil)
    }

    @Test func `each instruction changes what is wanted`() throws {
        let current = try makeDesired()
        #expect(try DesiredService.applying(instruction(.stop), to: current)?.wanted == .stopped)
        #expect(try DesiredService.applying(instruction(.remove), to: current)?.wanted == .removed)
        #expect(try DesiredService.applying(instruction(.restart), to: current)?.nudge == .restart)
        let update = try DesiredService.applying(instruction(.update(nil)), to: current)
        #expect(update?.mustPull == true)
        #expect(update?.hash == current.hash)
        #expect(update?.revision == 1)
        let deploy = try DesiredService.applying(instruction(.deploy(current.spec)), to: update)
        #expect(deploy?.mustPull == false)
        #expect(deploy?.pending.count == 2)
    }

    @Test func `what is being removed can be deployed again, and not started`() throws {
        let removed = try makeDesired(.removed)
        #expect(throws: ServiceError.self) { try DesiredService.applying(instruction(.start), to: removed) }
        #expect(try DesiredService.applying(instruction(.deploy(removed.spec)), to: removed)?.wanted == .running)
    }

    @Test func `the order of updating is no part of what a container is made from`() throws {
        #expect(try makeDesired(order: "stop-first").hash == makeDesired(order: "start-first").hash)
    }
}
