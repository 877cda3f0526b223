import Foundation
import ScriptedServer

/// A registry that has one image, `stalls:1`, whose only layer stops coming after its first bytes.
final class StallingRegistry: Sendable {
    private static let configuration =
        #"{"architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":["sha256:1111111111111111111111111111111111111111111111111111111111111111"]}}"#
    private static let configurationDigest = "sha256:e22c27134a5cc2301fc1c6d56fd67161a389c05ecff827c1cededfc84a2bf1db"
    private static let layerDigest = "sha256:2222222222222222222222222222222222222222222222222222222222222222"
    private static let layerSize = 50_000_000

    private let server: ScriptedServer
    var image: String { "127.0.0.1:\(server.port)/stalls:1" }

    init() throws {
        server = try ScriptedServer { connection in
            // An engine tries TLS first.
            guard try connection.firstByte() != 0x16 else { return }
            while let request = try connection.nextRequest() {
                if request.path.hasSuffix(Self.layerDigest) {
                    try connection.write(
                        "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: \(Self.layerSize)\r\n\r\n"
                    )
                    try connection.write([UInt8](repeating: 0x1f, count: 2_000_000))
                    return try connection.waitForClose()
                }
                try connection.write(Self.answer(to: request).bytes)
            }
        }
    }

    private static func answer(to request: ScriptedRequest) -> ScriptedAnswer {
        let path = request.path
        if path == "/v2/" { return ScriptedAnswer(200, "{}") }
        if path.contains("/manifests/") {
            let type = "application/vnd.docker.distribution.manifest.v2+json"
            let manifest =
                #"{"schemaVersion":2,"mediaType":"\#(type)","config":{"mediaType":"application/vnd.docker.container.image.v1+json","size":\#(configuration.utf8.count),"digest":"\#(configurationDigest)"},"layers":[{"mediaType":"application/vnd.docker.image.rootfs.diff.tar.gzip","size":\#(layerSize),"digest":"\#(layerDigest)"}]}"#
            return ScriptedAnswer(200, request.method == "HEAD" ? "" : manifest, headers: ["Content-Type": type])
        }
        if path.hasSuffix(configurationDigest) { return ScriptedAnswer(200, configuration) }
        return ScriptedAnswer(404, #"{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}"#)
    }
}
