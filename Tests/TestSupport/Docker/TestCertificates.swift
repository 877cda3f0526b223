/// An authority, a server's certificate and a client's, by openssl: `ca.pem`, `server.pem`, `server-key.pem`,
/// `cert.pem`, `key.pem`.
package enum TestCertificates {
    package static func make(host: String) async throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        try await CommandRun.output(of: ["sh", "-ec", script, "sh", host], in: directory.path)
        return directory
    }

    private static let script = """
        new() { openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes "$@"; }
        new -x509 -keyout ca-key.pem -out ca.pem -days 2 -subj /CN=authority
        sign() { openssl x509 -req -CA ca.pem -CAkey ca-key.pem -CAcreateserial -days 2 "$@"; }
        new -keyout server-key.pem -out server.csr -subj /CN=server
        echo "subjectAltName=IP:$1" > server.ext
        sign -in server.csr -out server.pem -extfile server.ext
        new -keyout key.pem -out client.csr -subj /CN=client
        echo "extendedKeyUsage=clientAuth" > client.ext
        sign -in client.csr -out cert.pem -extfile client.ext
        """
}
