import HTTPClient

extension HTTPRequest {
    /// A request that no slow machine makes run out of time.
    static func patient(_ method: String, url: String) -> HTTPRequest {
        var request = HTTPRequest(method, url: url)
        request.connectTimeout = .seconds(120)
        request.timeout = .seconds(120)
        return request
    }
}
