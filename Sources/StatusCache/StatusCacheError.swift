import SQLite

/// Why the cache could not be written.
package enum StatusCacheError: Error, Equatable, CustomStringConvertible {
    case sqlite(SQLiteError)
    /// The file's schema is of another version of this program.
    case otherSchema(version: Int)
    /// The file was made in another boot of the host.
    case otherBoot
    /// Another daemon has been opening the file for longer than an opening takes.
    case openingHeld
    /// A value has no JSON form.
    case notEncodable(String)

    var isBusy: Bool {
        switch self {
        case .sqlite(let error): error.isBusy
        case .openingHeld: true
        case .otherSchema, .otherBoot, .notEncodable: false
        }
    }

    package var description: String {
        switch self {
        case .sqlite(let error): error.description
        case .otherSchema(let version): "the file has schema version \(version), not \(StatusTable.schemaVersion)"
        case .otherBoot: "the file was made before the host started"
        case .openingHeld: "another daemon holds the file's opening lock"
        case .notEncodable(let reason): "a value has no JSON form: \(reason)"
        }
    }
}
