import EventLoop
import Glibc
import TestSupport
import Testing

struct DirectoryNamesTests {
    @Test func `the names in a directory are told without its own and its parent's, hidden ones among them`() throws {
        let directory = try TemporaryDirectory()
        for name in ["a", ".hidden", "..."] {
            let descriptor = open(directory.file(name), O_CREAT | O_WRONLY, 0o600)
            #expect(descriptor >= 0 && close(descriptor) == 0)
        }
        #expect(try Set(DirectoryNames.read(directory.path)) == ["a", ".hidden", "..."])
    }

    @Test func `a directory that is not there is an error with its path`() throws {
        let directory = try TemporaryDirectory()
        let missing = directory.file("missing")
        #expect(throws: SystemError("opendir", missing, errno: ENOENT)) { try DirectoryNames.read(missing) }
    }
}
