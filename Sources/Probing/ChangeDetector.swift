/// Decides which reports are worth telling: those that moved by more than 5 % since the last one told.
///
/// - CPU, RAM and disk: by more than 5 percentage points of use.
/// - Network: by more than 5 % of the link's speed, receiving or sending. A link of unknown speed counts as one of
///   100 Mbit/s; measured against the rate itself, every idle link would chatter.
/// - Always when the machine is another: address, interface, number of processors, size of memory or disk.
package struct ChangeDetector: Sendable {
    private static let threshold = 5.0
    private static let assumedLinkMbps = 100
    private var told: ResourceReport?

    package init() {}

    /// Whether to tell `report`; if so, it is what later ones are held against. The first is always told.
    package mutating func isChange(_ report: ResourceReport) -> Bool {
        guard let told else {
            told = report
            return true
        }
        guard isOther(report, told) || hasMoved(report, told) else { return false }
        self.told = report
        return true
    }

    private func isOther(_ new: ResourceReport, _ old: ResourceReport) -> Bool {
        new.ip4 != old.ip4 || new.ip6 != old.ip6 || new.primaryInterface != old.primaryInterface
            || new.cores != old.cores || new.ramBytes != old.ramBytes || new.diskBytes != old.diskBytes
            || new.linkMbps != old.linkMbps
    }

    private func hasMoved(_ new: ResourceReport, _ old: ResourceReport) -> Bool {
        let bytesPerSecond = Double(new.linkMbps > 0 ? new.linkMbps : Self.assumedLinkMbps) * 125_000
        let moves = [
            new.cpuPercent - old.cpuPercent, new.ramPercent - old.ramPercent, new.diskPercent - old.diskPercent,
            100 * (new.rxRate - old.rxRate) / bytesPerSecond, 100 * (new.txRate - old.txRate) / bytesPerSecond,
        ]
        return moves.contains { abs($0) > Self.threshold }
    }
}
