/// An authority that issues certificates for a test, by openssl: `ca.pem`, and a pair of PEM files per name.
package final class TestAuthority: Sendable {
    package let directory: TemporaryDirectory

    /// The file to trust.
    package var certificate: String { directory.file("ca.pem") }

    package init() async throws {
        let directory = try TemporaryDirectory()
        self.directory = directory
        try await offThread {
            try runShell(
                """
                cd \(directory.path)
                openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -x509 -days 2 -subj /CN=authority \
                    -keyout ca-key.pem -out ca.pem 2>/dev/null
                touch index.txt; echo 01 >serial
                cat >ca.cnf <<END
                [ca]
                default_ca = it
                [it]
                database = index.txt
                serial = serial
                new_certs_dir = .
                default_md = sha256
                policy = any
                unique_subject = no
                [any]
                commonName = supplied
                END
                """)
        }
    }

    /// Issues `<name>.pem` with `<name>-key.pem`.
    /// - Parameters:
    ///   - subject: As openssl writes alternative names: `IP:127.0.0.1`, `DNS:a.example`.
    ///   - from: When it begins to be valid, in days from now.
    ///   - until: When that ends.
    /// - Returns: The paths of certificate and key.
    @discardableResult
    package func issue(
        _ name: String, subject: String = "IP:127.0.0.1", from: Int = -1, until: Int = 2
    ) async throws -> (certificate: String, key: String) {
        let path = directory.path
        try await offThread {
            try runShell(
                """
                cd \(path)
                openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=\(name) \
                    -keyout \(name)-key.pem -out \(name).csr 2>/dev/null
                echo 'subjectAltName=\(subject)' >\(name).ext
                day() { date -u -d "$1 days" +%Y%m%d%H%M%SZ; }
                openssl ca -batch -notext -config ca.cnf -cert ca.pem -keyfile ca-key.pem -in \(name).csr \
                    -extfile \(name).ext -startdate $(day \(from)) -enddate $(day \(until)) -out \(name).new 2>/dev/null
                mv \(name).new \(name).pem
                """)
        }
        return (directory.file("\(name).pem"), directory.file("\(name)-key.pem"))
    }
}
