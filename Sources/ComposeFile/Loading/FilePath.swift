/// Paths as text, without asking the disk.
enum FilePath {
    /// `path` from `directory`, without `.`, `..` and doubled slashes. `~` is the home directory.
    static func absolute(_ path: String, in directory: String, home: String?) -> String {
        if path == "~" || path.hasPrefix("~/"), let home { return clean(home + path.dropFirst()) }
        return clean(path.hasPrefix("/") ? path : directory + "/" + path)
    }

    /// An absolute path in its shortest form.
    static func clean(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }

    static func directory(of path: String) -> String { clean(path + "/..") }

    static func name(of path: String) -> String { path.split(separator: "/").last.map { String($0) } ?? "" }
}
