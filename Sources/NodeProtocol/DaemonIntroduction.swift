/// What a daemon says of itself to a supervisor that did not start it, together with its descriptors.
///
/// One message on a connection to ``RuntimeDirectory/adoptionSocket``: lines of `KEY=value` as text, and as many
/// descriptors (SCM_RIGHTS) as `FDNAMES` has names, in that order: `notify`, the supervisor's end of a new notify
/// socket pair; `log`, the reading end of the pipe that the daemon writes to; and each listening socket it was given.
package struct DaemonIntroduction: Sendable, Equatable {
    package var subsystem: Subsystem
    /// The generation its first supervisor gave it.
    package var generation: Int
    /// Whether its set-up is finished.
    package var isReady: Bool
    /// What it last said of itself.
    package var status: String?
    /// When it began, nanoseconds of CLOCK_MONOTONIC.
    package var startedNanoseconds: Int64
    package var descriptorNames: [String]

    package static let notifyName = "notify"
    package static let logName = "log"

    package init(
        subsystem: Subsystem, generation: Int, isReady: Bool, status: String?, startedNanoseconds: Int64,
        descriptorNames: [String]
    ) {
        self.subsystem = subsystem
        self.generation = generation
        self.isReady = isReady
        self.status = status
        self.startedNanoseconds = startedNanoseconds
        self.descriptorNames = descriptorNames
    }

    package var text: String {
        var lines = [
            "ADOPT=\(subsystem.rawValue)", "GENERATION=\(generation)", "READY=\(isReady ? 1 : 0)",
            "STARTED=\(startedNanoseconds)", "FDNAMES=\(descriptorNames.joined(separator: ":"))",
        ]
        if let status { lines.append("STATUS=\(status.prefix(200))") }
        return lines.joined(separator: "\n")
    }

    /// Nil when a line that must be there is missing or makes no sense. Unknown keys are passed over.
    package init?(parsing text: String) {
        var values: [Substring: Substring] = [:]
        for line in text.split(separator: "\n") {
            guard let equals = line.firstIndex(of: "=") else { return nil }
            values[line[..<equals]] = line[line.index(after: equals)...]
        }
        guard let name = values["ADOPT"], let subsystem = Subsystem(rawValue: String(name)),
            let generation = values["GENERATION"].flatMap({ Int32($0) }), generation >= 0,
            let started = values["STARTED"].flatMap({ Int64($0) }), let names = values["FDNAMES"]
        else { return nil }
        self.subsystem = subsystem
        self.generation = Int(generation)
        isReady = values["READY"] == "1"
        status = values["STATUS"].map(String.init)
        startedNanoseconds = started
        descriptorNames = names.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    }
}

extension RuntimeDirectory {
    /// Where daemons that have lost their supervisor introduce themselves to the next one.
    package var adoptionSocket: String { path + "/adoption.sock" }
    /// What a supervisor leaves for the next one.
    package var supervisorState: String { path + "/supervisor.json" }
}
