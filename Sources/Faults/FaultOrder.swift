import CLinux
import Glibc

/// One fault that a test has ordered: `POINT[:DETAIL]=ACTION[*GENERATIONS]`; several are separated by commas.
///
/// `deploy.created:web=kill*1` kills the first process of the node that has just made the container of `web`. Without a
/// detail every one is meant; without generations every process is.
package struct FaultOrder: Sendable, Equatable {
    package static let environmentKey = "AEREKOS_FAULT"

    package enum Action: Sendable, Equatable {
        /// A bad memory access: SIGSEGV, raised by the process itself.
        case crash
        /// SIGKILL, as an operator or the kernel sends it.
        case kill
        /// SIGSTOP: the process stands still until somebody continues or kills it.
        case stop
        /// An endless loop on the thread that is there.
        case spin
        /// A wait without end on the thread that is there, as for a disk that does not answer.
        case hang
        /// exit(3) with this status, 0 to 255.
        case exit(Int32)
    }

    package let point: String
    package let detail: String?
    package let action: Action
    /// Processes of later generations pass the point unharmed.
    package let lastGeneration: Int?

    package struct Malformed: Error, Equatable, CustomStringConvertible {
        package let text: String
        package var description: String {
            "\(FaultOrder.environmentKey)=\"\(text)\": allowed is POINT[:DETAIL]=ACTION[*GENERATIONS], where ACTION is "
                + "crash, kill, stop, spin, hang or exit:STATUS; several are separated by commas"
        }
    }

    package static func parse(_ text: String) throws(Malformed) -> [FaultOrder] {
        var orders: [FaultOrder] = []
        for part in text.split(separator: ",") {
            guard let order = FaultOrder(part) else { throw Malformed(text: text) }
            orders.append(order)
        }
        return orders
    }

    private init?(_ text: Substring) {
        guard let equals = text.lastIndex(of: "=") else { return nil }
        let place = text[..<equals].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let order = text[text.index(after: equals)...].split(
            separator: "*", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = place.first, !name.isEmpty, let word = order.first, let action = Action(word) else {
            return nil
        }
        point = String(name)
        detail = place.count > 1 ? String(place[1]) : nil
        self.action = action
        lastGeneration = order.count > 1 ? Int(order[1]) : nil
        if order.count > 1, lastGeneration == nil { return nil }
    }

    func isMeant(_ name: String, _ detail: String, generation: Int) -> Bool {
        point == name && (self.detail == nil || self.detail == detail) && generation <= lastGeneration ?? .max
    }
}

extension FaultOrder.Action {
    fileprivate init?(_ word: Substring) {
        switch word {
        case "crash": self = .crash
        case "kill": self = .kill
        case "stop": self = .stop
        case "spin": self = .spin
        case "hang": self = .hang
        default:
            guard word.hasPrefix("exit:"), let status = Int32(word.dropFirst(5)), (0...255).contains(status) else {
                return nil
            }
            self = .exit(status)
        }
    }

    func perform() {
        switch self {
        case .crash: clinux_crash()
        case .kill: Glibc.kill(getpid(), SIGKILL)
        case .stop: Glibc.kill(getpid(), SIGSTOP)
        case .spin: while true { sched_yield() }
        case .hang: while true { pause() }
        case .exit(let status): Glibc.exit(status)
        }
    }
}
