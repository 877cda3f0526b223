import Glibc
import LogOutput
import Logging
import NodeProtocol
import Settings

/// The options that every program of the node has, and how a program ends early.
package struct ProgramArguments: Sendable {
    package enum Mode: Sendable, Equatable {
        case run
        /// `--check-config`: read the configuration, say what is wrong with it, exit 0 or 78.
        case checkConfiguration
        /// A program's own option to do one thing and exit, `--once` for example.
        case oneShot
        /// Print this text on standard output and exit 0.
        case print(String)
        /// Print this text on standard error and exit 64 (EX_USAGE of sysexits.h).
        case usageError(String)
    }

    package private(set) var mode = Mode.run
    /// Where a `.env` file may lie; `.env` in the working directory unless `--env-file` says otherwise.
    package private(set) var environmentFile = NodeConfiguration.standardEnvironmentFile

    /// - Parameter oneShot: The program's own option and its description.
    package init(_ arguments: [String], program: String, about: String, oneShot: (flag: String, about: String)? = nil) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--help", "-h":
                mode = .print(Self.help(program: program, about: about, oneShot: oneShot))
                return
            case "--version":
                mode = .print("\(program) \(NodeVersion.current)")
                return
            case "--check-config": mode = .checkConfiguration
            case "--env-file":
                guard let path = rest.popFirst() else {
                    mode = .usageError("\(program): --env-file needs a path")
                    return
                }
                environmentFile = path
            case oneShot?.flag: mode = .oneShot
            default:
                mode = .usageError(
                    "\(program): unknown argument \"\(argument)\"; \(program) --help tells what there is")
                return
            }
        }
    }

    private static func help(program: String, about: String, oneShot: (flag: String, about: String)?) -> String {
        var lines = ["\(program): \(about)", "", "Usage: \(program) [options]", ""]
        if let oneShot { lines.append(option(oneShot.flag, oneShot.about)) }
        lines += [
            option("--check-config", "check the configuration and exit: 0 when right, 78 when not"),
            option("--env-file PATH", "read settings from PATH instead of .env; variables that are set win"),
            option("--version", "print the version"),
            option("--help", "print this"),
            "", "Settings are read from the environment:",
        ]
        lines.append("  " + NodeConfiguration.keys.joined(separator: " "))
        return lines.joined(separator: "\n")
    }

    private static func option(_ name: String, _ about: String) -> String {
        "  " + name + String(repeating: " ", count: max(1, 18 - name.count)) + about
    }

    /// Carries out every mode but ``Mode/run`` and ``Mode/oneShot``, and reads the configuration for those.
    /// Does not return when there is nothing to run.
    /// - Parameter onSetting: Hears of each setting.
    package func configurationOrExit(
        program: String, onSetting: ((Setting) -> Void)? = nil
    ) -> NodeConfiguration {
        switch mode {
        case .print(let text):
            print(text)
            exit(0)
        case .usageError(let text):
            fail(text, status: 64)
        case .run, .oneShot, .checkConfiguration:
            break
        }
        do throws(ConfigurationError) {
            let configuration = try NodeConfiguration.load(environmentFile: environmentFile, onSetting: onSetting)
            guard mode != .checkConfiguration else {
                print("\(program): the configuration is right")
                exit(0)
            }
            return configuration
        } catch {
            if mode != .checkConfiguration, NodeConfiguration.wantsJSONLines(environmentFile: environmentFile) {
                let logger = Logger(label: program) { LogOutput(label: $0, format: .json, level: .critical) }
                for mistake in error.mistakes {
                    logger.critical("wrong configuration", metadata: ["error.message": "\(mistake)"])
                }
                exit(ConfigurationError.exitStatus)
            }
            fail(
                error.mistakes.map { "\(program): \($0)" }.joined(separator: "\n"),
                status: ConfigurationError.exitStatus)
        }
    }

    private func fail(_ text: String, status: Int32) -> Never {
        let line = text + "\n"
        write(STDERR_FILENO, line, line.utf8.count)
        exit(status)
    }
}
