/// The file that the engine keeps of a service's output, as deployd keeps it in the status cache.
package struct ServiceOutputFile: Codable, Sendable, Equatable {
    package var service: String
    /// The container's id.
    package var container: String
    /// As the engine names it, on its host: a file of Docker's `json-file` driver.
    package var path: String

    package init(service: String, container: String, path: String) {
        self.service = service
        self.container = container
        self.path = path
    }
}
