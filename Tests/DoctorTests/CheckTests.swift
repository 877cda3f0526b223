import NodeProtocol
import Testing

@testable import Doctor

/// Each check by itself: what was seen, and what it comes to.
struct CheckTests {
    typealias Verdict = Finding.Verdict

    private func expect(_ finding: Finding, _ verdict: Verdict, _ words: String, remedy: String? = nil) {
        #expect(finding.verdict == verdict, "\(finding)")
        #expect(finding.evidence.contains(words), "\(finding)")
        if let remedy { #expect(finding.remedy?.contains(remedy) == true, "\(finding)") }
        // Whoever is told of a problem is told what to do.
        #expect(finding.verdict == .ok || finding.verdict == .unknown || finding.remedy != nil, "\(finding)")
    }

    private static let today: Int64 = 1_767_225_600

    @Test(arguments: [
        (0 as Int64, nil as Int64?, Verdict.problem, "1970-01-01"), (today, nil, .ok, "not compared"),
        (today, today, .ok, "as the conductor's"), (today + 31, today, .warning, "31 s ahead"),
        (today - 30, today, .ok, "30 s behind"), (today - 601, today, .problem, "601 s behind"),
        (.max, today, .problem, "ahead"), (.min, nil, .problem, "not set"),
    ])
    func `the clock is judged by its year and by the conductor's`(
        now: Int64, conductor: Int64?, verdict: Verdict, words: String
    ) {
        expect(ClockCheck.finding(.init(now: now, conductor: conductor)), verdict, words)
    }

    @Test func `a clock that heartbeatd found unset is a problem whatever its year`() {
        expect(
            ClockCheck.finding(.init(now: Self.today, isReportedUnset: true)), .problem, "not set",
            remedy: "timedatectl")
    }

    @Test func `the certificate of the API is judged by its end`() {
        func expectFinding(_ certificate: APITLSCheck.Certificate, _ verdict: Verdict, _ words: String) {
            expect(APITLSCheck.finding(certificate, asksForCertificates: true), verdict, words)
        }
        let day: Int64 = 86400
        expectFinding(.none, .ok, "plain HTTP")
        expectFinding(.seen("/c", secondsLeft: 90 * day + 5), .ok, "/c is valid for 90 days, and clients show one")
        expectFinding(.seen("/c", secondsLeft: 13 * day), .warning, "13 days")
        expectFinding(.seen("/c", secondsLeft: 7200), .warning, "2 hours")
        expectFinding(.seen("/c", secondsLeft: 0), .problem, "no longer valid")
        expectFinding(.seen("/c", secondsLeft: -3 * day), .problem, "no longer valid, since 3 days")
        expectFinding(.unusable("/c", "it cannot be read"), .problem, "/c: it cannot be read")
        expectFinding(.unknown("why"), .unknown, "why")
    }

    @Test(arguments: [
        (ConductorNameCheck.Evidence.noConductor, Verdict.ok, "no conductor"), (.literal("10.0.0.1"), .ok, "10.0.0.1"),
        (.proxied, .ok, "proxy"),
        (.found(host: "c", addresses: ["10.0.0.1", "fe80::1"]), .ok, "c is 10.0.0.1, fe80::1"),
        (.notFound(host: "c.invalid", reason: "unknown"), .problem, "c.invalid has no address"),
        (.slow(host: "c", seconds: 2), .warning, "within 2 s"), (.notTried(host: "c"), .unknown, "not looked up"),
    ])
    func `a name without an address is a problem`(
        evidence: ConductorNameCheck.Evidence, verdict: Verdict, words: String
    ) {
        expect(ConductorNameCheck.finding(evidence, linkIsWell: false), verdict, words)
    }

    @Test func `a name without an address is a warning while the link is well`() {
        let finding = ConductorNameCheck.finding(.notFound(host: "c", reason: "r"), linkIsWell: true)
        expect(finding, .warning, "c has no address", remedy: "getent hosts c")
    }

    private func link(
        _ reason: ConductorStatus.Reason? = nil, _ detail: String? = nil, registered: Bool = true
    ) -> ConductorStatus {
        ConductorStatus(
            hostname: "n", ipAddress: "", conductorURL: "https://c", registered: registered, workerID: "w-1",
            reason: reason, detail: detail)
    }

    @Test func `without a conductor the node is told to be alone`() {
        expect(ConductorCheck.finding(.init(url: nil)), .warning, "no conductor", remedy: "CONDUCTOR_URL")
    }

    @Test func `a conductor that knows the node is well`() {
        expect(ConductorCheck.finding(.init(url: "https://c", link: link())), .ok, "registered with https://c as w-1")
    }

    @Test(arguments: [
        (ConductorStatus.Reason.unreachable, Verdict.problem, "curl -v"),
        (.nameLookupFailed, .problem, "conductor_name"),
        (.tlsFailed, .problem, "conductor_tls"), (.clockNotSet, .problem, "conductor_tls"),
        (.redirected, .problem, "reload"),
        (.notAConductor, .problem, "portal"), (.tokenRejected, .problem, "conductor_token"),
        (.conductorError, .problem, "log"), (.malformedAnswer, .problem, "version"), (.unknownWorker, .problem, "anew"),
        (.sharedIdentity, .problem, "identity.json"), (.identityUnusable, .problem, "permissions"),
        (.notConfigured, .warning, "CONDUCTOR_TOKEN"),
    ])
    func `each reason why the link is not well has its remedy`(
        reason: ConductorStatus.Reason, verdict: Verdict, remedy: String
    ) {
        let finding = ConductorCheck.finding(.init(url: "https://c", link: link(reason, "so it is", registered: false)))
        expect(finding, verdict, "so it is", remedy: remedy)
    }

    @Test func `a conductor that only this program does not reach is a warning`() {
        let evidence = ConductorCheck.Evidence(url: "http://c", link: link(), asked: .failed(.unreachable, "refused"))
        expect(ConductorCheck.finding(evidence), .warning, "refused", remedy: "curl -v http://c")
    }

    @Test func `a conductor that answers a node that does not run leaves the registration open`() {
        let evidence = ConductorCheck.Evidence(url: "http://c", asked: .answered(status: 404, date: nil))
        expect(ConductorCheck.finding(evidence), .unknown, "http://c answers (404)")
    }

    @Test(arguments: [
        ("http://127.0.0.1:3000", nil as ConductorQuestion?, Verdict.ok, "this machine itself"),
        ("http://c:3000", nil, .warning, "can be read on the way"),
        ("https://c", .answered(status: 200, date: nil), .ok, "this system trusts"),
        ("https://c", nil, .unknown, "no connection"),
        ("https://c", .failed(.tlsFailed, "it has expired"), .problem, "it has expired"),
        ("https://c", .failed(.unreachable, "refused"), .unknown, "no connection"),
        ("https://c", .failed(.tokenRejected, "no"), .ok, "trusts"),
    ])
    func `the way to the conductor is judged by its encryption`(
        url: String, asked: ConductorQuestion?, verdict: Verdict, words: String
    ) {
        expect(ConductorTLSCheck.finding(.init(url: url, asked: asked), authorities: nil), verdict, words)
    }

    @Test func `the file with the authorities is named`() {
        let evidence = ConductorCheck.Evidence(url: "https://c", asked: .failed(.tlsFailed, "unknown authority"))
        expect(
            ConductorTLSCheck.finding(evidence, authorities: "/etc/ca.pem"), .problem, "unknown", remedy: "/etc/ca.pem")
    }

    @Test(arguments: [("https://c/x", "-connect c:443 "), ("https://[fd00::1]:8443", "-connect [fd00::1]:8443 ")])
    func `how to look at the conductor's certificate is told so that it can be pasted`(url: String, words: String) {
        let evidence = ConductorCheck.Evidence(url: url, asked: .failed(.tlsFailed, "unknown authority"))
        expect(ConductorTLSCheck.finding(evidence, authorities: nil), .problem, "unknown", remedy: words)
    }

    @Test func `the token is judged by the conductor's answer alone`() {
        expect(ConductorTokenCheck.finding(url: nil, link: nil), .ok, "no conductor")
        expect(ConductorTokenCheck.finding(url: "http://c", link: nil), .unknown, "heartbeatd")
        expect(ConductorTokenCheck.finding(url: "http://c", link: link()), .ok, "registered")
        expect(
            ConductorTokenCheck.finding(url: "http://c", link: link(.tokenRejected, "401", registered: false)),
            .problem,
            "401", remedy: "CONDUCTOR_TOKEN")
        expect(
            ConductorTokenCheck.finding(url: "http://c", link: link(.unreachable, registered: false)), .unknown,
            "not been asked")
    }

    private func engine(_ version: String, driver: String = "overlay2", isPodman: Bool = false) -> EngineStatus {
        let facts = EngineFacts(
            storageDriver: driver, backingFileSystem: "extfs", cgroupVersion: 2, loggingDriver: "json-file",
            dataRoot: "/var/lib/docker", isLocal: true, isPodman: isPodman)
        return EngineStatus(connected: true, version: version, apiVersion: "1.41", information: facts)
    }

    @Test func `an engine is judged by whether it answers and how old it is`() {
        expect(EngineChecks.engine(.init(nil)), .unknown, "deployd")
        expect(EngineChecks.engine(.init(engine("20.10.24"))), .ok, "version 20.10.24, API 1.41")
        expect(EngineChecks.engine(.init(engine("18.09.1"))), .warning, "18.09.1", remedy: "old")
        expect(EngineChecks.engine(.init(engine("4.3.1", isPodman: true))), .ok, "4.3.1")
        let gone = EngineStatus(connected: false, reason: "no such file")
        expect(EngineChecks.engine(.init(gone)), .problem, "no such file", remedy: "DOCKER_HOST")
        let silent = EngineStatus(connected: false, state: .unresponsive, reason: "silent")
        expect(EngineChecks.engine(.init(silent)), .problem, "silent", remedy: "restart docker")
    }

    @Test(arguments: [
        ("overlay2", Verdict.ok), ("btrfs", .ok), ("vfs", .warning), ("devicemapper", .warning), ("aufs", .warning),
        ("", .unknown), ("newfs", .unknown),
    ])
    func `storage drivers are told apart`(driver: String, verdict: Verdict) {
        expect(EngineChecks.storageDriver(.init(engine("20", driver: driver))), verdict, "extfs")
    }

    @Test func `an engine that is away has no storage driver to judge`() {
        expect(EngineChecks.storageDriver(.init(EngineStatus(connected: false))), .unknown, "not told")
    }

    @Test(arguments: [
        (nil as String?, nil as String?, Verdict.unknown, "not told"), ("json-file", nil, .warning, "without max-size"),
        ("json-file", "10m", .ok, "rotated at 10m"), ("local", nil, .ok, "rotates by itself"),
        ("journald", nil, .ok, "journald.conf"), ("none", nil, .ok, "no output"), ("fluentd", nil, .ok, "fluentd"),
    ])
    func `output that is never rotated is warned of`(driver: String?, maxSize: String?, verdict: Verdict, words: String)
    {
        expect(LogRotationCheck.finding(.init(driver: driver, maxSize: maxSize)), verdict, words)
    }

    @Test func `a large file with the node's own log is warned of`() {
        let log = LogRotationCheck.NodeLog.file(path: "/var/log/node", bytes: 200 << 20)
        expect(LogRotationCheck.finding(.init(driver: "local", nodeLog: log)), .warning, "200 MiB", remedy: "logrotate")
    }

    private static func disk(_ free: Int64, of all: Int64, files: Int64? = nil, _ freeFiles: Int64? = nil)
        -> DiskCheck.Look
    {
        .seen(.init(path: "/d", bytes: all, availableBytes: free, files: files, availableFiles: freeFiles))
    }

    @Test(arguments: [
        (disk(50 << 30, of: 100 << 30), Verdict.ok, "50 GiB of 100 GiB free"),
        (disk(4 << 30, of: 100 << 30), .warning, "4096 MiB"), (disk(0, of: 100 << 30), .problem, "0 KiB of 100 GiB"),
        (disk(50 << 30, of: 100 << 30, files: 10000, 0), .problem, "0 of 10000 inodes"),
        (disk(50 << 30, of: 100 << 30, files: 10000, 499), .warning, "499 of 10000"),
        (disk(50 << 30, of: 100 << 30, files: 10000, 9000), .ok, "9000 of 10000"),
        (.failed("/d", "Input/output error"), .problem, "Input/output error"),
        (.notHere("elsewhere"), .ok, "elsewhere"),
        (.unanswered("it hangs"), .unknown, "it hangs"),
    ])
    func `a disk is judged by its bytes and its inodes`(look: DiskCheck.Look, verdict: Verdict, words: String) {
        expect(DiskCheck.finding(.diskState, look, reserve: 1 << 20, remedy: "make room"), verdict, words)
    }

    @Test func `control groups are needed, and their memory controller`() {
        func evidence(_ version: CgroupCheck.Evidence.Version, _ controllers: Set<String>, _ engine: Int? = nil)
            -> Finding
        {
            CgroupCheck.finding(.init(version: version, controllers: controllers, engineVersion: engine))
        }
        expect(evidence(.v2, ["memory", "cpu"], 2), .ok, "version 2, the engine uses version 2")
        expect(evidence(.v1, ["memory"]), .ok, "version 1")
        expect(evidence(.v2, ["cpu"]), .warning, "without the memory controller", remedy: "cgroup_enable=memory")
        expect(evidence(.none, []), .problem, "no control groups", remedy: "cgroupfs-mount")
        expect(evidence(.none, [], 2), .ok, "the engine uses version 2")
        expect(evidence(.unknown, []), .unknown, "cannot be read")
    }

    @Test func `little memory and daemons that were killed for it are told`() {
        func memory(_ free: Int64, _ killed: [Subsystem] = []) -> Finding {
            MemoryCheck.finding(.init(totalBytes: 1000 << 20, availableBytes: free << 20, killed: killed))
        }
        expect(MemoryCheck.finding(nil), .unknown, "meminfo")
        expect(memory(500), .ok, "500 MiB of 1000 MiB")
        expect(memory(60), .warning, "60 MiB")
        expect(memory(15), .problem, "15 MiB")
        expect(memory(500, [.deployd]), .warning, "killed for want of memory: deployd", remedy: "MEMORY_LIMIT")
    }

    @Test func `what others may read or the node may not write is a problem`() {
        typealias Item = PermissionCheck.Item
        func finding(_ items: Item..., nodeRuns: Bool = true) -> Finding {
            PermissionCheck.finding(items, user: 0, nodeRuns: nodeRuns)
        }
        let good = Item.Look.seen(mode: 0o700, owner: 0, isWritable: true)
        expect(finding(Item(.directory, "/s", good)), .ok, "/s")
        expect(
            finding(Item(.directory, "/s", .seen(mode: 0o755, owner: 0, isWritable: true))), .problem,
            "/s has mode 0755",
            remedy: "chmod 700 /s")
        expect(
            finding(Item(.directory, "/s", .seen(mode: 0o700, owner: 1000, isWritable: true))), .problem,
            "belongs to user 1000", remedy: "chown 0 /s")
        expect(
            finding(Item(.directory, "/s", .seen(mode: 0o700, owner: 0, isWritable: false))), .problem,
            "cannot be written",
            remedy: "findmnt")
        expect(
            finding(Item(.secret, "/e", .seen(mode: 0o640, owner: 0, isWritable: true))), .problem,
            "/e, which has secrets, has mode 0640", remedy: "chmod 600 /e")
        expect(finding(Item(.secret, "/e", .absent), Item(.directory, "/s", good)), .ok, "/s")
        expect(finding(Item(.directory, "/s", .absent)), .problem, "not there")
        expect(finding(Item(.directory, "/s", .absent), nodeRuns: false), .ok, "nothing yet")
        expect(finding(Item(.directory, "/s", .failed("Permission denied"))), .problem, "Permission denied")
    }

    @Test func `the port is the node's or the problem has a name`() {
        func finding(_ holder: PortCheck.Holder, nodeRuns: Bool = true) -> Finding {
            PortCheck.finding(address: "127.0.0.1", port: 3001, holder: holder, nodeRuns: nodeRuns)
        }
        expect(finding(.node), .ok, "127.0.0.1:3001")
        expect(finding(.nobody), .problem, "nobody listens", remedy: "subsystems apid")
        expect(finding(.nobody, nodeRuns: false), .ok, "is free")
        expect(finding(.other("nginx (12)")), .problem, "taken by nginx (12)", remedy: "another PORT")
        expect(finding(.unknown("hidden")), .unknown, "hidden")
    }

    private func subsystem(_ name: Subsystem, _ state: SubsystemStatus.State, _ reason: String? = nil)
        -> SubsystemStatus
    {
        SubsystemStatus(name: name, state: state, reason: reason, generation: 1, since: "", restarts: 0)
    }

    @Test func `daemons that are not ready are told with where to look`() {
        expect(NodeChecks.node([subsystem(.probed, .ready)], failure: nil), .ok, "all 1 daemons")
        expect(
            NodeChecks.node([subsystem(.probed, .ready), subsystem(.apid, .failing, "configuration")], failure: nil),
            .problem, "apid is failing: configuration", remedy: "workerctl subsystems apid")
        expect(NodeChecks.node([subsystem(.probed, .starting)], failure: nil), .warning, "probed is starting")
        expect(NodeChecks.node(nil, failure: "no such file"), .problem, "no such file", remedy: "start the node")
    }

    @Test func `services that are not well are told with the first to explain`() {
        func service(_ name: String, _ state: ServiceStatus.State, _ error: ServiceError? = nil) -> ServiceStatus {
            var status = ServiceStatus(
                service: name, id: nil, name: name, status: state, running: state == .running, image: "i")
            status.error = error
            return status
        }
        expect(NodeChecks.services(nil), .unknown, "deployd")
        expect(NodeChecks.services([]), .ok, "none")
        expect(NodeChecks.services([service("web", .running), service("db", .stopped)]), .ok, "1 of 2 run")
        let error = ServiceError(.imageNotFound, "m")
        expect(
            NodeChecks.services([service("a", .running), service("web", .failed, error)]), .problem,
            "web (image_not_found)", remedy: "workerctl explain web")
    }

    @Test func `mistakes in the settings are told`() {
        expect(NodeChecks.settings(mistakes: []), .ok, "no mistake")
        expect(
            NodeChecks.settings(mistakes: ["PORT=\"x\""]), .problem, "PORT=\"x\"",
            remedy: "look again with workerctl doctor")
    }

    @Test(arguments: [
        ("http://c:3000/x", "c", 3000), ("https://[fe80::1]:8443", "fe80::1", 8443), ("https://c", "c", 443),
        ("http://u:p@c/", "c", 80),
    ])
    func `a URL's host and port are found`(url: String, name: String, port: Int) throws {
        let host = try #require(URLHost(url))
        #expect(host.name == name && host.port == port)
    }
}
