extension Field {
    /// Which namespace a container is in: one of the words, or another's as `service:NAME` or `container:NAME`. Engines
    /// take other text without a word, and ignore it.
    func namespace(_ words: [String]) -> String? {
        guard let text = nonEmptyText() else { return nil }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let isAnothers = parts.count == 2 && ["service", "container"].contains(parts[0]) && !parts[1].isEmpty
        guard words.contains(text) || isAnothers else {
            fail("\(quoted(text)) is none of \((words + ["service:NAME", "container:NAME"]).joined(separator: ", "))")
            return nil
        }
        return text
    }

    /// `userns_mode`: `host`, or one of Podman's words, some of which have options.
    func userNamespace() -> String? {
        let words = ["host", "private", "nomap", "auto", "keep-id"]
        guard let text = nonEmptyText() else { return nil }
        let word = text.prefix { $0 != ":" }
        let mayHaveOptions = word == "auto" || word == "keep-id"
        guard words.contains(mayHaveOptions ? String(word) : text) else {
            fail("\(quoted(text)) is none of \(words.joined(separator: ", "))")
            return nil
        }
        return text
    }
}
