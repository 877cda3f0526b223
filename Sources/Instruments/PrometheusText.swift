/// The text format of Prometheus, version 0.0.4:
/// https://prometheus.io/docs/instrumenting/exposition_formats/
package enum PrometheusText {
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    package static func text(_ families: [MetricFamily]) -> String {
        var text = ""
        for family in families {
            text += "# HELP \(family.name) \(escaped(family.help, quotes: false))\n"
            text += "# TYPE \(family.name) \(family.kind.rawValue)\n"
            for sample in family.samples {
                switch sample.value {
                case .number(let number): append(family.name, sample.labels, number, to: &text)
                case .distribution(let distribution):
                    append(family.name, sample.labels, distribution, to: &text)
                }
            }
        }
        return text
    }

    private static func append(_ name: String, _ labels: [String: String], _ number: Double, to text: inout String) {
        text += name
        append(labels, bound: nil, to: &text)
        text += " \(Self.number(number))\n"
    }

    private static func append(
        _ name: String, _ labels: [String: String], _ distribution: Distribution, to text: inout String
    ) {
        var count: Int64 = 0
        for (index, inBucket) in distribution.counts.enumerated() {
            count &+= inBucket
            text += name + "_bucket"
            let isLast = index == distribution.bounds.count
            append(labels, bound: isLast ? "+Inf" : number(distribution.bounds[index]), to: &text)
            text += " \(count)\n"
        }
        append(name + "_sum", labels, distribution.sum, to: &text)
        append(name + "_count", labels, Double(count), to: &text)
    }

    private static func append(_ labels: [String: String], bound: String?, to text: inout String) {
        guard !labels.isEmpty || bound != nil else { return }
        text += "{"
        var separator = ""
        for (name, value) in labels.sorted(by: { $0.key < $1.key }) {
            text += "\(separator)\(name)=\"\(escaped(value, quotes: true))\""
            separator = ","
        }
        if let bound { text += "\(separator)le=\"\(bound)\"" }
        text += "}"
    }

    /// A whole number without a fraction where it is one.
    private static func number(_ number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Inf" : "+Inf" }
        return Int64(exactly: number).map { String($0) } ?? "\(number)"
    }

    private static func escaped(_ value: String, quotes: Bool) -> String {
        guard value.utf8.contains(where: { $0 == 0x5C || $0 == 0x0A || quotes && $0 == 0x22 }) else { return value }
        var text = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\"" where quotes: text += "\\\""
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
