/// What the readers of services share.
struct ReadingContext {
    /// The project's variables.
    let variables: VariableScope
    let access: FileAccess
    let findings: Findings

    /// Where `~` is.
    var home: String? { variables["HOME"] }

    /// The variables of an environment or label file, the last of a name; none after a mistake.
    func read(_ file: VariableFile, _ service: Field, lookUp: @escaping (String) -> String?) -> [String: String] {
        let path = FilePath.absolute(file.path, in: file.field.position.file.directory, home: home)
        let bytes: [UInt8]
        do throws(FileAccess.Failure) {
            bytes = try access.read(path, YAMLLimits.fileSize)
        } catch {
            if error == .absent, !file.isRequired { return [:] }
            let hint = error == .absent ? "; create it, or write required: false" : ""
            file.field.fail("\(quoted(path)): \(error.reason)\(hint)")
            return [:]
        }
        let source = SourceFile(name: path, directory: FilePath.directory(of: path))
        do throws(ComposeError) {
            if file.isRaw { return try EnvironmentFile(raw: bytes, of: source).values }
            return try EnvironmentFile(parsing: bytes, of: source, lookUp: lookUp).values
        } catch {
            for mistake in error.mistakes {
                findings.add(.init(at: mistake.position, field: file.field.path.text, mistake.reason))
            }
            return [:]
        }
    }
}

/// An element of `env_file` or `label_file`.
struct VariableFile {
    let path: String
    var isRequired = true
    /// `format: raw`
    var isRaw = false
    let field: Field

    static func read(_ field: Field) -> [VariableFile] {
        let fields = field.node.sequence == nil && field.node.mapping == nil ? [field] : field.elements()
        let files = fields.compactMap { element -> (Field, VariableFile)? in
            guard element.node.mapping != nil else {
                return element.nonEmptyText().map { (element, VariableFile(path: $0, field: element)) }
            }
            for (key, member) in element.members() where !["path", "required", "format"].contains(key) {
                member.unknown(["path", "required", "format"])
            }
            guard let path = element.member("path") else {
                element.fail("path is missing")
                return nil
            }
            guard let text = path.nonEmptyText() else { return nil }
            var file = VariableFile(path: text, field: path)
            file.isRequired = element.member("required")?.bool() ?? true
            file.isRaw = element.member("format")?.choice(["raw"]) != nil
            return (element, file)
        }
        return field.keyed(files, by: \.path) { "\(quoted($0.path)) is named twice" }
    }
}
