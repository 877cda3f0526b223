import Testing

@testable import ComposeFile

@Suite(.timeLimit(.minutes(5)))
struct EnvironmentFileTests {
    private static let file = SourceFile(name: ".env", directory: "/app")

    private func parse(_ text: String) throws(ComposeError) -> [String: String] {
        try EnvironmentFile(parsing: Array(text.utf8), of: Self.file) { ["OUT": "outside"][$0] }.values
    }

    @Test(arguments: [
        ("A=1", ["A": "1"]), ("A=1\r\nB=2\r\n", ["A": "1", "B": "2"]), ("# c\n\n  A = 1  \n", ["A": "1"]),
        ("A=", ["A": ""]), ("export A=1", ["A": "1"]), ("A: yaml", ["A": "yaml"]), ("A=a#b", ["A": "a#b"]),
        ("A=a #b", ["A": "a"]), ("A=#b", ["A": ""]), ("A='x #y' # c", ["A": "x #y"]), ("A=\"x\"#c", ["A": "x"]),
        ("A='$OUT'", ["A": "$OUT"]), ("A=\"$OUT\"", ["A": "outside"]), ("A=${OUT}", ["A": "outside"]),
        ("A=1\nB=${A}2", ["A": "1", "B": "12"]), ("A=${NO:-d}", ["A": "d"]), ("A=\"\\$OUT\"", ["A": "$OUT"]),
        ("A=\"a\\nb\\t\\\"q\\\"\"", ["A": "a\nb\t\"q\""]), ("A='a\\nb'", ["A": "a\\nb"]), ("A='it\\'s'", ["A": "it's"]),
        ("A=\"two\nlines\"\nB=1", ["A": "two\nlines", "B": "1"]), ("OUT", ["OUT": "outside"]), ("NOT", [:]),
        ("A=1\nA=2", ["A": "2"]), ("A=a=b=c", ["A": "a=b=c"]), ("\u{FEFF}A=1", ["A": "1"]), ("A.B-C=1", ["A.B-C": "1"]),
    ])
    func `a file gives its variables`(text: String, expected: [String: String]) throws {
        #expect(try parse(text) == expected)
    }

    @Test(arguments: [
        ("A=1\nB C=2", ".env:2:1: \"B C\" is not a variable's name: expected NAME=value"),
        ("=1", ".env:1:1: \"\" is not a variable's name: expected NAME=value"),
        ("A=\"open\nB=1", ".env:1:1: the value of A has no closing quote"),
        ("A=\"x\" y", ".env:1:1: \"y\" after the closing quote of A"),
        ("\nA=${B:?must}", ".env:2:1: the required variable B is not set: must"),
        ("A=${B", ".env:1:1: \"${B\": a \"${\" without \"}\"; write $$ for a dollar sign"),
    ])
    func `a wrong line is told with its number`(text: String, expected: String) {
        let error = #expect(throws: ComposeError.self) { try parse(text) }
        #expect(error?.description == expected)
    }

    @Test func `all wrong lines are told together`() {
        let error = #expect(throws: ComposeError.self) { try parse("A B=1\nC=1\nD E=2") }
        #expect(error?.mistakes.count == 2)
    }

    @Test func `a file that is not UTF-8 is refused`() {
        #expect(throws: ComposeError.self) {
            try EnvironmentFile(parsing: [0x41, 0x3D, 0xFF], of: Self.file) { _ in nil }
        }
    }

    @Test func `raw files are taken as they are`() throws {
        let bytes = Array("A=$x \"q\" #c\n# c\nB='1'\r\n".utf8)
        let file = try EnvironmentFile(raw: bytes, of: Self.file)
        #expect(file.values == ["A": "$x \"q\" #c", "B": "'1'"])
    }
}
