import EventLoop
import HTTPServer
import NodeProtocol

/// `?follow&tail=N&since=T&timestamps&stream=stdout|stderr` of a call for a service's output.
enum LogQuery {
    static let parameters: [QueryParameter] = [
        .flag("follow"), .flag("timestamps"), .integer("tail", 0...1_000_000_000, orWord: "all"), .text("since"),
        .oneOf("stream", ["stdout", "stderr", "all"]),
    ]

    static func request(_ call: HTTPCall, name: String) throws(HTTPFault) -> ServiceLogs.Request {
        var request = ServiceLogs.Request(name)
        request.follows = call.flag("follow")
        request.hasTimes = call.flag("timestamps")
        request.since = call.query["since"]
        if let tail = call.integer("tail") { request.tail = tail }
        if let stream = call.query["stream"].flatMap(ServiceLogs.Request.Stream.init(rawValue:)) {
            request.stream = stream
        }
        if let since = request.since, PastTime.unixSeconds(since, now: Timestamp.unixSeconds) == nil {
            throw HTTPFault.badRequest("The query parameter \"since\" must be \(PastTime.allowed)")
        }
        return request
    }
}
