/// A file that values come from: how people know it, and what its relative paths are relative to.
package struct SourceFile: Sendable, Hashable {
    package let name: String
    /// An absolute path.
    package let directory: String

    package init(name: String, directory: String) {
        self.name = name
        self.directory = directory
    }
}

/// Where in a file a value stands.
package struct SourcePosition: Sendable, Hashable, CustomStringConvertible {
    package let file: SourceFile
    /// From 1.
    package let line: Int
    /// From 1, in characters.
    package let column: Int

    package init(file: SourceFile, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }

    package var description: String { "\(file.name):\(line):\(column)" }
}
