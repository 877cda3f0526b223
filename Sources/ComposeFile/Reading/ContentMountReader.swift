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
            case "uid": mount.userID = identifier(member)
            case "gid": mount.groupID = identifier(member)
            case "mode": mount.mode = FileMode.read(member)
            default: member.unknown(Self.members)
            }
        }
        return mount
    }

    /// Names are those of the image, which is not looked into; an archive has room for 21 bits.
    private func identifier(_ field: Field) -> UInt32? {
        field.integer(in: 0...2_097_151).map { UInt32($0) }
    }
}
