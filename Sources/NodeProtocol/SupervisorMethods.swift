import IPC

/// Why a process ended.
package struct ExitReport: Codable, Sendable, Equatable {
    package enum Cause: String, Codable, Sendable, CaseIterable {
        /// It called exit; `code` is the status.
        case exited
        /// A signal ended it; `signal` is its number.
        case signalled
        /// The kernel killed it for want of memory, or at its memory limit.
        case outOfMemory = "out_of_memory"
        /// It stopped sending WATCHDOG=1 and was ended by the supervisor.
        case watchdog
        /// It could not be started at all; `message` says why.
        case startFailed = "start_failed"
        /// It did not become ready in time and was ended by the supervisor.
        case startTimeout = "start_timeout"
    }
    package var cause: Cause
    package var code: Int32?
    package var signal: Int32?
    /// "SIGKILL", for one.
    package var signalName: String?
    package var coreDumped: Bool?
    package var message: String?
    /// Of the process; nil where it could not be started, and in what an older version of the node has kept.
    package var pid: Int32?
    package var generation: Int?
    /// When, ISO-8601 UTC.
    package var at: String
    /// Whether the supervisor had asked for it.
    package var requested: Bool
    package var uptimeSeconds: Double
    /// What it used in all, in seconds: as getrusage(2) has it, with its own ended children. Nil of a process that was no
    /// child of the supervisor's, and of one that could not be started.
    package var userSeconds: Double?
    package var systemSeconds: Double?
    /// The most memory that it had at a time (`ru_maxrss`); never less than the supervisor had when it started the
    /// process, whose memory that is until execve(2). Likewise.
    package var maximumResidentBytes: Int64?
    /// How long after this end the next start was to be, in seconds; 0: at once; nil: none was to come.
    package var nextAttemptSeconds: Double?
    /// What it last wrote to standard error, oldest first, at most 20 lines.
    package var stderr: [String]

    package init(
        cause: Cause, code: Int32? = nil, signal: Int32? = nil, signalName: String? = nil, coreDumped: Bool? = nil,
        message: String? = nil, pid: Int32? = nil, generation: Int? = nil, at: String, requested: Bool,
        uptimeSeconds: Double, stderr: [String]
    ) {
        self.cause = cause
        self.code = code
        self.signal = signal
        self.signalName = signalName
        self.coreDumped = coreDumped
        self.message = message
        self.pid = pid
        self.generation = generation
        self.at = at
        self.requested = requested
        self.uptimeSeconds = uptimeSeconds
        self.stderr = stderr
    }

    private enum CodingKeys: String, CodingKey {
        case cause, code, signal, message, pid, generation, at, requested, stderr
        case signalName = "signal_name"
        case coreDumped = "core_dumped"
        case uptimeSeconds = "uptime_s"
        case userSeconds = "user_cpu_s"
        case systemSeconds = "system_cpu_s"
        case maximumResidentBytes = "max_rss_bytes"
        case nextAttemptSeconds = "next_attempt_s"
    }
}

/// One subsystem as the supervisor sees it.
package struct SubsystemStatus: Codable, Sendable, Equatable {
    package enum State: String, Codable, Sendable, CaseIterable {
        case stopped, starting, ready, failing, stopping
        case backingOff = "backing_off"
    }
    package var name: Subsystem
    package var state: State
    /// Why it is in this state, when that needs saying: "configuration: " and the daemon's own message, for one.
    package var reason: String?
    /// Set when the program that now has the executable's name would not become ready, and the one before runs instead.
    package var runsPreviousProgram: Bool?
    /// What it last said of itself (`STATUS=`).
    package var statusText: String?
    package var pid: Int32?
    /// Counts the processes started under this name since the supervisor started; 1 is the first.
    package var generation: Int
    /// When it entered its state, ISO-8601 UTC.
    package var since: String
    /// How long the process has lived, in seconds; absent without a process.
    package var uptimeSeconds: Double?
    /// Restarts that nobody asked for.
    package var restarts: Int
    package var lastExit: ExitReport?
    /// Until the next attempt to start, in seconds; only when backing off or failing.
    package var nextAttemptSeconds: Double?
    /// Milliseconds from spawn to READY=1 of the present process.
    package var startupMilliseconds: Double?
    /// Proportional set size of the process in bytes (/proc/PID/smaps_rollup); absent where it cannot be read.
    package var memoryBytes: Int64?
    /// User and system time of the process, in seconds; likewise.
    package var cpuSeconds: Double?
    /// Its open descriptors; likewise.
    package var openDescriptors: Int?
    /// Since the process last showed that its main loop runs, in seconds; only when ready.
    package var watchdogAgeSeconds: Double?
    /// The number of this change, one more than that of the change before; only in ``SupervisorMethods/changed``.
    package var sequence: Int?

    package init(
        name: Subsystem, state: State, reason: String? = nil, statusText: String? = nil, pid: Int32? = nil,
        generation: Int, since: String, uptimeSeconds: Double? = nil, restarts: Int, lastExit: ExitReport? = nil,
        nextAttemptSeconds: Double? = nil, startupMilliseconds: Double? = nil, memoryBytes: Int64? = nil,
        cpuSeconds: Double? = nil, openDescriptors: Int? = nil, watchdogAgeSeconds: Double? = nil
    ) {
        self.name = name
        self.state = state
        self.reason = reason
        self.statusText = statusText
        self.pid = pid
        self.generation = generation
        self.since = since
        self.uptimeSeconds = uptimeSeconds
        self.restarts = restarts
        self.lastExit = lastExit
        self.nextAttemptSeconds = nextAttemptSeconds
        self.startupMilliseconds = startupMilliseconds
        self.memoryBytes = memoryBytes
        self.cpuSeconds = cpuSeconds
        self.openDescriptors = openDescriptors
        self.watchdogAgeSeconds = watchdogAgeSeconds
    }

    private enum CodingKeys: String, CodingKey {
        case name, state, reason, pid, generation, since, restarts, sequence
        case runsPreviousProgram = "runs_previous_program"
        case statusText = "status_text"
        case uptimeSeconds = "uptime_s"
        case lastExit = "last_exit"
        case nextAttemptSeconds = "next_attempt_s"
        case startupMilliseconds = "startup_ms"
        case memoryBytes = "memory_bytes"
        case cpuSeconds = "cpu_s"
        case openDescriptors = "open_descriptors"
        case watchdogAgeSeconds = "watchdog_age_s"
    }
}

/// `{"name": "probed"}`. The name is plain text: an unknown one is answered with "not found".
package struct SubsystemName: Codable, Sendable, Equatable {
    package var name: String
    package init(_ name: String) { self.name = name }
}

/// What the supervisor answers on its socket.
package enum SupervisorMethods {
    /// All subsystems, in the order of ``Subsystem``.
    package enum Status: RPCMethod {
        package typealias Params = Nothing
        package struct Answer: Codable, Sendable, Equatable {
            package var pid: Int32
            package var version: String
            package var uptimeSeconds: Double
            package var subsystems: [SubsystemStatus]
            /// Another number than before, from the same process, means other settings.
            package var settingsRevision: Int?

            package init(
                pid: Int32, version: String, uptimeSeconds: Double, subsystems: [SubsystemStatus],
                settingsRevision: Int? = nil
            ) {
                self.settingsRevision = settingsRevision
                self.pid = pid
                self.version = version
                self.uptimeSeconds = uptimeSeconds
                self.subsystems = subsystems
            }

            private enum CodingKeys: String, CodingKey {
                case pid, version, subsystems
                case settingsRevision = "settings_revision"
                case uptimeSeconds = "uptime_s"
            }
        }
        package static let name = "supervisor.status"
    }

    /// Stops the daemon in order and starts it again; answers at once with its state then.
    package enum Restart: RPCMethod {
        package typealias Params = SubsystemName
        package typealias Answer = SubsystemStatus
        package static let name = "supervisor.restart"
    }

    /// Starts a stopped daemon; one that backs off is started at once; a running one is left alone.
    package enum Start: RPCMethod {
        package typealias Params = SubsystemName
        package typealias Answer = SubsystemStatus
        package static let name = "supervisor.start"
    }

    /// Stops the daemon; it stays stopped until it is started.
    package enum Stop: RPCMethod {
        package typealias Params = SubsystemName
        package typealias Answer = SubsystemStatus
        package static let name = "supervisor.stop"
    }

    /// Replaces the supervisor's program by the one that its executable's path leads to now; the daemons keep running.
    /// Answers once the new program has passed its check; the connection then ends. Refused (conflict), nothing has
    /// changed.
    package enum Upgrade: RPCMethod {
        package typealias Params = Nothing
        package struct Answer: Codable, Sendable, Equatable {
            package var pid: Int32
            package var executable: String

            package init(pid: Int32, executable: String) {
                self.pid = pid
                self.executable = executable
            }
        }
        package static let name = "supervisor.upgrade"
    }

    /// Reads the settings again; daemons whose own have changed are restarted, those that wait for their next start are
    /// started at once. Refused (conflict) with every mistake, nothing has changed.
    package enum Reload: RPCMethod {
        package typealias Params = Nothing
        package struct Answer: Codable, Sendable, Equatable {
            /// Keys whose values are others now; never the values.
            package var changed: [String]
            package var restarted: [Subsystem]

            package init(changed: [String], restarted: [Subsystem]) {
                self.changed = changed
                self.restarted = restarted
            }
        }
        package static let name = "supervisor.reload"
    }

    /// Subscribes to ``changed``. The answer is how things are now; the next change has the number after `sequence`, and
    /// none is left out as long as the connection lives.
    package enum Subscribe: RPCMethod {
        package typealias Params = Nothing
        package struct Answer: Codable, Sendable, Equatable {
            package var sequence: Int
            package var subsystems: [SubsystemStatus]

            package init(sequence: Int, subsystems: [SubsystemStatus]) {
                self.sequence = sequence
                self.subsystems = subsystems
            }
        }
        package static let name = "supervisor.subscribe"
    }

    /// Notification: the ``SubsystemStatus`` of a daemon that changed its state.
    package static let changed = "supervisor.changed"
}
