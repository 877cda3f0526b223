import EventLoop
import NodeProtocol
import StatusCache

/// All that was seen, and what it comes to. Pure.
package struct Examination: Sendable {
    package var plan: NodePlan
    /// What the daemons last wrote.
    package var snapshot: StatusSnapshot
    /// What the supervisor said; nil when it does not answer, for the reason ``supervisorFailure``.
    package var subsystems: [SubsystemStatus]?
    package var supervisorFailure: String?
    /// Nil when this machine's files did not answer in time.
    package var local: LocalFacts?
    package var name: ConductorNameCheck.Evidence
    /// Nil when the conductor was not asked from here.
    package var question: ConductorQuestion?

    /// What the engine said from here, where deployd does not tell.
    package var engineSeen: EngineStatus?

    package init(
        plan: NodePlan, snapshot: StatusSnapshot, subsystems: [SubsystemStatus]?, supervisorFailure: String? = nil,
        local: LocalFacts?, name: ConductorNameCheck.Evidence, question: ConductorQuestion? = nil
    ) {
        self.plan = plan
        self.snapshot = snapshot
        self.subsystems = subsystems
        self.supervisorFailure = supervisorFailure
        self.local = local
        self.name = name
        self.question = question
    }

    private static let tooLate = "the file system does not answer"

    package func diagnosis(at now: MonotonicInstant) -> Diagnosis {
        let link = fresh(snapshot.conductor, plan.heartbeatLimit, now)
        let engine = EngineChecks.Evidence(engineSeen ?? fresh(snapshot.engine, plan.serviceLimit, now))
        let conductor = ConductorCheck.Evidence(url: plan.conductorURLs.first, link: link, asked: question)
        let nodeRuns = subsystems != nil
        let findings = [
            NodeChecks.settings(mistakes: plan.mistakes),
            NodeChecks.node(subsystems, failure: supervisorFailure),
            NodeChecks.services(fresh(snapshot.services, plan.serviceLimit, now)),
            clock(link), memory, permissions(nodeRuns),
            local.map {
                CgroupCheck.finding(
                    CgroupCheck.Evidence(
                        version: $0.cgroupVersion, controllers: $0.cgroupControllers,
                        engineVersion: engine.engine?.information?.cgroupVersion))
            } ?? Finding(.cgroup, .unknown, Self.tooLate),
            ConductorNameCheck.finding(name, linkIsWell: link?.isWell == true),
            ConductorCheck.finding(conductor),
            ConductorTLSCheck.finding(conductor, authorities: plan.conductorAuthorities),
            ConductorTokenCheck.finding(url: plan.conductorURLs.first, link: link),
            EngineChecks.engine(engine), EngineChecks.storageDriver(engine),
            LogRotationCheck.finding(
                LogRotationCheck.Evidence(
                    driver: engine.engine?.information?.loggingDriver, maxSize: local?.logMaxSize,
                    nodeLog: local?.nodeLog)),
        ]
        return Diagnosis(nodeRuns: nodeRuns, findings: findings + disks + [port(nodeRuns), apiTLS])
    }

    /// A value that its writer has written not too long ago, in a node that runs.
    private func fresh<Value>(_ cached: Cached<Value>?, _ limit: Double, _ now: MonotonicInstant) -> Value? {
        guard subsystems != nil, let cached, cached.age(at: now).seconds <= limit else { return nil }
        return cached.value
    }

    private func clock(_ link: ConductorStatus?) -> Finding {
        guard let local else { return Finding(.clock, .unknown, Self.tooLate) }
        var evidence = ClockCheck.Evidence(now: local.now, isReportedUnset: link?.reason == .clockNotSet)
        switch question {
        case .answered(_, let date): evidence.conductor = date
        case .failed(.clockNotSet, _): evidence.isReportedUnset = true
        case .failed, nil: break
        }
        return ClockCheck.finding(evidence)
    }

    private var memory: Finding {
        var evidence = local?.memory
        evidence?.killed = (subsystems ?? []).filter { $0.lastExit?.cause == .outOfMemory }.map(\.name)
        return MemoryCheck.finding(evidence)
    }

    private func permissions(_ nodeRuns: Bool) -> Finding {
        guard let local else { return Finding(.permissions, .unknown, Self.tooLate) }
        return PermissionCheck.finding(local.items, user: local.user, nodeRuns: nodeRuns)
    }

    /// Below this SQLite and the identity file cannot be written safely.
    private static let stateReserve: Int64 = 1 << 20

    private var disks: [Finding] {
        let unanswered = DiskCheck.Look.unanswered(Self.tooLate)
        return [
            DiskCheck.finding(
                .diskState, local?.state ?? unanswered, reserve: Self.stateReserve,
                remedy: "make room on the file system of \(plan.stateDirectory): see du -x"),
            DiskCheck.finding(
                .diskEngine, local?.engine ?? unanswered, reserve: plan.diskReserve,
                remedy:
                    "docker system prune removes what nobody uses; the node removes its own unused images by IMAGE_DISK_HIGH and IMAGE_UNUSED_TIME; pulls leave DISK_RESERVE free"
            ),
            DiskCheck.finding(
                .diskRuntime, local?.runtime ?? unanswered, reserve: Self.stateReserve,
                remedy: "make room on the file system of \(plan.runtimeDirectory), best a tmpfs of its own"),
        ]
    }

    private var apiTLS: Finding {
        guard let local else { return Finding(.apiTLS, .unknown, Self.tooLate) }
        return APITLSCheck.finding(local.apiCertificate, asksForCertificates: plan.apiAsksForCertificates)
    }

    private func port(_ nodeRuns: Bool) -> Finding {
        PortCheck.finding(
            address: plan.bindAddress, port: plan.port, holder: local?.port ?? .unknown(Self.tooLate),
            nodeRuns: nodeRuns)
    }
}
