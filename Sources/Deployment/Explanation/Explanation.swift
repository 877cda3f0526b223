import DockerEngine
import ImageNames
import NodeProtocol

/// Why a service is as it is, made of what is known at one moment. Pure.
enum Explanation {
    static func of(_ service: ServiceEntry, _ engine: EngineStatus) -> ServiceExplanation {
        let desired = service.desired
        let failure = failure(of: service, engine)
        let step = service.work == nil ? nil : service.record.step
        let instruction = desired.pending.last?.id ?? service.ended?.id
        let wanted = ServiceExplanation.Wanted(
            state: desired.wanted.rawValue, image: desired.spec.container.image.description, revision: desired.revision,
            instructionID: instruction, source: source(of: instruction, desired))
        let plan = service.record.plannedAt.map {
            ServiceExplanation.Plan(steps: service.record.plan, madeAt: $0)
        }
        return ServiceExplanation(
            service: desired.name.text, status: service.status.status, running: service.status.running,
            summary: summary(service, failure, step), wanted: wanted, plan: plan, step: step, failure: failure,
            nextAttempt: service.nextAttempt, help: failure.map { help(against: $0, service) })
    }

    private static func help(against failure: ServiceExplanation.Failure, _ service: ServiceEntry) -> String {
        if service.desired.unreadable != nil { return "deploy it again, corrected as the message says, or remove it" }
        let words = Remedy.words(for: failure.type, of: service.desired.name.text)
        guard isGivenUp(failure, service) else { return words }
        return "\(words). Then ask for the new version again: it is not tried by itself"
    }

    private static func isGivenUp(_ failure: ServiceExplanation.Failure, _ service: ServiceEntry) -> Bool {
        service.error == nil && service.desired.rolledBack != nil && failure.type != .engineUnavailable
    }

    /// An engine that is away comes before everything else: without it nothing goes on.
    private static func failure(of service: ServiceEntry, _ engine: EngineStatus) -> ServiceExplanation.Failure? {
        if !engine.connected, service.desired.leftAlone == nil {
            let isKnown = service.error?.type == .engineUnavailable
            return ServiceExplanation.Failure(
                step: isKnown ? service.record.failedStep : nil, type: .engineUnavailable,
                message: engine.reason ?? "the container engine is not reachable",
                since: isKnown ? service.record.failingSince : nil, attempts: service.failures)
        }
        guard let error = service.error ?? service.desired.rolledBack else { return nil }
        let record = service.record
        let (step, since) =
            service.error == nil
            ? (record.givenUp?.step, record.givenUp?.since) : (record.failedStep, record.failingSince)
        return ServiceExplanation.Failure(
            step: step, type: error.type, message: error.message, since: since, attempts: service.failures)
    }

    private static func summary(
        _ service: ServiceEntry, _ failure: ServiceExplanation.Failure?, _ step: String?
    ) -> String {
        let name = service.desired.name
        if service.desired.unreadable != nil, service.desired.leftAlone != nil {
            return "\(name) is left as it runs: what is stored of it cannot be read by this version"
        }
        if service.desired.setAside != nil {
            return "\(name) is left alone: working on it has crashed deployd several times"
        }
        if let failure {
            if isGivenUp(failure, service) {
                return "\(name) runs the version before: the new one was given up (\(failure.type.rawValue))"
            }
            let attempt = service.nextAttempt.map { "; it is tried again at \($0)" } ?? ""
            let place = failure.step.map { " when it came to: \($0)" } ?? ""
            return "\(name) is not as wanted: \(failure.type.rawValue)\(place)\(attempt)"
        }
        if let step { return "\(name) is being worked on: \(step)" }
        switch service.desired.wanted {
        case .running: return service.status.running ? "\(name) runs as wanted" : "\(name) has come to its own end"
        case .stopped: return "\(name) is stopped, as wanted"
        case .removed: return "\(name) is being removed"
        }
    }

    private static func source(of instruction: String?, _ desired: DesiredService) -> String {
        guard !desired.isFromDirectory else { return "file" }
        guard let instruction else { return "store" }
        // What the node's own programs make their ids begin with.
        return ["local-", "workerctl-"].contains { instruction.hasPrefix($0) } ? "operator" : "conductor"
    }
}
