import JSON
import Testing

@Suite struct JSONTests {
    static let wellFormed: [(String, JSON)] = [
        ("null", nil), ("true", true), ("-0", 0), ("12", 12), ("1.5", 1.5), ("1e3", .double(1000)),
        ("\"a\\n\\u00e9\\ud83d\\ude00\"", "a\né😀"), ("[]", []), ("{}", [:]),
        (" [1, {\"a\": [null]} ] ", [1, ["a": [nil]]]), ("\"\\ud800\"", "\u{FFFD}"),
        ("9223372036854775807", .int(.max)), ("9223372036854775808", .double(9_223_372_036_854_775_808)),
    ]

    @Test(arguments: wellFormed)
    func `well-formed documents are read`(text: String, value: JSON) throws {
        #expect(try JSON(parsing: text) == value)
    }

    @Test(arguments: [
        "", " ", "nul", "01", "1.", "+1", ".5", "1e", "[1,]", "{\"a\":}", "{\"a\" 1}", "{a:1}", "[1 2]", "\"",
        "\"\\x\"",
        "\"\\u12\"", "\"\u{1}\"", "1 2", "1e999", "tru e", "[", "{", "-",
    ])
    func `malformed documents are refused`(text: String) {
        #expect(throws: JSONParseError.self) { try JSON(parsing: text) }
    }

    @Test func `bytes that are not UTF-8 are refused`() {
        #expect(throws: JSONParseError.notUTF8) { try JSON(parsing: [0x22, 0xFF, 0x22]) }
    }

    @Test func `nesting is limited to 64 levels`() throws {
        let allowed = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        _ = try JSON(parsing: allowed)
        #expect(throws: JSONParseError.nestedTooDeep(limit: 64)) { try JSON(parsing: "[" + allowed + "]") }
        #expect(throws: JSONParseError.nestedTooDeep(limit: 64)) {
            try JSON(parsing: String(repeating: "[{\"a\":", count: 100_000))
        }
    }

    @Test func `every prefix of a document is refused and none stops the process`() throws {
        let text = Array(#"{"a":[1,-2.5e3,"x\u00e9\n",true,null,{"b":{}}]}"#.utf8)
        for length in 0..<text.count {
            #expect(throws: JSONParseError.self) { try JSON(parsing: text[..<length]) }
        }
    }

    @Test func `the elements of an array are read one after the other, as those of a whole value are`() throws {
        let deepest = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        let texts = [
            "[]", #" [1, {"a": [null]}, "x"] "#, "[1,]", "[1 2]", "[1", "[1] 2", "", "nul", deepest, "[\(deepest)]",
        ]
        for text in texts {
            let whole = Result { () throws(JSONParseError) in try JSON(parsing: text) }
            let elements = Result { () throws(JSONParseError) in try JSON.elements(parsing: Array(text.utf8)) { $0 } }
            #expect(elements == whole.map(\.array), "\(text)")
        }
        #expect(try JSON.elements(parsing: #"{"a":1}"#.utf8) { $0 } == nil)
    }

    @Test func `a value is written with sorted keys and read back the same`() throws {
        let value: JSON = ["b": [1, 2.5, "q\"\\\u{1}\n"], "a": nil, "c": ["x": true]]
        #expect(value.text == #"{"a":null,"b":[1,2.5,"q\"\\\u0001\n"],"c":{"x":true}}"#)
        #expect(try JSON(parsing: value.text) == value)
        #expect(try JSON(parsing: value.prettyText) == value)
        #expect(JSON.double(.infinity).text == "null")
    }

    struct Sample: Codable, Equatable {
        enum Kind: String, Codable { case one, two }
        struct Inner: Codable, Equatable { var list: [Int]; var map: [String: Double] }
        var kind: Kind
        var inner: Inner
        var optional: String?
        var raw: JSON
        var byte: UInt8
    }

    @Test func `Codable values make the round trip`() throws {
        let sample = Sample(
            kind: .two, inner: .init(list: [1, 2], map: ["x": 0.5]), optional: nil, raw: ["k": [nil]], byte: 255)
        let json = try JSON(encoding: sample)
        #expect(json["optional"] == nil)
        #expect(try json.decode(Sample.self) == sample)
    }

    @Test func `a decoding error names the member at fault`() throws {
        let json: JSON = ["kind": "two", "inner": ["list": [1, "x"], "map": [:]], "raw": nil, "byte": 1]
        let error = #expect(throws: DecodingError.self) { try json.decode(Sample.self) }
        #expect(error?.explanation.hasPrefix("inner.list[1]: expected an integer") == true)
        let tooBig: JSON = ["kind": "two", "inner": ["list": [], "map": [:]], "raw": nil, "byte": 256]
        #expect(throws: DecodingError.self) { try tooBig.decode(Sample.self) }
    }
}
