import DockerEngine
import Inet
import JSON
import NodeProtocol

extension ConfigField {
    /// All forms of ports: `{"80/tcp": 8080}`, `{"80": "127.0.0.1:8080"}`, compose's short list `["8080:80/udp"]`
    /// and its long list `[{target, published, protocol, host_ip}]`.
    func ports() throws(ServiceError) -> [PublishedPort] {
        var ports: [PublishedPort] = []
        if value.array != nil {
            for element in try elements() {
                ports += element.value.object == nil ? try element.shortPorts() : [try element.longPort()]
            }
        } else {
            for (name, field) in try members() { ports += try field.mappedPorts(container: name) }
        }
        var taken: Set<String> = []
        for port in ports {
            guard let hostPort = port.hostPort else { continue }
            let key = "\(port.hostAddress)|\(hostPort)|\(port.transport)"
            guard taken.insert(key).inserted else { throw fail("host port \(hostPort) is used twice") }
        }
        return ports
    }

    /// `"<containerPort>[/tcp|udp]": hostPort | "ip:hostPort"`, or a list of these.
    private func mappedPorts(container: String) throws(ServiceError) -> [PublishedPort] {
        let (number, transport) = try split(container)
        let containerPort = try port(number)
        var ports: [PublishedPort] = []
        for field in value.array == nil ? [self] : try elements() {
            var port = PublishedPort(containerPort: containerPort, transport: transport)
            if !field.value.isNull {
                let (address, hostPort) = try field.addressAndRest(try field.text())
                port.hostAddress = address
                port.hostPort = try field.port(hostPort)
            }
            ports.append(port)
        }
        return ports
    }

    /// `[[ip:]host:]container[/protocol]`, host and container also as ranges of equal length.
    private func shortPorts() throws(ServiceError) -> [PublishedPort] {
        let (rest, transport) = try split(try text())
        let cut = rest.lastIndex(of: ":")
        let containers = try range(String(cut.map { rest[rest.index(after: $0)...] } ?? rest[...]))
        guard let cut else {
            return containers.map { PublishedPort(containerPort: $0, transport: transport) }
        }
        let (address, host) = try addressAndRest(String(rest[..<cut]))
        guard !host.isEmpty else {
            return containers.map { PublishedPort(containerPort: $0, transport: transport, hostAddress: address) }
        }
        let hosts = try range(host)
        guard hosts.count == containers.count else { throw fail("the two ranges differ in length") }
        return zip(containers, hosts).map {
            PublishedPort(containerPort: $0, transport: transport, hostAddress: address, hostPort: $1)
        }
    }

    private func longPort() throws(ServiceError) -> PublishedPort {
        let known: Set = ["target", "published", "protocol", "host_ip", "mode", "name", "app_protocol"]
        for (name, field) in try members() where !known.contains(name) { throw field.fail("is not known here") }
        guard let target = member("target") else { throw fail("target is missing") }
        var port = PublishedPort(containerPort: try target.port(try target.text()))
        if let transport = member("protocol") { port.transport = try transport.transport(try transport.text()) }
        if let address = member("host_ip") { port.hostAddress = try address.address(try address.text()) }
        if let published = member("published") { port.hostPort = try published.port(try published.text()) }
        return port
    }

    private func split(_ text: String) throws(ServiceError) -> (String, PublishedPort.Transport) {
        guard let slash = text.lastIndex(of: "/") else { return (text, .tcp) }
        return (String(text[..<slash]), try transport(String(text[text.index(after: slash)...])))
    }

    private func transport(_ text: String) throws(ServiceError) -> PublishedPort.Transport {
        guard let transport = PublishedPort.Transport(rawValue: text.lowercased()) else {
            throw fail("\(String(reflecting: text)) is none of tcp, udp, sctp")
        }
        return transport
    }

    private func addressAndRest(_ text: String) throws(ServiceError) -> (String, String) {
        guard let colon = text.lastIndex(of: ":") else { return ("", text) }
        return (try address(String(text[..<colon])), String(text[text.index(after: colon)...]))
    }

    private func address(_ text: String) throws(ServiceError) -> String {
        var address = text[...]
        if address.first == "[", address.last == "]" { address = address.dropFirst().dropLast() }
        guard IPAddress(String(address)) != nil else {
            throw fail("\(String(reflecting: text)) is not an IP address")
        }
        return String(address)
    }

    private func port(_ text: String) throws(ServiceError) -> UInt16 {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = UInt16(text), port > 0 else {
            throw fail("\(String(reflecting: text)) is not a port: expected 1 to 65535")
        }
        return port
    }

    private func range(_ text: String) throws(ServiceError) -> [UInt16] {
        let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let first = try port(String(ends.first ?? ""))
        guard ends.count == 2 else { return [first] }
        let last = try port(String(ends[1]))
        guard first <= last, last - first < 1024 else { throw fail("\(text) is not a range of at most 1024 ports") }
        return Array(first...last)
    }
}
