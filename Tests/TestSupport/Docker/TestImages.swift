import Foundation
import JSON

/// The images that ``TestRegistry`` holds, made from busybox-static.
///
/// - `web:1`, `web:2`: an HTTP server on port 80 whose `/` is `one` or `two`; `/cgi-bin/env` is its environment.
/// - `quits:1`: ends at once with status 3.
/// - `large:1`: as `web:1`, with 64 MB of random bytes beside, so that a pull takes its time.
package enum TestImages {
    static let busybox = "/bin/busybox"

    private static let serve =
        #"["/bin/sh","-c","trap 'exit 0' TERM; /bin/busybox httpd -f -p 80 -h /www & wait"]"#

    static func push(to registry: TestRegistry, through engine: TestEngine) async throws {
        for (tag, content) in [("1", "one"), ("2", "two")] {
            let tree = try await offThread { try archive(page: content) }
            try await make(registry.image("web", tag), tree, ["CMD \(serve)"], registry, engine)
        }
        let large = try await offThread { try archive(page: "one", ballast: 64 << 20) }
        try await make(registry.image("large", "1"), large, ["CMD \(serve)"], registry, engine)
        let tree = try await offThread { try archive(page: "") }
        try await make(registry.image("quits", "1"), tree, [#"CMD ["/bin/sh","-c","exit 3"]"#], registry, engine)
    }

    /// - Parameter ballast: How many bytes that cannot be compressed go along.
    private static func archive(page: String, ballast: Int = 0) throws -> [UInt8] {
        let directory = try TemporaryDirectory()
        let files = FileManager.default
        for folder in ["root/bin", "root/www/cgi-bin", "root/tmp"] {
            try files.createDirectory(atPath: directory.file(folder), withIntermediateDirectories: true)
        }
        try files.copyItem(atPath: busybox, toPath: directory.file("root/bin/busybox"))
        try files.createSymbolicLink(atPath: directory.file("root/bin/sh"), withDestinationPath: "busybox")
        try directory.write(page.utf8, to: "root/www/index.html")
        if ballast > 0 {
            let random = try FileHandle(forReadingFrom: URL(fileURLWithPath: "/dev/urandom"))
            try random.read(upToCount: ballast)?.write(to: URL(fileURLWithPath: directory.file("root/ballast")))
        }
        let script = "#!/bin/sh\necho 'Content-Type: text/plain'\necho\nexec /bin/busybox env\n"
        try directory.write(script.utf8, to: "root/www/cgi-bin/env", mode: 0o755)
        try runShell("tar -C \(directory.file("root")) -cf \(directory.file("image.tar")) .")
        guard let bytes = contents(of: directory.file("image.tar")) else {
            throw KeptProcess.Failure(description: "there is no archive")
        }
        return bytes
    }

    /// Gives an image of a registry another name there, through an engine, which has it by that name no longer afterwards.
    package static func copy(_ image: String, as name: String, tag: String, through engine: TestEngine) async throws {
        let colon = image.lastIndex(of: ":") ?? image.endIndex
        let source = "fromImage=\(encoded(String(image[..<colon])))&tag=\(image[colon...].dropFirst())"
        try await expect(engine, "POST", "/images/create?\(source)", [])
        let tagged = try await engine.request("POST", "/images/\(image)/tag?repo=\(encoded(name))&tag=\(tag)")
        guard tagged.status == 201 else { throw KeptProcess.Failure(description: "tagging \(name): \(tagged.status)") }
        try await push(name, tag, engine)
    }

    /// Gives an engine an image that says it is made for an architecture; nothing of it can be started.
    package static func load(_ image: String, architecture: String, through engine: TestEngine) async throws {
        let archive = try await offThread {
            let directory = try TemporaryDirectory()
            try runShell(
                """
                cd \(directory.path) && mkdir root && echo nothing > root/file && tar -C root -cf layer.tar .
                layer=$(sha256sum layer.tar | cut -d ' ' -f 1)
                printf '{"architecture":"\(architecture)","os":"linux","config":{"Cmd":["/file"]},"rootfs":{"type":"layers",\
                "diff_ids":["sha256:%s"]}}' "$layer" > config.json
                printf '[{"Config":"config.json","RepoTags":["\(image)"],"Layers":["layer.tar"]}]' > manifest.json
                tar -cf image.tar config.json manifest.json layer.tar
                """)
            return contents(of: directory.file("image.tar")) ?? []
        }
        try await expect(engine, "POST", "/images/load?quiet=1", archive, type: "application/x-tar")
    }

    /// Imports the tree under the name, pushes it, and forgets it locally.
    private static func make(
        _ image: String, _ tree: [UInt8], _ changes: [String], _ registry: TestRegistry, _ engine: TestEngine
    ) async throws {
        guard let colon = image.lastIndex(of: ":") else { return }
        let name = String(image[..<colon])
        let tag = String(image[image.index(after: colon)...])
        let query = changes.map { "&changes=\(encoded($0))" }.joined()
        try await expect(
            engine, "POST", "/images/create?fromSrc=-&repo=\(encoded(name))&tag=\(tag)\(query)", tree,
            type: "application/x-tar")
        try await push(name, tag, engine)
    }

    /// Pushes an image, and forgets it locally.
    private static func push(_ name: String, _ tag: String, _ engine: TestEngine) async throws {
        let socket = engine.socketPath
        let (status, body) = try await offThread {
            try PlainHTTP.request(
                socket: socket, "POST", "/images/\(name)/push?tag=\(tag)", body: [], type: "",
                headers: ["X-Registry-Auth": "e30="])
        }
        let text = String(decoding: body, as: UTF8.self)
        guard status == 200, !text.contains("errorDetail") else {
            throw KeptProcess.Failure(description: "pushing \(name):\(tag): \(status) \(text)")
        }
        try await expect(engine, "DELETE", "/images/\(name):\(tag)", [])
    }

    private static func expect(
        _ engine: TestEngine, _ method: String, _ path: String, _ body: [UInt8], type: String = "application/json"
    ) async throws {
        let (status, answer) = try await engine.request(method, path, body: body, type: type)
        guard status == 200 else {
            let text = String(decoding: answer, as: UTF8.self)
            throw KeptProcess.Failure(description: "\(method) \(path): \(status) \(text)")
        }
    }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
    }
}
