import Testing

@testable import DockerEngine

@Suite(.timeLimit(.minutes(5)))
struct ImagePlatformTests {
    /// What an image says of itself, a wish, and whether the one meets the other.
    private static let table: [(ImagePlatform, String, Bool)] = [
        (image("linux", "amd64"), "linux/amd64", true),
        (image("linux", "amd64"), "linux/x86_64", true),
        (image("linux", "amd64"), "linux", true),
        (image("linux", "amd64"), "amd64", true),
        (image("linux", "amd64"), "linux/arm64", false),
        (image("linux", "amd64"), "windows/amd64", false),
        (image("linux", "amd64"), "windows", false),
        (image("linux", "arm64", "v8"), "linux/arm64", true),
        (image("linux", "arm64"), "linux/aarch64/v8", true),
        (image("linux", "arm", "v6"), "linux/arm/v6", true),
        (image("linux", "arm", "v7"), "linux/arm/v6", false),
        (image("linux", "arm", "v7"), "linux/armhf", true),
        (image("linux", "arm"), "linux/arm/v6", true),
        (image("linux", "amd64", "v3"), "linux/amd64/v2", false),
    ]

    private static func image(_ system: String, _ architecture: String, _ variant: String = "") -> ImagePlatform {
        ImagePlatform(operatingSystem: system, architecture: architecture, variant: variant)
    }

    @Test(arguments: table)
    func `a platform meets a wish or does not`(image: ImagePlatform, wish: String, meets: Bool) throws {
        #expect(image.meets(try #require(ImagePlatform(wish))) == meets)
    }

    @Test(arguments: ["", "/", "linux/", "linux//v8", "a/b/c/d"])
    func `what is no platform is none`(text: String) { #expect(ImagePlatform(text) == nil) }

    @Test func `it is written as it is read`() {
        #expect(ImagePlatform("linux/arm/v7")?.description == "linux/arm/v7")
        #expect(ImagePlatform("linux/arm64/v8")?.description == "linux/arm64")
    }
}
