import URIText

/// The pairs of a query, decoded: `a=1&b=x%20y&c`.
///
/// Parts without a name before their `=`, and empty parts, as in `a&&b`, mean nothing and are passed over.
enum RequestQuery {
    /// Throws 400 for what is not UTF-8 in percent encoding, and for a name that comes twice.
    static func parse(_ query: Substring) throws(HTTPFault) -> [String: String] {
        var pairs: [String: String] = [:]
        for pair in query.split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentEncoding.decoded(sides[0]),
                let value = sides.count > 1 ? PercentEncoding.decoded(sides[1]) : ""
            else { throw .badRequest("The query is not UTF-8 in percent encoding") }
            guard !name.isEmpty else { continue }
            guard pairs.updateValue(value, forKey: name) == nil else {
                throw .badRequest("The query parameter \"\(name)\" is there more than once")
            }
        }
        return pairs
    }

    /// Holds the pairs to what the route takes; throws 400 with the name of the first that is wrong.
    static func check(_ pairs: [String: String], against known: [QueryParameter]) throws(HTTPFault) {
        for (name, value) in pairs.sorted(by: { $0.key < $1.key }) {
            guard let parameter = known.first(where: { $0.name == name }) else {
                let names = known.map(\.name).joined(separator: ", ")
                throw .badRequest(
                    "There is no query parameter \"\(name)\" here" + (names.isEmpty ? "" : "; there are \(names)"))
            }
            try parameter.check(value)
        }
    }
}
