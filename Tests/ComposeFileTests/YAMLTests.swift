import Testing

@testable import ComposeFile

@Suite(.timeLimit(.minutes(5)))
struct YAMLTests {
    private static let file = SourceFile(name: "f.yml", directory: "/")

    private func parse(_ text: String) throws(ComposeMistake) -> YAMLNode {
        try YAMLParser.documents(in: Array(text.utf8), of: Self.file)[0]
    }

    private func failure(_ text: String) -> String? {
        do throws(ComposeMistake) {
            _ = try parse(text)
            return nil
        } catch {
            return error.description
        }
    }

    @Test(arguments: [
        ("yes", "yes"), ("true", "true"), ("True", "true"), ("FALSE", "false"), ("~", ""), ("null", ""), ("12", "12"),
        ("-12", "-12"), ("+12", "12"), ("012", "10"), ("0o17", "15"), ("0x1F", "31"), ("0b101", "5"), ("1_000", "1000"),
        ("089", "89"), ("1.0", "1"), ("1.50", "1.5"), ("1e3", "1000"), ("1e21", "1e+21"), ("1.25e-7", "1.25e-07"),
        ("0.0001", "0.0001"), (".5", "0.5"), ("-.5", "-0.5"), (".inf", "+Inf"), ("-.inf", "-Inf"), (".nan", "NaN"),
        ("12345678901234567890", "12345678901234567890"), ("22:30", "22:30"), ("2024-01-31", "2024-01-31"),
        ("1.2.3", "1.2.3"), ("0x", "0x"), ("1e", "1e"), ("+", "+"), (".", "."), ("1__", "1"),
        ("'12'", "12"), ("\"012\"", "012"), ("!!str 012", "012"), ("! 012", "012"), ("'it''s'", "it's"),
        ("\"\\u2603\\x41\"", "☃A"), ("|\n  a\n  b\n", "a\nb\n"), (">-\n  a\n  b\n", "a b"), ("|+\n  a\n\n", "a\n\n"),
    ])
    func `a scalar has the text that docker compose gives it`(yaml: String, expected: String) throws {
        let node = try parse("a: \(yaml)")
        #expect(node["a"]?.scalar?.canonicalText == expected)
    }

    @Test func `every value knows its line and column`() throws {
        let node = try parse("a:\n  b: [1, xyz]\n  # comment\n  c: {d: e}\n")
        #expect(node["a"]?["b"]?.sequence?[1].position.description == "f.yml:2:10")
        #expect(node["a"]?["c"]?["d"]?.position.description == "f.yml:4:10")
        #expect(node["a"]?.mapping?.member("c")?.keyPosition.description == "f.yml:4:3")
    }

    @Test func `merge keys give what the mapping itself does not have`() throws {
        let text = "x: &x {a: 1, b: 1}\ny: &y {b: 2, c: 2}\nz: {c: 3, <<: [*x, *y], d: 4}\n"
        let merged = try #require(try parse(text)["z"]?.mapping)
        #expect(merged.members.map { "\($0.key)\($0.value.scalar?.text ?? "")" } == ["c3", "d4", "a1", "b1"])
    }

    @Test func `a quoted << is a key like any other`() throws {
        #expect(try parse("\"<<\": 1")["<<"]?.scalar?.text == "1")
    }

    @Test(arguments: [
        ("a: 1\na: 2", "f.yml:2:1: \"a\" stands twice in one mapping, first in line 1"),
        ("a: *b", "f.yml:1:4: there is no anchor &b before this alias"),
        ("a: &a [*a]", "f.yml:1:8: *a stands inside the value that it names"),
        ("a: !foo 1", "f.yml:1:4: the tag !foo is not known: compose files have !reset and !override"),
        (
            "a: !!binary aGk=",
            "f.yml:1:4: the tag tag:yaml.org,2002:binary is not known: compose files have !reset and !override"
        ),
        ("<<: 1", "f.yml:1:5: <<: can only merge mappings, not a number"),
        ("? [a]\n: b", "f.yml:1:3: a list cannot be the key of a mapping"),
        ("~: 1", "f.yml:1:1: nothing cannot be the key of a mapping"),
        (
            "a: [1, 2",
            "f.yml:2:1: not YAML: did not find expected ',' or ']' while parsing a flow sequence that begins in line 1"
        ),
        (
            "a:\n\tb: 1",
            "f.yml:2:1: not YAML: found character that cannot start any token while scanning for the next token (tabs cannot indent; quote text that begins so)"
        ),
        ("a: b: c", "f.yml:1:5: not YAML: mapping values are not allowed in this context"),
        (
            "a: \"x",
            "f.yml:1:6: not YAML: found unexpected end of stream while scanning a quoted scalar"
        ),
        ("a: \u{1}", "f.yml:1:1: not YAML: control characters are not allowed (U+1)"),
    ])
    func `what is not right is told with its place`(yaml: String, expected: String) {
        let found = failure(yaml)
        #expect(found == expected)
    }

    @Test func `a billion laughs are refused at once`() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        #expect(failure(text)?.contains("more than 100000 values, counting those that aliases stand for") == true)
    }

    @Test func `a billion merged laughs are refused too`() {
        var text = "a0: &a0 {k: [x, x, x, x, x, x, x, x, x, x]}\n"
        for level in 1...20 {
            text += "a\(level): &a\(level) {l: *a\(level - 1), m: *a\(level - 1), <<: *a\(level - 1)}\n"
        }
        #expect(failure(text)?.contains("more than 100000 values") == true)
    }

    @Test func `depth is limited`() {
        let flow = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
        #expect(failure(flow) == "f.yml:1:34: nested deeper than 32 levels")
        let block = (0..<100).map { String(repeating: " ", count: $0) + "a:" }.joined(separator: "\n")
        #expect(failure(block)?.contains("nested deeper than 32 levels") == true)
        let hostile = String(repeating: "[", count: 1 << 20)
        #expect(failure(hostile)?.contains("nested deeper") == true)
    }

    @Test func `a file of 10 MB is refused unread`() {
        let bytes = [UInt8](repeating: UInt8(ascii: "["), count: 10_000_000)
        let error = #expect(throws: ComposeMistake.self) { try YAMLParser.documents(in: bytes, of: Self.file) }
        #expect(error?.reason == "the file has 10000000 bytes, more than the 1048576 that a compose file may have")
    }

    @Test func `what is not UTF-8 is refused with its line`() {
        for bytes in [Array("a: 1\nb: ".utf8) + [0xE4], Array("a: 1\n".utf8) + [0xFE, 0xFF, 0x00]] {
            let error = #expect(throws: ComposeMistake.self) { try YAMLParser.documents(in: bytes, of: Self.file) }
            #expect(error?.description == "f.yml:2:1: the file is not UTF-8: save it as UTF-8")
        }
    }

    @Test func `an empty file has no documents, several are several`() throws {
        #expect(try YAMLParser.documents(in: [], of: Self.file).isEmpty)
        #expect(try YAMLParser.documents(in: Array("a: 1\n---\nb: 2\n".utf8), of: Self.file).count == 2)
    }
}
