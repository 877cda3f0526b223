import Foundation
import JSON
import Testing

@testable import ComposeFile

/// An application under Fixtures: its files, how it is loaded (`request.json`), and what must come out of it
/// (`resolved.yml`). Its directory is `/compose/<name>` to the loader, wherever the checkout is.
struct Fixture: Sendable, CustomTestStringConvertible {
    let name: String

    var testDescription: String { name }
    var directory: String { Self.root + "/" + name }

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures")
        .path

    static let all: [Fixture] =
        ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).sorted().map { Fixture(name: $0) }

    var expected: String {
        get throws { try String(contentsOfFile: directory + "/resolved.yml", encoding: .utf8) }
    }

    /// `{"files": […], "profiles": […], "environment": {…}}`, each if it is not the standard.
    var options: JSON {
        get throws {
            guard let data = FileManager.default.contents(atPath: directory + "/request.json") else { return [:] }
            return try JSON(parsing: data)
        }
    }

    var fileNames: [String] {
        get throws { try options["files"]?.array?.compactMap(\.string) ?? ["docker-compose.yml"] }
    }

    var environment: [String: String] {
        get throws { try options["environment"]?.object?.compactMapValues(\.string) ?? [:] }
    }

    /// All files as if they were below `/compose/<name>`.
    var request: ComposeRequest {
        get throws {
            let place = "/compose/\(name)"
            var files: [String: [UInt8]] = [:]
            for path in try FileManager.default.subpathsOfDirectory(atPath: directory) {
                guard let data = FileManager.default.contents(atPath: "\(directory)/\(path)") else { continue }
                files["\(place)/\(path)"] = Array(data)
            }
            var request = ComposeRequest(
                inputs: try fileNames.map { .file("\(place)/\($0)") }, directory: place,
                access: FileAccess(files: files))
            request.environment = try environment
            request.profiles = try options["profiles"]?.array?.compactMap(\.string) ?? []
            return request
        }
    }
}

/// Loads text as `/app/compose.yml`, with other files beside it.
func load(
    _ text: String, files: [String: String] = [:], environment: [String: String] = [:], profiles: [String] = []
) throws(ComposeError) -> ComposeProject {
    let contents = Dictionary(uniqueKeysWithValues: files.map { ("/app/\($0)", Array($1.utf8)) })
    var request = ComposeRequest(
        inputs: [.text(Array(text.utf8), name: "compose.yml")], directory: "/app", access: FileAccess(files: contents))
    request.environment = environment
    request.profiles = profiles
    return try ComposeLoader.load(request)
}

/// The mistakes of a text that cannot be loaded, a line each.
func mistakes(
    in text: String, files: [String: String] = [:], environment: [String: String] = [:]
) -> [String] {
    do throws(ComposeError) {
        _ = try load(text, files: files, environment: environment)
        return []
    } catch {
        return error.mistakes.map(\.description)
    }
}
