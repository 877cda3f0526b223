import EventLoop
import Glibc
import Synchronization

/// Looks names up on a thread of its own, and waits no longer for that than it is told to: getaddrinfo(3) has no deadline.
package final class NameLookup: Sendable {
    private let thread = WorkerThread(name: "lookup", limit: 1)
    /// Lookups that have begun and not ended.
    private let pending = Mutex(0)

    package init() {}

    package func look(up plan: NodePlan, within limit: Duration) async -> ConductorNameCheck.Evidence {
        guard let url = plan.conductorURLs.first, let host = URLHost(url) else { return .noConductor }
        if host.isAddress { return .literal(host.name) }
        if plan.hasProxy, url.hasPrefix("https://") { return .proxied }
        return await look(up: host.name, within: limit)
    }

    func look(up host: String, within limit: Duration) async -> ConductorNameCheck.Evidence {
        guard pending.withLock({ $0 == 0 }) else { return .notTried(host: host) }
        pending.withLock { $0 += 1 }
        let seconds = Int(limit.components.seconds)
        return await FirstOf.outcome(within: limit, otherwise: .slow(host: host, seconds: seconds)) { finish in
            let isAccepted = self.thread.submit {
                let found = Self.addresses(of: host)
                self.pending.withLock { $0 -= 1 }
                finish(found)
            }
            guard !isAccepted else { return }
            self.pending.withLock { $0 -= 1 }
            finish(.notTried(host: host))
        }
    }

    private static func addresses(of host: String) -> ConductorNameCheck.Evidence {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, nil, &hints, &list)
        guard code == 0 else { return .notFound(host: host, reason: String(cString: gai_strerror(code))) }
        defer { freeaddrinfo(list) }
        var addresses: [String] = []
        var entry = list
        while let current = entry?.pointee {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            if getnameinfo(current.ai_addr, current.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
                == 0
            {
                let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
                addresses.append(String(decoding: bytes, as: UTF8.self))
            }
            entry = current.ai_next
        }
        return .found(host: host, addresses: addresses)
    }
}
