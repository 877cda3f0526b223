/// The variables that `${…}` may name: those of the process first, then those of the environment files.
package struct VariableScope: Sendable, Equatable {
    private var values: [String: String]

    package init(_ values: [String: String] = [:]) { self.values = values }

    package subscript(name: String) -> String? { values[name] }

    /// Takes those that are not there yet.
    package mutating func addMissing(_ others: [String: String]) {
        values.merge(others) { mine, _ in mine }
    }

    package mutating func set(_ name: String, _ value: String) { values[name] = value }
}
