import Foundation
import Testing

/// What holds docs/conductor-openapi.yaml against programs: script/description-tools installs it.
package enum DescriptionTools {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    package static let description = root + "/docs/conductor-openapi.yaml"
    package static let recorder = root + "/Tests/Description/recorder.py"

    package static func program(_ name: String) -> String { root + "/.build/description-tools/bin/" + name }

    package static var areInstalled: Bool { FileManager.default.isExecutableFile(atPath: program("schemathesis")) }
}

extension Trait where Self == ConditionTrait {
    /// Skips where the tools are not installed.
    package static var descriptionTools: Self {
        .enabled("script/description-tools installs what this test needs") { DescriptionTools.areInstalled }
    }
}
