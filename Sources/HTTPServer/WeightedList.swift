/// The elements of `Accept` and its kin with their weights: `text/plain;q=0.5, */*`. RFC 9110, section 12.4.2.
struct WeightedList {
    struct Element {
        /// In small letters, without its parameters.
        let name: String
        /// 0 is "not at all", 1 the most.
        let weight: Double
    }
    let elements: [Element]

    /// Elements that are malformed are passed over: what a client prefers is advice.
    init(_ text: String) {
        elements = text.split(separator: ",").compactMap { element in
            let parts = element.split(separator: ";", omittingEmptySubsequences: false).map(Self.trimmed)
            guard let name = parts.first?.lowercased(), !name.isEmpty else { return nil }
            let weights = parts.dropFirst().filter { $0.lowercased().hasPrefix("q=") }
            guard let text = weights.first?.dropFirst(2) else { return Element(name: name, weight: 1) }
            guard let weight = Double(text), (0...1).contains(weight) else { return nil }
            return Element(name: name, weight: weight)
        }
    }

    /// The weight of the first of these names that is in the list.
    func weight(ofFirst names: [String]) -> Double? {
        for name in names {
            if let element = elements.first(where: { $0.name == name }) { return element.weight }
        }
        return nil
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let front = text.drop { $0 == " " || $0 == "\t" }
        return front.lastIndex { $0 != " " && $0 != "\t" }.map { front[...$0] } ?? ""
    }
}

extension WeightedList {
    /// Which of these media types `Accept` wants most, of equal ones the first; nil when it wants none of them. Without
    /// the header, or with nothing but nonsense in it, any is wanted.
    static func mediaType(_ accept: String?, of types: [String]) -> String? {
        guard let accept else { return types.first }
        let wishes = WeightedList(accept)
        guard !wishes.elements.isEmpty else { return types.first }
        var best: (type: String, weight: Double)?
        for type in types {
            let range = type.prefix { $0 != "/" } + "/*"
            let weight = wishes.weight(ofFirst: [type, String(range), "*/*"]) ?? 0
            if weight > best?.weight ?? 0 { best = (type, weight) }
        }
        return best?.type
    }

    /// Whether `Accept-Encoding` lets a body be sent in gzip, and wants that no less than the body as it is.
    static func takesGzip(_ acceptEncoding: String?) -> Bool {
        guard let acceptEncoding else { return false }
        let wishes = WeightedList(acceptEncoding)
        let gzip = wishes.weight(ofFirst: ["gzip", "x-gzip", "*"]) ?? 0
        return gzip > 0 && gzip >= wishes.weight(ofFirst: ["identity"]) ?? 0
    }
}
