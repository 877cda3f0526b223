/// A file that is put into a container.
package struct ArchiveFile: Sendable, Equatable {
    /// Below the directory that the archive is put in, without `..`; directories on the way are made when they are not
    /// there.
    package var path: String
    /// Permission bits.
    package var mode: UInt32
    package var userID: UInt32
    package var groupID: UInt32
    package var content: [UInt8]

    package init(path: String, content: [UInt8], mode: UInt32 = 0o444, userID: UInt32 = 0, groupID: UInt32 = 0) {
        self.path = path
        self.content = content
        self.mode = mode
        self.userID = userID
        self.groupID = groupID
    }
}
