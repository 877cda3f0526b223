/// A final status that the conductor has refused for good. It is kept, not sent again, and gone when the conductor takes a
/// later one of the service.
package struct RefusedStatus: Codable, Sendable, Equatable {
    package var service: String
    package var instructionID: String
    /// `success` or `failed`: how the instruction ended.
    package var status: String
    /// Why the conductor refuses it, in its own words.
    package var message: String
    /// ISO-8601 UTC.
    package var at: String

    package init(service: String, instructionID: String, status: String, message: String, at: String) {
        self.service = service
        self.instructionID = instructionID
        self.status = status
        self.message = message
        self.at = at
    }

    private enum CodingKeys: String, CodingKey {
        case service, status, message, at
        case instructionID = "instruction_id"
    }
}

/// What the conductor does not know, as deployd's `status` has it in `undelivered`.
package struct UndeliveredStatuses: Codable, Sendable, Equatable {
    /// Final statuses that wait for the conductor.
    package var waiting = 0
    /// How many were dropped for want of room and are still to be told of, as a number.
    package var dropped = 0
    package var refused: [RefusedStatus] = []

    package init() {}
}
