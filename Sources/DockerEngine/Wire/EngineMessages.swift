/// What only the engine's words tell: the one place that reads them.
///
/// The engine answers a failed `POST /containers/{id}/start` with status 500 whatever went wrong, and a pull that fails
/// after its first line with a text alone; neither has a field for the reason. So each row has a text that the engine, or
/// something below it whose error the engine passes on, is known to write, and where it comes from. Nothing is read by
/// its status here, and an unknown text has no meaning, never a wrong one.
enum EngineMessages {
    enum Meaning: Equatable {
        case portInUse, noSpace, noMemory
        case notFound, unauthorized, tls, registryUnreachable, invalidReference, tooManyRequests
    }

    /// The first row whose text is in the message counts.
    static func meaning(of message: String) -> Meaning? {
        rows.first { message.contains($0.text) }?.meaning
    }

    static let rows: [(text: String, meaning: Meaning)] = [
        // libnetwork, portallocator: "Bind for 127.0.0.1:18080 failed: port is already allocated" (another container)
        ("port is already allocated", .portInUse),
        // bind(2) in the userland proxy: "listen tcp4 127.0.0.1:80: bind: address already in use" (a process)
        ("bind: address already in use", .portInUse),
        // errno texts that Go's runtime passes on: ENOSPC, EDQUOT, ENOMEM
        ("no space left on device", .noSpace),
        ("disk quota exceeded", .noSpace),
        ("cannot allocate memory", .noMemory),

        // Pulls. Engine 20.10 and a registry with htpasswd, without and with a wrong password:
        // `Head "http://host/v2/web/manifests/1": no basic auth credentials`, `unauthorized: authentication required`
        ("no basic auth credentials", .unauthorized),
        ("unauthorized: ", .unauthorized),
        ("authentication required", .unauthorized),
        // The same with Podman 4.3: `unable to retrieve auth token: invalid username/password: unauthorized: …`
        ("invalid username/password", .unauthorized),
        // Docker Hub, also of what is not there: "pull access denied for x, repository does not exist or may require
        // 'docker login': denied: requested access to the resource is denied"
        ("requested access to the resource is denied", .unauthorized),
        ("pull access denied", .unauthorized),
        // The distribution specification's error codes in the words of its reference registry
        ("manifest unknown", .notFound),
        ("name unknown", .notFound),
        ("repository name not known to registry", .notFound),
        ("toomanyrequests", .tooManyRequests),
        // No image for this kind of machine: moby's distribution, Engine 20.10 and later; Podman
        ("no matching manifest for", .notFound),
        ("no image found in manifest list for", .notFound),
        // Go's crypto/tls and net/http: `x509: certificate signed by unknown authority`,
        // `http: server gave HTTP response to HTTPS client`, `remote error: tls: handshake failure`
        ("x509: ", .tls),
        ("server gave HTTP response to HTTPS client", .tls),
        ("tls: ", .tls),
        // Go's net: `dial tcp 127.0.0.1:1: connect: connection refused`, `lookup registry.invalid on …: no such host`
        ("connection refused", .registryUnreachable),
        ("no such host", .registryUnreachable),
        ("network is unreachable", .registryUnreachable),
        ("no route to host", .registryUnreachable),
        ("server misbehaving", .registryUnreachable),
        ("Temporary failure in name resolution", .registryUnreachable),
        ("i/o timeout", .registryUnreachable),
        ("TLS handshake timeout", .registryUnreachable),
        ("Client.Timeout exceeded", .registryUnreachable),
        ("context deadline exceeded", .registryUnreachable),
        ("connection reset by peer", .registryUnreachable),
        ("unexpected EOF", .registryUnreachable),
        // distribution's reference package
        ("invalid reference format", .invalidReference),
    ]
}
