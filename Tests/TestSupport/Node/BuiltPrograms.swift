import Foundation

/// Where the programs under test are: beside the test bundle, or where the environment says.
package enum BuiltPrograms {
    /// `AEREKOS_WORKER`, or the build's own.
    package static let worker = path("AEREKOS_WORKER", "aerekos-worker")
    /// `CONDUCTORD`, or the build's own.
    package static let conductord = path("CONDUCTORD", "conductord")

    private static func path(_ variable: String, _ name: String) -> String {
        if let path = ProcessInfo.processInfo.environment[variable] { return path }
        return URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appendingPathComponent(name)
            .path
    }
}
