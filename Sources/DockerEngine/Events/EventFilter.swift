import JSON

/// Which events are wanted. What the engine filters is never sent.
package struct EventFilter: Sendable, Equatable {
    package var subjects: Set<EngineEvent.Subject> = Set(EngineEvent.Subject.allCases)
    /// `key` or `key=value`, all of which must be there. Images are then left out unless they bear them.
    package var labels: [String] = []
    /// The engine's words for what happened: `die`, `health_status`; empty: everything.
    package var actions: [String] = []

    package init() {}

    /// The `filters` of the query.
    var text: String {
        var members: [String: JSON] = ["type": .strings(subjects.map(\.rawValue).sorted())]
        if !labels.isEmpty { members["label"] = .strings(labels) }
        if !actions.isEmpty { members["event"] = .strings(actions) }
        return JSON.object(members).text
    }
}
