import DaemonLifecycle
import DockerEngine
import Logging
import NodeProtocol

/// What others see and read of the work.
extension Reconciler {
    func setActivity(_ name: ServiceName, _ activity: ServiceActivity) {
        services[name]?.activity = activity
        show(name)
    }

    /// Asks the engine about the service's container.
    @inline(never)
    func refresh(_ name: ServiceName) async {
        let key = "status of \(services[name]?.desired.inputKey ?? name.text)"
        guard !marks.isSetAside(key) else { return show(name) }
        marks.begin(key)
        defer { marks.end(key, .finished) }
        do throws(EngineError) {
            guard let desired = services[name]?.desired else { return }
            let container = try await container(of: desired)
            show(name, as: container?.labels[OwnershipLabels.worker] == node ? container : nil)
        } catch {
            if error != .cancelled { lostEngine(error) }
            show(name)
        }
    }

    /// By its name; where that is not known, by its labels.
    private func container(of desired: DesiredService) async throws(EngineError) -> ContainerDetails? {
        guard desired.unreadable != nil else { return try await engine.container(desired.spec.containerName) }
        let own = try await engine.containers(labels: executor.labels(of: desired))
        guard let container = own.first(where: { $0.state == .running }) ?? own.first else { return nil }
        return try await engine.container(container.id)
    }

    /// Shows the service with its container as it is now; nil: it has none.
    func show(_ name: ServiceName, as container: ContainerDetails?) {
        services[name]?.engineRestarts = container?.restartCount ?? 0
        services[name]?.output.see(container, of: name.text)
        guard let service = services[name] else { return }
        let created = container.flatMap { CalendarTime.unixSeconds($0.created) }
        publish(
            name,
            ServiceView.status(service.desired, service.activity, container, created: created, error: service.error))
    }

    /// Shows the service with what was last known of its container.
    func show(_ name: ServiceName) {
        guard let service = services[name] else { return }
        var status = service.status
        let fresh = ServiceView.status(
            service.desired, service.activity, nil, created: nil, error: service.error)
        status.error = fresh.error
        status.progress = fresh.progress
        status.config = fresh.config
        if service.activity != .idle || status.id == nil { status.status = fresh.status }
        publish(name, status)
    }

    /// A container that is gone is shown no more.
    func showGone(_ desired: DesiredService, _ actual: ActualService) {
        guard let service = services[desired.name], let id = service.status.id,
            !actual.own.contains(where: { $0.id == id })
        else { return }
        service.output.see(nil, of: desired.name.text)
        publish(
            desired.name,
            ServiceView.status(desired, service.activity, nil, created: nil, error: service.error))
    }

    private func publish(_ name: ServiceName, _ unattributed: ServiceStatus) {
        guard let service = services[name] else { return }
        let status = service.attributed(unattributed)
        guard !service.isStatusTold || status != service.status else { return }
        service.status = status
        service.isStatusTold = true
        onStatus(status)
    }

    func log(_ result: Result<Instruction, RejectedInstruction>) {
        switch result {
        case .success(let instruction): logTaken(instruction)
        case .failure(let rejected): logRejected(rejected)
        }
    }

    private func logRejected(_ rejected: RejectedInstruction) {
        logger.warning(
            "an instruction cannot be carried out",
            metadata: [
                "instruction.id": "\(rejected.id)", "service": "\(rejected.service?.text ?? "-")",
                "error.type": "\(rejected.error.type.rawValue)", "error.message": "\(rejected.error.message)",
            ])
    }

    private func logTaken(_ instruction: Instruction) {
        logger.info(
            "instruction",
            metadata: [
                "instruction.id": "\(instruction.id)", "service": "\(instruction.service)",
                "action": "\(instruction.action.name)",
            ])
        var warnings: [String]
        switch instruction.action {
        case .deploy(let given): warnings = given.warnings
        case .update(let given): warnings = given?.warnings ?? []
        // All members have those of the project.
        case .deployProject(let members), .updateProject(let members): warnings = members.first?.warnings ?? []
        case .start, .stop, .restart, .remove: warnings = []
        }
        warnings += instruction.unknownMembers.map { "\(String(reflecting: $0)): is no member of an instruction" }
        for warning in warnings {
            logger.warning(
                "part of an instruction has no effect",
                metadata: ["service": "\(instruction.service)", "part": "\(warning)"])
        }
    }
}
