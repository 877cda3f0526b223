import DockerEngine
import JSON
import NodeProtocol
import Testing

@testable import Deployment

private func makeDesired(
    _ wanted: DesiredService.Wanted = .running, restart: String = "no", pull: String = "missing"
) throws -> DesiredService {
    let config: JSON = ["image": "web:1", "restart": .string(restart), "pull_policy": .string(pull)]
    return DesiredService(spec: try ServiceSpec(name: try ServiceName("web"), config: config), wanted: wanted)
}

private func container(
    _ id: String, _ state: ContainerState, name: String = "aerekos-web", hash: String, image: String = "i1"
) -> ContainerSummary {
    ContainerSummary(
        id: id, name: name, state: state,
        labels: [
            OwnershipLabels.worker: "node", OwnershipLabels.service: "web", OwnershipLabels.configHash: hash,
            OwnershipLabels.imageID: image,
        ])
}

@Suite struct DeploymentPlanTests {
    private let next = "aerekos.next.web"

    @Test func `what is not there is pulled, made, and started under its name`() throws {
        let desired = try makeDesired()
        #expect(DeploymentPlan.make(desired, ActualService(hasImage: false)) == .steps([.pull]))
        #expect(
            DeploymentPlan.make(desired, ActualService()) == .steps([.create, .promote(.created), .start(.created)]))
    }

    @Test func `what runs as wanted is left alone`() throws {
        var desired = try makeDesired()
        for state in [ContainerState.running, .restarting, .paused] {
            let actual = ActualService(own: [container("a", state, hash: desired.hash)], hasImage: false)
            #expect(DeploymentPlan.make(desired, actual) == .steps([]))
        }
        desired.nudge = .start
        let actual = ActualService(own: [container("a", .running, hash: desired.hash)])
        #expect(DeploymentPlan.make(desired, actual) == .steps([]))
        desired.nudge = .restart
        #expect(DeploymentPlan.make(desired, actual) == .steps([.restart("a")]))
    }

    @Test(arguments: [
        ("no", DesiredService.Nudge.none, false), ("on-failure", .none, false), ("always", .none, true),
        ("unless-stopped", .none, true), ("no", .start, true), ("no", .restart, true),
    ])
    func `an ended container is started again when it is to be kept up, or when asked`(
        restart: String, nudge: DesiredService.Nudge, starts: Bool
    ) throws {
        var desired = try makeDesired(restart: restart)
        desired.nudge = nudge
        let actual = ActualService(own: [container("a", .exited, hash: desired.hash)])
        #expect(DeploymentPlan.make(desired, actual) == .steps(starts ? [.start(.existing("a"))] : []))
    }

    @Test func `a created one is started`() throws {
        let desired = try makeDesired()
        let actual = ActualService(own: [container("a", .created, hash: desired.hash)])
        #expect(DeploymentPlan.make(desired, actual) == .steps([.start(.existing("a"))]))
    }

    @Test func `an outdated one is replaced after its successor is made`() throws {
        let desired = try makeDesired()
        let actual = ActualService(own: [container("old", .running, hash: "other")])
        #expect(
            DeploymentPlan.make(desired, actual)
                == .steps([.create, .stop("old"), .remove("old"), .promote(.created), .start(.created)]))
    }

    @Test func `a successor that was made before is used, an outdated one is removed`() throws {
        let desired = try makeDesired()
        let old = container("old", .exited, hash: "other")
        let ready = ActualService(own: [old, container("new", .created, name: next, hash: desired.hash)])
        #expect(
            DeploymentPlan.make(desired, ready)
                == .steps([.remove("old"), .promote(.existing("new")), .start(.existing("new"))]))
        let stale = ActualService(own: [container("new", .created, name: next, hash: "third")])
        #expect(
            DeploymentPlan.make(desired, stale)
                == .steps([.remove("new"), .create, .promote(.created), .start(.created)]))
    }

    @Test func `leftovers beside a good one are removed`() throws {
        let desired = try makeDesired()
        let actual = ActualService(own: [
            container("a", .running, hash: desired.hash), container("b", .created, name: next, hash: desired.hash),
        ])
        #expect(DeploymentPlan.make(desired, actual) == .steps([.remove("b")]))
    }

    @Test func `an update pulls first and replaces only for another image`() throws {
        var desired = try makeDesired()
        desired.mustPull = true
        let actual = ActualService(own: [container("a", .running, hash: desired.hash, image: "i1")])
        #expect(DeploymentPlan.make(desired, actual) == .steps([.pull]))
        desired.mustPull = false
        desired.imageID = "i1"
        #expect(DeploymentPlan.make(desired, actual) == .steps([]))
        desired.imageID = "i2"
        #expect(
            DeploymentPlan.make(desired, actual)
                == .steps([.create, .stop("a"), .remove("a"), .promote(.created), .start(.created)]))
    }

    @Test func `a foreign container with the name blocks before anything is touched`() throws {
        let foreign = ContainerSummary(id: "f", name: "aerekos-web", state: .running, labels: [:])
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

    @Test func `own containers are known by both labels`() throws {
        let web = try ServiceName("web")
        let mine = container("a", .running, hash: "h")
        var others = mine
        others.labels[OwnershipLabels.worker] = "another node"
        let actual = ActualService(of: web, node: "node", in: [mine, others], hasImage: true)
        #expect(actual.own == [mine])
        #expect(actual.foreign == others)
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
}
