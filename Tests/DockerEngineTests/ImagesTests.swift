import DockerEngine
import EventLoop
import ImageNames
import TestSupport
import Testing

@Suite(.eventLoop, .dockerEngine, .timeLimit(.minutes(10)))
struct ImagesTests {
    @LoopActor
    @Test(arguments: EngineKind.available)
    func `an image is listed, tagged, and removed unless a container is made of it`(kind: EngineKind) async throws {
        let client = try await kind.client()
        let image = try await EngineKind.image("web", "2")
        try await client.pull(image, nil) { _ in }
        let details = try #require(try await client.image(image))
        #expect(try await client.image(id: details.id)?.id == details.id)
        let alias = try #require(ImageReference("localhost/alias/\(uniqueName("image")):old"))
        try await client.tag(details.id, as: alias)
        let listed = try #require(try await client.images().first { $0.id == details.id })
        #expect(listed.tags.contains(alias.description) && listed.size > 0 && listed.created > 1_500_000_000)
        guard case .removed(let deleted) = try await client.removeImage(alias.description) else {
            Issue.record("the second name was not removed")
            return
        }
        #expect(deleted.isEmpty)
        var configuration = ContainerConfiguration(image: image)
        configuration.labels = ["a": "b"]
        try await client.withContainer(configuration, isStarted: false) { _ in
            guard case .inUse(let why) = try await client.removeImage(details.id) else {
                Issue.record("an image in use was removed")
                return
            }
            #expect(!why.isEmpty)
        }
        #expect(try await client.removeImage(alias.description) == .absent)
        #expect(try await client.image(alias) == nil)
    }

    @LoopActor
    @Test func `the registry tells which digest a name has now`() async throws {
        let client = try await EngineKind.docker.client()
        let image = try await EngineKind.image("web")
        let answer = try await client.registryImage(image, nil)
        #expect(answer.digest.hasPrefix("sha256:") && answer.manifestBytes > 0)
        #expect(answer.platforms == ["linux/amd64"] && answer.mediaType.hasSuffix("v2+json"))
        let pinned = try #require(ImageReference("\(image.repository)@\(answer.digest)"))
        try await client.pull(pinned, nil) { _ in }
        // Other tests may have pulled the same image under other names.
        #expect(try await client.image(pinned)?.digests.contains(pinned.description) == true)
    }
}
