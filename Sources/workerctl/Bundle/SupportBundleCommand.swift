import ArgumentParser
import EventLoop
import Glibc
import JSON
import NodeProtocol

struct SupportBundleCommand: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "support-bundle",
        abstract: "Puts what whoever helps has to see into one tar file, without secrets.",
        discussion: """
            Diagnosis, masked settings, daemons with their history and last words, services with their explanations, \
            resources and versions. Of a service's environment, command and labels only the names are in it, and its \
            output is not: add that of one with workerctl logs. Also of a node \
            that does not run; what could not be had is told in missing.txt.

            Examples:
              workerctl support-bundle
              workerctl support-bundle -o - | tar -tv
            """)

    @OptionGroup var options: NodeOptions

    @Option(
        name: [.customShort("o"), .long],
        help: ArgumentHelp(
            "Where to; - is standard output. By default a file of this directory, named after the time.",
            valueName: "path"),
        completion: .file(extensions: ["tar"]))
    var output: String?

    @Option(
        help: ArgumentHelp("The settings file of a node that does not run.", valueName: "path"), completion: .file())
    var envFile: String?

    var settingsFile: String? { envFile }

    func perform(_ session: NodeSession) async throws -> ExitStatus {
        let bundle = await SupportBundle.collect(session)
        let stamp = String(Timestamp.now().prefix(19).map { $0 == ":" ? "-" : $0 })
        let name = "aerekos-support-\(stamp)"
        let redact = Redaction(session.node.secrets(of: try? await supervisor(session)))
        let bytes = bundle.archive(directory: name, redact, now: Int64(time(nil)))
        let path = output ?? name + ".tar"
        guard path != "-" else {
            try write(bytes, to: STDOUT_FILENO, "standard output")
            return .done
        }
        try save(bytes, to: path)
        if options.json {
            session.output.print(["path": .string(path), "bytes": .int(Int64(bytes.count))])
        } else {
            session.output.print("\(path): \(bundle.files.count) files, \(Quantity.bytes(Int64(bytes.count)))")
        }
        return .done
    }

    @LoopActor
    private func supervisor(_ session: NodeSession) async throws -> Int32 {
        try await session.supervisor(SupervisorMethods.Status.self).pid
    }

    private func save(_ bytes: [UInt8], to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw CommandFailure(
                status: .failed,
                message: "\(path) cannot be written: \(String(cString: strerror(errno))); choose another with -o")
        }
        defer { close(descriptor) }
        try write(bytes, to: descriptor, path)
    }

    private func write(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                throw CommandFailure(status: .failed, message: "\(path): \(String(cString: strerror(errno)))")
            }
        }
    }
}
