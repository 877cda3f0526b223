import HTTPServer
import NodeProtocol

/// `?follow&tail=N&since=T&timestamps&stream=stdout|stderr` of a call for a service's output.
enum LogQuery {
    /// Throws 400.
    static func request(_ call: HTTPCall, name: String) throws -> ServiceLogs.Request {
        var request = ServiceLogs.Request(name)
        request.follows = try flag("follow", call)
        request.hasTimes = try flag("timestamps", call)
        request.since = call.query["since"]
        if let tail = call.query["tail"], tail != "all" {
            guard let count = Int(tail), count >= 0 else {
                throw HTTPFault.badRequest("tail must be a number or \"all\"")
            }
            request.tail = count
        }
        if let stream = call.query["stream"], stream != "all" {
            guard let known = ServiceLogs.Request.Stream(rawValue: stream) else {
                throw HTTPFault.badRequest("stream must be stdout, stderr or all")
            }
            request.stream = known
        }
        return request
    }

    private static func flag(_ name: String, _ call: HTTPCall) throws -> Bool {
        switch call.query[name] {
        case nil, "0", "false": return false
        case "", "1", "true": return true
        default: throw HTTPFault.badRequest("\(name) must be 1 or 0")
        }
    }
}
