import JSON
import Testing

@testable import ComposeFile

@Suite(.timeLimit(.minutes(5)))
struct FixtureTests {
    @Test func `there are at least 25 applications`() {
        #expect(Fixture.all.count >= 25)
    }

    @Test(arguments: Fixture.all)
    func `an application has its resolved form`(_ fixture: Fixture) throws {
        let project = try ComposeLoader.load(try fixture.request)
        #expect(project.resolvedYAML == (try fixture.expected))
    }

    @Test(arguments: Fixture.all)
    func `a resolved form resolves to itself`(_ fixture: Fixture) throws {
        var request = try fixture.request
        let project = try ComposeLoader.load(request)
        request.inputs = [.text(Array(project.resolvedYAML.utf8), name: "resolved.yml")]
        let again = try ComposeLoader.load(request)
        #expect(again.resolvedYAML == project.resolvedYAML)
        #expect(again.warnings == [])
    }

    @Test(arguments: Fixture.all)
    func `the JSON and the YAML of a resolved form are equal`(_ fixture: Fixture) throws {
        let project = try ComposeLoader.load(try fixture.request)
        let file = SourceFile(name: "resolved.yml", directory: "/")
        let document = try #require(YAMLParser.documents(in: Array(project.resolvedYAML.utf8), of: file).first)
        #expect(JSON(document) == project.resolved)
    }
}

extension JSON {
    /// A YAML value as the JSON that it means.
    fileprivate init(_ node: YAMLNode) {
        switch node.content {
        case .sequence(let elements): self = .array(elements.map { JSON($0) })
        case .mapping(let mapping):
            self = .object(Dictionary(uniqueKeysWithValues: mapping.members.map { ($0.key, JSON($0.value)) }))
        case .scalar(let scalar):
            switch scalar.value {
            case .null: self = .null
            case .bool(let value): self = .bool(value)
            case .int(let value): self = .int(value)
            case .float(let value): self = .double(value)
            case .string: self = .string(scalar.text)
            }
        }
    }
}
