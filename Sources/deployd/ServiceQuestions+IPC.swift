import Deployment
import EventLoop
import IPC
import NodeProtocol

extension IPCServer {
    /// Answers what is asked about services.
    func serveQuestions(_ reconciler: Reconciler, _ readers: LogReaders, _ delivery: StatusDelivery) {
        on(ServiceMethods.Explain.self) { params, _ in
            try reconciler.explanation(of: params.name).withRefused(of: delivery.undelivered.refused)
        }
        on(ServiceMethods.Statistics.self) { params, _ in try await reconciler.statistics(of: params.name) }
        on(ServiceLogs.Open.self) { params, _ in try await readers.open(params) }
        on(ServiceLogs.Read.self) { params, _ in try await readers.read(params.id) }
        on(ServiceLogs.Close.self) { params, _ in
            readers.close(params.id)
            return Nothing()
        }
    }

    func refuseQuestions(_ reason: String) {
        on(ServiceMethods.Explain.self) { _, _ in throw RPCError.unavailable(reason) }
        on(ServiceMethods.Statistics.self) { _, _ in throw RPCError.unavailable(reason) }
        on(ServiceLogs.Open.self) { _, _ in throw RPCError.unavailable(reason) }
        on(ServiceLogs.Read.self) { _, _ in throw RPCError.unavailable(reason) }
        on(ServiceMethods.Report.self) { _, _ in throw RPCError.unavailable(reason) }
        on(ServiceLogs.Close.self) { _, _ in throw RPCError.unavailable(reason) }
    }
}
