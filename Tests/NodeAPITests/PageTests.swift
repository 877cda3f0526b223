import Foundation
import HTTPServer
import JSON
import Logging
import Testing

@testable import NodeAPI

struct PageTests {
    private func page(_ headers: [(String, String)] = []) async throws -> HTTPAnswer {
        let routes = RouteTable(PageRoutes.routes, isStrict: true, logger: Logger(label: "test")) { _, _ in }
        return await routes.answer(HTTPCall("GET", "/", headers: headers))
    }

    private func text(of answer: HTTPAnswer) throws -> String {
        guard case .bytes(let bytes, let type) = answer.content else {
            throw HTTPFault(500, "the page is no text")
        }
        #expect(type == "text/html; charset=utf-8")
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `the page is one document of at most 100 kB that asks nobody else for anything`() async throws {
        let text = try text(of: await page([("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")]))
        #expect(text.hasPrefix("<!doctype html>") && text.hasSuffix("</html>\n"))
        #expect(text.utf8.count < 100_000)
        for outside in ["https://", "//cdn", "@import", "url(", "src="] {
            #expect(!text.contains(outside), "\(outside)")
        }
        // The names of SVG's elements are no address that anything is fetched from.
        let addresses = text.components(separatedBy: "http://").dropFirst()
        #expect(addresses.allSatisfy { $0.hasPrefix("www.w3.org/2000/svg") })
    }

    @Test func `the page never reads markup out of what the node says`() async throws {
        let text = try text(of: await page())
        for sink in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"] {
            #expect(!text.contains(sink), "\(sink)")
        }
    }

    @Test func `a browser may use the page's own style and script, and nothing else`() async throws {
        let answer = try await page()
        let text = try text(of: answer)
        func hash(between start: String, and end: String) throws -> String {
            let inside = try #require(
                text.components(separatedBy: start).dropFirst().first?.components(separatedBy: end).first)
            return "'sha256-\(PageDocument.base64(SHA256.hash(inside.utf8)))'"
        }
        let policy = try #require(answer.header("Content-Security-Policy"))
        let directives = policy.components(separatedBy: "; ")
        #expect(directives.contains("default-src 'none'"))
        #expect(try directives.contains("style-src \(hash(between: "<style>", and: "</style>"))"))
        #expect(try directives.contains("script-src \(hash(between: "<script type=\"module\">", and: "</script>"))"))
        #expect(directives.contains("connect-src 'self'") && directives.contains("frame-ancestors 'none'"))
        #expect(!policy.contains("unsafe"))
        #expect(answer.header("Referrer-Policy") == "no-referrer")
    }

    @Test(arguments: [
        ("", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="), ("abc", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "JI1qYdIGOLjlwCaTDD5gOaM85Flk/yFn9uzt1BnbBsE="
        ),
        (String(repeating: "a", count: 119), "MeulHDE6XAgiat8Y1KNZz9/Y0ugWsT9K+VL36mWE3Ps="),
    ])
    func `a hash is that of FIPS 180-4`(message: String, hash: String) {
        #expect(PageDocument.base64(SHA256.hash(message.utf8)) == hash)
    }
}
