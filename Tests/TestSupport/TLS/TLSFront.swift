/// nginx with TLS, as it stands before a conductor in the field: one port for each way to be set up.
package final class TLSFront: Sendable {
    /// One port.
    package struct Listener: Sendable {
        /// The certificate's name, of ``TestAuthority/issue(_:subject:from:until:)``.
        package var certificate: String
        package var offersHTTP2 = false
        /// Further directives of the server block, each with its semicolon.
        package var directives = ""

        package init(_ certificate: String, offersHTTP2: Bool = false, directives: String = "") {
            self.certificate = certificate
            self.offersHTTP2 = offersHTTP2
            self.directives = directives
        }
    }

    private let directory: TemporaryDirectory
    private let program: TestProgram
    /// The URL of each listener.
    package let urls: [String]

    /// - Parameter answer: Directives that answer every request.
    package init(
        _ authority: TestAuthority, _ listeners: [Listener],
        answer: String = #"default_type application/json; return 200 '{"worker":{"id":"w-1"}}';"#
    ) throws {
        directory = try TemporaryDirectory()
        var urls: [String] = []
        var servers = ""
        for listener in listeners {
            let port = try freePort()
            urls.append("https://127.0.0.1:\(port)")
            let files = authority.directory.file(listener.certificate)
            servers += """
                server {
                    listen 127.0.0.1:\(port) ssl\(listener.offersHTTP2 ? " http2" : "");
                    ssl_certificate \(files).pem;
                    ssl_certificate_key \(files)-key.pem;
                    \(listener.directives)
                    location / { \(answer) }
                }

                """
        }
        self.urls = urls
        let path = directory.path
        try directory.write(
            Array(
                """
                daemon off; master_process off; pid \(path)/pid; error_log stderr warn;
                events { worker_connections 256; }
                http {
                    client_body_temp_path \(path)/body; proxy_temp_path \(path)/proxy;
                    fastcgi_temp_path \(path)/fastcgi; uwsgi_temp_path \(path)/uwsgi; scgi_temp_path \(path)/scgi;
                    log_format calls '$server_protocol $ssl_protocol $connection "$ssl_client_s_dn" $request_method $uri';
                    access_log \(path)/calls calls;
                    \(servers)
                }
                """.utf8), to: "nginx.conf")
        program = try TestProgram(
            directory: directory, name: "nginx",
            command: ["/usr/sbin/nginx", "-p", path, "-c", directory.file("nginx.conf")], environment: [:])
    }

    package func start() async throws {
        try await program.start()
        try await eventually("nginx listens", within: .seconds(60)) {
            self.urls.allSatisfy { url in
                url.split(separator: ":").last.flatMap { Int($0) }.map(Self.isOpen) == true
            }
        }
    }

    private static func isOpen(_ port: Int) -> Bool {
        (try? RawConnection(port: port)) != nil
    }

    /// A line per request: protocol, TLS version, number of the connection, the client's name, method and path.
    package var calls: [[String]] {
        let text = String(decoding: contents(of: directory.file("calls")) ?? [], as: UTF8.self)
        return text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    }

    package var log: String {
        String(decoding: contents(of: directory.file("nginx.log")) ?? [], as: UTF8.self)
    }
}
