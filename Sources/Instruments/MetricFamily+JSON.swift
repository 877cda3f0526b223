import JSON

/// As one process tells another. Written out, for what Codable makes of it costs every process that counts more memory
/// than the counting itself.
extension MetricFamily {
    package var json: JSON {
        [
            "name": .string(name), "kind": .string(kind.rawValue), "help": .string(help),
            "samples": .array(samples.map(\.json)),
        ]
    }

    /// Nil for what is no family; samples that are none are left out.
    package init?(_ json: JSON) {
        guard let name = json["name"]?.string, let kind = json["kind"]?.string.flatMap(Kind.init(rawValue:)),
            let samples = json["samples"]?.array
        else { return nil }
        self.init(kind, name, json["help"]?.string ?? "", samples: samples.compactMap(Sample.init))
    }
}

extension MetricFamily.Sample {
    fileprivate var json: JSON {
        let labels = JSON.object(labels.mapValues(JSON.string))
        switch value {
        case .number(let number): return ["labels": labels, "value": .double(number)]
        case .distribution(let distribution): return ["labels": labels, "distribution": distribution.json]
        }
    }

    fileprivate init?(_ json: JSON) {
        let labels = (json["labels"]?.object ?? [:]).compactMapValues(\.string)
        if let number = json["value"]?.double {
            self.init(labels, .number(number))
        } else if let distribution = json["distribution"].flatMap(Distribution.init) {
            self.init(labels, .distribution(distribution))
        } else {
            return nil
        }
    }
}

extension Distribution {
    fileprivate var json: JSON {
        [
            "bounds": .array(bounds.map(JSON.double)), "counts": .array(counts.map(JSON.int)), "sum": .double(sum),
        ]
    }

    fileprivate init?(_ json: JSON) {
        let bounds = (json["bounds"]?.array ?? []).compactMap(\.double)
        let counts = (json["counts"]?.array ?? []).compactMap(\.int).map(Int64.init)
        guard counts.count == bounds.count + 1, let sum = json["sum"]?.double else { return nil }
        self.init(bounds: bounds)
        self.counts = counts
        self.sum = sum
    }
}
