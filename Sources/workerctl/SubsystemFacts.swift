import NodeProtocol

/// Everything that the supervisor tells of one daemon, a line each: what it is now, and how its last process ended.
struct SubsystemFacts {
    let status: SubsystemStatus

    func text(_ paint: Paint) -> String {
        let width = (present + last).map(\.name.count).max() ?? 0
        let words = status.state.rawValue + (status.reason.map { ": " + Table.printable($0) } ?? "")
        let first = "\(status.name.rawValue) is \(paint(.ofState(status.state.rawValue), words))"
        func line(_ fact: Fact) -> String {
            let gap = String(repeating: " ", count: width - fact.name.count)
            return "  \(paint(.dim, fact.name))\(gap)  \(Table.printable(fact.value))"
        }
        var lines = [first] + present.map(line)
        if let exit = status.lastExit { lines += ["last exit: " + Table.printable(Self.words(exit))] + last.map(line) }
        return lines.joined(separator: "\n")
    }

    private struct Fact {
        let name: String
        let value: String

        /// Nil when there is no value.
        init?(_ name: String, _ value: String?) {
            guard let value else { return nil }
            self.name = name
            self.value = value
        }
    }

    private var present: [Fact] {
        [
            Fact("since", status.since),
            Fact("says", status.statusText),
            Fact(
                "process",
                status.pid.map { "\($0)" + (status.uptimeSeconds.map { ", up \(Quantity.time(seconds: $0))" } ?? "") }),
            Fact("generation", String(status.generation)),
            Fact("restarts", String(status.restarts)),
            Fact("next attempt", status.nextAttemptSeconds.map(Self.wait)),
            Fact("ready after", status.startupMilliseconds.map { "\(Quantity.decimal($0)) ms" }),
            Fact("memory", status.memoryBytes.map(Quantity.bytes)),
            Fact("processor", status.cpuSeconds.map(Self.seconds)),
            Fact("descriptors", status.openDescriptors.map(String.init)),
            Fact("last sign", status.watchdogAgeSeconds.map { "\(Quantity.decimal($0)) s ago" }),
        ].compactMap(\.self)
    }

    private var last: [Fact] {
        guard let exit = status.lastExit else { return [] }
        let used = [
            exit.userSeconds.map { "\(Self.seconds($0)) user" },
            exit.systemSeconds.map { "\(Self.seconds($0)) system" },
            exit.maximumResidentBytes.map { "\(Quantity.bytes($0)) at most" },
        ].compactMap(\.self)
        return [
            Fact("at", exit.at),
            Fact("asked for", exit.requested ? "yes" : "no"),
            Fact("process", exit.pid.map { "\($0), lived \(Quantity.time(seconds: exit.uptimeSeconds))" }),
            Fact("generation", exit.generation.map(String.init)),
            Fact("used", used.isEmpty ? nil : used.joined(separator: ", ")),
            Fact("next attempt", exit.nextAttemptSeconds.map(Self.wait)),
            Fact("message", exit.message),
        ].compactMap(\.self)
    }

    private static func words(_ exit: ExitReport) -> String {
        // The watchdog's signal is not in the words.
        let signal = exit.signalName.flatMap { exit.cause == .signalled ? nil : ", \($0)" } ?? ""
        return exit.words + signal + (exit.coreDumped == true ? ", core dumped" : "")
    }

    private static func wait(_ seconds: Double) -> String {
        seconds == 0 ? "at once" : "in \(Quantity.decimal(seconds)) s"
    }

    private static func seconds(_ number: Double) -> String {
        number < 10 ? "\(Int((number * 1000).rounded())) ms" : "\(Quantity.decimal(number)) s"
    }
}
