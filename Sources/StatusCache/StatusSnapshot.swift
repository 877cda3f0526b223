import EventLoop
import JSON
import NodeProtocol

/// A value of the cache with its source and age.
package struct Cached<Value: Sendable>: Sendable {
    package let value: Value
    /// The generation of the process that wrote it.
    package let generation: Int
    /// When it was written.
    package let stamp: MonotonicInstant

    package init(value: Value, generation: Int, stamp: MonotonicInstant) {
        self.value = value
        self.generation = generation
        self.stamp = stamp
    }

    /// How long ago it was written.
    package var age: Duration { age(at: .now) }

    package func age(at now: MonotonicInstant) -> Duration { stamp.duration(to: now) }
}

extension Cached: Equatable where Value: Equatable {}

/// The whole cache at one moment. What has never been written, or is not readable, is nil.
package struct StatusSnapshot: Sendable, Equatable {
    /// The resource report of the conductor contract's section 2.
    package var resources: Cached<JSON>?
    package var conductor: Cached<ConductorStatus>?
    package var engine: Cached<EngineStatus>?
    package var services: Cached<[ServiceStatus]>?

    /// Whether nothing has been written, or nothing can be read.
    package var isEmpty: Bool { resources == nil && conductor == nil && engine == nil && services == nil }

    package init(
        resources: Cached<JSON>? = nil, conductor: Cached<ConductorStatus>? = nil, engine: Cached<EngineStatus>? = nil,
        services: Cached<[ServiceStatus]>? = nil
    ) {
        self.resources = resources
        self.conductor = conductor
        self.engine = engine
        self.services = services
    }
}
