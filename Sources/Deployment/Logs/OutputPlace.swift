import DockerEngine
import EventLoop
import NodeProtocol

/// Where the output of a service's container lies, for others to read. Until the engine has told, it is what the process
/// before has told: so output is found also when deployd is started while there is no engine.
struct OutputPlace {
    private(set) var file: ServiceOutputFile?
    private var isSeen = false

    mutating func see(_ container: ContainerDetails?, of service: String) {
        isSeen = true
        file = container.flatMap { container in
            container.outputFile.map { ServiceOutputFile(service: service, container: container.id, path: $0) }
        }
    }

    mutating func remember(_ former: ServiceOutputFile) {
        if !isSeen { file = former }
    }
}

extension Reconciler {
    /// Of all services whose output can be read from a file, by name.
    package var outputFiles: [ServiceOutputFile] { services.sorted { $0.key < $1.key }.compactMap(\.value.output.file) }

    /// What the process before has told.
    package func remember(outputFiles: [ServiceOutputFile]) {
        for file in outputFiles {
            guard let name = try? ServiceName(file.service) else { continue }
            services[name]?.output.remember(file)
        }
    }
}
