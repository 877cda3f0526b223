import JSON
import Testing

@testable import HTTPServer

@Suite(.timeLimit(.minutes(5)))
struct RepresentationTests {
    private func representation(
        _ body: JSON, tag: EntityTag = .strong, status: Int = 200, headers: [(String, String)] = []
    ) -> Representation {
        var answer = HTTPAnswer(status, body)
        answer.tag = tag
        return Representation(answer, of: HTTPCall("GET", "/", headers: headers))
    }

    private func header(_ name: String, _ representation: Representation) -> String? {
        representation.headers.first { $0.name == name }?.value
    }

    private let small: JSON = ["a": 1, "list": [1, 2]]
    private let large: JSON = ["text": .string(String(repeating: "all work and no play ", count: 200))]

    @Test func `a tag is another when the body is, and the same when it is not`() throws {
        let tag = try #require(header("ETag", representation(small)))
        #expect(tag.hasPrefix("\"") && tag.hasSuffix("\""))
        #expect(header("ETag", representation(small)) == tag)
        #expect(header("ETag", representation(["a": 2, "list": [1, 2]])) != tag)
        #expect(header("ETag", representation(small, tag: .none)) == nil)
        #expect(header("ETag", representation(small, status: 404)) == nil)
    }

    @Test func `a weak tag passes over what is another each time, at whatever depth`() throws {
        let rule = EntityTag.weak(without: ["at", "age"])
        func tag(_ at: Int64, _ age: Int64, _ value: JSON) -> String? {
            header("ETag", representation(["at": .int(at), "x": [["age": .int(age), "v": value]]], tag: rule))
        }
        let first = try #require(tag(1, 1, "v"))
        #expect(first.hasPrefix("W/\""))
        #expect(tag(2, 3, "v") == first)
        #expect(tag(1, 1, "w") != first)
        #expect(tag(1, 1, 1) != tag(1, 1, 1.5))
    }

    @Test func `a client that has it already is told 304 and the headers that go with it`() throws {
        for rule in [EntityTag.strong, .weak(without: ["a"])] {
            let tag = try #require(header("ETag", representation(large, tag: rule)))
            let opaque = tag.hasPrefix("W/") ? String(tag.dropFirst(2)) : tag
            for known in [tag, opaque, "W/" + opaque, "\"other\", \(tag)", "*", "\"x\",W/\(opaque) , \"y\""] {
                let answer = representation(large, tag: rule, headers: [("If-None-Match", known)])
                #expect(answer.status == 304, "\(known)")
                #expect(answer.body == nil)
                #expect(header("ETag", answer) == tag)
                #expect(header("Vary", answer) == "Accept-Encoding")
                #expect(header("Content-Type", answer) == nil)
            }
            for other in ["\"other\"", "", String(opaque.dropFirst().dropLast())] {
                #expect(representation(large, tag: rule, headers: [("If-None-Match", other)]).status == 200, "\(other)")
            }
        }
        let two = representation(
            small,
            headers: [("If-None-Match", "\"x\""), ("if-none-match", header("ETag", representation(small)) ?? "")])
        #expect(two.status == 304)
    }

    @Test func `a large body comes in gzip to who takes that`() throws {
        let plain = representation(large)
        let length = try #require(plain.body?.count)
        #expect(header("Content-Encoding", plain) == nil)
        #expect(header("Vary", plain) == "Accept-Encoding")
        for accept in ["gzip", "deflate, gzip;q=0.5", "*", "GZIP;q=1.0, identity;q=0.5", "x-gzip"] {
            let packed = representation(large, headers: [("Accept-Encoding", accept)])
            #expect(header("Content-Encoding", packed) == "gzip", "\(accept)")
            let body = try #require(packed.body)
            #expect(Array(body.prefix(3)) == [0x1F, 0x8B, 8])
            #expect(body.count < length / 4)
            // RFC 1952: the last four bytes are the length of what was packed.
            #expect(body.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) } == length)
            #expect(header("ETag", packed) == header("ETag", plain).map { "W/" + $0 })
        }
        for accept in ["identity", "gzip;q=0", "br", "", "*;q=0", "gzip;q=0.3, identity", "gzip;q=x"] {
            let body = representation(large, headers: [("Accept-Encoding", accept)])
            #expect(header("Content-Encoding", body) == nil, "\(accept)")
        }
    }

    @Test func `a small body, and one that would not shrink, is sent as it is`() {
        let headers = [("Accept-Encoding", "gzip")]
        #expect(header("Content-Encoding", representation(small, headers: headers)) == nil)
        #expect(header("Vary", representation(small, headers: headers)) == nil)
        let noise = (0..<2000).map { _ in UInt8.random(in: .min ... .max) }
        #expect(Gzip.compress(noise) == nil)
        #expect(Gzip.compress([]) == nil)
    }
}
