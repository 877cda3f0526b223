import JSON

/// A final status that waits for the conductor's acknowledgement.
package struct OutboxEntry: Sendable, Equatable {
    package let number: Int64
    package let service: String
    package let instructionID: String
    /// The body of the report.
    package let body: JSON
    /// How many earlier ones of the same service were dropped for want of room, unreported.
    package let dropped: Int64

    /// The body as it is sent: it says what is missing before it.
    var report: JSON {
        guard dropped > 0, case .object(var members) = body else { return body }
        members["dropped"] = .int(dropped)
        return .object(members)
    }
}
