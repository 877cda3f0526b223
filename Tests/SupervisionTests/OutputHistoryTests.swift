import EventLoop
import Glibc
import NodeProtocol
import Synchronization
import TestSupport
import Testing

@testable import Supervision

@Suite(.eventLoop, .timeLimit(.minutes(5)))
@LoopActor
struct OutputHistoryTests {
    private let directory: TemporaryDirectory
    private let runtime: RuntimeDirectory

    nonisolated init() throws {
        directory = try TemporaryDirectory()
        runtime = RuntimeDirectory(directory.path)
    }

    private var path: String { runtime.output(of: "probed") }

    private func history() -> OutputHistory {
        let history = OutputHistory()
        history.keep(at: path)
        return history
    }

    private func read() throws -> KeptOutput { try KeptOutput.read(of: "probed", in: runtime) }

    private func size() -> Int {
        var info = stat()
        return stat(path, &info) == 0 ? Int(info.st_size) : -1
    }

    @Test func `lines are read once each by who comes back with the last position`() throws {
        let history = history()
        #expect(try read().piece(after: nil, tail: nil).lines.isEmpty, "there is a file before there are lines")
        history.append(["one", "two\nin two\0"])
        let first = try read().piece(after: nil, tail: nil)
        #expect(first.lines == ["one", "two in two "] && !first.isCut)
        #expect(try read().piece(after: first.next, tail: nil).lines.isEmpty)
        history.append(["", "three"])
        #expect(try read().piece(after: first.next, tail: nil).lines == ["", "three"])
        #expect(try read().piece(after: nil, tail: 1).lines == ["three"])
        #expect(try read().piece(after: nil, tail: 0).lines.isEmpty)
        var info = stat()
        #expect(stat(path, &info) == 0 && info.st_mode == S_IFREG | 0o600)
    }

    @Test func `the newest 16 KiB at least are kept, in whole lines, and never more than 24`() throws {
        let history = history()
        var position: Int?
        for number in 0..<10_000 {
            history.append(["line \(number) " + String(repeating: "x", count: number % 50)])
            guard number % 97 == 0 else { continue }
            let kept = try read()
            let lines = kept.piece(after: nil, tail: nil).lines
            let numbers = lines.compactMap { Int($0.split(separator: " ")[1]) }
            #expect(lines.allSatisfy { $0.hasPrefix("line ") } && numbers.last == number)
            #expect(numbers == Array((numbers.first ?? 0)...number))
            #expect(number < 997 || kept.text.count > OutputHistory.kept - 100)
            #expect(size() <= OutputHistory.largestFile)
            let new = kept.piece(after: position, tail: nil)
            #expect(!new.isCut && (position == nil || new.lines.count == 97))
            position = new.next
        }
    }

    @Test func `who comes back too late, or from another file, gets what there is and is told`() throws {
        let history = history()
        history.append(["first"])
        let position = try read().end
        for number in 0..<5000 { history.append(["line \(number)"]) }
        let late = try read().piece(after: position, tail: nil)
        #expect(late.isCut && late.lines.last == "line 4999")
        for other in [late.next + 1, -5, .max, .min] {
            let piece = try read().piece(after: other, tail: nil)
            #expect(piece.isCut && piece.lines == late.lines && piece.next == late.next)
        }
    }

    @Test func `a long line is cut, and a flood at once leaves its end`() throws {
        let history = history()
        history.append([String(repeating: "é", count: 10_000)])
        #expect(try read().piece(after: nil, tail: nil).lines.map(\.utf8.count) == [4096])
        history.append((0..<20_000).map { "line \($0)" })
        #expect(try read().piece(after: nil, tail: 1).lines == ["line 19999"])
        #expect(size() <= OutputHistory.largestFile)
    }

    @Test func `a successor goes on where the one before has ended, also in the middle of a line`() throws {
        history().append(["one", "two"])
        let position = try read().end
        try appendForeign("hal")
        #expect(try read().piece(after: position, tail: nil) == .init(lines: [], next: position, isCut: false))
        let successor = history()
        successor.append(["three"])
        #expect(try read().piece(after: position, tail: nil).lines == ["three"])
        #expect(try read().piece(after: nil, tail: nil).lines == ["one", "two", "three"])
        let end = try read().end
        history().append(["four"])
        #expect(try read().piece(after: end, tail: nil) == .init(lines: ["four"], next: end + 5, isCut: false))
    }

    private func appendForeign(_ text: String) throws {
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
        defer { close(descriptor) }
        try #require(write(descriptor, text, text.utf8.count) == text.utf8.count)
    }

    /// What somebody does to the file while it is written.
    enum Mishap: CaseIterable {
        case removed, cut, cutInTheMiddle, replaced, movedAway, madeDirectory, addedTo
    }

    private func inflict(_ mishap: Mishap) throws {
        switch mishap {
        case .removed: unlink(path)
        case .cut: truncate(path, 0)
        case .cutInTheMiddle: truncate(path, off_t(size() - 2))
        case .replaced:
            try directory.write(Array("garbage".utf8), to: "other")
            rename(directory.file("other"), path)
        case .movedAway: rename(path, directory.file("away"))
        case .madeDirectory:
            unlink(path)
            mkdir(path, 0o700)
        case .addedTo: try appendForeign("half a li")
        }
    }

    @Test(arguments: Mishap.allCases)
    func `whatever becomes of the file, it is made anew and no line is told twice or torn`(mishap: Mishap) async throws
    {
        let history = history()
        history.append(["first", "second"])
        let position = try read().end
        try inflict(mishap)
        if mishap == .madeDirectory {
            #expect(throws: KeptOutput.Unreadable.self) { try read() }
            #expect(!history.mend())
            rmdir(path)
        }
        try await eventually("there is a file again") { history.mend() }
        history.append(["third"])
        let piece = try read().piece(after: position, tail: nil)
        #expect(piece.lines == ["third"] && !piece.isCut)
        // What was taken away is lost; what was only moved out of the way is not.
        switch mishap {
        case .cut: #expect(try read().piece(after: nil, tail: nil).lines == ["third"])
        case .cutInTheMiddle: #expect(try read().piece(after: nil, tail: nil).lines == ["first", "third"])
        default: #expect(try read().piece(after: nil, tail: nil).lines == ["first", "second", "third"])
        }
    }

    @Test(arguments: Mishap.allCases)
    func `also when nobody tells of it, it is noticed with a line a second later`(mishap: Mishap) async throws {
        let history = history()
        history.append(["first"])
        try inflict(mishap)
        if mishap == .madeDirectory { rmdir(path) }
        try await eventually("lines can be read again") {
            history.append(["next"])
            return (try? read())?.piece(after: nil, tail: 1).lines == ["next"]
        }
    }

    @Test func `lines that cannot be kept are counted in their place`() async throws {
        let history = history()
        history.append(["first"])
        unlink(path)
        mkdir(path, 0o700)
        for _ in 0..<10 { #expect(!history.mend()) }
        for _ in 0..<5 { history.append(["lost", "lost"]) }
        rmdir(path)
        try await eventually("there is a file again") { history.mend() }
        history.append(["last"])
        let lines = try read().piece(after: nil, tail: nil).lines
        #expect(lines == ["first", "(10 lines are missing here: they could not be kept)", "last"])
        #expect(access(path + ".new", F_OK) != 0)
    }

    @Test func `who reads while it is written sees whole lines alone, each once and in their order`() async throws {
        let history = history()
        let isOver = Atomic(false)
        async let seen: (lines: Int, failure: String?) = Self.follow(
            runtime, until: { isOver.load(ordering: .relaxed) })
        var number = 0
        for _ in 0..<3000 {
            history.append(
                (0..<20).map { _ in
                    defer { number += 1 }
                    return "\(number) " + String(repeating: "x", count: number * 7 % 200) + " \(number)"
                })
            await Task.yield()
        }
        isOver.store(true, ordering: .relaxed)
        let (lines, failure) = await seen
        #expect(failure == nil && lines > 1000, "\(lines) lines: \(failure ?? "")")
    }

    /// Reads on and on, on a thread of its own; what was wrong first.
    private nonisolated static func follow(
        _ runtime: RuntimeDirectory, until isOver: @escaping @Sendable () -> Bool
    ) async -> (lines: Int, failure: String?) {
        await withCheckedContinuation { continuation in
            WorkerThread(name: "reader").submit {
                var (count, position, last) = (0, Int?.none, -1)
                while true {
                    let isLast = isOver()
                    guard
                        let piece = (try? KeptOutput.read(of: "probed", in: runtime))?.piece(after: position, tail: nil)
                    else { return continuation.resume(returning: (count, "it could not be read")) }
                    for (index, line) in piece.lines.enumerated() {
                        let parts = line.split(separator: " ", omittingEmptySubsequences: false)
                        guard parts.count == 3, let number = Int(parts[0]), parts[2] == parts[0],
                            parts[1] == String(repeating: "x", count: number * 7 % 200),
                            number == last + 1 || piece.isCut && index == 0 && number > last
                        else { return continuation.resume(returning: (count, "\(line) after \(last)")) }
                        last = number
                        count += 1
                    }
                    position = piece.next
                    if isLast { return continuation.resume(returning: (count, nil)) }
                }
            }
        }
    }
}
