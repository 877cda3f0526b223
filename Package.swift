// swift-tools-version: 6.1
import PackageDescription

// The layers and what each module is for: docs/modules.md. script/check-imports holds them.

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .unsafeFlags(["-warnings-as-errors"]),
    // Each function is a piece of its own, for the linker to put where it is to be.
    .unsafeFlags(["-Xfrontend", "-function-sections"], .when(configuration: .release)),
]

/// In code of the event loop an async function runs where its caller does: nothing leaves the thread by accident.
let onLoop = strict + [.enableUpcomingFeature("NonisolatedNonsendingByDefault")]

/// A position-dependent executable: its relocations are settled by the linker, so five processes share the pages that
/// each would otherwise make dirty at start (docs/decisions/0003-position-dependent-executable.md). The unwinder comes
/// from the archive, as script/build does with libstdc++: two shared libraries less to load and correct five times.
let fixedAddress: [LinkerSetting] = [
    .unsafeFlags(
        ["-Xclang-linker", "-no-pie", "-use-ld=lld", "-Xlinker", "-l:libgcc_eh.a"], .when(configuration: .release))
]

/// What a node at rest uses lies together, so that it is few pages; constants lie apart from data; and nobody looks for
/// names in the executable (docs/decisions/0016-what-rests-lies-together.md). bench/layout makes the order anew.
let laidOut: [LinkerSetting] = [
    .unsafeFlags(
        [
            "--no-export-dynamic", "--symbol-ordering-file=\(Context.packageDirectory)/script/link/order",
            "--no-warn-symbol-ordering", "--script=\(Context.packageDirectory)/script/link/constants.ld",
        ].flatMap { ["-Xlinker", $0] }, .when(configuration: .release))
]

func library(
    _ name: String, _ dependencies: [Target.Dependency] = [], settings: [SwiftSetting] = onLoop
) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies + ["TestSupport"], swiftSettings: strict)
}

let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let server: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
    .product(name: "NIOHTTP1", package: "swift-nio"),
]

let webSocket: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOEmbedded", package: "swift-nio"),
    .product(name: "NIOHTTP1", package: "swift-nio"), .product(name: "NIOWebSocket", package: "swift-nio"),
]

let package = Package(
    name: "aerekos-worker",
    products: [
        .executable(name: "aerekos-worker", targets: ["worker"]),
        .executable(name: "conductord", targets: ["conductord"]),
        .executable(name: "restart-bench", targets: ["restart-bench"]),
        .executable(name: "fleet-bench", targets: ["fleet-bench"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    ],
    targets: [
        // MARK: Linux and C libraries
        .target(name: "CLinux"),
        .target(name: "CConcurrency"),
        .target(name: "CCurl", linkerSettings: [.linkedLibrary("dl")]),
        .target(name: "COpenSSL", linkerSettings: [.linkedLibrary("dl")]),
        .target(name: "CPage", exclude: ["head.html", "page.css", "body.html", "script"]),
        .systemLibrary(name: "CSQLite", path: "Sources/CSQLite"),
        .systemLibrary(name: "CYAML", path: "Sources/CYAML"),
        .systemLibrary(name: "CZlib", path: "Sources/CZlib"),

        // MARK: Ground
        library("JSON"),
        library("URIText"),
        library("Inet"),
        library("ImageNames"),
        library("EventLoop", ["Inet", "CLinux", "CConcurrency"]),
        library("Settings", ["Inet", "COpenSSL", "URIText"]),
        library("Faults", ["CLinux"]),
        library("LogOutput", ["EventLoop", "JSON", logging]),
        library("Instruments", ["EventLoop", "JSON"]),

        // MARK: Transport and storage
        library("IPC", ["EventLoop", "Instruments", "LogOutput", "JSON", "CLinux"]),
        library("HTTPClient", ["EventLoop", "CCurl"]),
        library(
            "HTTPServer",
            [
                "EventLoop", "Instruments", "LogOutput", "JSON", "URIText", "Inet", "CLinux", "COpenSSL", "CZlib",
                logging,
            ] + server,
            settings: strict),
        library("SQLite", ["CSQLite"]),
        library("WebSocket", webSocket, settings: strict),

        // MARK: The node's vocabulary
        library("NodeProtocol", ["IPC", "Instruments", "EventLoop", "JSON"]),

        // MARK: One foreign system each
        library("StatusCache", ["SQLite", "EventLoop", "NodeProtocol", "JSON", logging]),
        library("Conductor", ["HTTPClient", "WebSocket", "EventLoop", "NodeProtocol", "JSON", "Settings", "URIText"]),
        library("DockerEngine", ["HTTPClient", "EventLoop", "ImageNames", "JSON", "URIText"]),
        library("ComposeFile", ["CYAML", "ImageNames", "Inet", "JSON"]),
        library("ContainerOutput", ["NodeProtocol", "EventLoop", "Faults", "JSON"]),

        // MARK: What more than one program judges by
        library(
            "Doctor", ["StatusCache", "NodeProtocol", "Settings", "EventLoop", "Inet", "CLinux", "COpenSSL", "JSON"]),

        // MARK: Logic
        library(
            "DaemonLifecycle",
            [
                "StatusCache", "IPC", "NodeProtocol", "EventLoop", "CLinux", "Faults", "JSON", "Settings", "LogOutput",
                "Instruments", logging,
            ]),
        library("Supervision", ["IPC", "NodeProtocol", "Instruments", "EventLoop", "CLinux", "JSON", logging]),
        library("Probing", ["NodeProtocol", "EventLoop", "Inet", "JSON"]),
        library(
            "Heartbeat",
            [
                "Conductor", "HTTPClient", "DaemonLifecycle", "StatusCache", "IPC", "NodeProtocol", "EventLoop",
                "Inet", "CLinux", "Instruments", "JSON", "Settings", logging,
            ]),
        library(
            "Deployment",
            [
                "DaemonLifecycle", "DockerEngine", "ContainerOutput", "ComposeFile", "Conductor", "StatusCache",
                "HTTPClient", "SQLite", "NodeProtocol", "IPC", "EventLoop", "ImageNames", "Inet", "Faults",
                "Instruments", "JSON", "LogOutput", logging,
            ]),
        library(
            "NodeAPI",
            [
                "HTTPServer", "Doctor", "StatusCache", "ContainerOutput", "CPage", "Settings", "Instruments", "IPC",
                "NodeProtocol", "EventLoop", "Inet", "JSON", logging,
            ]),
        library("ReferenceConductor", ["HTTPServer", "SQLite", "NodeProtocol", "EventLoop", "JSON", logging]),

        // MARK: Programs
        library(
            "supervisor",
            [
                "Supervision", "DaemonLifecycle", "NodeProtocol", "EventLoop", "CLinux", "Faults", "Settings",
                "LogOutput", logging,
            ]),
        library(
            "heartbeatd",
            [
                "Heartbeat", "Conductor", "HTTPClient", "StatusCache", "DaemonLifecycle", "IPC", "NodeProtocol",
                "EventLoop", "Faults", "Instruments", "JSON", "Settings", logging,
            ]),
        library(
            "probed",
            [
                "Probing", "StatusCache", "DaemonLifecycle", "IPC", "NodeProtocol", "EventLoop", "Instruments", "JSON",
                "Settings", logging,
            ]),
        library(
            "deployd",
            [
                "Deployment", "DockerEngine", "Conductor", "HTTPClient", "StatusCache", "DaemonLifecycle", "IPC",
                "NodeProtocol", "EventLoop", "Faults", "Instruments", "JSON", "Settings", logging,
            ]),
        library(
            "apid",
            [
                "NodeAPI", "HTTPServer", "Doctor", "StatusCache", "DaemonLifecycle", "NodeProtocol", "EventLoop",
                "Inet",
                "IPC", "Instruments", "JSON", "Settings", logging,
            ]),
        library(
            "workerctl",
            [
                "Deployment", "NodeAPI", "Doctor", "DockerEngine", "Conductor", "HTTPClient", "ComposeFile",
                "StatusCache",
                "IPC", "NodeProtocol", "EventLoop", "JSON", "Settings", "URIText", argumentParser,
            ]),
        .executableTarget(
            name: "worker", dependencies: ["supervisor", "heartbeatd", "probed", "deployd", "apid", "workerctl"],
            swiftSettings: strict, linkerSettings: fixedAddress + laidOut),
        .executableTarget(
            name: "conductord",
            dependencies: [
                "ReferenceConductor", "HTTPServer", "NodeProtocol", "EventLoop", "Inet", "LogOutput", argumentParser,
                logging,
            ], swiftSettings: strict),

        // MARK: Benchmarks
        .executableTarget(
            name: "restart-bench", dependencies: ["Supervision", "NodeProtocol", "EventLoop", "LogOutput", logging],
            path: "bench/restart.d/supervisor", swiftSettings: strict, linkerSettings: fixedAddress),
        .executableTarget(
            name: "fleet-bench",
            dependencies: ["Heartbeat", "Conductor", "NodeProtocol", "EventLoop", "JSON", "Settings"],
            path: "bench/fleet.d", swiftSettings: onLoop),

        // MARK: Tests
        .target(
            name: "TestSupport", dependencies: ["EventLoop", "CLinux", "IPC", "JSON"], path: "Tests/TestSupport",
            swiftSettings: strict),
        .target(name: "ScriptedServer", path: "Tests/HTTPClientTests/ScriptedServer", swiftSettings: strict),
        tests("JSONTests", ["JSON"]),
        tests("InetTests", ["Inet"]),
        tests("ImageNamesTests", ["ImageNames"]),
        tests("EventLoopTests", ["EventLoop", "Inet", "CLinux"]),
        tests("SettingsTests", ["Settings"]),
        tests("FaultsTests", ["Faults"]),
        tests("InstrumentsTests", ["Instruments", "EventLoop", "JSON"]),
        tests("LogOutputTests", ["LogOutput", "EventLoop", "JSON", logging]),
        tests("IPCTests", ["IPC", "EventLoop", "Instruments", "LogOutput", "JSON", "CLinux"]),
        .testTarget(
            name: "HTTPClientTests", dependencies: ["HTTPClient", "EventLoop", "ScriptedServer", "TestSupport"],
            exclude: ["ScriptedServer"], swiftSettings: strict),
        tests("URITextTests", ["URIText"]),
        tests("HTTPServerTests", ["HTTPServer", "EventLoop", "Instruments", "JSON", logging]),
        tests("SQLiteTests", ["SQLite"]),
        tests("WebSocketTests", ["WebSocket"] + webSocket),
        tests("StatusCacheTests", ["StatusCache", "SQLite", "EventLoop", "NodeProtocol", "JSON"]),
        tests(
            "ConductorTests",
            ["Conductor", "HTTPClient", "EventLoop", "NodeProtocol", "JSON", "Settings", "ScriptedServer"]),
        tests(
            "DockerEngineTests",
            [
                "DockerEngine", "ContainerOutput", "NodeProtocol", "HTTPClient", "EventLoop", "ImageNames", "JSON",
                "ScriptedServer",
            ]),
        tests("DoctorTests", ["Doctor", "StatusCache", "EventLoop", "NodeProtocol", "JSON"]),
        tests("ContainerOutputTests", ["ContainerOutput", "NodeProtocol", "EventLoop", "JSON"]),
        tests("DaemonLifecycleTests", ["DaemonLifecycle", "NodeProtocol", "EventLoop", logging]),
        .testTarget(
            name: "ComposeFileTests", dependencies: ["ComposeFile", "JSON", "TestSupport"], exclude: ["Fixtures"],
            swiftSettings: strict),
        tests("SupervisionTests", ["Supervision", "EventLoop", "CLinux", "NodeProtocol", logging]),
        tests("ProbingTests", ["Probing", "NodeProtocol", "EventLoop", "JSON"]),
        tests(
            "HeartbeatTests",
            [
                "Heartbeat", "Conductor", "HTTPClient", "StatusCache", "IPC", "NodeProtocol", "EventLoop", "JSON",
                "Settings", "ScriptedServer", logging,
            ]),
        tests(
            "DeploymentTests",
            [
                "Deployment", "DaemonLifecycle", "ComposeFile", "DockerEngine", "Conductor", "StatusCache",
                "HTTPClient",
                "SQLite",
                "NodeProtocol", "EventLoop", "ImageNames", "JSON", logging,
            ]),
        tests(
            "NodeAPITests",
            [
                "NodeAPI", "HTTPServer", "HTTPClient", "Doctor", "StatusCache", "Settings", "IPC", "Instruments",
                "NodeProtocol", "EventLoop", "JSON", logging,
            ]),
        tests(
            "ConductordTests",
            ["ReferenceConductor", "conductord", "HTTPServer", "HTTPClient", "EventLoop", "JSON", "SQLite", logging]),
        tests(
            "WorkerctlTests",
            [
                "workerctl", "Doctor", "HTTPClient", "Settings", "StatusCache", "IPC", "NodeProtocol", "EventLoop",
                "JSON", argumentParser,
            ]),
        tests("EndToEndTests", ["EventLoop", "JSON"]),
        tests("ChaosTests", ["EventLoop", "CLinux", "JSON"]),
        tests("SupervisorTests", ["EventLoop", "JSON"]),
        tests("PackagingTests", ["EventLoop", "JSON", "NodeProtocol"]),
    ],
    swiftLanguageModes: [.v6]
)
