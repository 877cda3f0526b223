import Testing

@testable import ComposeFile

@Suite(.timeLimit(.minutes(5)))
struct InterpolationTests {
    private static let values = ["SET": "value", "EMPTY": "", "DOLLAR": "a$b", "_x1": "under", "Mixed": "case"]

    private func expand(_ text: String) throws(Interpolation.Failure) -> String {
        try Interpolation(lookUp: { Self.values[$0] }).expand(text)
    }

    @Test(arguments: [
        ("plain", "plain"), ("", ""), ("$SET", "value"), ("${SET}", "value"), ("a${SET}b$SET.c", "avaluebvalue.c"),
        ("$UNSET", ""), ("${UNSET}", ""), ("$_x1", "under"), ("${Mixed}", "case"), ("$SETTER", ""),
        ("${SET:-d}", "value"), ("${EMPTY:-d}", "d"), ("${UNSET:-d}", "d"), ("${UNSET:-}", ""),
        ("${SET-d}", "value"), ("${EMPTY-d}", ""), ("${UNSET-d}", "d"),
        ("${SET:+r}", "r"), ("${EMPTY:+r}", ""), ("${UNSET:+r}", ""),
        ("${SET+r}", "r"), ("${EMPTY+r}", "r"), ("${UNSET+r}", ""),
        ("${SET:?e}", "value"), ("${SET?e}", "value"), ("${EMPTY?e}", ""),
        ("${UNSET:-${SET}}", "value"), ("${UNSET:-${UNSET:-${EMPTY:-deep}}}", "deep"), ("${SET:+${SET}!}", "value!"),
        ("${UNSET:-a-b?c+d:e}", "a-b?c+d:e"), ("${UNSET:-{\"a\":{}}}", "{\"a\":{}}"), ("${SET:-{}}x", "valuex"),
        ("$$", "$"), ("$$SET", "$SET"), ("$$$SET", "$value"), ("$${SET}", "${SET}"), ("${UNSET:-$$x}", "$x"),
        ("100%$", "100%$"), ("$ 5", "$ 5"), ("$1 $2", "$1 $2"), ("$(id)", "$(id)"), ("${DOLLAR}", "a$b"),
        ("${UNSET-Grüße ☃}", "Grüße ☃"),
    ])
    func `variables are replaced`(text: String, expected: String) throws {
        #expect(try expand(text) == expected)
    }

    @Test(arguments: [
        ("${UNSET:?set it}", "the required variable UNSET is not set: set it"),
        ("${UNSET?}", "the required variable UNSET is not set"),
        ("${EMPTY:?fill ${SET}}", "the required variable EMPTY is empty: fill value"),
        ("${UNSET:-${ALSO:?inner}}", "the required variable ALSO is not set: inner"),
        ("${SET", "\"${SET\": a \"${\" without \"}\"; write $$ for a dollar sign"),
        ("${}", "\"${}\": \"${\" names no variable; write $$ for a dollar sign"),
        ("${1A}", "\"${1A}\": \"${\" names no variable; write $$ for a dollar sign"),
        ("${SET!x}", "\"${SET!x}\": after ${SET must come one of } - ? + :- :? :+"),
        ("${SET:x}", "\"${SET:x}\": after ${SET must come one of } - ? + :- :? :+"),
    ])
    func `a wrong or missing variable is explained`(text: String, expected: String) {
        #expect(throws: Interpolation.Failure(reason: expected)) { try expand(text) }
    }

    @Test func `a default of a variable that is set is not looked at`() throws {
        #expect(try expand("${SET:-${UNSET:?never}}") == "value")
    }

    @Test func `nesting and growth are limited`() {
        let deep = String(repeating: "${U:-", count: 40) + String(repeating: "}", count: 40)
        #expect(throws: Interpolation.Failure(reason: "variables nested deeper than 16")) { try expand(deep) }
        let long = Interpolation(lookUp: { _ in String(repeating: "x", count: 4096) })
        #expect(throws: Interpolation.Failure(reason: "more than 1 MiB after substitution")) {
            try long.expand(String(repeating: "$A", count: 1000))
        }
    }

    @Test func `a value is never replaced again`() throws {
        #expect(try Interpolation(lookUp: { $0 == "A" ? "${B:?no}" : nil }).expand("$A") == "${B:?no}")
    }
}
