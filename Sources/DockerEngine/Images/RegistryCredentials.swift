import JSON

/// What is shown to a registry. Printing, interpolating or dumping it gives `<redacted>`.
package struct RegistryCredentials: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    package enum Proof: Sendable, Equatable {
        case password(user: String, String)
        /// What a registry gave for a login before (OAuth 2 refresh token).
        case identityToken(String)
    }

    package let proof: Proof
    /// The registry's address; empty lets the engine take that of the image.
    package let server: String

    package init(_ proof: Proof, server: String = "") {
        self.proof = proof
        self.server = server
    }

    package init(user: String, password: String, server: String = "") {
        self.init(.password(user: user, password), server: server)
    }

    package var description: String { "<redacted>" }
    package var debugDescription: String { "<redacted>" }
    package var customMirror: Mirror { Mirror(self, children: []) }

    /// The value of X-Registry-Auth.
    var header: String {
        var members: [String: JSON] = ["serveraddress": .string(server)]
        switch proof {
        case .password(let user, let password):
            members["username"] = .string(user)
            members["password"] = .string(password)
        case .identityToken(let token): members["identitytoken"] = .string(token)
        }
        return Base64.urlEncoded(JSON.object(members).bytes)
    }
}
