/// Whether directories and files with secrets are the node's alone, and can be used by it.
package enum PermissionCheck {
    package struct Item: Sendable, Equatable {
        package enum Kind: Sendable, Equatable {
            /// A directory of the node's own: 0700.
            case directory
            /// A file with a secret: nothing for group and others.
            case secret
        }
        package enum Look: Sendable, Equatable {
            /// The permission bits, the owner's user id, and whether this user can write there.
            case seen(mode: UInt32, owner: UInt32, isWritable: Bool)
            case absent
            case failed(String)
        }
        package var kind: Kind
        package var path: String
        package var look: Look

        package init(_ kind: Kind, _ path: String, _ look: Look) {
            self.kind = kind
            self.path = path
            self.look = look
        }
    }

    /// - Parameters:
    ///   - user: The user id that the node runs as.
    ///   - nodeRuns: Before its first start its directories may be absent.
    package static func finding(_ items: [Item], user: UInt32, nodeRuns: Bool) -> Finding {
        guard !items.isEmpty else { return Finding(.permissions, .unknown, "nothing was looked at") }
        let faults = items.compactMap { fault(of: $0, user: user, nodeRuns: nodeRuns) }
        guard faults.isEmpty else {
            return Finding(
                .permissions, .problem, faults.map(\.evidence).joined(separator: "; "),
                remedy: faults.map(\.remedy).joined(separator: "; "))
        }
        let seen = items.filter { if case .seen = $0.look { true } else { false } }.map(\.path)
        return Finding(
            .permissions, .ok,
            seen.isEmpty ? "there is nothing yet" : "\(seen.joined(separator: ", ")): only the node gets in")
    }

    private static func fault(of item: Item, user: UInt32, nodeRuns: Bool) -> (evidence: String, remedy: String)? {
        switch (item.look, item.kind) {
        case (.absent, .directory):
            return nodeRuns
                ? (
                    "\(item.path) is not there",
                    "workerctl restart deployd makes it again, if its parent can be written"
                ) : nil
        case (.absent, .secret): return nil  // that it is missing is told where it is needed
        case (.failed(let reason), _): return ("\(item.path): \(reason)", "run this as the node's own user, or root")
        case (.seen(let mode, let owner, let isWritable), .directory):
            if owner != user { return ("\(item.path) belongs to user \(owner)", "chown \(user) \(item.path)") }
            if mode & 0o077 != 0 { return ("\(item.path) has mode \(octal(mode))", "chmod 700 \(item.path)") }
            if !isWritable {
                return (
                    "\(item.path) cannot be written",
                    "is its file system mounted read-only? See: findmnt -T \(item.path)"
                )
            }
            return nil
        case (.seen(let mode, _, _), .secret):
            guard mode & 0o077 != 0 else { return nil }
            return ("\(item.path), which has secrets, has mode \(octal(mode))", "chmod 600 \(item.path)")
        }
    }

    private static func octal(_ mode: UInt32) -> String { "0" + String(mode & 0o7777, radix: 8) }
}
