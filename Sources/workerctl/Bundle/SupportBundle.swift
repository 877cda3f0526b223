import EventLoop
import Glibc
import JSON
import NodeProtocol

/// What whoever helps has to see of a node, file by file.
@LoopActor
struct SupportBundle {
    let session: NodeSession
    private(set) var files: [(name: String, content: [UInt8])] = []
    private var failures: [String] = []

    init(_ session: NodeSession) { self.session = session }

    /// Asks for everything; what cannot be had is told in `missing.txt`.
    static func collect(_ session: NodeSession) async -> SupportBundle {
        var bundle = SupportBundle(session)
        await bundle.collectAll()
        return bundle
    }

    private mutating func collectAll() async {
        let session = session
        await add("doctor.json") { try JSON(encoding: try await session.node.diagnosis()) }
        await add("config.json") { try await session.node.settings() }
        await add("resources.json") { try await session.call(.probed, ResourceMethods.Latest.self) }
        for subsystem in [Subsystem.heartbeatd, .deployd] {
            await add("status/\(subsystem.rawValue).json") { try await session.call(subsystem, Status.self) }
        }
        let supervisor = await get("subsystems.json") { try await session.supervisor(SupervisorMethods.Status.self) }
        for status in supervisor?.subsystems ?? [] {
            guard let exit = status.lastExit, !exit.stderr.isEmpty else { continue }
            let text = exit.stderr.joined(separator: "\n") + "\n"
            files.append(("last-words/\(status.name.rawValue).txt", Array(text.utf8)))
        }
        for name in KeptOutput.programs {
            do {
                let output = try await session.node.output(of: name, after: nil, tail: nil)
                files.append(("logs/\(name).txt", Array((output.lines.joined(separator: "\n") + "\n").utf8)))
            } catch {
                note("logs/\(name).txt", error)
            }
        }
        for subsystem in Subsystem.allCases {
            await add("starts/\(subsystem.rawValue).json") {
                try JSON(encoding: try await session.node.starts(of: subsystem))
            }
        }
        await add("events.json") { try JSON(encoding: try await session.node.pastEvents()) }
        let services = await get("services.json") {
            try await session.call(.deployd, ServiceMethods.List.self).map(ServiceConfigMask.masked)
        }
        for service in services ?? [] {
            await add("explanations/\(service.service).json") {
                try JSON(
                    encoding: try await session.call(
                        .deployd, ServiceMethods.Explain.self, ServiceMethods.ServiceName(service.service)))
            }
        }
        add("versions.json", versions(supervisor?.version))
        if !failures.isEmpty { files.append(("missing.txt", Array((failures.joined(separator: "\n") + "\n").utf8))) }
    }

    private mutating func add(_ name: String, _ json: JSON) {
        files.append((name, Array((json.prettyText + "\n").utf8)))
    }

    private mutating func add(_ name: String, _ body: @LoopActor () async throws -> JSON) async {
        do { add(name, try await body()) } catch { note(name, error) }
    }

    private mutating func get<Value: Encodable>(_ name: String, _ body: @LoopActor () async throws -> Value) async
        -> Value?
    {
        do {
            let value = try await body()
            add(name, try JSON(encoding: value))
            return value
        } catch {
            note(name, error)
            return nil
        }
    }

    private mutating func note(_ name: String, _ error: any Error) {
        failures.append("\(name): \((error as? CommandFailure)?.message ?? "\(error)")")
    }

    private func versions(_ node: String?) -> JSON {
        var system = utsname()
        uname(&system)
        let kernel = withUnsafeBytes(of: &system.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        let machine = withUnsafeBytes(of: &system.machine) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        return [
            "workerctl": .string(NodeVersion.current), "node": node.map(JSON.string) ?? .null,
            "kernel": .string(kernel),
            "machine": .string(machine), "system": SmallFile.text("/etc/os-release").map(JSON.string) ?? .null,
            "collected": .string(Timestamp.now()),
        ]
    }

    /// The archive, all files in one directory.
    /// - Parameter now: Seconds since 1970.
    func archive(directory: String, _ redact: Redaction, now: Int64) -> [UInt8] {
        var tar = TarFile(modified: now)
        for file in files { tar.add("\(directory)/\(file.name)", redact(file.content)) }
        return tar.finished
    }
}
