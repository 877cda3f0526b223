import Faults
import Testing

struct FaultOrderTests {
    @Test func `an order names a place, what it happened to, what to do, and for how many generations`() throws {
        let orders = try FaultOrder.parse(
            "deploy.created:web=kill*2,instruction.received=exit:3,a.b:x:y=z=crash,disk=hang")
        #expect(orders.map(\.point) == ["deploy.created", "instruction.received", "a.b", "disk"])
        #expect(orders.map(\.detail) == ["web", nil, "x:y=z", nil])
        #expect(orders.map(\.action) == [.kill, .exit(3), .crash, .hang])
        #expect(orders.map(\.lastGeneration) == [2, nil, nil, nil])
        #expect(try FaultOrder.parse("").isEmpty)
    }

    @Test(arguments: [
        "deploy.created", "=kill", "a.b=", "a.b=explode", "a.b=exit:256", "a.b=exit:", "a.b=kill*", "a=kill,b",
    ])
    func `an order that makes no sense is refused as a whole`(text: String) {
        #expect(throws: FaultOrder.Malformed.self) { try FaultOrder.parse(text) }
    }

    @Test func `without orders a point is passed`() {
        FaultPoint.reached("no.such.point", "x")
        #expect(!FaultPoint.isAnythingOrdered)
    }
}
