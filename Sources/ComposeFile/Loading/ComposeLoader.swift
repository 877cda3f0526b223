/// From files to a project: read, replace variables, extend, include, merge, check.
///
/// Touches nothing but what ``ComposeRequest/access`` reads. With access to the disk it blocks.
package enum ComposeLoader {
    /// Throws every mistake that was found, in the order of files and lines.
    package static func load(_ request: ComposeRequest) throws(ComposeError) -> ComposeProject {
        let findings = Findings()
        var variables = try self.variables(request)
        let documents = try self.documents(request)
        let name = projectName(request, documents, variables, findings)
        variables.set("COMPOSE_PROJECT_NAME", name)

        let include = Include(access: request.access, findings: findings)
        let merge = TreeMerge(findings: findings)
        var tree: YAMLNode?
        for document in documents {
            let own = include.read(document, variables, chain: [document.position.file.name])
            tree = merge.merge(tree ?? YAMLNode(.mapping(YAMLMapping()), at: own.position), own)
        }
        guard let tree, tree.mapping?.isEmpty == false else {
            findings.add(.init(at: documents.first?.position, "there is nothing in it: a compose file has services"))
            throw ComposeError(findings.mistakes)
        }
        let context = ReadingContext(variables: variables, access: request.access, findings: findings)
        var project = ComposeProject(
            name: name, directory: FilePath.clean(request.directory), files: request.inputs.map(\.name))
        read(Field(node: tree, path: FieldPath(), findings: findings), into: &project, context, request)
        try findings.check()
        project.warnings = Findings.sorted(findings.warnings)
        return project
    }

    private static func variables(_ request: ComposeRequest) throws(ComposeError) -> VariableScope {
        var values: [String: String] = [:]
        var mistakes: [ComposeMistake] = []
        for path in request.environmentFiles ?? [request.directory + "/.env"] {
            let file = SourceFile(name: path, directory: FilePath.directory(of: path))
            let bytes: [UInt8]
            do throws(FileAccess.Failure) {
                bytes = try request.access.read(path, YAMLLimits.fileSize)
            } catch {
                if error == .absent, request.environmentFiles == nil { continue }
                mistakes.append(.init(at: nil, "\(quoted(path)): \(error.reason)"))
                continue
            }
            do throws(ComposeError) {
                let known = values
                let parsed = try EnvironmentFile(parsing: bytes, of: file) { request.environment[$0] ?? known[$0] }
                values.merge(parsed.values) { $1 }
            } catch {
                mistakes += error.mistakes
            }
        }
        guard mistakes.isEmpty else { throw ComposeError(mistakes) }
        var variables = VariableScope(request.environment)
        variables.addMissing(values)
        return variables
    }

    /// The documents of all inputs. Of each file that is no YAML the first mistake is told.
    private static func documents(_ request: ComposeRequest) throws(ComposeError) -> [YAMLNode] {
        var documents: [YAMLNode] = []
        var mistakes: [ComposeMistake] = []
        for input in request.inputs {
            let file = SourceFile(name: input.name, directory: FilePath.clean(request.directory))
            do throws(ComposeError) {
                documents += try DocumentReader.documents(in: try bytes(of: input, request.access), of: file)
            } catch {
                mistakes += error.mistakes
            }
        }
        guard mistakes.isEmpty else { throw ComposeError(mistakes) }
        return documents
    }

    private static func bytes(
        of input: ComposeRequest.Input, _ access: FileAccess
    ) throws(ComposeError) -> [UInt8] {
        switch input {
        case .text(let bytes, _): return bytes
        case .file(let path):
            do throws(FileAccess.Failure) {
                return try access.read(path, YAMLLimits.fileSize)
            } catch {
                throw ComposeError([.init(at: nil, "\(quoted(path)): \(error.reason)")])
            }
        }
    }

    /// The request's, `COMPOSE_PROJECT_NAME`, `name` of the last file that has one, or the directory's name.
    private static func projectName(
        _ request: ComposeRequest, _ documents: [YAMLNode], _ variables: VariableScope, _ findings: Findings
    ) -> String {
        if let name = request.projectName ?? variables["COMPOSE_PROJECT_NAME"].flatMap({ $0.isEmpty ? nil : $0 }) {
            if ProjectNaming.normalized(name) != name || name.isEmpty {
                let rule = "lower case letters, digits, - and _, beginning with a letter or digit"
                findings.add(.init(at: nil, "\(quoted(name)) cannot be the name of a project: it has \(rule)"))
            }
            return name
        }
        let given = documents.compactMap { $0["name"] }.last { !$0.isNull }
        guard let given, given.scalar != nil else {
            let name = ProjectNaming.normalized(FilePath.name(of: FilePath.clean(request.directory)))
            if name.isEmpty {
                findings.add(.init(at: documents.first?.position, "the project has no name: write name at the top"))
            }
            return name
        }
        let expanded = TreeInterpolation(variables: variables, findings: Findings()).expand(given)
        let text = expanded.scalar?.text ?? ""
        let name = ProjectNaming.normalized(text)
        if name != text, !expanded.isBroken {
            let finding = ComposeMistake(
                at: given.position, field: "name", "\(quoted(text)) is taken as \(quoted(name))")
            if name.isEmpty {
                findings.add(.init(at: given.position, field: "name", "\(quoted(text)) has no letter or digit"))
            } else {
                findings.warn(finding)
            }
        }
        return name
    }

    private static func read(
        _ root: Field, into project: inout ComposeProject, _ context: ReadingContext, _ request: ComposeRequest
    ) {
        let known = ["version", "name", "services", "networks", "volumes", "secrets", "configs"]
        for (key, field) in root.members() where !known.contains(key) {
            switch key {
            case "models": field.refuse("models are not run by this node: remove it")
            default: field.unknown(known)
            }
        }
        if let name = root.member("name") { _ = name.text() }
        let reader = TopLevelReader(projectName: project.name, context: context)
        if let field = root.member("networks") { project.networks = reader.networks(field) }
        if let field = root.member("volumes") { project.volumes = reader.volumes(field) }
        if let field = root.member("secrets") { project.secrets = reader.contents(field, kind: "secret") }
        if let field = root.member("configs") { project.configs = reader.contents(field, kind: "config") }
        guard let services = root.member("services") else {
            return root.fail("services is missing: a compose file has services")
        }
        let fields = readServices(services, into: &project, context, request)
        // What is missing because it could not be read would be complained about a second time.
        if context.findings.mistakes.isEmpty || !fields.isEmpty {
            var checks = ProjectChecks(project: project, fields: fields)
            project = checks.run()
        }
    }

    /// - Returns: the services that are to run, as they stand in the files.
    private static func readServices(
        _ services: Field, into project: inout ComposeProject, _ context: ReadingContext, _ request: ComposeRequest
    ) -> [String: Field] {
        var profiles = Set(request.profiles)
        let named = context.variables["COMPOSE_PROFILES"] ?? ""
        for profile in named.split(separator: ",") { profiles.insert(String(profile.filter { $0 != " " })) }
        var fields: [String: Field] = [:]
        guard services.node.mapping.map({ $0.members.count <= YAMLLimits.services }) ?? true else {
            services.fail("more than \(YAMLLimits.services) services")
            return [:]
        }
        for (name, field) in services.members(skipsExtensions: false) {
            guard Names.isResource(name) else {
                field.fail("\(quoted(name)) is not a service's name: letters, digits, _ . - and at most 63 of them")
                continue
            }
            let needed = field.member("profiles")?.node.sequence?.compactMap { $0.scalar?.text } ?? []
            let isEnabled = needed.isEmpty || profiles.contains("*") || needed.contains(where: profiles.contains)
            context.findings.readsDisabledService = !isEnabled
            var reader = ServiceReader(name, field, context)
            let service = reader.read()
            context.findings.readsDisabledService = false
            if isEnabled {
                project.services[name] = service
                fields[name] = field
            } else {
                project.disabledServices[name] = needed
            }
        }
        if services.node.mapping?.isEmpty == true { services.fail("is empty: a compose file has services") }
        return fields
    }
}

extension ComposeRequest.Input {
    var name: String {
        switch self {
        case .file(let path): path
        case .text(_, let name): name
        }
    }
}
