import Deployment
import DockerEngine
import Doctor
import EventLoop
import HTTPClient
import NodeProtocol
import Settings
import StatusCache

/// Examines the node of this machine from beside it: also when it does not run.
@LoopActor
struct LocalExamination {
    private static let patience = Duration.seconds(5)

    private let directory: RuntimeDirectory
    private let cache: StatusReader
    private let environmentFile: String?

    init(_ directory: RuntimeDirectory, _ cache: StatusReader, environmentFile: String?) {
        self.directory = directory
        self.cache = cache
        self.environmentFile = environmentFile
    }

    /// - Parameter ask: Asks the supervisor.
    func diagnosis(_ ask: @LoopActor () async throws -> SupervisorMethods.Status.Answer) async -> Diagnosis {
        var answer: SupervisorMethods.Status.Answer?
        var failure: String?
        do { answer = try await ask() } catch { failure = (error as? CommandFailure)?.message ?? "\(error)" }
        let source = SettingsSource.find(supervisor: answer?.pid, environmentFile)
        let plan = plan(source)
        let configuration = try? source.configuration.get()
        let snapshot = cache.snapshot()
        async let question = ConductorAsker.ask(configuration)
        async let name = NameLookup().look(up: plan, within: Self.patience)
        let engine = await engine(snapshot, isRunning: answer != nil, configuration)
        let local = await FactCollector().facts(
            plan, engine: engine?.information ?? snapshot.engine?.value.information, supervisor: answer?.pid,
            within: Self.patience)
        var examination = Examination(
            plan: plan, snapshot: snapshot, subsystems: answer?.subsystems, supervisorFailure: failure, local: local,
            name: await name, question: await question)
        examination.engineSeen = engine
        return examination.diagnosis(at: .now)
    }

    private func plan(_ source: SettingsSource) -> NodePlan {
        var plan: NodePlan
        switch source.configuration {
        case .success(let configuration): plan = NodePlan(configuration)
        case .failure(let error):
            plan = NodePlan(
                stateDirectory: source.value("STATE_DIR") ?? "/var/lib/aerekos-worker", runtimeDirectory: "")
            plan.mistakes = error.mistakes
            plan.bindAddress = source.value("BIND_ADDRESS") ?? plan.bindAddress
            plan.port = source.value("PORT").flatMap { Int($0) } ?? plan.port
        }
        plan.runtimeDirectory = directory.path
        plan.secretFiles += [source.file, source.value("CONDUCTOR_TOKEN_FILE"), source.value("API_TOKEN_FILE")]
            .compactMap(\.self)
        return plan
    }

    /// What the engine says when asked from here, where deployd does not tell.
    private func engine(
        _ snapshot: StatusSnapshot, isRunning: Bool, _ configuration: NodeConfiguration?
    ) async -> EngineStatus? {
        if isRunning, let cached = snapshot.engine, cached.age < .seconds(60) { return nil }
        guard let configuration else { return nil }
        let tls = configuration.dockerCertificates.map {
            TLSFiles(authorities: $0 + "/ca.pem", certificate: $0 + "/cert.pem", key: $0 + "/key.pem")
        }
        guard let address = EngineAddress(configuration.dockerHost, usesTLS: tls != nil) else { return nil }
        let client = EngineClient(address: address, tls: tls, http: HTTPClient(), deadline: Self.patience)
        do throws(EngineError) {
            let version = try await client.connect()
            let information = try await client.information()
            return EngineStatus(
                connected: true, version: version.engine, apiVersion: "\(version.api)",
                information: EngineFacts(information, version, at: address))
        } catch {
            return EngineStatus(connected: false, reason: "\(error)")
        }
    }
}
