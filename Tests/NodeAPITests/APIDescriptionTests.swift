import Foundation
import HTTPServer
import JSON
import Logging
import TestSupport
import Testing

@testable import NodeAPI

/// docs/openapi.yaml, as it is served, beside the table of routes: what is there is described, and nothing else.
@Suite(.timeLimit(.minutes(5)))
struct APIDescriptionTests {
    private let document: JSON
    private let routes: [Route]

    init() throws {
        let text = APIDescription.json
        document = try JSON(parsing: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        routes = NodeRoutes(try FakeNode.description(), FakeNode(FakeNode.well), logger: logger).table.routes
    }

    private struct Operation {
        let name: String
        let json: JSON
        /// Of the path and of the operation.
        let parameters: [JSON]
    }

    private func resolved(_ json: JSON) -> JSON {
        guard let reference = json["$ref"]?.string else { return json }
        let found = reference.split(separator: "/").dropFirst().reduce(Optional(document)) { $0?[String($1)] }
        return found.map(resolved) ?? .null
    }

    /// `GET /services` and so on.
    private var operations: [String: Operation] {
        var operations: [String: Operation] = [:]
        for (path, item) in document["paths"]?.object ?? [:] {
            for method in ["get", "post", "put", "delete"] {
                guard let json = item[method] else { continue }
                let parameters = (item["parameters"]?.array ?? []) + (json["parameters"]?.array ?? [])
                let name = "\(method.uppercased()) \(path)"
                operations[name] = Operation(name: name, json: json, parameters: parameters.map(resolved))
            }
        }
        return operations
    }

    private func parameters(of operation: Operation, in place: String) -> [String: JSON] {
        let named = operation.parameters.filter { $0["in"]?.string == place }
        return Dictionary(named.map { ($0["name"]?.string ?? "", resolved($0["schema"] ?? .null)) }) { $1 }
    }

    @Test func `every route is described, and every description has its route`() {
        let there = Set(routes.map { "\($0.method.rawValue) \($0.pattern)" })
        #expect(there == Set(operations.keys), "\(there.symmetricDifference(operations.keys).sorted())")
        #expect(there.count == routes.count, "no route is there twice")
    }

    @Test func `what a route takes and gives is what is described`() throws {
        for route in routes {
            let operation = try #require(operations["\(route.method.rawValue) \(route.pattern)"])
            let query = parameters(of: operation, in: "query")
            #expect(Set(query.keys) == Set(route.query.map(\.name)), "\(operation.name)")
            for parameter in route.query {
                let schema = try #require(query[parameter.name])
                switch parameter.kind {
                case .integer(let range, let word):
                    let integer = word == nil ? schema : schema["anyOf"]?[0] ?? .null
                    #expect(integer["minimum"]?.int == range.lowerBound && integer["maximum"]?.int == range.upperBound)
                    #expect(schema["anyOf"]?[1]?["const"]?.string == word)
                case .flag: #expect(schema["enum"] == ["", "1", "true", "0", "false"])
                case .text: #expect(schema["type"] == "string" && schema["pattern"] != nil)
                case .oneOf(let words): #expect(schema["enum"] == .array(words.map(JSON.string)))
                }
            }
            let placeholders = route.pattern.split(separator: "/").filter { $0.hasPrefix("{") }
            let inPath = parameters(of: operation, in: "path").keys.map { "{\($0)}" }
            #expect(placeholders.map(String.init).sorted() == inPath.sorted(), "\(operation.name)")
            let types = operation.json["responses"]?["200"].map { resolved($0)["content"]?.object ?? [:] }
            if route.method == .get {
                let given = Set(types?.keys.map { $0 } ?? [])
                // Of a list of lines there are several names for one thing.
                #expect(given.isSubset(of: route.produces) && given.contains(route.produces[0]), "\(operation.name)")
                #expect((operation.json["responses"]?["304"] != nil) == (route.tag != .none), "\(operation.name)")
            }
            let needsToken = operation.json["security"] == [["token": []]]
            #expect(needsToken == (route.access == .confidential || route.access == .admin), "\(operation.name)")
            for status in ["421", "429"] {
                #expect((operation.json["responses"]?[status] != nil) == (route.access != .open), "\(operation.name)")
            }
            for status in ["400", "406", "500"] {
                #expect(operation.json["responses"]?[status] != nil, "\(operation.name) \(status)")
            }
            for status in ["413", "415"] {
                #expect((operation.json["responses"]?[status] != nil) == (route.method == .post), "\(operation.name)")
            }
        }
    }

    @Test func `every operation has a name of its own, a summary, and examples of what a path needs`() {
        let names = operations.values.compactMap { $0.json["operationId"]?.string }
        #expect(names.count == operations.count && Set(names).count == names.count)
        for operation in operations.values {
            #expect(operation.json["summary"]?.string != nil)
            #expect(operation.parameters.filter { $0["in"] == "path" }.allSatisfy { $0["example"] != nil })
            for (status, response) in operation.json["responses"]?.object ?? [:] {
                let response = resolved(response)
                #expect(response["description"]?.string != nil && response["headers"]?["X-Request-ID"] != nil)
                guard let status = Int(status), status >= 400 else { continue }
                #expect(response["content"]?["application/json"]?["schema"] != nil, "\(operation.name) \(status)")
            }
        }
    }

    @Test func `every answer that has content has an example of it, and one of an error has the status that it is of`()
    {
        for operation in operations.values {
            for (status, response) in operation.json["responses"]?.object ?? [:] {
                for (type, content) in resolved(response)["content"]?.object ?? [:] {
                    let example = content["example"]
                    #expect(example != nil, "\(operation.name) \(status) \(type)")
                    if type != "application/json" { #expect(example?.string?.isEmpty == false) }
                    guard let status = Int(status), status >= 400 else { continue }
                    #expect(example?["error"]?["status"]?.int == status, "\(operation.name) \(status)")
                }
            }
        }
    }

    @Test func `what is an example fits the pattern that it is an example of`() throws {
        func check(_ schema: JSON, _ examples: [JSON], _ name: String) throws {
            guard let pattern = schema["pattern"]?.string else { return }
            let regex = try NSRegularExpression(pattern: pattern)
            for example in examples {
                let text = try #require(example.string, "\(name)")
                let range = NSRange(text.startIndex..., in: text)
                #expect(regex.firstMatch(in: text, range: range) != nil, "\(name): \(text)")
            }
        }
        for (name, schema) in document["components"]?["schemas"]?.object ?? [:] {
            try check(schema, schema["examples"]?.array ?? [], name)
        }
        for parameter in operations.values.flatMap(\.parameters) {
            let example = parameter["example"].map { [$0] } ?? []
            try check(resolved(parameter["schema"] ?? .null), example, parameter["name"]?.string ?? "")
        }
    }

    @Test func `it is served as it is, and is small enough`() async throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let table = NodeRoutes(try FakeNode.description(isLoopback: false), FakeNode(FakeNode.well), logger: logger)
            .table
        let answer = await table.answer(HTTPCall("GET", "/openapi.json"))
        guard case .bytes(let bytes, let type) = answer.content else {
            Issue.record("it is no text")
            return
        }
        #expect(type.hasPrefix("application/json") && bytes.count < 100_000)
        #expect(try JSON(parsing: bytes) == document)
    }

    @Test(.testPeers) func `it is in step with docs/openapi.yaml`() async throws {
        let run = try await CommandRun.of([TestPeers.root + "/script/describe-api", "--check"])
        #expect(run.status == 0, Comment(rawValue: run.output))
    }
}
