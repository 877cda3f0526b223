import Glibc
import NodeProtocol
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct KeptOutputTests {
    private let directory: TemporaryDirectory
    private let runtime: RuntimeDirectory

    init() throws {
        directory = try TemporaryDirectory()
        runtime = RuntimeDirectory(directory.path)
    }

    private func read() throws(KeptOutput.Unreadable) -> KeptOutput { try KeptOutput.read(of: "deployd", in: runtime) }

    @Test func `what was written is read again`() throws {
        let kept = KeptOutput(start: 17, text: Array("one\ntwo\n".utf8)[...])
        try directory.write(kept.bytes, to: "deployd.log", mode: 0o600)
        #expect(try read().piece(after: nil, tail: nil) == .init(lines: ["one", "two"], next: 25, isCut: false))
        #expect(try read().piece(after: 21, tail: nil).lines == ["two"])
    }

    @Test(arguments: [
        ("one\ntw", ["one"]), ("one\nt\0o\nthree\n", ["one"]), ("", []), ("o", []), ("\0", []),
        ("one\n\0\0\0\n", ["one"]),
        ("\n\n", ["", ""]),
    ])
    func `of what is still being written the whole lines are read`(text: String, lines: [String]) throws {
        try directory.write(Array("aerekos-worker output 1 5\n\(text)".utf8), to: "deployd.log", mode: 0o600)
        let piece = try read().piece(after: nil, tail: nil)
        #expect(piece.lines == lines && piece.next == 5 + lines.reduce(0) { $0 + $1.utf8.count + 1 })
    }

    @Test func `bytes that are no text are read as such`() throws {
        let bytes = Array("aerekos-worker output 1 5\n".utf8) + [0xFF, 0xC3, 0x0A, 0x80, 0x0A]
        try directory.write(bytes, to: "deployd.log", mode: 0o600)
        #expect(try read().piece(after: nil, tail: nil).lines == ["\u{FFFD}\u{FFFD}", "\u{FFFD}"])
    }

    @Test(arguments: [
        "", "\n", "\0", "garbage", "aerekos-worker output 1 5", "aerekos-worker output 2 5\n",
        "aerekos-worker output 1 -5\n", "aerekos-worker output 1 x\n", "aerekos-worker output 1 \n",
        "aerekos-worker output 1 9223372036854775807\n", "aerekos-worker output 1 92233720368547758070\n",
        "aerekos-worker output 1 " + String(repeating: "0", count: 100) + "\n",
    ])
    func `a file that is none of the supervisor's is told`(text: String) throws {
        let path = try directory.write(Array(text.utf8), to: "deployd.log", mode: 0o600)
        #expect(throws: KeptOutput.Unreadable.foreign(path: path, reason: "its first line is none of that kind")) {
            try read()
        }
    }

    @Test func `what is missing, too large, no file or somebody else's is told, and nothing is waited for`() throws {
        let path = runtime.output(of: "deployd")
        func reason() -> String {
            do throws(KeptOutput.Unreadable) {
                _ = try read()
                return "none"
            } catch {
                return "\(error)"
            }
        }
        #expect(reason() == "open \(path): No such file or directory")
        mkdir(path, 0o700)
        #expect(reason().hasSuffix("it is no file"))
        rmdir(path)
        mkfifo(path, 0o600)
        #expect(reason().hasSuffix("it is no file"))
        unlink(path)
        let other = KeptOutput(start: 0, text: []).bytes
        symlink(try directory.write(other, to: "other"), path)
        #expect(reason().hasPrefix("open "))
        unlink(path)
        try directory.write(other + [UInt8](repeating: 0x0A, count: KeptOutput.largestFile), to: "deployd.log")
        #expect(reason().hasSuffix("it is too large"))
        truncate(path, off_t(1) << 40)
        #expect(reason().hasSuffix("it is too large"))
        guard geteuid() == 0 else { return }
        chown(path, 12345, 0)
        #expect(reason().hasSuffix("it is the user 12345's"))
    }
}
