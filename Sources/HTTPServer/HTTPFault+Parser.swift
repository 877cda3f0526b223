import NIOHTTP1

extension HTTPFault {
    /// What a client is told of a request that the decoder has given up.
    /// - Parameter hasRequestLine: Whether its first line has come to its end.
    init(_ error: HTTPParserError, hasRequestLine: Bool) {
        switch error {
        case .headerOverflow where !hasRequestLine: self.init(414, "The request line is over the limit")
        case .headerOverflow: self.init(431, "The headers are over the limit of their size or their number")
        case .invalidVersion, .paused: self.init(505, "HTTP/1.1 is spoken here, and 1.0")
        case .invalidMethod: self.init(400, "This does not begin with a method of HTTP")
        case .invalidChunkSize: self.init(400, "The body's chunks are malformed")
        case .invalidEOFState: self.init(400, "The request ends before it is whole")
        case .strictModeAssertion, .unknown: self.init(400, "The request is malformed")
        default: self.init(400, "The request is malformed: \(error)")
        }
    }
}
