/// Reads `secrets` and `configs` of a service.
struct ContentMountReader {
    let field: Field
    /// Where files without an absolute target appear.
    let directory: String

    private static let members = ["source", "target", "uid", "gid", "mode"]

    func mounts() -> [ComposeContentMount] {
        let mounts = field.elements().compactMap { element -> (Field, ComposeContentMount)? in
            mount(element).map { (element, $0) }
        }
        return field.keyed(mounts, by: \.target) { "\($0.target) is mounted twice" }
    }

    private func mount(_ field: Field) -> ComposeContentMount? {
        guard field.node.mapping != nil else {
            return field.nonEmptyText().map { ComposeContentMount(source: $0, target: directory + $0) }
        }
        guard let source = field.member("source") else {
            for (key, member) in field.members() where !Self.members.contains(key) { member.unknown(Self.members) }
            field.fail("source is missing")
            return nil
        }
        guard let name = source.nonEmptyText() else { return nil }
        var mount = ComposeContentMount(source: name, target: directory + name)
        for (key, member) in field.members() where !member.isNull {
            switch key {
            case "source": break
            case "target":
                if let target = member.nonEmptyText() {
                    mount.target = FilePath.clean(target.hasPrefix("/") ? target : directory + target)
                }
            case "uid": mount.owner = member.text()
            case "gid": mount.group = member.text()
            case "mode": mount.mode = FileMode.read(member)
            default: member.unknown(Self.members)
            }
        }
        return mount
    }
}
