/// The four daemons that the supervisor keeps running.
package enum Subsystem: String, CaseIterable, Codable, Sendable {
    case probed, heartbeatd, deployd, apid

    /// The order of stopping: who depends on others goes first.
    package static let stopOrder: [Subsystem] = [.apid, .deployd, .heartbeatd, .probed]
}
