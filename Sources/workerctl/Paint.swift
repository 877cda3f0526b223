/// Colours of a terminal (ECMA-48, select graphic rendition), or none.
struct Paint: Sendable {
    enum Tone: Sendable {
        case plain, good, warning, bad, dim, bold

        /// By the word that a state, status or verdict begins with.
        static func ofState(_ words: some StringProtocol) -> Tone {
            switch words.prefix(while: { $0 != " " && $0 != ":" && $0 != "(" }) {
            case "ok", "ready", "running", "online": .good
            case "warning", "unknown", "starting", "pending", "pulling", "stopping", "backing_off", "degraded": .warning
            case "problem", "failing", "failed", "unhealthy", "rolled_back", "offline": .bad
            default: .plain
            }
        }

        fileprivate var code: String? {
            switch self {
            case .plain: nil
            case .good: "32"
            case .warning: "33"
            case .bad: "31"
            case .dim: "2"
            case .bold: "1"
            }
        }
    }

    let isOn: Bool

    static let off = Paint(isOn: false)

    func callAsFunction(_ tone: Tone, _ text: String) -> String {
        guard isOn, let code = tone.code, !text.isEmpty else { return text }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
}
