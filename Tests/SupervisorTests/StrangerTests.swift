import Foundation
import Glibc
import JSON
import TestSupport
import Testing

/// Who is not of the node has no say in it.
@Suite(.timeLimit(.minutes(10)))
struct StrangerTests {
    @Test(.enabled(if: geteuid() == 0, "to become another user needs root"))
    func `another user is refused at every socket even where the files would let him in, and this is told`()
        async throws
    {
        let node = try TestNode()
        try await node.startAndRegister()
        try await node.expectAllReady()
        let pids = try await node.pids()
        for path in ["", "run"] { chmod(node.directory.file(path), 0o755) }
        let request = #"{"jsonrpc":"2.0","id":1,"method":"ping","params":{}}"#
        let text = """
            use IO::Socket::UNIX;
            my $s = IO::Socket::UNIX->new(Peer => $ARGV[0]) or exit 3;
            $SIG{PIPE} = "IGNORE";
            syswrite $s, $ARGV[0] =~ /adoption/ ? "ADOPT=apid" : pack("N", length $ARGV[1]) . $ARGV[1];
            exit(sysread($s, my $answer, 100) ? 4 : 0);
            """
        for name in ["supervisor", "adoption"] + TestNode.daemons {
            let path = node.directory.file("run/\(name).sock")
            let file = try FileManager.default.attributesOfItem(atPath: path)
            #expect(file[.posixPermissions] as? Int == 0o600, "\(name)")
            chmod(path, 0o777)
            let told = node.log.components(separatedBy: "user 65534").count
            let run = try await CommandRun.of([
                "setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "perl", "-e", text, path, request,
            ])
            #expect(run.status == 0, "\(name): connected, and closed without an answer: \(run.output)")
            try await eventually("\(name) tells of it") {
                node.log.components(separatedBy: "user 65534").count == told + 1
            }
        }
        #expect(try await node.pids() == pids)
        try await node.expectAllReady(restarts: 0)
        try await node.supervisor.stop()
    }

    @Test func `a process that has no role is not adopted, and cannot speak for a daemon`() async throws {
        let daemons = try ScriptedDaemons()
        try await daemons.start("say READY=1; rest")
        let pids = try await daemons.allReady()
        let path = daemons.directory.file("run/adoption.sock")
        var ends: [Int32] = [-1, -1]
        #expect(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        let introduction = "ADOPT=apid\nGENERATION=9\nREADY=1\nSTARTED=1\nFDNAMES=notify:log"
        try PlainIPC(socket: path).send(introduction, ends)
        try await eventually("it is told") { daemons.log.contains("has no role here wanted to be adopted") }
        for text in [introduction, "READY=1\nMAINPID=1", "\u{0}"] { try PlainIPC(socket: path).send(text, []) }
        try await eventually("it is told, each time") {
            daemons.log.components(separatedBy: "an introduction that makes no sense is refused").count == 4
        }
        #expect(try await daemons.allReady() == pids)
        #expect(try await daemons.state(of: "apid")["generation"]?.int == ScriptedDaemons.firstGeneration)
        try await daemons.supervisor.stop()
    }
}
