import CLinux
import EventLoop
import Glibc

/// A start of a process of which everything is done that need not wait for its predecessor's end.
@LoopActor
final class PreparedLaunch {
    let request: LaunchRequest
    let channels: DaemonChannels
    private let arguments: CStrings
    private let environment: CStrings
    private let descriptors: [Int32]
    private let limits: [(resource: Int32, value: UInt64)]
    private let controlGroup: CStrings?
    private let oomScoreAdjust: CStrings

    private static let nullDevice = open("/dev/null", O_RDWR | O_CLOEXEC)

    init(_ request: LaunchRequest) throws(SystemError) {
        guard Self.nullDevice >= 0 else { throw SystemError("open", "/dev/null", errno: ENOENT) }
        self.request = request
        channels = try DaemonChannels()
        let output = channels.daemonOutput
        descriptors =
            [Self.nullDevice, output, output] + request.sockets.map(\.descriptor)
            + [channels.daemonNotify, channels.readingEnd]
        var variables = request.environment
        variables["LISTEN_FDS"] = String(request.sockets.count)
        variables["LISTEN_FDNAMES"] = request.sockets.map(\.name).joined(separator: ":")
        variables["NOTIFY_FD"] = String(descriptors.count - 2)
        variables["LOG_FD"] = String(descriptors.count - 1)
        variables["WATCHDOG_USEC"] = String(request.watchdogTimeout.nanoseconds / 1000)
        arguments = CStrings(request.arguments)
        oomScoreAdjust = CStrings([String(request.oomScoreAdjust)])
        // The child writes its own number over the zeros, see clinux_spawn_request.
        environment = CStrings([Self.ownNumber + "00000000000"] + variables.map { "\($0.key)=\($0.value)" })
        var limits: [(resource: Int32, value: UInt64)] = [
            (Int32(bitPattern: RLIMIT_NOFILE.rawValue), request.openFiles),
            (Int32(bitPattern: RLIMIT_CORE.rawValue), 0),
        ]
        switch request.memoryBound {
        case .controlGroup(let processList): controlGroup = CStrings([processList])
        case .addressSpace(let bytes):
            limits.append((Int32(bitPattern: RLIMIT_AS.rawValue), bytes))
            controlGroup = nil
        case nil: controlGroup = nil
        }
        self.limits = limits
    }

    private static let ownNumber = "LISTEN_PID="

    /// Starts it, once, with these variables besides its own. The process id, or the negative errno of the first step
    /// that failed.
    func spawn(_ executable: String, _ variables: [String]) -> pid_t {
        for variable in variables { environment.append(variable) }
        let resources = limits.map(\.resource) + [-1]
        let values = limits.map(\.value)
        var call = clinux_spawn_request()
        call.control_group = UnsafePointer(controlGroup?.pointer.pointee)
        call.io_priority = request.ioPriority?.rawValue ?? 0
        call.arguments = UnsafePointer(arguments.pointer)
        call.environment = UnsafePointer(environment.pointer)
        call.pid_slot = environment.pointer.pointee?.advanced(by: Self.ownNumber.utf8.count)
        call.descriptor_count = Int32(descriptors.count)
        call.umask_value = 0o077
        call.oom_score_adjust = UnsafePointer(oomScoreAdjust.pointer.pointee)
        call.nice_value = request.nice
        call.no_new_privileges = 1
        call.new_session = 1
        return executable.withCString { path in
            descriptors.withUnsafeBufferPointer { descriptors in
                resources.withUnsafeBufferPointer { resources in
                    values.withUnsafeBufferPointer { values in
                        call.path = path
                        call.descriptors = descriptors.baseAddress
                        call.limit_resources = resources.baseAddress
                        call.limit_values = values.baseAddress
                        return clinux_spawn(&call)
                    }
                }
            }
        }
    }
}
