import Glibc
import NodeProtocol

/// What the file of ``InputMarks`` says, as text. Its first byte is `!` when a signal that tells of a crash has come from
/// another process, else `-`:
///
/// ```
/// -
/// pid 4711
/// mark service web 3 8f6b…
/// crashes 2 service web 3 8f6b…
/// end
/// ```
struct MarkRecord: Equatable {
    /// Who wrote it.
    private(set) var pid: Int32 = getpid()
    private(set) var isKilled = false
    var marked: [String] = []
    /// Oldest first; never more than ``longest``.
    private var crashes: [(key: String, count: Int)] = []

    private static let longest = 128

    init() {}

    static func == (left: MarkRecord, right: MarkRecord) -> Bool { left.bytes == right.bytes }

    func crashes(of key: String) -> Int { crashes.first { $0.key == key }?.count ?? 0 }

    mutating func forget(_ key: String) { crashes.removeAll { $0.key == key } }

    /// Counts the end of the process before against what it had marked; the inputs it was counted against. The record
    /// is this process's own from then on.
    mutating func count(_ previous: PreviousExit?, limit: Int) -> [String] {
        defer {
            pid = getpid()
            isKilled = false
            marked = []
        }
        guard let previous, previous.pid == pid, previous.isOwnDoing, !(previous.isCrash && isKilled) else { return [] }
        for key in marked {
            let count = min(crashes(of: key) + 1, limit)
            forget(key)
            crashes.append((key, count))
        }
        crashes = crashes.suffix(Self.longest)
        return marked
    }

    var bytes: [UInt8] {
        var text = "\(isKilled ? "!" : "-")\npid \(pid)\n"
        for key in marked { text += "mark \(key)\n" }
        for (key, count) in crashes { text += "crashes \(count) \(key)\n" }
        return Array((text + "end\n").utf8)
    }

    /// Nil for what is no whole record.
    init?(parsing bytes: some Collection<UInt8>) {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        guard let end = lines.firstIndex(of: "end"), end >= 2, ["-", "!"].contains(lines[0]),
            lines[1].hasPrefix("pid "), let pid = Int32(lines[1].dropFirst(4))
        else { return nil }
        self.pid = pid
        isKilled = lines[0] == "!"
        for line in lines[2..<end] {
            let words = line.split(separator: " ", maxSplits: 2)
            if line.hasPrefix("mark ") {
                marked.append(String(line.dropFirst(5)))
            } else if words.count == 3, words[0] == "crashes", let count = Int(words[1]), count > 0 {
                crashes.append((String(words[2]), count))
            }
        }
        crashes = crashes.suffix(Self.longest)
    }
}
