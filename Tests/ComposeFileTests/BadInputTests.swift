import Testing

@testable import ComposeFile

/// Wrong files, each with every mistake that must be told: `file:line:column: field: reason`.
@Suite(.timeLimit(.minutes(5)))
struct BadInputTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let text: String
        var files: [String: String] = [:]
        let expected: [String]

        init(_ name: String, _ text: String, files: [String: String] = [:], _ expected: String...) {
            self.name = name
            self.text = text
            self.files = files
            self.expected = expected
        }

        /// Fields of one service, which begin in line 4 in column 5.
        init(service name: String, _ fields: String, files: [String: String] = [:], _ expected: String...) {
            let lines = fields.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }
            self.name = name
            self.text = "services:\n  web:\n    image: nginx\n" + lines.joined(separator: "\n") + "\n"
            self.files = files
            self.expected = expected.map { "compose.yml:\($0)" }
        }

        var testDescription: String { name }
    }

    @Test(arguments: document + services + values + references + files + notCarriedOut)
    func `a wrong file is refused with place and reason`(_ row: Row) {
        #expect(mistakes(in: row.text, files: row.files) == row.expected)
    }

    @Test func `the table is long enough`() {
        let rows = Self.document + Self.services + Self.values + Self.references + Self.files
        #expect(rows.count >= 60)
    }

    // MARK: The document

    static let document: [Row] = [
        Row("empty", "", "there is nothing in it: a compose file has services"),
        Row("only a comment", "# nothing\n", "there is nothing in it: a compose file has services"),
        Row("an empty mapping", "{}\n", "compose.yml:1:1: there is nothing in it: a compose file has services"),
        Row("text", "hello", "compose.yml:1:1: expected the mapping of a compose file, found text"),
        Row("a list", "- a\n", "compose.yml:1:1: expected the mapping of a compose file, found a list"),
        Row("no services", "version: '3'\n", "compose.yml:1:1: services is missing: a compose file has services"),
        Row("empty services", "services: {}\n", "compose.yml:1:1: services: is empty: a compose file has services"),
        Row("services as a list", "services: [web]\n", "compose.yml:1:1: services: expected a mapping, found a list"),
        Row(
            "unknown at the top", "servces: {}\nservices: {a: {image: a}}\n",
            "compose.yml:1:1: servces: is not known here; did you mean services?"),
        Row(
            "a service at the top, as in version 1", "web:\n  image: nginx\n",
            "compose.yml:1:1: web: is not known here; there are configs, name, networks, secrets, services, version, volumes",
            "compose.yml:1:1: services is missing: a compose file has services"
        ),
        Row(
            "a file to include that is not there", "include: [other.yml]\nservices: {a: {image: a}}\n",
            "compose.yml:1:11: include[0]: \"/app/other.yml\": there is no such file"),
        Row(
            "files that include each other", "include: [b.yml]\nservices: {a: {image: a}}\n",
            files: ["b.yml": "include: [c.yml]\n", "c.yml": "include: [b.yml]\n"],
            "/app/c.yml:1:11: include[0]: files include each other in a circle: /app/b.yml → /app/c.yml → /app/b.yml"),
        Row(
            "a service that is included too", "include: [b.yml]\nservices: {a: {image: a}}\n",
            files: ["b.yml": "services: {a: {image: b}}\n"],
            "compose.yml:2:12: services.a: is included from /app/b.yml:1:12 too: change it in a file of its own that path lists after that one"
        ),
        Row(
            "a mistake in an included file", "include: [b.yml]\nservices: {a: {image: a}}\n",
            files: ["b.yml": "services:\n  b: {image: b, imge: c}\n"],
            "/app/b.yml:2:17: services.b.imge: is not known here; did you mean image?"),
        Row(
            "an include from elsewhere", "include: ['oci://registry/x']\nservices: {a: {image: a}}\n",
            "compose.yml:1:11: include[0]: \"oci://registry/x\" is not on this host: only files are included"),
        Row(
            "an include of the wrong form", "include: {b.yml: ~}\nservices: {a: {image: a}}\n",
            "compose.yml:1:10: include: expected a list of files, found a mapping"),
        Row(
            "an include with a member that is not known", "include: [{path: b.yml, envfile: c}]\n",
            files: ["b.yml": "services: {b: {image: b}}\n"],
            "compose.yml:1:25: include[0].envfile: is not known: there are path, project_directory and env_file"),
        Row(
            "an include whose env file is not there", "include: [{path: b.yml, env_file: x.env}]\n",
            files: ["b.yml": "services: {b: {image: b}}\n"],
            "compose.yml:1:35: include[0].env_file: \"/app/x.env\": there is no such file"),
        Row(
            "a name without letters", "name: '---'\nservices: {a: {image: a}}\n",
            "compose.yml:1:7: name: \"---\" has no letter or digit"),
        Row(
            "tab", "services:\n\tweb:\n",
            "compose.yml:2:1: not YAML: found character that cannot start any token while scanning for the next token (tabs cannot indent; quote text that begins so)"
        ),
        Row(
            "a key twice", "services:\n  web: {image: a}\n  web: {image: b}\n",
            "compose.yml:3:3: \"web\" stands twice in one mapping, first in line 2"),
    ]

    // MARK: Services

    static let services: [Row] = [
        Row(
            "no image", "services:\n  web:\n    command: a\n",
            "compose.yml:2:3: services.web: image is missing: a service is made from an image"),
        Row(
            "empty service", "services:\n  web:\n",
            "compose.yml:2:3: services.web: is empty: a service needs at least an image"),
        Row(
            "build", "services:\n  web:\n    build:\n      context: .\n",
            "compose.yml:3:5: services.web.build: images are not built on this node: build it elsewhere, push it to a registry, and name it with image"
        ),
        Row(
            "a slash in a name", "services:\n  a/b: {image: a}\n",
            "compose.yml:2:3: services.a/b: \"a/b\" is not a service's name: letters, digits, _ . - and at most 63 of them"
        ),
        Row(
            "dots as a name", "services:\n  \"..\": {image: a}\n",
            "compose.yml:2:3: services...: \"..\" is not a service's name: letters, digits, _ . - and at most 63 of them"
        ),
        Row(
            "control characters in a name", "services:\n  \"a\\n\\e[2Jb\": {image: a}\n",
            "compose.yml:2:3: services.a\\n\\u{1b}[2Jb: \"a\\n\\u{1b}[2Jb\" is not a service's name: letters, digits, _ . - and at most 63 of them"
        ),
        Row(
            "shell text as a name", "services:\n  $(reboot): {image: a}\n",
            "compose.yml:2:3: services.$(reboot): \"$(reboot)\" is not a service's name: letters, digits, _ . - and at most 63 of them"
        ),
        Row(
            service: "a misspelt field", "enviroment: {A: 1}",
            "4:5: services.web.enviroment: is not known here; did you mean environment?"),
        Row(service: "an unknown field", "qwertyuiop: 1", "4:5: services.web.qwertyuiop: is not known here"),
        Row(
            service: "hooks", "post_start: [{command: a}]",
            "4:5: services.web.post_start: commands after the start are not run: put them into the image's entrypoint, or into a service"
        ),
        Row(
            service: "volumes_from", "volumes_from: [db]",
            "4:5: services.web.volumes_from: volumes are not taken from other services: name the volumes in both"),
        Row(
            service: "scale", "scale: 3",
            "4:5: services.web.scale: this node runs one container of a service: write several services, with extends"),
        Row(
            service: "replicas", "deploy:\n  replicas: 0",
            "5:7: services.web.deploy.replicas: 0 containers: give the service a profile to keep it from starting"),
        Row(
            "upper case in an image", "services: {a: {image: Nginx}}",
            "compose.yml:1:23: services.a.image: \"Nginx\" has upper case letters: a repository's name is in lower case"
        ),
        Row(
            "a short digest", "services: {a: {image: \"nginx@sha256:abc\"}}",
            "compose.yml:1:23: services.a.image: the digest has 3 characters after sha256:, where 64 of 0-9 and a-f belong"
        ),
        Row(
            "no digest", "services: {a: {image: \"nginx@latest\"}}",
            "compose.yml:1:23: services.a.image: \"latest\" is not a digest: expected sha256:…"),
        Row(
            "a bad tag", "services: {a: {image: \"nginx:a:b\"}}",
            "compose.yml:1:23: services.a.image: \"nginx:a:b\" is not the name of an image"),
        Row(
            "shell text as an image", "services: {a: {image: \"nginx; reboot\"}}",
            "compose.yml:1:23: services.a.image: \"nginx; reboot\" has blanks or other characters that no image's name has"
        ),
        Row(
            "an empty image", "services: {a: {image: ''}}",
            "compose.yml:1:23: services.a.image: is empty: name an image"),
        Row(
            service: "several at once", "restart: sometimes\nports: [\"0:80\"]\nprivileged: maybe",
            "4:14: services.web.restart: \"sometimes\" is none of no, always, on-failure, on-failure:NUMBER, unless-stopped",
            "5:13: services.web.ports[0]: there is no port 0: they go from 1 to 65535",
            "6:17: services.web.privileged: expected true or false, found \"maybe\""),
    ]

    // MARK: Values

    static let values: [Row] = [
        Row(
            service: "a port above 65535", "ports: [\"80:65536\"]",
            "4:13: services.web.ports[0]: there is no port 65536: they go from 1 to 65535"),
        Row(
            service: "a port of text", "ports:\n  - http",
            "5:9: services.web.ports[0]: \"http\" is not a port: expected a number from 1 to 65535"),
        Row(
            service: "an unknown protocol", "ports: [\"80/icmp\"]",
            "4:13: services.web.ports[0]: \"icmp\" is none of tcp, udp, sctp"),
        Row(
            service: "a bad address", "ports: [\"1.2.3:80:80\"]",
            "4:13: services.web.ports[0]: \"1.2.3\" is not an IP address"),
        Row(
            service: "ranges of different length", "ports: [\"80-82:80-81\"]",
            "4:13: services.web.ports[0]: \"80-82:80-81\": 3 ports of the host for 2 of the container"),
        Row(
            service: "a range that ends first", "ports: [\"90-80\"]",
            "4:13: services.web.ports[0]: the range 90-80 ends before it begins"),
        Row(
            service: "a huge range", "ports: [\"1-60000:1-60000\"]",
            "4:13: services.web.ports[0]: the range 1-60000 has more than 1024 ports"),
        Row(
            service: "a port twice", "ports: [\"80:80\", \"80:80/tcp\"]",
            "4:22: services.web.ports[1]: port 80/tcp is published twice in the same way, first in line 4"),
        Row(
            service: "a long port without target", "ports:\n  - published: 80",
            "5:9: services.web.ports[0]: target is missing: the port of the container"),
        Row(
            service: "an unknown member of a port", "ports:\n  - {target: 80, publish: 80}",
            "5:22: services.web.ports[0].publish: is not known here; did you mean published?"),
        Row(
            service: "ports as a mapping", "ports: {80: 80}",
            "4:5: services.web.ports: expected a list, found a mapping"),
        Row(
            service: "a relative target", "volumes: [\"data:var/lib\"]",
            "4:15: services.web.volumes[0]: \"var/lib\" is not an absolute path in the container"),
        Row(
            service: "a path without ./", "volumes: [\"data/x:/x\"]",
            "4:15: services.web.volumes[0]: \"data/x\" is not the name of a volume; for a directory beside the file write ./data/x"
        ),
        Row(
            service: "an unknown option", "volumes: [\"/a:/b:readonly\"]",
            "4:15: services.web.volumes[0]: \"readonly\" is not an option of a volume: there are ro, rw, z, Z, nocopy, rshared, …"
        ),
        Row(
            service: "too many colons", "volumes: [\"a:b:c:d\"]",
            "4:15: services.web.volumes[0]: \"a:b:c:d\" is not of the form [source:]target[:options]"),
        Row(
            service: "a target twice", "volumes: [\"/a:/x\", \"/b:/x/\"]",
            "4:24: services.web.volumes[1]: /x is mounted twice, first in line 4"),
        Row(
            service: "a volume and a tmpfs at one place", "volumes: [/x]\ntmpfs: [/x]",
            "5:5: services.web.tmpfs: /x is mounted twice, by volumes too"),
        Row(
            service: "an unknown type of mount", "volumes:\n  - {type: bnd, source: /a, target: /a}",
            "5:16: services.web.volumes[0].type: \"bnd\" is none of bind, volume, tmpfs; did you mean bind?"),
        Row(
            service: "options of another type", "volumes:\n  - {type: volume, target: /a, bind: {selinux: z}}",
            "5:36: services.web.volumes[0].bind: is for mounts of type bind, and this one is of type volume"),
        Row(
            service: "a time without a unit", "stop_grace_period: 30",
            "4:24: services.web.stop_grace_period: expected a time such as 1m30s or 500ms, found \"30\": add a unit"),
        Row(
            service: "a size in words", "mem_limit: much",
            "4:16: services.web.mem_limit: expected a size in bytes such as 64m or 1.5g, found \"much\""),
        Row(
            service: "a negative number of CPUs", "cpus: -1",
            "4:11: services.web.cpus: expected a number from 0.0 to 1024.0, found \"-1\""),
        Row(
            service: "limits that differ", "mem_limit: 64m\ndeploy: {resources: {limits: {memory: 32m}}}",
            "5:43: services.web.deploy.resources.limits.memory: differs from mem_limit in line 4: remove one of them"),
        Row(
            service: "swap below memory", "mem_limit: 64m\nmemswap_limit: 32m",
            "5:20: services.web.memswap_limit: is below mem_limit: it has memory and swap together"),
        Row(
            service: "restart: no as a boolean", "restart: false",
            "4:14: services.web.restart: false is a boolean: write \"no\", always, on-failure or unless-stopped"),
        Row(
            service: "a health check without CMD", "healthcheck: {test: [curl, localhost]}",
            "4:19: services.web.healthcheck.test: begins with \"curl\": a list begins with CMD, CMD-SHELL or NONE"),
        Row(
            service: "an unknown condition", "depends_on:\n  db: {condition: service_helthy}",
            "5:7: services.web.depends_on.db: there is no service \"db\"",
            "5:23: services.web.depends_on.db.condition: \"service_helthy\" is none of service_started, service_healthy, service_completed_successfully; did you mean service_healthy?"
        ),
        Row(
            service: "an open quote in a command", "command: echo 'open",
            "4:14: services.web.command: a quote is not closed in \"echo 'open\""),
        Row(
            service: "a mapping as a command", "command: {a: b}",
            "4:5: services.web.command: expected text, found a mapping"),
        Row(
            service: "a variable without a name", "environment: [\"=x\"]",
            "4:19: services.web.environment[0]: expected NAME=value, found \"=x\""),
        Row(
            service: "a list as a value", "environment: {A: [1]}",
            "4:19: services.web.environment.A: expected text or a number, found a list"),
        Row(
            service: "environment as text", "environment: A=1",
            "4:18: services.web.environment: expected a list, found text"),
        Row(
            service: "a required variable", "hostname: ${HOST_NAME:?give it a name}",
            "4:15: services.web.hostname: the required variable HOST_NAME is not set: give it a name"),
        Row(
            service: "a variable with an open brace", "hostname: ${HOST",
            "4:15: services.web.hostname: \"${HOST\": a \"${\" without \"}\"; write $$ for a dollar sign"),
        Row(
            service: "a boolean where text belongs", "user: true",
            "4:11: services.web.user: expected text, found a boolean: put it in quotes if it is meant as text"),
        Row(
            service: "a host without an address", "extra_hosts: [db]",
            "4:19: services.web.extra_hosts[0]: \"db\" has no address: expected NAME=ADDRESS"),
        Row(
            service: "an address that is none", "extra_hosts: {db: 10.0.0.300}",
            "4:23: services.web.extra_hosts.db: \"10.0.0.300\" is neither an IP address nor host-gateway"),
        Row(
            service: "a name server that is none", "dns: [ns]", "4:11: services.web.dns[0]: \"ns\" is not an IP address"
        ),
        Row(
            service: "soft above hard", "ulimits: {nofile: {soft: 20, hard: 10}}",
            "4:30: services.web.ulimits.nofile.soft: is above hard, 10"),
        Row(
            service: "half of a limit", "ulimits: {nofile: {soft: 20}}",
            "4:15: services.web.ulimits.nofile: needs both soft and hard"),
        Row(
            service: "device permissions", "devices: [\"/dev/x:/dev/x:rx\"]",
            "4:15: services.web.devices[0]: \"rx\" are not permissions of a device: some of r, w, m"),
        Row(
            service: "a label of the node", "labels: {cloud.aerekos.worker: x}",
            "2:3: services.web: the label \"cloud.aerekos.worker\" is the node's own: choose another prefix"),
        Row(
            service: "a label of compose", "labels: [com.docker.compose.project=x]",
            "2:3: services.web: the label \"com.docker.compose.project\" is compose's own: choose another prefix"),
        Row(
            service: "pull_policy", "pull_policy: sometimes",
            "4:18: services.web.pull_policy: \"sometimes\" is none of always, missing, never, if_newer"),
        Row(
            service: "a MAC address", "mac_address: 1:2:3",
            "4:18: services.web.mac_address: \"1:2:3\" is not a MAC address"),
        Row(
            service: "permissions", "configs: [{source: c, mode: rw}]",
            "4:15: services.web.configs[0]: \"c\" is not declared under configs; declare it there",
            "4:33: services.web.configs[0].mode: expected permissions such as 0440, found \"rw\""),
    ]

    // MARK: References

    static let references: [Row] = [
        Row(
            service: "an unknown service", "depends_on: [wep]",
            "4:18: services.web.depends_on[0]: there is no service \"wep\"; did you mean web?"),
        Row(
            service: "oneself", "depends_on: [web]",
            "4:5: services.web.depends_on: services wait for each other in a circle: web → web"),
        Row(
            "a circle",
            "services:\n  a: {image: x, depends_on: [b]}\n  b: {image: x, links: [c]}\n  c: {image: x, network_mode: \"service:a\"}\n",
            "compose.yml:2:17: services.a.depends_on: services wait for each other in a circle: a → b → c → a"),
        Row(
            "a service that a profile switches off",
            "services:\n  a: {image: x, depends_on: [b]}\n  b: {image: x, profiles: [p]}\n",
            "compose.yml:2:30: services.a.depends_on[0]: \"b\" only runs with the profile p: switch it on, or write required: false"
        ),
        Row(
            service: "an unknown network", "networks: [front]",
            "4:16: services.web.networks[0]: \"front\" is not declared under networks; declare it there"),
        Row(
            service: "an unknown volume", "volumes: [\"data:/data\"]",
            "4:15: services.web.volumes[0]: \"data\" is not declared under volumes; declare it there"),
        Row(
            service: "an unknown secret", "secrets: [key]",
            "4:15: services.web.secrets[0]: \"key\" is not declared under secrets; declare it there"),
        Row(
            service: "network_mode and networks", "network_mode: host\nnetworks: [default]",
            "5:5: services.web.networks: not together with network_mode: remove one of them"),
        Row(
            service: "namespaces that no engine has",
            "ipc: shared\npid: 'container:'\nuts: private\nuserns_mode: 'host:0'",
            "4:10: services.web.ipc: \"shared\" is none of none, private, shareable, host, service:NAME, container:NAME",
            "5:10: services.web.pid: \"container:\" is none of host, service:NAME, container:NAME",
            "6:10: services.web.uts: \"private\" is none of host",
            "7:18: services.web.userns_mode: \"host:0\" is none of host, private, nomap, auto, keep-id"),
        Row(
            service: "network_mode of an unknown service", "network_mode: service:vpn",
            "2:3: services.web: there is no service \"vpn\""),
        Row(
            service: "ports in the host's network", "network_mode: host\nports: [80]",
            "5:5: services.web.ports: not together with network_mode host: there is nothing to publish; remove one of them"
        ),
        Row(
            service: "a fixed address without a subnet", "networks: {default: {ipv4_address: 10.0.0.2}}",
            "4:16: services.web.networks.default: a fixed address needs a subnet: give the network default an ipam.config with subnet"
        ),
        Row(
            "one port of the host for two services",
            "services:\n  a: {image: x, ports: [\"80:80\"]}\n  b: {image: x, ports: [\"127.0.0.1:80:8080\"]}\n",
            "compose.yml:3:17: services.b.ports: port 80/tcp of the host is published by the service a already"),
        Row(
            "one container for two services",
            "services:\n  a: {image: x, container_name: one}\n  b: {image: x, container_name: one}\n",
            "compose.yml:3:33: services.b.container_name: the container one is the one of the service a already"),
        Row(
            "external with more", "services: {a: {image: x}}\nnetworks:\n  n: {external: true, driver: bridge}\n",
            "compose.yml:3:31: networks.n.driver: not together with external: what is made elsewhere is taken as it is"),
        Row(
            "an external secret", "services: {a: {image: x}}\nsecrets:\n  s: {external: true}\n",
            "compose.yml:3:7: secrets.s.external: external secrets are kept by a swarm: name a file or a variable of the environment instead"
        ),
        Row(
            "a secret without a source", "services: {a: {image: x}}\nsecrets:\n  s: {}\n",
            "compose.yml:3:3: secrets.s: needs one of file, environment"),
        Row(
            "a secret of a variable that is not set",
            "services: {a: {image: x}}\nsecrets:\n  s: {environment: NOT_SET}\n",
            "compose.yml:3:20: secrets.s.environment: the variable \"NOT_SET\" is not set"),
        Row(
            "a bad subnet", "services: {a: {image: x}}\nnetworks:\n  n: {ipam: {config: [{subnet: 10.0.0.0}]}}\n",
            "compose.yml:3:32: networks.n.ipam.config[0].subnet: \"10.0.0.0\" is not a subnet such as 172.28.0.0/16"),
        Row(
            "a bad volume name", "services: {a: {image: x}}\nvolumes:\n  a/b: {}\n",
            "compose.yml:3:3: volumes.a/b: \"a/b\" is not a name: letters, digits, _ . - and at most 63 of them"),
    ]

    // MARK: Other files

    static let files: [Row] = [
        Row(
            service: "an absent env_file", "env_file: [site.env]",
            "4:16: services.web.env_file[0]: \"/app/site.env\": there is no such file; create it, or write required: false"
        ),
        Row(
            "a wrong env_file", "services: {a: {image: x, env_file: site.env}}", files: ["site.env": "A=1\nB C=2\n"],
            "/app/site.env:2:1: services.a.env_file: \"B C\" is not a variable's name: expected NAME=value"),
        Row(
            service: "an absent secret", "secrets: [s]",
            "4:15: services.web.secrets[0]: \"s\" is not declared under secrets; declare it there"),
        Row(
            "an absent secret file", "services: {a: {image: x}}\nsecrets:\n  s: {file: ./s.txt}\n",
            "compose.yml:3:13: secrets.s.file: \"/app/s.txt\": there is no such file"),
        Row(
            service: "extends an absent file", "extends: {file: base.yml, service: b}",
            "4:14: services.web.extends.file: \"/app/base.yml\": there is no such file"),
        Row(
            service: "extends an unknown service", "extends: base",
            "4:14: services.web.extends: there is no service \"base\""),
        Row(
            service: "extends nothing", "extends: {file: base.yml}",
            "4:14: services.web.extends: service is missing: name the service to extend"),
        Row(
            "extends in a circle", "services:\n  a: {extends: b}\n  b: {extends: c}\n  c: {extends: a}\n",
            "compose.yml:2:16: services.a.extends: services extend each other in a circle: a → b → c → a"),
    ]
}
