/// What charts show of the host: how it was at a moment, or the means over a time.
package struct ResourcePoint: Sendable, Equatable {
    /// When the time begins, Unix seconds.
    package var at: Int64
    /// How long it is, in seconds; 0 for a moment.
    package var step: Int
    /// 0 to 100.
    package var cpuPercent: Double
    package var ramPercent: Double
    package var diskPercent: Double
    /// Bytes per second.
    package var rxRate: Double
    package var txRate: Double
    /// Of the last minute, proc_loadavg(5).
    package var load: Double

    package init(
        at: Int64, step: Int = 0, cpuPercent: Double, ramPercent: Double, diskPercent: Double, rxRate: Double,
        txRate: Double, load: Double
    ) {
        self.at = at
        self.step = step
        self.cpuPercent = cpuPercent
        self.ramPercent = ramPercent
        self.diskPercent = diskPercent
        self.rxRate = rxRate
        self.txRate = txRate
        self.load = load
    }
}
