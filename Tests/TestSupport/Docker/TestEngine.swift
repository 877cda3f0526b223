import Foundation
import Glibc
import JSON
import Testing

/// A real Docker Engine for tests, apart from any other on the machine.
///
/// It has its own data root, socket, bridge, address pool, cgroup, process and mount namespace. Containers publish
/// ports through the userland proxy; no packet filter is touched. When the test process ends, by whatever way, the
/// process namespace goes and with it engine, containers and mounts; then bridges, cgroups and files are removed.
package final class TestEngine: Sendable {
    /// The engine of this test process, started with the first call. Its containers are everybody's: use own names.
    package static func shared() async throws -> TestEngine { try await sharedTask.value }
    // Whoever calls shared() waits for this task.
    private static let sharedTask = Task { try await TestEngine.start() }

    /// Starts an engine for one test, which may stop it and start it again. End it with ``end()``.
    /// - Parameters:
    ///   - arguments: More arguments of dockerd.
    ///   - dataMegabytes: The size of its data root, which is then memory and gone with a ``stop()``; nil: the disk's.
    package static func start(arguments: [String] = [], dataMegabytes: Int? = nil) async throws -> TestEngine {
        if let reason = DockerAvailability.obstacle { throw KeptProcess.Failure(description: reason) }
        return try await offThread { try TestEngine(arguments, dataMegabytes) }
    }

    private let directory: TemporaryDirectory
    private let keeper: KeptProcess
    package let socketPath: String
    /// The value for `DOCKER_HOST`.
    package var dockerHost: String { "unix://" + socketPath }

    private init(_ arguments: [String], _ dataMegabytes: Int?) throws {
        directory = try TemporaryDirectory()
        socketPath = directory.file("docker.sock")
        keeper = try KeptProcess(
            script: Self.script, arguments: [directory.path, dataMegabytes.map { "\($0)m" } ?? ""] + arguments,
            log: directory.file("engine.log"))
        try command("start")
    }

    deinit { keeper.end() }

    /// Starts the stopped engine again, with all it knew, and waits until it answers.
    package func start() async throws { try await offThread { try self.command("start") } }

    /// Stops the engine as a service manager does. Its containers stop with it.
    package func stop() async throws { try await offThread { try self.command("stop") } }

    /// Ends the engine as a power cut does, and every container with it, without a word to anybody.
    package func kill() async throws { try await offThread { try self.command("kill") } }

    /// Where its own view of the file system is seen from here, as long as it runs: `/data/…` within that is its data.
    package func root() async throws -> String {
        let answer = try await offThread { try self.keeper.ask("pid") }
        guard let pid = Int(answer.trimmingCharacters(in: .whitespaces)) else {
            throw KeptProcess.Failure(description: "the engine has no process: \(answer)")
        }
        return "/proc/\(pid)/root"
    }

    /// Makes the engine hang: it accepts connections and answers nothing, until ``thaw()``.
    package func freeze() async throws { try await offThread { try self.command("freeze") } }
    package func thaw() async throws { try await offThread { try self.command("thaw") } }

    /// As ``end()``, blocking; for `defer`.
    package func endNow() { keeper.end() }

    /// Removes the engine and everything in it.
    package func end() async throws { try await offThread { self.keeper.end() } }

    private func command(_ name: String) throws {
        let answer = try keeper.ask(name)
        guard answer == "done" else {
            let log = contents(of: directory.file("engine.log")).map {
                String(decoding: $0.suffix(2000), as: UTF8.self)
            }
            throw KeptProcess.Failure(description: "\(name): \(answer)\n\(log ?? "")")
        }
    }

    /// Sends one request to the engine's API, the newest version of it.
    @discardableResult
    package func request(
        _ method: String, _ path: String, body: [UInt8] = [], type: String = "application/json"
    ) async throws -> (status: Int, body: [UInt8]) {
        let socket = socketPath
        return try await offThread {
            try PlainHTTP.request(socket: socket, method, path, body: body, type: type)
        }
    }

    /// What `GET /containers/<name>/json` says; nil when there is no such container.
    package func inspect(_ container: String) async throws -> JSON? {
        let (status, body) = try await request("GET", "/containers/\(container)/json")
        guard status == 200 else { return nil }
        return try JSON(parsing: body)
    }

    /// All containers with this label (`key=value`), as the list of the API has them.
    package func containers(label: String) async throws -> [JSON] {
        let filters = JSON.object(["label": [.string(label)]]).text
        let encoded = filters.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let (_, body) = try await request("GET", "/containers/json?all=1&filters=\(encoded)")
        return try JSON(parsing: body).array ?? []
    }

    /// Removes a container, running or not; true when there was one.
    @discardableResult
    package func remove(container: String) async throws -> Bool {
        try await request("DELETE", "/containers/\(container)?force=1&v=1").status == 204
    }
}

extension TestEngine {
    /// `$1` is the directory, `$2` the size of the data root or empty, the others arguments of dockerd. The engine is the first process of its namespace:
    /// when it is killed, so is everything it started, and their mounts are gone with the mount namespace.
    private static let script = """
        directory=$1
        export size="$2"
        shift 2
        cd "$directory" && mkdir -p data || exit 1
        trap '' INT TERM HUP
        number=100
        until ip link add "aertest$number" type bridge 2>/dev/null; do
            number=$((number + 1))
            [ $number -le 199 ] || { read -r _; echo "no bridge can be made"; exit 1; }
        done
        bridge=aertest$number
        ip addr add "10.$number.0.1/24" dev "$bridge" && ip link set "$bridge" up

        start() {
            rm -f engine.pid
            unshare --pid --fork --kill-child --mount --propagation private --mount-proc \\
                sh -c '[ -z "$size" ] || mount -t tmpfs -o size="$size" tmpfs data || exit 1; exec dockerd "$@"' sh \\
                --data-root "$directory/data" --exec-root "$directory/exec" --pidfile "$directory/engine.pid" \\
                --host "unix://$directory/docker.sock" --bridge "$bridge" --cgroup-parent "/$bridge" \\
                --default-address-pool "base=10.$number.128.0/17,size=24" --iptables=false --ip6tables=false \\
                --ip-masq=false --ip-forward=false --shutdown-timeout 5 "$@" </dev/null >&2 &
            keeper=$!
            for _ in $(seq 900); do
                curl -sf -m 2 -o ping --unix-socket docker.sock http://engine/_ping && { echo done; return; }
                kill -0 $keeper 2>/dev/null || break
                sleep 0.1
            done
            echo "the engine does not start"
        }
        engine() { cat "/proc/$keeper/task/$keeper/children" 2>/dev/null; }
        stop() {
            kill -TERM $(engine) 2>/dev/null
            for _ in $(seq 600); do
                kill -0 $keeper 2>/dev/null || break
                sleep 0.1
            done
            end
        }
        end() {
            kill -KILL $(engine) 2>/dev/null
            wait $keeper 2>/dev/null
        }
        while read -r command; do
            case $command in
            start) start "$@" ;;
            stop) stop; echo done ;;
            kill)
                end
                # After a power cut it lies in a memory that is empty.
                rm -rf exec
                echo done
                ;;
            pid) engine; echo ;;
            freeze)
                kill -STOP $(engine)
                # Its threads stop one after the other.
                while grep -hs ^State: /proc/$(engine | tr -d " ")/task/*/status | grep -qv stopped; do sleep 0.01; done
                echo done
                ;;
            thaw) kill -CONT $(engine); echo done ;;
            esac
        done
        end
        ip -o -4 addr show | awk -v net="^10[.]$number[.]" '$4 ~ net { print $2 }' | sort -u |
            while read -r link; do ip link del "$link"; done
        sleep 0.1
        for cgroup in /sys/fs/cgroup/"$bridge" /sys/fs/cgroup/*/"$bridge"; do
            [ -d "$cgroup" ] && find "$cgroup" -depth -type d -exec rmdir {} \\; 2>/dev/null
        done
        cd /
        rm -rf "$directory"
        """
}
