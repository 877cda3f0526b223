import JSON

/// How long a line may be, and how one that is longer is made to fit.
enum LogLine {
    /// In bytes, its end included. The supervisor passes a daemon's line on as one up to here (`OutputTail`).
    static let longest = 4000

    /// A document as one line. Of one that is too long its texts are cut, for half of a document is none.
    /// - Parameter document: Of no text longer than so many bytes.
    static func fitting(_ document: (Int) -> JSON) -> String {
        // A byte that is escaped takes up to six.
        for longestText in [Int.max, 1024, 256, 64] {
            let line = document(longestText).text
            if line.utf8.count < longest { return line }
        }
        return document(0).text
    }
}

extension String {
    /// As much of it, in whole characters, as so many bytes take; with a mark where something is missing.
    func cut(to limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var end = utf8.index(startIndex, offsetBy: limit)
        while end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
        return self[..<end] + "…"
    }
}
