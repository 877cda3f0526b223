/// What a document may cost at most. Real compose files stay far below.
enum YAMLLimits {
    /// Bytes of one file.
    static let fileSize = 1 << 20
    /// How deep lists and mappings may nest: what reads them is recursive, on threads with small stacks.
    static let depth = 32
    /// Values of a document after its aliases are expanded: a few hundred bytes of aliases of aliases can mean billions.
    static let values = 100_000
    /// Bytes of all values after variables are replaced.
    static let text = 16 << 20
    /// Services of a project.
    static let services = 500
    /// Published ports of a service, ranges counted port by port.
    static let ports = 4096
}
