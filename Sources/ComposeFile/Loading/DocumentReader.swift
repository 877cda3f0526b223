/// Reads files into trees whose variables are replaced.
final class DocumentReader {
    private let access: FileAccess
    private let interpolation: TreeInterpolation
    private let merge: TreeMerge
    private let home: String?
    private var files: [String: YAMLNode] = [:]

    init(access: FileAccess, variables: VariableScope, findings: Findings) {
        self.access = access
        interpolation = TreeInterpolation(variables: variables, findings: findings)
        merge = TreeMerge(findings: findings)
        home = variables["HOME"]
    }

    /// The documents of a file, each an object or nothing.
    static func documents(in bytes: [UInt8], of file: SourceFile) throws(ComposeError) -> [YAMLNode] {
        do throws(ComposeMistake) {
            let documents = try YAMLParser.documents(in: bytes, of: file).filter { !$0.isNull }
            for document in documents where document.mapping == nil {
                throw .init(at: document.position, "expected the mapping of a compose file, found \(document.kind)")
            }
            return documents
        } catch {
            throw ComposeError([error])
        }
    }

    func interpolated(_ document: YAMLNode) -> YAMLNode { interpolation.expand(document) }

    /// A whole file that `extends` names, its documents merged. Relative to the file that names it.
    func merged(at path: String, from position: SourcePosition, field: String) throws(ComposeError) -> YAMLNode {
        let path = FilePath.absolute(path, in: position.file.directory, home: home)
        if let known = files[path] { return known }
        let bytes: [UInt8]
        do throws(FileAccess.Failure) {
            bytes = try access.read(path, YAMLLimits.fileSize)
        } catch {
            throw ComposeError([.init(at: position, field: field, "\(quoted(path)): \(error.reason)")])
        }
        let file = SourceFile(name: path, directory: FilePath.directory(of: path))
        var result = YAMLNode(.mapping(YAMLMapping()), at: SourcePosition(file: file, line: 1, column: 1))
        for document in try Self.documents(in: bytes, of: file) {
            result = merge.merge(result, interpolated(document)) ?? result
        }
        files[path] = result
        return result
    }
}
