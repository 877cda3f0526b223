import Settings
import TestSupport
import Testing

/// Files of TLS are tried at start; what is wrong is told by the key that names the file.
@Suite(.timeLimit(.minutes(5)))
struct CertificateFileTests {
    private let files: TemporaryDirectory

    init() async throws {
        let files = try TemporaryDirectory()
        self.files = files
        try await offThread {
            try runShell(
                """
                cd \(files.path)
                new() { openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes "$@" 2>/dev/null; }
                new -x509 -keyout key.pem -out cert.pem -days 2 -subj /CN=one
                new -x509 -keyout other-key.pem -out other.pem -days 2 -subj /CN=two
                openssl ec -in key.pem -aes128 -passout pass:secret -out locked.pem 2>/dev/null
                head -c 300 cert.pem > half.pem
                echo 'no certificate' > text.pem
                """)
        }
    }

    private func mistakes(_ environment: [String: String]) -> [String] {
        let environment = environment.mapValues { $0.hasPrefix("/") ? $0 : files.file($0) }
        do throws(ConfigurationError) {
            _ = try NodeConfiguration { environment[$0] }
            return []
        } catch {
            return error.mistakes
        }
    }

    @Test func `right files are taken`() throws {
        let all = [
            "CONDUCTOR_CA_FILE": "other.pem", "CONDUCTOR_CERT_FILE": "cert.pem", "CONDUCTOR_KEY_FILE": "key.pem",
        ]
        #expect(mistakes(all) == [])
        let configuration = try NodeConfiguration { key in all[key].map(files.file) }
        #expect(configuration.conductorAuthorities == files.file("other.pem"))
        #expect(configuration.conductorCertificate == files.file("cert.pem"))
        #expect(configuration.conductorKey == files.file("key.pem"))
    }

    @Test(arguments: [
        ("CONDUCTOR_CA_FILE", "text.pem"), ("CONDUCTOR_CA_FILE", "half.pem"), ("CONDUCTOR_CA_FILE", "key.pem"),
        ("CONDUCTOR_CERT_FILE", "text.pem"), ("CONDUCTOR_CERT_FILE", "key.pem"), ("CONDUCTOR_CERT_FILE", "none.pem"),
        ("CONDUCTOR_KEY_FILE", "other-key.pem"), ("CONDUCTOR_KEY_FILE", "cert.pem"),
        ("CONDUCTOR_KEY_FILE", "locked.pem"),
        ("CONDUCTOR_KEY_FILE", "none.pem"), ("CONDUCTOR_KEY_FILE", "/etc"),
    ])
    func `a file that cannot be used is refused with the name of its key`(key: String, file: String) {
        let right = ["CONDUCTOR_CERT_FILE": "cert.pem", "CONDUCTOR_KEY_FILE": "key.pem"]
        let found = mistakes(right.merging([key: file]) { $1 })
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("\(key)=") == true, "\(found)")
    }

    @Test(arguments: [
        ("API_TLS_CERT", "text.pem"), ("API_TLS_CERT", "none.pem"), ("API_TLS_KEY", "other-key.pem"),
        ("API_TLS_KEY", "locked.pem"), ("API_TLS_KEY", "/etc"), ("API_TLS_CLIENT_CA", "text.pem"),
        ("API_TLS_CLIENT_CA", "none.pem"),
    ])
    func `a file of the API's that cannot be used is refused with the name of its key`(key: String, file: String) {
        let right = ["API_TLS_CERT": "cert.pem", "API_TLS_KEY": "key.pem", "API_TLS_CLIENT_CA": "other.pem"]
        #expect(mistakes(right) == [])
        let found = mistakes(right.merging([key: file]) { $1 })
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("\(key)=") == true, "\(found)")
    }

    @Test func `the API asks no certificate of others without one of its own`() {
        let found = mistakes(["API_TLS_CLIENT_CA": "other.pem"])
        #expect(found.count == 1 && found.first?.hasPrefix("API_TLS_CERT=") == true, "\(found)")
        #expect(mistakes(["API_TLS_CERT": "cert.pem"]).first?.hasPrefix("API_TLS_KEY=") == true)
        #expect(mistakes(["API_TLS_KEY": "key.pem"]).first?.hasPrefix("API_TLS_CERT=") == true)
    }

    @Test func `a certificate needs its key, and a key its certificate`() {
        #expect(mistakes(["CONDUCTOR_CERT_FILE": "cert.pem"]).first?.hasPrefix("CONDUCTOR_KEY_FILE=") == true)
        #expect(mistakes(["CONDUCTOR_KEY_FILE": "key.pem"]).first?.hasPrefix("CONDUCTOR_CERT_FILE=") == true)
    }

    @Test func `a daemon starts though its files are being replaced`() {
        let missing = [
            "CONDUCTOR_CA_FILE": "none.pem", "CONDUCTOR_CERT_FILE": "none.pem", "CONDUCTOR_KEY_FILE": "none.pem",
        ]
        #expect(mistakes(missing.merging(["LISTEN_FDNAMES": "/x"]) { $1 }) == [])
        #expect(mistakes(missing).count == 2)
    }
}
