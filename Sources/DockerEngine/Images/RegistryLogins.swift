import ImageNames
import JSON

/// The logins of a Docker `config.json` (https://docs.docker.com/reference/cli/docker/login/): `auths` by registry.
///
/// Passwords that lie with a helper program (`credHelpers`, `credsStore`) cannot be had: no program is started. Asking for
/// such a registry is an error that names the helper.
package struct RegistryLogins: Sendable, Equatable {
    package enum Problem: Error, Equatable, Sendable, CustomStringConvertible {
        /// The file is not what it should be. Never tells anything of what it holds.
        case malformed(String)
        case helper(registry: String, program: String)

        package var description: String {
            switch self {
            case .malformed(let why): "the registry logins cannot be read: \(why)"
            case .helper(let registry, let program):
                "the login for \(registry) lies with \(program), which is not supported: log in without a credential helper"
            }
        }
    }

    private let logins: [String: RegistryCredentials]
    private let helpers: [String: String]
    private let store: String?

    package init(parsing bytes: [UInt8]) throws(Problem) {
        let json: JSON
        do throws(JSONParseError) { json = try JSON(parsing: bytes) } catch {
            // The offset is enough; the byte could be of a secret.
            throw .malformed("it is not JSON")
        }
        guard json.object != nil else { throw .malformed("expected an object, found \(json.kind)") }
        var logins: [String: RegistryCredentials] = [:]
        for (key, entry) in json["auths"]?.object ?? [:] {
            // A registry whose login lies with a helper has an empty entry here.
            guard let credentials = try Self.credentials(entry, registry: key) else { continue }
            logins[Self.host(key)] = credentials
        }
        self.logins = logins
        var helpers: [String: String] = [:]
        for (key, helper) in json["credHelpers"]?.texts ?? [:] { helpers[Self.host(key)] = helper }
        self.helpers = helpers
        store = json["credsStore"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// What to show to the registry of an image; nil when there is no login for it.
    package func credentials(for image: ImageReference) throws(Problem) -> RegistryCredentials? {
        let registry = image.registry
        if let helper = helpers[registry] {
            throw .helper(registry: registry, program: "docker-credential-\(helper)")
        }
        if let login = logins[registry] { return login }
        if let store { throw .helper(registry: registry, program: "docker-credential-\(store)") }
        return nil
    }

    private static func credentials(_ entry: JSON, registry: String) throws(Problem) -> RegistryCredentials? {
        if let token = entry["identitytoken"]?.string, !token.isEmpty {
            return RegistryCredentials(.identityToken(token), server: registry)
        }
        if let user = entry["username"]?.string, let password = entry["password"]?.string {
            return RegistryCredentials(user: user, password: password, server: registry)
        }
        guard let encoded = entry["auth"]?.string, !encoded.isEmpty else { return nil }
        // Docker pads the decoded text with zeros.
        guard let text = Base64.decoded(encoded).flatMap({ String(validating: $0.filter { $0 != 0 }, as: UTF8.self) }),
            let colon = text.firstIndex(of: ":")
        else { throw .malformed("the auth of \(host(registry)) is not the base64 of user:password") }
        return RegistryCredentials(
            user: String(text[..<colon]), password: String(text[text.index(after: colon)...]), server: registry)
    }

    /// `https://index.docker.io/v1/` is `docker.io`; others lose scheme and path.
    private static func host(_ key: String) -> String {
        var rest = key[...]
        if let scheme = rest.firstRange(of: "://") { rest = rest[scheme.upperBound...] }
        let host = String(rest.prefix { $0 != "/" })
        return host == "index.docker.io" || host == "registry-1.docker.io" ? ImageReference.standardRegistry : host
    }
}
