import EventLoop
import JSON

extension EngineClient {
    /// What the engine tells of itself and its host.
    package func information() async throws(EngineError) -> EngineInformation {
        let call = EngineCall("GET", "/info")
        guard let information = EngineInformation(try await self.call(call)) else {
            throw .malformedAnswer(call: call.name, reason: "DockerRootDir is missing")
        }
        return information
    }

    /// What images, containers and volumes take on the disk. The engine measures it: that takes long with many files.
    package func diskUsage() async throws(EngineError) -> EngineDiskUsage {
        var call = EngineCall("GET", "/system/df")
        call.extraTime = .seconds(120)
        return EngineDiskUsage(try await self.call(call))
    }

    /// The space of the file system that holds the engine's data; nil for an engine on another host.
    /// - Parameter thread: Where statvfs(3) is called, which waits for a file system that hangs.
    package func dataRootSpace(on thread: WorkerThread) async throws -> FileSystemSpace? {
        guard case .unix = address else { return nil }
        let root = try await information().rootDirectory
        return try await thread.run { try FileSystemSpace(path: root) }
    }
}
