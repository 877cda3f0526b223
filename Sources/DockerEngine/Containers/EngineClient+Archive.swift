import EventLoop
import URIText

extension EngineClient {
    /// Puts files into a container, also one that has not been started. Existing files are replaced.
    /// - Parameter directory: An absolute path that exists in the container; Podman makes one that does not.
    package func put(_ files: [ArchiveFile], into container: String, at directory: String) async throws(EngineError) {
        let archive = try TarArchive(files)
        var call = EngineCall("PUT", "/containers/\(PercentEncoding.encoded(container))/archive")
        call.query = [("path", directory), ("noOverwriteDirNonDir", "1")]
        call.headers = [(name: "Content-Type", value: "application/x-tar")]
        call.bodyStream = archive.bodyStream()
        call.extraTime = .seconds(50)
        try await command(call)
    }
}
