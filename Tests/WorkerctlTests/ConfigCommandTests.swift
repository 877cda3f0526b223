import ArgumentParser
import Foundation
import JSON
import Synchronization
import TestSupport
import Testing

@testable import workerctl

@Suite(.timeLimit(.minutes(5)))
struct ConfigCommandTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func write(_ text: String, to name: String) throws {
        try text.write(toFile: "\(directory.path)/\(name)", atomically: false, encoding: .utf8)
    }

    private func run(
        _ arguments: String..., environment: [String: String] = [:]
    ) throws -> (status: workerctl.ExitStatus, results: String, complaints: String) {
        let printed = Mutex((results: "", complaints: ""))
        let output = Output(
            results: { text in
                printed.withLock { $0.results += text }
                return true
            },
            complaints: { text in printed.withLock { $0.complaints += text } })
        let command = try #require(try Workerctl.parseAsRoot(["config"] + arguments) as? ConfigCommand)
        let status = command.perform(in: directory.path, environment: environment, output: output)
        return printed.withLock { (status, $0.results, $0.complaints) }
    }

    @Test func `the resolved project is printed as YAML`() throws {
        try write("name: shop\nservices: {web: {image: \"nginx:${TAG:-1}\", ports: [\"80:80\"]}}\n", to: "compose.yaml")
        let run = try run(environment: ["TAG": "2"])
        #expect(run.status == .done)
        #expect(run.complaints == "")
        let expected = """
            name: shop
            services:
              web:
                image: nginx:2
                networks:
                  default: null
                ports:
                  - mode: ingress
                    protocol: tcp
                    published: "80"
                    target: 80
            networks:
              default:
                name: shop_default

            """
        #expect(run.results == expected)
    }

    @Test func `files are named alone or with --file, later ones are merged into earlier ones`() throws {
        try write("services: {web: {image: nginx, user: a}}\n", to: "base.yml")
        try write("services: {web: {image: nginx:2}}\n", to: "site.yml")
        let named = try run("base.yml", "site.yml", "--project-name", "shop")
        #expect(named.status == .done && named.results.contains("image: nginx:2") && named.results.contains("user: a"))
        #expect(try run("-f", "base.yml", "-f", "site.yml", "-p", "shop").results == named.results)
        #expect(throws: (any Error).self) { try run("base.yml", "-f", "site.yml") }
    }

    @Test func `the resolved project is printed as JSON`() throws {
        try write("services: {web: {image: nginx}}\n", to: "docker-compose.yml")
        let run = try run("--json", "--project-name", "other")
        let project = try JSON(parsing: run.results)
        #expect(project["name"] == "other")
        #expect(project["services"]?["web"]?["image"] == "nginx")
    }

    @Test func `every mistake is a line of its own, and nothing is printed`() throws {
        try write("services:\n  web:\n    image: nginx\n    imge: x\n    init: 7\n", to: "compose.yml")
        let run = try run()
        #expect(run.status == .failed)
        #expect(run.results == "")
        let file = directory.path + "/compose.yml"
        let expected = [
            "\(file):4:5: services.web.imge: is not known here; did you mean image?",
            "\(file):5:11: services.web.init: expected true or false, found \"7\"", "",
        ]
        #expect(run.complaints == expected.joined(separator: "\n"))
    }

    @Test func `files, environment files and profiles are taken from the command line`() throws {
        try write("services: {web: {image: \"nginx:${TAG}\"}, tool: {image: tool, profiles: [debug]}}", to: "a.yml")
        try write("services: {web: {command: go}}", to: "b.yml")
        try write("TAG=7", to: "site.env")
        let run = try run("-f", "a.yml", "-f", "b.yml", "--env-file", "site.env", "--profile", "debug", "--json")
        let services = try JSON(parsing: run.results)["services"]
        #expect(services?["web"]?["image"] == "nginx:7")
        #expect(services?["web"]?["command"] == ["go"])
        #expect(services?["tool"] != nil)
    }

    @Test func `an override file beside the standard file is merged`() throws {
        try write("services: {web: {image: nginx}}", to: "docker-compose.yml")
        try write("services: {web: {user: \"7\"}}", to: "docker-compose.override.yml")
        #expect(try JSON(parsing: try run("--json").results)["services"]?["web"]?["user"] == "7")
        #expect(
            try JSON(parsing: try run("--json", "-f", "docker-compose.yml").results)["services"]?["web"]?["user"] == nil
        )
    }

    @Test func `COMPOSE_FILE names the files`() throws {
        try write("services: {web: {image: nginx}}", to: "a.yml")
        try write("services: {web: {user: \"7\"}}", to: "b.yml")
        let run = try run("--json", environment: ["COMPOSE_FILE": "a.yml:b.yml"])
        #expect(try JSON(parsing: run.results)["services"]?["web"]?["user"] == "7")
    }

    @Test func `quiet prints nothing when all is right`() throws {
        try write("services: {web: {image: nginx, attach: true}}", to: "compose.yml")
        let run = try run("--quiet")
        #expect(run.status == .done)
        #expect(run.results == "")
        #expect(run.complaints.hasPrefix("warning: "))
        #expect(run.complaints.contains("services.web.attach: has no effect"))
    }

    @Test func `without a file it is said which are looked for`() throws {
        let run = try run()
        #expect(run.status == .failed)
        #expect(run.complaints.contains("none of compose.yaml, compose.yml, docker-compose.yml, docker-compose.yaml"))
        let absent = try self.run("-f", "no.yml")
        #expect(absent.complaints == "\"\(directory.path)/no.yml\": there is no such file\n")
    }
}
