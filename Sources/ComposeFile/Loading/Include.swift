/// Puts the projects that a compose file includes beside what it says itself (compose specification, "include").
///
/// An included project is read by itself: with the variables of its own environment file below those of the project, and
/// paths that begin in its own directory. What it has must not be there already; another file that is merged later may
/// change it.
final class Include {
    /// How many files may include each other in a row, and in all.
    private static let chainLimit = 16
    private static let limit = 200
    private static let sections = ["services", "networks", "volumes", "secrets", "configs"]

    private let access: FileAccess
    private let findings: Findings
    private let merge: TreeMerge
    private var count = 0

    init(access: FileAccess, findings: Findings) {
        self.access = access
        self.findings = findings
        merge = TreeMerge(findings: findings)
    }

    /// A document as it counts by itself: variables replaced, `extends` and `include` carried out.
    /// - Parameter chain: The files that led here.
    func read(_ document: YAMLNode, _ variables: VariableScope, chain: [String] = []) -> YAMLNode {
        let reader = DocumentReader(access: access, variables: variables, findings: findings)
        return apply(
            to: Extends(documents: reader, findings: findings).apply(to: reader.interpolated(document)),
            variables, chain)
    }

    private func apply(to document: YAMLNode, _ variables: VariableScope, _ chain: [String]) -> YAMLNode {
        guard let root = document.mapping, let member = root.member("include"), !member.value.isNull else {
            return document
        }
        var result = document
        result.content = .mapping(root.removing(["include"]))
        guard let entries = member.value.sequence else {
            fail(member.value, "include", "expected a list of files, found \(member.value.kind)")
            return result
        }
        for (index, entry) in entries.enumerated() {
            let field = "include[\(index)]"
            guard let request = request(entry, field, variables), let tree = tree(of: request, chain) else { continue }
            result = adding(tree, to: result, entry, field)
        }
        return result
    }

    private func fail(_ node: YAMLNode, _ field: String, _ reason: String) {
        findings.add(.init(at: node.position, field: field, reason))
    }

    // MARK: One entry

    /// What one entry of the list asks for. Paths are absolute.
    private struct Request {
        let node: YAMLNode
        let field: String
        let paths: [String]
        let directory: String
        let variables: VariableScope
    }

    private func request(_ entry: YAMLNode, _ field: String, _ variables: VariableScope) -> Request? {
        let home = variables["HOME"]
        let base = entry.position.file.directory
        var paths: [String]
        var directory: String?
        var environmentFiles: [YAMLNode]?
        if let scalar = entry.scalar, !entry.isNull {
            paths = [scalar.text]
        } else if let mapping = entry.mapping {
            for member in mapping.members where !["path", "project_directory", "env_file"].contains(member.key) {
                findings.add(
                    .init(
                        at: member.keyPosition, field: "\(field).\(member.key)",
                        "is not known: there are path, project_directory and env_file"))
            }
            guard let path = mapping["path"], let nodes = pathNodes(path, field + ".path"), !nodes.isEmpty else {
                fail(entry, field, "path is missing: name the file to include")
                return nil
            }
            paths = nodes.compactMap { $0.scalar?.text }
            directory = mapping["project_directory"].flatMap { $0.isNull ? nil : $0.scalar?.text }
            if let files = mapping["env_file"], !files.isNull {
                environmentFiles = pathNodes(files, field + ".env_file")
            }
        } else {
            fail(entry, field, "expected a file's path, found \(entry.kind)")
            return nil
        }
        for path in paths where path.contains("://") || path.hasPrefix("git@") {
            fail(entry, field, "\(quoted(path)) is not on this host: only files are included")
            return nil
        }
        paths = paths.map { FilePath.absolute($0, in: base, home: home) }
        let place = directory.map { FilePath.absolute($0, in: base, home: home) } ?? FilePath.directory(of: paths[0])
        return Request(
            node: entry, field: field, paths: paths, directory: place,
            variables: scope(variables, environmentFiles, place, field))
    }

    /// A text, or a list of texts.
    private func pathNodes(_ node: YAMLNode, _ field: String) -> [YAMLNode]? {
        let nodes = node.sequence ?? [node]
        for node in nodes where node.scalar == nil || node.isNull {
            fail(node, field, "expected a file's path, found \(node.kind)")
            return nil
        }
        return nodes
    }

    /// The project's variables, and below them those of the included one's files: `.env` beside it unless others are named.
    private func scope(
        _ variables: VariableScope, _ files: [YAMLNode]?, _ directory: String, _ field: String
    ) -> VariableScope {
        var scope = variables
        var values: [String: String] = [:]
        let named = files?.map { node in
            (
                node as YAMLNode?,
                FilePath.absolute(node.scalar?.text ?? "", in: node.position.file.directory, home: variables["HOME"])
            )
        }
        for (node, path) in named ?? [(nil, directory + "/.env")] {
            do throws(FileAccess.Failure) {
                let bytes = try access.read(path, YAMLLimits.fileSize)
                let file = SourceFile(name: path, directory: FilePath.directory(of: path))
                let known = values
                do throws(ComposeError) {
                    let parsed = try EnvironmentFile(parsing: bytes, of: file) { variables[$0] ?? known[$0] }
                    values.merge(parsed.values) { $1 }
                } catch {
                    error.mistakes.forEach(findings.add)
                }
            } catch {
                if let node {
                    fail(node, field + ".env_file", "\(quoted(path)): \(error.reason)")
                } else if error != .absent {
                    findings.add(.init(at: nil, "\(quoted(path)): \(error.reason)"))
                }
            }
        }
        scope.addMissing(values)
        return scope
    }

    // MARK: The included project

    /// The project of one entry, its files merged; nil after a mistake.
    private func tree(of request: Request, _ chain: [String]) -> YAMLNode? {
        var tree: YAMLNode?
        for path in request.paths {
            guard !chain.contains(path) else {
                let circle = (chain.drop { $0 != path } + [path]).joined(separator: " → ")
                fail(request.node, request.field, "files include each other in a circle: \(circle)")
                return nil
            }
            count += 1
            guard chain.count < Self.chainLimit, count <= Self.limit else {
                fail(
                    request.node, request.field,
                    "more than \(Self.chainLimit) files include each other, or more than \(Self.limit) in all")
                return nil
            }
            guard let documents = documents(path, request) else { return nil }
            for document in documents {
                let own = read(document, request.variables, chain: chain + [path])
                tree = merge.merge(tree ?? YAMLNode(.mapping(YAMLMapping()), at: own.position), own)
            }
        }
        return tree
    }

    private func documents(_ path: String, _ request: Request) -> [YAMLNode]? {
        let bytes: [UInt8]
        do throws(FileAccess.Failure) {
            bytes = try access.read(path, YAMLLimits.fileSize)
        } catch {
            fail(request.node, request.field, "\(quoted(path)): \(error.reason)")
            return nil
        }
        do throws(ComposeError) {
            return try DocumentReader.documents(in: bytes, of: SourceFile(name: path, directory: request.directory))
        } catch {
            error.mistakes.forEach(findings.add)
            return nil
        }
    }

    /// Puts what was included beside what is there. The same file may come by two ways.
    private func adding(_ tree: YAMLNode, to document: YAMLNode, _ entry: YAMLNode, _ field: String) -> YAMLNode {
        guard var root = document.mapping, let included = tree.mapping else { return document }
        for section in included.members where Self.sections.contains(section.key) {
            guard let additions = section.value.mapping else { continue }
            guard let own = root.member(section.key), var members = own.value.mapping else {
                root.set(section)
                continue
            }
            for member in additions.members {
                guard let present = members.member(member.key) else {
                    members.set(member)
                    continue
                }
                guard present.keyPosition != member.keyPosition else { continue }
                findings.add(
                    .init(
                        at: present.keyPosition, field: "\(section.key).\(member.key)",
                        "is included from \(member.keyPosition) too: change it in a file of its own that path lists after that one"
                    ))
            }
            var value = own.value
            value.content = .mapping(members)
            root.set(.init(key: own.key, keyPosition: own.keyPosition, value: value))
        }
        for member in included.members where !Self.sections.contains(member.key) && !isIgnored(member.key) {
            if root.member(member.key) == nil { root.set(member) }  // so that it is complained about
        }
        var result = document
        result.content = .mapping(root)
        guard result.weight <= YAMLLimits.values else {
            fail(entry, field, "more than \(YAMLLimits.values) values with what is included")
            return document
        }
        return result
    }

    /// An included project's name is that of the including one.
    private func isIgnored(_ key: String) -> Bool { key == "name" || key == "version" || key.hasPrefix("x-") }
}
