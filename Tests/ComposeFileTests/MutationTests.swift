import Foundation
import Testing

@testable import ComposeFile

/// Real files with a few bytes that are not as they should be. Each is read, or refused with places and reasons; none ends
/// the process. The same files every time.
@Suite(.timeLimit(.minutes(5)))
struct MutationTests {
    /// What a file may have where nobody expects it.
    private static let pieces = [
        "${", "${A:-", "$$", "&a ", "*a", "<<: *a", "!!", "!reset ", "? ", ": ", "- ", "[", "]", "{", "}", "\"", "'",
        "|\n",
        ">-\n", "#", "\t", "\n", "\n\n  ", "~", "null", "true", "0x7fffffffffffffff", "-1", "1e999",
        "99999999999999999999",
        "\u{0}", "\u{FEFF}", "\u{85}", "é", "%", "@", "`", "..", "/", ":", "1-65535", "services", "depends_on",
    ].map { Array($0.utf8) }

    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        /// SplitMix64.
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    private static func mutate(_ bytes: inout [UInt8], _ generator: inout Generator) {
        guard !bytes.isEmpty else { return }
        let start = Int.random(in: 0..<bytes.count, using: &generator)
        let end = min(bytes.count, start + Int.random(in: 1...40, using: &generator))
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: bytes.removeSubrange(start..<end)
        case 1: bytes.insert(contentsOf: bytes[start..<end], at: Int.random(in: 0...bytes.count, using: &generator))
        case 2: bytes[start] = UInt8.random(in: .min ... .max, using: &generator)
        case 3: bytes.replaceSubrange(start..<end, with: pieces.randomElement(using: &generator) ?? [])
        default: bytes.insert(contentsOf: pieces.randomElement(using: &generator) ?? [], at: start)
        }
    }

    @Test(arguments: Fixture.all)
    func `a file with a few wrong bytes is read, or refused with reasons`(fixture: Fixture) throws {
        var (read, refused) = (0, 0)
        for seed in 0..<UInt64(Self.rounds) {
            var generator = Generator(state: seed)
            var request = try fixture.request
            request.inputs = try fixture.fileNames.map { name in
                var bytes = Array(try fixture.bytes(of: name))
                for _ in 0..<Int.random(in: 1...3, using: &generator) { Self.mutate(&bytes, &generator) }
                return .text(bytes, name: name)
            }
            let project: ComposeProject
            do throws(ComposeError) {
                project = try ComposeLoader.load(request)
            } catch {
                #expect(!error.mistakes.isEmpty && error.mistakes.allSatisfy { !$0.reason.isEmpty }, "\(seed)")
                refused += 1
                continue
            }
            // What was read means the same when it is written down.
            request.inputs = [.text(Array(project.resolvedYAML.utf8), name: "resolved.yml")]
            let again = Result { () throws(ComposeError) in try ComposeLoader.load(request).resolvedYAML }
            #expect(again == .success(project.resolvedYAML), "\(seed)")
            read += 1
        }
        #expect(read + refused == Self.rounds && refused > 0)
    }

    private static let rounds = 25
}

extension Fixture {
    fileprivate func bytes(of name: String) throws -> [UInt8] {
        Array(try String(contentsOfFile: "\(directory)/\(name)", encoding: .utf8).utf8)
    }
}
