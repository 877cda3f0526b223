// swift-tools-version: 6.1
import PackageDescription

// Module layers, top to bottom; a module imports only from lines below its own (docs/modules.md, script/check-imports):
//
//   worker conductord
//   supervisor heartbeatd probed deployd apid workerctl
//   Supervision Heartbeat Probing Deployment NodeAPI
//   DaemonLifecycle
//   StatusCache Conductor DockerEngine ComposeFile
//   NodeProtocol
//   IPC HTTPClient SQLite
//   EventLoop Configuration LogOutput
//   JSON CLinux CCurl CSQLite

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .unsafeFlags(["-warnings-as-errors"]),
]

/// A position-dependent executable: its relocations are settled by the linker, so five processes share the pages that
/// each would otherwise make dirty at start (docs/decisions/0003-position-dependent-executable.md).
let fixedAddress: [LinkerSetting] = [
    .unsafeFlags(["-Xclang-linker", "-no-pie"], .when(configuration: .release))
]

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies + ["TestSupport"], swiftSettings: strict)
}

let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "aerekos-worker",
    products: [
        .executable(name: "aerekos-worker", targets: ["worker"]),
        .executable(name: "conductord", targets: ["conductord"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    ],
    targets: [
        // MARK: Linux and C libraries
        .target(name: "CLinux"),
        .target(name: "CCurl", linkerSettings: [.linkedLibrary("dl")]),
        .systemLibrary(name: "CSQLite", path: "Sources/CSQLite"),

        // MARK: Ground
        library("JSON"),
        library("EventLoop", ["CLinux"]),
        library("Configuration"),
        library("LogOutput", ["JSON", logging]),

        // MARK: Transport and storage
        library("IPC", ["EventLoop", "JSON", "CLinux"]),
        library("HTTPClient", ["EventLoop", "CCurl"]),
        library("SQLite", ["CSQLite"]),

        // MARK: The node's vocabulary
        library("NodeProtocol", ["IPC", "EventLoop", "JSON"]),

        // MARK: One foreign system each
        library("StatusCache", ["SQLite", "EventLoop", "NodeProtocol", "JSON"]),
        library("Conductor", ["HTTPClient", "EventLoop", "NodeProtocol", "JSON"]),
        library("DockerEngine", ["HTTPClient", "EventLoop", "JSON"]),

        // MARK: Logic
        library(
            "DaemonLifecycle", ["IPC", "NodeProtocol", "EventLoop", "JSON", "Configuration", "LogOutput", logging]),
        library("Supervision", ["IPC", "NodeProtocol", "EventLoop", "CLinux", "JSON", logging]),
        library("Probing", ["NodeProtocol", "EventLoop", "JSON", "CLinux"]),
        library("Heartbeat", ["Conductor", "StatusCache", "IPC", "NodeProtocol", "EventLoop", "JSON", logging]),
        library(
            "Deployment",
            ["DockerEngine", "Conductor", "StatusCache", "SQLite", "NodeProtocol", "IPC", "EventLoop", "JSON", logging]),
        library("NodeAPI", ["StatusCache", "IPC", "NodeProtocol", "EventLoop", "JSON", hummingbird, logging]),

        // MARK: Programs
        library(
            "supervisor",
            ["Supervision", "IPC", "NodeProtocol", "EventLoop", "CLinux", "Configuration", "LogOutput", logging]),
        library(
            "heartbeatd",
            [
                "Heartbeat", "Conductor", "HTTPClient", "StatusCache", "DaemonLifecycle", "IPC", "NodeProtocol",
                "EventLoop", "JSON", "Configuration", logging,
            ]),
        library(
            "probed",
            [
                "Probing", "StatusCache", "DaemonLifecycle", "IPC", "NodeProtocol", "EventLoop", "JSON",
                "Configuration", logging,
            ]),
        library(
            "deployd",
            [
                "Deployment", "DockerEngine", "Conductor", "HTTPClient", "StatusCache", "SQLite", "DaemonLifecycle",
                "IPC", "NodeProtocol", "EventLoop", "JSON", "Configuration", logging,
            ]),
        library(
            "apid",
            [
                "NodeAPI", "StatusCache", "DaemonLifecycle", "IPC", "NodeProtocol", "EventLoop", "JSON",
                "Configuration", logging,
            ]),
        library(
            "workerctl", ["IPC", "NodeProtocol", "EventLoop", "JSON", "Configuration", "CLinux", argumentParser]),
        .executableTarget(
            name: "worker", dependencies: ["supervisor", "heartbeatd", "probed", "deployd", "apid", "workerctl"],
            swiftSettings: strict, linkerSettings: fixedAddress),
        .executableTarget(
            name: "conductord", dependencies: ["SQLite", "JSON", "LogOutput", hummingbird, argumentParser, logging],
            swiftSettings: strict),

        // MARK: Tests
        library("TestSupport", ["EventLoop", "IPC", "JSON"]),
        tests("JSONTests", ["JSON"]),
        tests("EventLoopTests", ["EventLoop", "CLinux"]),
        tests("IPCTests", ["IPC", "EventLoop", "JSON"]),
    ],
    swiftLanguageModes: [.v6]
)
