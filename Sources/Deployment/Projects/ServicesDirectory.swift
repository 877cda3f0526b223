import ComposeFile
import EventLoop
import Glibc
import NodeProtocol
import Synchronization

/// What `SERVICES_DIR` says: one directory for each compose project, with its compose file.
///
/// Reading it waits for the disk: on a worker thread.
package struct ServicesDirectory: Sendable {
    package enum Finding: Sendable, Equatable {
        /// Read, and right.
        case project(ComposeBundle)
        /// There, and empty: nothing is said.
        case empty
        /// There, and wrong: what runs is left alone.
        case broken(String)
    }

    /// Everything that was found at one time.
    package struct Survey: Sendable, Equatable {
        /// Tells this directory from another that is mounted in its place, or whose mount has gone.
        package var identity: FileIdentity
        package var findings: [ServiceName: Finding]
        /// Where a change may change the findings: this directory, those of the projects, and those of all files that
        /// the projects name, there or not.
        package var directories: Set<String>
        /// Whether it lies on a file system that tells of all changes.
        package var tellsOfChanges: Bool
    }

    package let path: String

    package init(path: String) { self.path = path }

    /// Nil when the directory cannot be read: nothing is known then.
    package func survey() -> Survey? {
        var status = stat()
        guard stat(path, &status) == 0, let entries = try? DirectoryNames.read(path) else { return nil }
        let names = entries.compactMap { $0.first == "." ? nil : try? ServiceName($0) }
        let tried = Mutex<Set<String>>([])
        let access = FileAccess { (path, limit) throws(FileAccess.Failure) in
            tried.withLock { _ = $0.insert(path) }
            return try FileAccess.disk.read(path, limit)
        }
        var findings: [ServiceName: Finding] = [:]
        for name in names { findings[name] = find(name, access) }
        let files = tried.withLock { $0 }
        let directories = files.map { String($0[..<($0.lastIndex(of: "/") ?? $0.startIndex)]) }.filter { !$0.isEmpty }
        return Survey(
            identity: FileIdentity(status), findings: findings,
            directories: Set(directories).union(projectDirectories(names)).union([path]),
            tellsOfChanges: DirectoryWatch.hearsOfAll(on: path))
    }

    private func projectDirectories(_ names: [ServiceName]) -> [String] {
        names.map { "\(path)/\($0)" }.filter { path in
            var status = stat()
            return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
        }
    }

    /// Nil for what is no project: a file, a directory without a compose file.
    private func find(_ name: ServiceName, _ files: FileAccess) -> Finding? {
        let directory = "\(path)/\(name)"
        for (file, override) in ComposeRequest.standardFiles where access("\(directory)/\(file)", F_OK) == 0 {
            var request = ComposeRequest(inputs: [.file("\(directory)/\(file)")], directory: directory, access: files)
            if access("\(directory)/\(override)", F_OK) == 0 {
                request.inputs.append(.file("\(directory)/\(override)"))
            }
            request.projectName = name.text
            if let bytes = try? FileAccess.disk.read("\(directory)/\(file)", 1 << 20),
                bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 })
            {
                return .empty
            }
            guard ProjectNaming.normalized(name.text) == name.text else {
                return .broken("\(name) cannot be the name of a compose project: lower case letters, digits, - and _")
            }
            do throws(ComposeError) {
                return .project(try ComposeBundle.load(request).0)
            } catch {
                return .broken(error.description)
            }
        }
        return nil
    }
}
