import JSON
import Testing

@testable import ComposeFile

@Suite(.timeLimit(.minutes(5)))
struct NamingTests {
    private let project: ComposeProject

    init() throws {
        project = try load(
            """
            name: shop
            services:
              web:
                image: nginx
                labels: {own: "1"}
                networks: {front: {aliases: [www, web]}, default: }
                depends_on: {db: {condition: service_healthy, restart: true}, cache: {condition: service_started}}
                volumes: ["data:/data", "old:/old"]
              db: {image: postgres, container_name: the-db, depends_on: [cache]}
              cache: {image: redis}
            networks: {front: {labels: {own: "2"}}}
            volumes: {data: , old: {external: true, name: archive}}
            """)
    }

    @Test(arguments: [
        ("shop", "shop"), ("My App", "myapp"), ("Über-Shop_2", "ber-shop_2"), ("--x", "x"), ("_", ""), ("", ""),
        ("a.b/c", "abc"), ("7up", "7up"), ("ÄÖ", ""),
    ])
    func `a project's name is normalised as docker compose does`(text: String, expected: String) {
        #expect(ProjectNaming.normalized(text) == expected)
    }

    @Test func `resources have the names that docker compose gives`() throws {
        #expect(ProjectNaming.container(try #require(project.services["web"]), project: "shop") == "shop-web-1")
        #expect(ProjectNaming.container(try #require(project.services["db"]), project: "shop") == "the-db")
        #expect(project.networks.mapValues(\.name) == ["default": "shop_default", "front": "shop_front"])
        #expect(project.volumes.mapValues(\.name) == ["data": "shop_data", "old": "archive"])
        let aliases = ProjectNaming.aliases(try #require(project.services["web"]), network: "front", project: "shop")
        #expect(aliases == ["shop-web-1", "web", "www"])
    }

    @Test func `resources have the labels by which docker compose knows them`() throws {
        let web = try #require(project.services["web"])
        let labels = ProjectNaming.labels(
            ofContainer: web, in: project, configHash: "abc", imageDigest: "sha256:1")
        let expected = [
            "own": "1", "com.docker.compose.project": "shop", "com.docker.compose.service": "web",
            "com.docker.compose.config-hash": "abc", "com.docker.compose.container-number": "1",
            "com.docker.compose.oneoff": "False", "com.docker.compose.image": "sha256:1",
            "com.docker.compose.version": ProjectNaming.composeVersion,
            "com.docker.compose.depends_on": "cache:service_started:false,db:service_healthy:true",
            "com.docker.compose.project.working_dir": "/app",
            "com.docker.compose.project.config_files": "compose.yml",
        ]
        #expect(labels == expected)
        let network = ProjectNaming.labels(ofNetwork: "front", in: project)
        #expect(network["own"] == "2")
        #expect(network["com.docker.compose.network"] == "front")
        #expect(ProjectNaming.labels(ofVolume: "data", in: project)["com.docker.compose.volume"] == "data")
        #expect(ProjectNaming.labels(ofVolume: "data", in: project)["com.docker.compose.project"] == "shop")
    }

    @Test func `services start after what they depend on, side by side where they can`() throws {
        #expect(project.startStages == [["cache"], ["db"], ["web"]])
        let wide = try load(
            "services: {d: {image: x, depends_on: [b, c]}, c: {image: x}, b: {image: x, links: [a]}, a: {image: x}}")
        #expect(wide.startStages == [["a", "c"], ["b"], ["d"]])
    }

    @Test(arguments: [
        ("image: nginx", "image: nginx:latest", false), ("image: x", "image: x, depends_on: [z]", true),
        ("image: x", "image: x, pull_policy: always", true), ("image: x", "image: x, profiles: []", true),
        ("image: x, environment: [A=1]", "image: x, environment: {A: 1}", true),
        ("image: x, environment: [A=1]", "image: x, environment: {A: 2}", false),
        ("image: x, command: a b", "image: x, command: [a, b]", true),
        ("image: x, ports: [80]", "image: x, ports: [{target: 80}]", true),
        ("image: x, mem_limit: 64m", "image: x, deploy: {resources: {limits: {memory: 67108864}}}", true),
        ("image: x, stop_grace_period: 90s", "image: x, stop_grace_period: 1m30s", true),
        ("image: x, stop_grace_period: 90s", "image: x, stop_grace_period: 91s", false),
    ])
    func `the input of the hash changes with the container and with nothing else`(
        first: String, second: String, isEqual: Bool
    ) throws {
        func input(_ fields: String) throws(ComposeError) -> JSON? {
            let project = try load("services: {a: {\(fields)}, z: {image: z}}")
            return project.services["a"].map { project.hashInput(of: $0) }
        }
        #expect((try input(first) == (try input(second))) == isEqual)
    }

    @Test func `a changed secret, config or volume name changes the input of the hash`() throws {
        let text = """
            services: {a: {image: x, secrets: [s], configs: [c], volumes: ["v:/v"]}}
            secrets: {s: {file: s.txt}}
            configs: {c: {environment: CONFIG}}
            volumes: {v: {name: "${VOLUME}"}}
            """
        func input(_ secret: String, _ config: String, _ volume: String) throws(ComposeError) -> JSON? {
            let project = try load(
                text, files: ["s.txt": secret], environment: ["CONFIG": config, "VOLUME": volume])
            return project.services["a"].map { project.hashInput(of: $0) }
        }
        let first = try input("1", "1", "v1")
        #expect(try input("1", "1", "v1") == first)
        #expect(try input("2", "1", "v1") != first)
        #expect(try input("1", "2", "v1") != first)
        #expect(try input("1", "1", "v2") != first)
    }
}
