import Glibc

/// Places in the code where a test may let a real process break down. Off unless `AEREKOS_FAULT` is set, see
/// ``FaultOrder``; then a call costs one look at an empty list.
package enum FaultPoint {
    /// Carries out what is ordered for this place. Returns when nothing is.
    /// - Parameters:
    ///   - name: `<part>.<what has just happened>`, `deploy.created` for one.
    ///   - detail: What it happened to, a service's name for one.
    @inline(__always)
    package static func reached(_ name: @autoclosure () -> String, _ detail: @autoclosure () -> String = "") {
        guard !orders.isEmpty else { return }
        carryOut(name(), detail())
    }

    /// What is ordered, for a program to say at its start.
    package static var isAnythingOrdered: Bool { !orders.isEmpty }

    private static func carryOut(_ name: String, _ detail: String) {
        let generation = getenv("GENERATION").flatMap { Int(String(cString: $0)) } ?? 0
        for order in orders where order.isMeant(name, detail, generation: generation) { order.action.perform() }
    }

    private static let orders: [FaultOrder] = {
        guard let text = getenv(FaultOrder.environmentKey) else { return [] }
        // A wrong one has ended the program at its start, see ``FaultOrder/parse(_:)``.
        return (try? FaultOrder.parse(String(cString: text))) ?? []
    }()
}
