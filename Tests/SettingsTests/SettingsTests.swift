import Settings
import TestSupport
import Testing

@Suite struct SettingsTests {
    private func read(_ environment: [String: String]) throws -> NodeConfiguration {
        try NodeConfiguration { environment[$0] }
    }

    private func mistakes(_ environment: [String: String]) -> [String] {
        do throws(ConfigurationError) {
            _ = try NodeConfiguration { environment[$0] }
            return []
        } catch {
            return error.mistakes
        }
    }

    @Test func `defaults are those of the documentation`() throws {
        let configuration = try read([:])
        #expect(configuration.port == 3001)
        #expect(configuration.bindAddress == "127.0.0.1")
        #expect(configuration.heartbeatInterval == .seconds(30))
        #expect(configuration.resourceCheckInterval == .seconds(60))
        #expect(configuration.deploymentCheckInterval == .seconds(10))
        #expect(configuration.serviceStatusInterval == .seconds(30))
        #expect(configuration.dockerHost == "unix:///var/run/docker.sock")
        #expect(configuration.conductorURLs.isEmpty)
        #expect(configuration.logLevel == .info)
        #expect(configuration.logFormat == .text)
    }

    @Test(arguments: [
        ("5", 5000), ("5s", 5000), ("500ms", 500), ("0.5", 500), ("1m", 60000),
    ])
    func `times are seconds or carry a unit`(text: String, milliseconds: Int) throws {
        #expect(try read(["HEARTBEAT_INTERVAL": text]).heartbeatInterval == .milliseconds(milliseconds))
    }

    @Test(arguments: [
        ("PORT", "-1"), ("PORT", "65536"), ("PORT", "http"), ("HEARTBEAT_INTERVAL", "0"), ("HEARTBEAT_INTERVAL", "61"),
        ("HEARTBEAT_INTERVAL", "soon"), ("HEARTBEAT_INTERVAL", "nan"), ("RESOURCE_CHECK_INTERVAL", "-5"),
        ("RESOURCE_CHECK_INTERVAL", "1e999"), ("BIND_ADDRESS", "localhost"), ("BIND_ADDRESS", "1.2.3"),
        ("CONDUCTOR_URL", "conductor:3000"), ("CONDUCTOR_URL", "http://"), ("CONDUCTOR_URL", "http://a b"),
        ("CONDUCTOR_URL", "http://h:99999999/"),
        ("CONDUCTOR_URL", "http://h:/"),
        ("CONDUCTOR_URL", "http://a,,http://b"), ("CONDUCTOR_URL", "http://a,"), ("CONDUCTOR_URL", "http://a;http://b"),
        ("CONDUCTOR_URL", "http://a, b"), ("CONDUCTOR_URL", "unix:///run/conductor.sock"),
        ("CONDUCTOR_CA_FILE", "ca.pem"), ("CONDUCTOR_CA_FILE", "/nonexistent/ca.pem"),
        ("CONDUCTOR_CA_FILE", "/dev/null"),
        ("CONDUCTOR_CA_FILE", "/etc"), ("NO_PROXY", "a\u{7}b"),
        ("CONDUCTOR_URL", "http://[::1"), ("DOCKER_HOST", "tcp://foo:99999999"), ("DOCKER_HOST", "tcp://:1"),
        ("RUNTIME_DIR", "/" + String(repeating: "x", count: 91)), ("CONDUCTOR_TOKEN_FILE", "/dev/null"),
        ("DOCKER_HOST", "/var/run/docker.sock"), ("DOCKER_TLS_VERIFY", "0"), ("DOCKER_CERT_PATH", "certs"),
        ("STATE_DIR", "state"),
        ("LOG_LEVEL", "loud"), ("LOG_FORMAT", "xml"), ("WORKER_IP", "here"), ("WORKER_HOSTNAME", "a b"),
        ("CONDUCTOR_TOKEN_FILE", "/nonexistent/token"), ("MEMORY_LIMIT", "lots"), ("MEMORY_LIMIT", "1k"),
        ("MEMORY_LIMIT_APID", "99999999999999999g"), ("MEMORY_LIMIT_PROBED", "-64m"),
        ("WATCHDOG_TIMEOUT_DEPLOYD", "0"),
    ])
    func `a wrong value names its key, the value and what is allowed`(key: String, value: String) {
        let found = mistakes([key: value, "CONDUCTOR_TOKEN": key == "CONDUCTOR_TOKEN_FILE" ? "" : "t"])
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("\(key)=\"\(value)\": allowed is ") == true)
    }

    @Test func `what is set for one daemon goes before what is set for all`() throws {
        let configuration = try read([
            "WATCHDOG_TIMEOUT": "5s", "WATCHDOG_TIMEOUT_DEPLOYD": "1m", "MEMORY_LIMIT": "64m",
            "MEMORY_LIMIT_APID": "1g", "MEMORY_LIMIT_PROBED": "16777216",
        ])
        #expect(configuration.watchdogTimeouts["deployd"] == .seconds(60))
        #expect(configuration.watchdogTimeouts["apid"] == .seconds(5))
        #expect(
            configuration.memoryLimits == [
                "apid": 1 << 30, "probed": 16 << 20, "heartbeatd": 64 << 20, "deployd": 64 << 20,
            ])
        #expect(try read([:]).memoryLimits.isEmpty)
    }

    @Test(arguments: ["http://h", "https://h:8443/base", "http://[::1]:3000", "http://10.0.0.1/?x=1"])
    func `a right URL is taken`(url: String) throws {
        #expect(try read(["CONDUCTOR_URL": url, "CONDUCTOR_TOKEN": "t"]).conductorURLs == [url])
    }

    @Test(arguments: ["CONDUCTOR_URL", "SERVICE_API_URL", "DOCKER_HOST", "API_ORIGINS", "STATE_DIR"])
    func `a login in a URL is not repeated, neither in the mistake nor among the settings`(key: String) throws {
        let url = "http://operator:hunter2@127.0.0.1:3000"
        var settings: [Setting] = []
        let error = #expect(throws: ConfigurationError.self) {
            _ = try NodeConfiguration(environment: { $0 == key ? url : nil }) { settings.append($0) }
        }
        #expect(error?.mistakes.contains { $0.hasPrefix("\(key)=\"http://***@127.0.0.1:3000\": allowed is ") } == true)
        let told = "\(settings) \(error?.mistakes ?? [])"
        #expect(!told.contains("hunter2"))
    }

    @Test func `several conductors stand with commas between`() throws {
        let list = ["CONDUCTOR_URL": "https://a, http://b:3000 ,http://[::1]:3000/x", "CONDUCTOR_TOKEN": "t"]
        #expect(try read(list).conductorURLs == ["https://a", "http://b:3000", "http://[::1]:3000/x"])
    }

    @Test(arguments: [
        "socks5://p:1", "p:3128", "http://", "http://u:s3cret@", "http://u:s3cret@a b", "http://p:99999999",
    ])
    func `a wrong proxy is told without its password`(url: String) {
        let found = mistakes(["HTTPS_PROXY": url])
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("HTTPS_PROXY=<redacted>: allowed is ") == true)
        #expect(found.first?.contains("s3cret") == false)
    }

    @Test(arguments: ["http://p:3128", "https://p", "http://user:p%40ss@proxy.example:3128", "http://u:a@b@[::1]:3128"])
    func `a right proxy is taken`(url: String) throws {
        let configuration = try read(["HTTPS_PROXY": url, "NO_PROXY": "localhost,.example,10.0.0.0/8"])
        #expect(configuration.httpsProxy?.reveal() == url)
        #expect(configuration.noProxy == "localhost,.example,10.0.0.0/8")
    }

    @Test func `an engine behind TLS needs certificates, and certificates TLS`() throws {
        let host = ["DOCKER_HOST": "tcp://engine:2376"]
        let whole = ["DOCKER_TLS_VERIFY": "1", "DOCKER_CERT_PATH": "/certs"]
        #expect(try read(host.merging(whole) { $1 }).dockerCertificates == "/certs")
        #expect(try read(host).dockerCertificates == nil)
        // A socket has no TLS, whatever the shell's environment says.
        #expect(try read(whole).dockerCertificates == nil)
        #expect(mistakes(host.merging(["DOCKER_TLS_VERIFY": "1"]) { $1 }).first?.hasPrefix("DOCKER_CERT_PATH=") == true)
        #expect(
            mistakes(host.merging(["DOCKER_CERT_PATH": "/c"]) { $1 }).first?.hasPrefix("DOCKER_TLS_VERIFY=") == true)
    }

    @Test func `all mistakes are told together`() {
        #expect(mistakes(["PORT": "x", "LOG_LEVEL": "y", "STATE_DIR": "z"]).count == 3)
    }

    @Test func `a conductor without a token is a mistake`() {
        #expect(mistakes(["CONDUCTOR_URL": "http://c"]).first?.hasPrefix("CONDUCTOR_TOKEN=") == true)
    }

    @Test func `a secret is never repeated, printed or dumped`() throws {
        let found = mistakes(["CONDUCTOR_TOKEN": "se cret", "CONDUCTOR_URL": "http://c"])
        #expect(found.count == 1 && !found[0].contains("cret"))
        let secret = try #require(try read(["CONDUCTOR_TOKEN": "s3cret"]).conductorToken)
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), dumped] { #expect(!text.contains("s3cret")) }
        #expect(secret.reveal() == "s3cret")
    }

    @Test(arguments: ["a\nb", "a b", "\t", "a\u{7F}"])
    func `a token with blanks or controls is refused and not repeated`(token: String) {
        let found = mistakes(["CONDUCTOR_URL": "http://c", "CONDUCTOR_TOKEN": token])
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("CONDUCTOR_TOKEN=<redacted>: allowed is ") == true)
    }

    @Test(arguments: ["", "\n", "\nsecond", "a b\n"])
    func `a token file whose first line is no token is refused`(text: String) throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write(text.utf8, to: "token")
        let found = mistakes(["CONDUCTOR_URL": "http://c", "CONDUCTOR_TOKEN_FILE": path])
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("CONDUCTOR_TOKEN_FILE=") == true)
    }

    @Test func `a token can lie in a file, of which the first line counts`() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write("from-file\nrest\n".utf8, to: "token")
        #expect(try read(["CONDUCTOR_TOKEN_FILE": path]).conductorToken?.reveal() == "from-file")
        #expect(
            try read(["CONDUCTOR_TOKEN": "direct", "CONDUCTOR_TOKEN_FILE": path]).conductorToken?.reveal() == "direct")
    }

    @Test func `a .env file is read as docker compose does`() {
        let file = EnvironmentFile(
            parsing: """
                # comment
                A=1
                export B = two words # comment
                C='single $x # not a comment'
                D="line\\nbreak \\"quoted\\""
                E=
                  F=#hash
                """)
        #expect(file.mistakes.isEmpty)
        let expected = [
            "A": "1", "B": "two words", "C": "single $x # not a comment", "D": "line\nbreak \"quoted\"", "E": "",
            "F": "#hash",
        ]
        #expect(file.values == expected)
    }

    @Test func `a .env file with the line ends of Windows is read like any other`() {
        let file = EnvironmentFile(parsing: "A=1\r\n\r\n# note\r\nB=\"2\"\r\nC\r\n")
        #expect(file.values == ["A": "1", "B": "2"])
        #expect(file.mistakes.map { $0.split(separator: ":")[0] } == ["line 5"])
    }

    @Test func `mistakes in a .env file are told with their lines`() {
        let file = EnvironmentFile(parsing: "A=1\nnonsense\n1 B=2\nC=\"open\n")
        #expect(file.mistakes.map { $0.split(separator: ":")[0] } == ["line 2", "line 3", "line 4"])
    }

    // MARK: The API

    @Test func `tokens of the API are lists, each of its own kind`() throws {
        let tokens = try read(["API_TOKEN": "admin:a, read:b,c,read:d:e"]).apiTokens
        #expect(tokens.map { "\($0.access) " + $0.secret.reveal() } == ["admin a", "read b", "admin c", "read d:e"])
        #expect("\(tokens)".contains("redacted") && !"\(tokens)".contains("d:e"))
        for wrong in ["a,,b", "a b", "read:", ","] {
            let error = #expect(throws: ConfigurationError.self) { try read(["API_TOKEN": wrong]) }
            #expect(error?.mistakes.first?.hasPrefix("API_TOKEN=<redacted>") == true)
        }
    }

    @Test func `a file of tokens is tried at the start, and its path kept`() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write("# ours\nread:b\nsecret\n".utf8, to: "tokens")
        #expect(try read(["API_TOKEN_FILE": file]).apiTokenFile == file)
        let broken = try directory.write("not a token\n".utf8, to: "broken")
        for path in [broken, directory.file("nothing")] {
            #expect(throws: ConfigurationError.self) { try read(["API_TOKEN_FILE": path]) }
            // A daemon that starts while the file is being replaced begins all the same.
            #expect(try read(["API_TOKEN_FILE": path, "LISTEN_FDNAMES": "http"]).apiTokenFile == path)
        }
    }

    @Test func `reading with a token takes a token, and names and origins are checked`() throws {
        #expect(try read(["API_READ": "token", "API_TOKEN": "t"]).apiReading == .token)
        let configuration = try read([
            "API_HOSTS": "Node.example, panel", "API_ORIGINS": "https://Panel.example:8443,http://[::1]:80",
        ])
        #expect(configuration.apiHosts == ["node.example", "panel"])
        #expect(configuration.apiOrigins == ["https://panel.example:8443", "http://[::1]:80"])
        let wrong = [
            ["API_READ": "token"], ["API_READ": "never"], ["API_HOSTS": "a/b"], ["API_HOSTS": "a:80"],
            ["API_ORIGINS": "panel.example"], ["API_ORIGINS": "https://panel.example/"], ["API_ORIGINS": "*"],
        ]
        for environment in wrong {
            #expect(throws: ConfigurationError.self, "\(environment)") { try read(environment) }
        }
    }
}
