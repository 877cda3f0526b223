import NodeProtocol

/// The name of a service: `[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}`, the rule of the conductor contract.
package struct ServiceName: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let text: String

    package init(_ text: String) throws(ServiceError) {
        let bytes = text.utf8
        guard let first = bytes.first, bytes.count <= 63, Self.isLetterOrDigit(first),
            bytes.allSatisfy({ Self.isLetterOrDigit($0) || "_.-".utf8.contains($0) })
        else {
            let shown = String(reflecting: String(text.prefix(80)))
            throw ServiceError(
                .invalidConfig,
                "service: \(shown) is not a name: 1 to 63 letters, digits, _ . -, beginning with a letter or digit")
        }
        self.text = text
    }

    /// Under which the end of an instruction is reported whose own name is none.
    package static let unnamed = ServiceName(known: "unnamed")

    private init(known text: String) { self.text = text }

    /// The name of the service's container.
    package var containerName: String { "aerekos-" + text }

    /// The name of its successor while both exist. No service's container can have it: the prefix differs.
    package var successorName: String { Self.successorPrefix + text }

    package static let successorPrefix = "aerekos.next."

    package var description: String { text }

    package static func < (left: ServiceName, right: ServiceName) -> Bool { left.text < right.text }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
