import EventLoop
import IPC
import JSON
import NodeProtocol

/// What services say of themselves.
extension Reconciler {
    /// Takes a report, see `ServiceMethods.Report`. It is shown at once, and told with the service's next status.
    package func take(_ report: ServiceMethods.Report.Params) async throws {
        guard let name = try? ServiceName(report.name), services[name] != nil else {
            throw RPCError.notFound("there is no service \(String(reflecting: String(report.name.prefix(80))))")
        }
        guard let token = try await store.token(of: name), Self.isEqual(token, report.token) else {
            throw RPCError.unauthorized("this is not the token of \(name)")
        }
        guard report.content.object != nil else {
            throw RPCError.invalidParams("expected an object, found \(report.content.kind)")
        }
        guard report.content.bytes.count <= ServiceReport.limit else {
            throw RPCError.invalidParams("the report is over the limit of \(ServiceReport.limit) bytes")
        }
        let taken = ServiceReport(content: report.content, at: Timestamp.now())
        services[name]?.report = taken
        services[name]?.status.report = taken
        services[name]?.isStatusTold = false
        memories.note(name, .later)
    }

    /// Tells of the reports that have come since each service's status was last told.
    package func tellReports() {
        for (name, service) in services where service.report != nil && !service.isStatusTold { show(name) }
    }

    /// In a time that depends on the lengths alone.
    private static func isEqual(_ left: String, _ right: String) -> Bool {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
