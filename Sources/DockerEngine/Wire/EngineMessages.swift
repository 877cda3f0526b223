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
    ]
}
