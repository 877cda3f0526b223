import Doctor
import HTTPServer
import JSON

/// `GET /doctor`: what is not as it should be, how that was seen, and what helps. 200 whatever the verdict.
struct DoctorRoute: Sendable {
    let source: any NodeSource

    var route: Route { Route(.get, "/doctor", tag: NodeRoutes.changes, diagnosis) }

    @Sendable private func diagnosis(_ call: HTTPCall) async throws -> HTTPAnswer {
        .ok(try JSON(encoding: await source.diagnosis()))
    }
}
