import Foundation

/// An HTTP proxy on 127.0.0.1 that lets in who knows its password.
package final class TestProxy: Sendable {
    package let port: Int
    private let directory: TemporaryDirectory
    private let program: TestProgram

    /// Starts it; returns when it listens.
    package init() async throws {
        directory = try TemporaryDirectory()
        port = try freePort()
        let settings =
            "Port \(port)\nListen 127.0.0.1\nBasicAuth node s3cret\nLogFile \"\(directory.file("calls"))\"\n"
            + "LogLevel Connect\n"
        try directory.write(Array(settings.utf8), to: "proxy.conf")
        program = try TestProgram(
            directory: directory, name: "proxy",
            command: ["/usr/bin/tinyproxy", "-d", "-c", directory.file("proxy.conf")],
            environment: [:])
        try await start()
    }

    /// Starts it again after ``stop()``.
    package func start() async throws {
        try await program.start()
        try await eventually("the proxy listens", within: .seconds(60)) { (try? RawConnection(port: self.port)) != nil }
    }

    /// - Parameter password: Another than the right one.
    package func url(password: String = "s3cret") -> String { "http://node:\(password)@127.0.0.1:\(port)" }

    package func stop() async throws { try await program.stop() }

    /// Whether it has been asked for a tunnel to 127.0.0.1.
    package var hasConnected: Bool {
        String(decoding: contents(of: directory.file("calls")) ?? [], as: UTF8.self).contains("CONNECT 127.0.0.1:")
    }
}
