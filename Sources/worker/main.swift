import Glibc
import apid
import deployd
import heartbeatd
import probed
import supervisor
import workerctl

// One file for all programs of a node, chosen by the name it is called under or by its first argument.

let programs: [(name: String, run: ([String]) -> Never)] = [
    ("supervisor", { SupervisorProgram.run($0, executable: executablePath()) }),
    ("heartbeatd", { HeartbeatProgram.run($0) }),
    ("probed", { ProbeProgram.run($0) }),
    ("deployd", { DeployProgram.run($0) }),
    ("apid", { APIProgram.run($0) }),
    ("workerctl", { WorkerctlProgram.run($0) }),
]

func executablePath() -> String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    guard count > 0 else { return CommandLine.arguments[0] }
    return String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
}

var arguments = CommandLine.arguments[...]
let calledAs = arguments.popFirst()?.split(separator: "/").last.map(String.init) ?? ""
if let program = programs.first(where: { $0.name == calledAs }) {
    program.run(Array(arguments))
}
let name = arguments.popFirst()
if let program = programs.first(where: { $0.name == name }) {
    program.run(Array(arguments))
}

let usage = """
    aerekos-worker: a worker node for edge hosts

    Usage: aerekos-worker PROGRAM [options]

      supervisor   runs the node: starts the daemons below and keeps them running
      heartbeatd   registers with the conductor and sends heartbeats
      probed       measures CPU, memory, disk and network
      deployd      deploys services on the container engine
      apid         serves the HTTP API
      workerctl    the operator's command line

    aerekos-worker PROGRAM --help tells more. Called under a program's name, by a link, it is that program.
    """
switch name {
case "--help", "-h":
    print(usage)
    exit(0)
case "--version", "--check-config":
    SupervisorProgram.run(name.map { [$0] } ?? [], executable: executablePath())
default:
    let complaint = name.map { "aerekos-worker: there is no program \"\($0)\"\n\n" } ?? ""
    let text = complaint + usage + "\n"
    write(STDERR_FILENO, text, text.utf8.count)
    exit(64)
}
