import EventLoop
import SQLite

/// The tokens by which services show who they are. One lives as long as its service does.
extension DeploymentStore {
    static let tokenSchema =
        "CREATE TABLE IF NOT EXISTS service_tokens (service TEXT PRIMARY KEY, token TEXT NOT NULL);"
    static let removeToken = "DELETE FROM service_tokens WHERE service = ?"

    /// Nil for a service that has never got one.
    package func token(of service: ServiceName) async throws -> String? {
        try await thread.run { [database] in
            try database.query("SELECT token FROM service_tokens WHERE service = ?", [.text(service.text)]).first?[0]
                .text
        }
    }

    /// Takes the token of a container for the service's, unless that has one.
    package func adopt(token: String, of service: ServiceName) async throws {
        try await thread.run { [database] in
            _ = try database.run(Self.addToken, [.text(service.text), .text(token)])
        }
    }

    /// The service's token; made when there is none.
    package func makeToken(of service: ServiceName) async throws -> String {
        if let token = try await token(of: service) { return token }
        let new = Self.newToken()
        return try await thread.run { [database] in
            try database.run(Self.addToken, [.text(service.text), .text(new)])
            return try database.query("SELECT token FROM service_tokens WHERE service = ?", [.text(service.text)])
                .first?[0].text ?? new
        }
    }

    static let addToken = "INSERT OR IGNORE INTO service_tokens (service, token) VALUES (?, ?)"

    static func newToken() -> String {
        let bits = String(UInt128.random(in: 0...UInt128.max), radix: 16)
        return String(repeating: "0", count: 32 - bits.utf8.count) + bits
    }
}
