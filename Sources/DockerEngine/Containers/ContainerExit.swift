/// How a container ended.
package struct ContainerExit: Sendable, Equatable {
    package let code: Int
    /// The engine's words when it lost the container; nil otherwise.
    package let error: String?

    package init(code: Int, error: String?) {
        self.code = code
        self.error = error
    }
}

/// What is waited for.
package enum ContainerEnd: String, Sendable {
    /// It does not run; at once when it does not run now.
    case notRunning = "not-running"
    /// It ends the next time; also for one that is not started yet.
    case nextExit = "next-exit"
    case removed
}
