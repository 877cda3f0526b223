import Logging

extension StatusWriter {
    /// A writer whose events go to the log.
    package convenience init(path: String, generation: Int, logger: Logger) {
        self.init(path: path, generation: generation) { event in
            switch event {
            case .repaired(let why): logger.notice("the status cache was made anew", metadata: ["reason": "\(why)"])
            case .unwritable(let error):
                logger.error("the status cache cannot be written", metadata: ["error.message": "\(error)"])
            case .writable: logger.notice("the status cache can be written again")
            }
        }
    }
}
