import JSON

/// A port of the container that the host offers. A range is as many of these.
package struct PublishedPort: Sendable, Hashable {
    package enum Transport: String, Sendable, CaseIterable { case tcp, udp, sctp }
    package var containerPort: UInt16
    package var transport: Transport
    /// Empty: every address of the host.
    package var hostAddress: String
    /// Nil: one that the engine chooses.
    package var hostPort: UInt16?

    package init(
        containerPort: UInt16, transport: Transport = .tcp, hostAddress: String = "", hostPort: UInt16? = nil
    ) {
        self.containerPort = containerPort
        self.transport = transport
        self.hostAddress = hostAddress
        self.hostPort = hostPort
    }

    var exposed: ExposedPort { ExposedPort(containerPort, transport) }

    var binding: JSON {
        .object(["HostIp": .string(hostAddress), "HostPort": .string(hostPort.map { String($0) } ?? "")])
    }

    /// What `NetworkSettings.Ports` tells: `{"80/tcp": [{"HostIp", "HostPort"}], "81/tcp": null}`.
    static func published(_ json: JSON?) -> [PublishedPort] {
        (json?.object ?? [:]).sorted { $0.key < $1.key }.flatMap { key, bindings -> [PublishedPort] in
            guard let port = ExposedPort(key) else { return [] }
            return (bindings.array ?? []).map {
                PublishedPort(
                    containerPort: port.port, transport: port.transport, hostAddress: $0["HostIp"]?.string ?? "",
                    hostPort: $0["HostPort"]?.string.flatMap { UInt16($0) })
            }
        }
    }
}
