import Foundation
import TestSupport
import Testing

/// The Dockerfile's build stage as it is by default, with PROGRAMS=compile, but for the compiler itself.
///
/// A container of the tests has no network to get a toolchain and packages from, and a compilation takes the minutes that
/// script/build, of which the same programs come, takes in the gate. So in the image that stands in the toolchain's place
/// swift, apt-get, cc and strip note how they are called; everything else is as it is for whoever builds the image.
@Suite(.dockerEngine, .debianTrees, .timeLimit(.minutes(10)))
struct CompileStageTests {
    private static let image = "toolchain-stand-in:test"

    /// Each notes its call; swift also looks for what a compilation needs, and makes the programs.
    private static let programs = [
        "swift": """
        bin=/source/.build/release
        case "$*" in
        *--show-bin-path*) echo $bin ;;
        *--product*)
            grep -q 'name: "aerekos-worker"' Package.swift && test -s Package.resolved || exit 1
            mkdir -p $bin
            for product in aerekos-worker conductord; do
                case "$*" in *"--product $product"*) echo "$product of $(ls Sources | wc -l)" >$bin/$product ;; esac
            done ;;
        *) exit 64 ;;
        esac
        """,
        "apt-get": ":",
        "cc": "echo /usr/lib/${1#-print-file-name=}",
        "strip": #"cp "$3" "$2"; chmod 755 "$2""#,
    ]

    @Test func `with PROGRAMS=compile the stage hands script/build all it needs, and the next stage both programs`()
        async throws
    {
        let engine = try await NodeImage.onSharedEngine()
        let directory = try TemporaryDirectory()
        for (name, script) in Self.programs {
            let text = "#!/bin/sh\nset -e\necho \"\(name) $*\" >>/calls\n\(script)\n"
            try directory.write(text.utf8, to: name, mode: 0o755)
        }
        let stand =
            "FROM \(NodeImage.base)\nCOPY \(Self.programs.keys.sorted().joined(separator: " ")) /usr/local/bin/\n"
        try directory.write(stand.utf8, to: "Dockerfile")
        try await NodeImage.docker(engine, ["build", "--tag", Self.image, directory.path])
        try await NodeImage.docker(
            engine,
            [
                "build", "--target", "build", "--tag", Self.image + "-made", "--build-arg", "BUILD_IMAGE=\(Self.image)",
                SourceTree.root,
            ])
        let shown = try await NodeImage.docker(
            engine, ["run", "--rm", Self.image + "-made", "sh", "-c", "cat /programs/*; cat /calls"])
        let lines = shown.split(separator: "\n").map(String.init)
        let modules = try FileManager.default.contentsOfDirectory(atPath: SourceTree.root + "/Sources").count
        #expect(lines.prefix(2) == ["aerekos-worker of \(modules)", "conductord of \(modules)"], "\(shown)")
        for package in ["libcurl4-openssl-dev", "libsqlite3-dev", "libyaml-dev", "zlib1g-dev"] {
            #expect(lines.contains { $0.hasPrefix("apt-get install") && $0.contains(package) }, "\(package): \(shown)")
        }
        for product in ["aerekos-worker", "conductord"] {
            let compiled = lines.first { $0.hasPrefix("swift build") && $0.contains("--product \(product)") }
            #expect(compiled?.contains("-c release --static-swift-stdlib") == true, "\(shown)")
        }
        for tag in [Self.image + "-made", Self.image] { try await NodeImage.docker(engine, ["rmi", tag]) }
    }
}
