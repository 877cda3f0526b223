import EventLoop
import Glibc
import Logging
import NodeProtocol

/// The end of the node.
extension Supervisor {
    /// Stops all daemons in order, each as soon as the one before has gone or has had a second for it; after the
    /// deadline they are killed. Calls `done` when no process is left.
    package func stop(deadline: Duration = .seconds(8), then done: @escaping @LoopActor () -> Void) {
        guard shutdown == nil else { return }
        logger.info("the node is stopping")
        let allowance = settings.servicesStopTimeout ?? .zero
        if allowance > .zero { subsystems[.deployd]?.prepareNodeStop(allowance: allowance) }
        shutdown = { [weak self] in
            guard let self else { return }
            if self.subsystems.values.allSatisfy(\.isGone) {
                self.shutdown = {}
                self.removeSockets()
                done()
            } else {
                self.stopNext()
            }
        }
        for (index, subsystem) in Subsystem.stopOrder.enumerated() {
            EventLoop.main.schedule(after: .seconds(index)) { [weak self] in self?.subsystems[subsystem]?.stop() }
        }
        EventLoop.main.schedule(after: deadline + allowance) { [weak self] in
            self?.logger.warning("daemons are killed: the deadline for stopping has passed")
            self?.subsystems.values.forEach { $0.kill() }
        }
        shutdown?()
    }

    private func stopNext() {
        let next = Subsystem.stopOrder.compactMap { subsystems[$0] }.first { !$0.isStopped }
        next?.stop()
    }

    private func removeSockets() {
        for subsystem in Subsystem.allCases {
            unlink(settings.runtimeDirectory.socket(of: subsystem))
            memoryGroups?.remove(subsystem)
        }
        unlink(settings.runtimeDirectory.supervisorSocket)
        unlink(settings.runtimeDirectory.adoptionSocket)
        unlink(settings.runtimeDirectory.supervisorState)
    }
}
