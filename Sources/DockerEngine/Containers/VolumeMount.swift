/// A directory of the host, or a named volume, that the container sees, in the short form: the engine makes a directory
/// or volume that is not there.
package struct VolumeMount: Sendable, Hashable {
    /// An absolute path, or a volume's name.
    package var source: String
    package var target: String
    package var isReadOnly: Bool
    /// `z`, `Z`, `nocopy`, `rslave` and so on; none contains a comma.
    package var options: [String]

    package init(source: String, target: String, isReadOnly: Bool = false, options: [String] = []) {
        self.source = source
        self.target = target
        self.isReadOnly = isReadOnly
        self.options = options
    }

    var text: String {
        let options = (isReadOnly ? ["ro"] : []) + options
        return "\(source):\(target)" + (options.isEmpty ? "" : ":" + options.joined(separator: ","))
    }
}
