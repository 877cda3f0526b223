import NodeProtocol

/// Whether the machine has memory left, and no daemon was killed for want of it.
package enum MemoryCheck {
    package struct Evidence: Sendable, Equatable {
        package var totalBytes: Int64
        package var availableBytes: Int64
        /// Daemons whose last process the kernel killed for want of memory, or at its limit.
        package var killed: [Subsystem]

        package init(totalBytes: Int64, availableBytes: Int64, killed: [Subsystem] = []) {
            self.totalBytes = totalBytes
            self.availableBytes = availableBytes
            self.killed = killed
        }
    }

    package static func finding(_ evidence: Evidence?) -> Finding {
        guard let evidence, evidence.totalBytes > 0 else {
            return Finding(.memory, .unknown, "/proc/meminfo cannot be read")
        }
        let words = "\(DiskCheck.size(evidence.availableBytes)) of \(DiskCheck.size(evidence.totalBytes)) available"
        let remedy = "see what uses it (workerctl stats), give services limits (deploy --memory), or add memory or zram"
        if evidence.availableBytes < max(evidence.totalBytes / 50, 16 << 20) {
            return Finding(.memory, .problem, words, remedy: remedy)
        }
        guard evidence.killed.isEmpty else {
            let names = evidence.killed.map(\.rawValue).joined(separator: ", ")
            return Finding(
                .memory, .warning, "\(words); killed for want of memory: \(names)",
                remedy: "\(remedy); a MEMORY_LIMIT may be too low")
        }
        return evidence.availableBytes < evidence.totalBytes / 12
            ? Finding(.memory, .warning, words, remedy: remedy) : Finding(.memory, .ok, words)
    }
}
