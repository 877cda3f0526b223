/// What the lines of one piece of work have in common, in whatever process and however deep: each line written during it
/// carries these.
package enum LogContext {
    /// The `X-Request-ID` of the request to the node's API that it is done for.
    @TaskLocal package static var requestID: String?
    /// The id of the newest instruction for the service that is worked on.
    @TaskLocal package static var instructionID: String?
}
