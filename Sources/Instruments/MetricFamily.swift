/// All values of one metric: a name, what it means, and a sample for each set of label values.
///
/// Names follow Prometheus' conventions: `aerekos_`, what is measured, the base unit (`seconds`, `bytes`, `ratio`), and
/// `_total` for what only grows until its process ends.
package struct MetricFamily: Sendable, Equatable {
    package enum Kind: String, Sendable { case counter, gauge, histogram }

    package struct Sample: Sendable, Equatable {
        package enum Value: Sendable, Equatable {
            case number(Double)
            case distribution(Distribution)
        }
        package var labels: [String: String]
        package let value: Value

        package init(_ labels: [String: String], _ value: Value) {
            self.labels = labels
            self.value = value
        }
    }

    package let name: String
    package let help: String
    package let kind: Kind
    package private(set) var samples: [Sample]

    package init(_ kind: Kind, _ name: String, _ help: String, samples: [Sample] = []) {
        self.kind = kind
        self.name = name
        self.help = help
        self.samples = samples
    }

    package static func gauge(_ name: String, _ help: String, _ value: Double? = nil) -> MetricFamily {
        MetricFamily(.gauge, name, help).with(value)
    }

    package static func counter(_ name: String, _ help: String, _ value: Double? = nil) -> MetricFamily {
        MetricFamily(.counter, name, help).with(value)
    }

    /// With a sample more; as it is for nil, which is a value that nobody knows.
    package func with(_ value: Double?, _ labels: [String: String] = [:]) -> MetricFamily {
        guard let value else { return self }
        var family = self
        family.samples.append(Sample(labels, .number(value)))
        return family
    }

    package mutating func add(_ value: Double?, _ labels: [String: String] = [:]) { self = with(value, labels) }

    /// With a label more on each sample.
    package func labelled(_ name: String, _ value: String) -> MetricFamily {
        var family = self
        for index in family.samples.indices { family.samples[index].labels[name] = value }
        return family
    }
}

extension [MetricFamily] {
    /// Families of one name as one, in the order of their first. What one of them has of another kind is left out, as is
    /// a family without samples.
    package var merged: [MetricFamily] {
        var order: [String] = []
        var families: [String: MetricFamily] = [:]
        for family in self where !family.samples.isEmpty {
            if let known = families[family.name] {
                guard known.kind == family.kind else { continue }
                families[family.name] = MetricFamily(
                    known.kind, known.name, known.help, samples: known.samples + family.samples)
            } else {
                order.append(family.name)
                families[family.name] = family
            }
        }
        return order.compactMap { families[$0] }
    }
}
