/// The version of every program of this node, as in `--version` and `agent_version`.
package enum NodeVersion {
    package static let current = "0.1.0"
}
