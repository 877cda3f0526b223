import JSON

/// What a container has mounted, as the engine tells it.
package struct MountPoint: Sendable, Equatable {
    /// `bind`, `volume`, `tmpfs`, in the engine's words.
    package let kind: String
    /// A volume's name; empty otherwise.
    package let name: String
    /// The path on the host; empty for tmpfs.
    package let source: String
    package let target: String
    package let isReadOnly: Bool

    init(_ json: JSON) {
        kind = json["Type"]?.string ?? ""
        name = json["Name"]?.string ?? ""
        source = json["Source"]?.string ?? ""
        target = json["Destination"]?.string ?? ""
        isReadOnly = json["RW"]?.bool == false
    }
}
