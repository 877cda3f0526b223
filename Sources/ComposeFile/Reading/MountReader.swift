/// Reads `volumes` of a service (compose specification, "volumes").
struct MountReader {
    let field: Field
    let home: String?

    func mounts() -> [ComposeMount] {
        let mounts = field.elements().compactMap { element -> (Field, ComposeMount)? in
            let mount = element.node.mapping == nil ? short(element) : long(element)
            return mount.map { (element, $0) }
        }
        return field.keyed(mounts, by: \.target) { "\($0.target) is mounted twice" }
    }

    /// `[source:]target[:options]`
    private func short(_ field: Field) -> ComposeMount? {
        guard let text = field.nonEmptyText() else { return nil }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { String($0) }
        guard parts.count <= 3, !parts.contains("") else {
            field.fail("\(quoted(text)) is not of the form [source:]target[:options]")
            return nil
        }
        guard let target = target(parts.count == 1 ? parts[0] : parts[1], field) else { return nil }
        var mount = ComposeMount(kind: .volume(source: nil, ComposeVolumeOptions()), target: target)
        var bind: ComposeBindOptions?
        if parts.count > 1 {
            if Self.isPath(parts[0]) {
                bind = ComposeBindOptions()
            } else {
                guard let name = volume(parts[0], field) else { return nil }
                mount.kind = .volume(source: name, ComposeVolumeOptions())
            }
        }
        for option in parts.count == 3 ? parts[2].split(separator: ",") : [] {
            switch option {
            case "ro": mount.isReadOnly = true
            case "rw": mount.isReadOnly = false
            case "nocopy":
                if case .volume(let source, var options) = mount.kind, bind == nil {
                    options.isNotCopied = true
                    mount.kind = .volume(source: source, options)
                } else {
                    field.fail("nocopy is for volumes, not for directories of the host")
                }
            case "z", "Z": if bind != nil { bind?.selinux = String(option) }
            case "cached", "delegated", "consistent": break  // of Docker Desktop; the engine ignores them on Linux
            case "rprivate", "private", "rshared", "shared", "rslave", "slave":
                if bind == nil { field.fail("\(option) is for directories of the host, not for volumes") }
                bind?.propagation = String(option)
            default:
                field.fail("\(quoted(option)) is not an option of a volume: there are ro, rw, z, Z, nocopy, rshared, …")
            }
        }
        if let bind { mount.kind = .bind(source: hostPath(parts[0], field), bind) }
        return mount
    }

    private static let members = [
        "type", "source", "target", "read_only", "consistency", "bind", "volume", "tmpfs", "image",
    ]

    private func long(_ field: Field) -> ComposeMount? {
        for (key, member) in field.members() where !Self.members.contains(key) { member.unknown(Self.members) }
        guard let typeField = field.member("type") else {
            field.fail("type is missing: one of bind, volume, tmpfs")
            return nil
        }
        guard let targetField = field.member("target") else {
            field.fail("target is missing: the path in the container")
            return nil
        }
        guard let type = typeField.text(), let targetText = targetField.text() else { return nil }
        guard let target = target(targetText, targetField), let kind = kind(type, typeField, field) else { return nil }
        for other in ["bind", "volume", "tmpfs", "image"] where other != type {
            field.member(other)?.fail("is for mounts of type \(other), and this one is of type \(type)")
        }
        return ComposeMount(kind: kind, target: target, isReadOnly: field.member("read_only")?.bool() ?? false)
    }

    private func kind(_ type: String, _ typeField: Field, _ field: Field) -> ComposeMount.Kind? {
        let source = field.member("source")
        func needed() -> String? {
            guard let source else {
                field.fail("source is missing")
                return nil
            }
            return source.nonEmptyText()
        }
        switch type {
        case "bind":
            guard let path = needed() else { return nil }
            let (source, options) = (hostPath(path, field), bindOptions(field.member("bind")))
            if options.selinux != nil, source.contains(":") || field.member("target")?.text()?.contains(":") == true {
                field.member("bind")?.member("selinux")?.refuse("a path with a colon cannot be labelled: rename it")
            }
            return .bind(source: source, options)
        case "volume":
            var options = ComposeVolumeOptions()
            for (key, member) in field.member("volume")?.members() ?? [] where !member.isNull {
                switch key {
                case "nocopy": options.isNotCopied = member.bool() ?? false
                case "subpath": member.refuse("parts of a volume are not mounted: use a volume of its own, or a bind")
                case "labels": options.labels = member.labels()
                default: member.unknown(["nocopy", "subpath", "labels"])
                }
            }
            guard let source else { return .volume(source: nil, options) }
            guard let text = source.text(), let name = volume(text, source) else { return nil }
            return .volume(source: name, options)
        case "tmpfs":
            source?.fail("a tmpfs has no source")
            var options = ComposeTmpfsOptions()
            for (key, member) in field.member("tmpfs")?.members() ?? [] where !member.isNull {
                switch key {
                case "size": options.size = member.bytes()
                case "mode": options.mode = FileMode.read(member)
                default: member.unknown(["size", "mode"])
                }
            }
            return .tmpfs(options)
        case "image":
            typeField.refuse("images are not mounted: copy what is needed into a volume with a service of that image")
            return nil
        case "npipe", "cluster":
            typeField.refuse("\(type) mounts do not exist on this node: use bind, volume or tmpfs")
            return nil
        default:
            _ = typeField.choice(["bind", "volume", "tmpfs"])
            return nil
        }
    }

    private func bindOptions(_ field: Field?) -> ComposeBindOptions {
        var options = ComposeBindOptions()
        for (key, member) in field?.members() ?? [] where !member.isNull {
            switch key {
            case "propagation":
                options.propagation = member.choice(["rprivate", "private", "rshared", "shared", "rslave", "slave"])
            case "create_host_path": options.createsHostPath = member.bool() ?? true
            case "selinux": options.selinux = member.choice(["z", "Z"])
            case "recursive":
                if let choice = member.choice(["enabled", "disabled", "writable", "readonly"]), choice != "enabled" {
                    member.refuse("what is mounted below is always mounted too: remove it")
                }
            default: member.unknown(["propagation", "create_host_path", "selinux", "recursive"])
            }
        }
        if options.selinux != nil, !options.createsHostPath {
            field?.member("selinux")?.refuse("not together with create_host_path: false: remove one of them")
        }
        return options
    }

    private func target(_ text: String, _ field: Field) -> String? {
        guard text.hasPrefix("/") else {
            field.fail("\(quoted(text)) is not an absolute path in the container")
            return nil
        }
        return FilePath.clean(text)
    }

    private func volume(_ name: String, _ field: Field) -> String? {
        guard Names.isResource(name) else {
            let hint = name.contains("/") ? "; for a directory beside the file write ./\(name)" : ""
            field.fail("\(quoted(name)) is not the name of a volume\(hint)")
            return nil
        }
        return name
    }

    private func hostPath(_ path: String, _ field: Field) -> String {
        FilePath.absolute(path, in: field.position.file.directory, home: home)
    }

    private static func isPath(_ source: String) -> Bool {
        source.hasPrefix(".") || source.hasPrefix("/") || source.hasPrefix("~")
    }
}

/// Permissions as compose writes them: `0440` is octal with and without quotes.
enum FileMode {
    static func read(_ field: Field) -> Int? {
        let value: Int64?
        switch field.node.scalar?.value {
        case .int(let number): value = number
        case .string: value = field.node.scalar.flatMap { Int64($0.text, radix: 8) }
        default: value = nil
        }
        guard let value, (0...0o7777).contains(value) else {
            field.fail("expected permissions such as 0440, found \(field.described)")
            return nil
        }
        return Int(value)
    }
}
