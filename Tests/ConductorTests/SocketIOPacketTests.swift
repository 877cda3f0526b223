import Conductor
import JSON
import Testing

/// The wire of Socket.IO 5 over Engine.IO 4, as its documents have it.
@Suite(.timeLimit(.minutes(10)))
struct SocketIOPacketTests {
    private static let meanings: [(String, SocketIOPacket)] = [
        (
            #"0{"sid":"x","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}"#,
            .open(pingInterval: .seconds(25), pingTimeout: .seconds(20))
        ),
        ("1", .closed), ("2", .ping("")), ("2probe", .ping("probe")), ("3", .other), ("6", .other),
        ("40", .connected), (#"40{"sid":"y"}"#, .connected), ("41", .closed),
        (#"42["worker:pong",{"a":1}]"#, .event(name: "worker:pong", ["a": 1])),
        (#"42["alone"]"#, .event(name: "alone", nil)), (#"4217["asked",2]"#, .event(name: "asked", 2)),
        ("43[1]", .other), (#"451-["x",{"_placeholder":true,"num":0}]"#, .other),
        (#"44{"message":"no"}"#, .refused("no")), ("44", .refused("it does not say why")),
    ]

    @Test(arguments: meanings) func `a message means`(text: String, packet: SocketIOPacket) {
        #expect(SocketIOPacket(text) == packet)
    }

    @Test(arguments: [
        "", "7", "hello", "\u{0}", "4", "4x", "42", "42[", "42{}", "42[]", "42[1]", "0", "0{}", "0nonsense",
        #"0{"pingInterval":25000}"#, #"0{"pingInterval":-1,"pingTimeout":1}"#,
        #"0{"pingInterval":1e300,"pingTimeout":1}"#, #"0{"pingInterval":"1","pingTimeout":1}"#,
    ])
    func `what is of neither protocol is malformed`(text: String) {
        #expect(SocketIOPacket(text) == .malformed)
    }

    @Test func `what is sent is what the protocols ask for`() {
        #expect(SocketIOPacket.connect == "40")
        #expect(SocketIOPacket.pong("probe") == "3probe")
        #expect(SocketIOPacket.event("worker:ping", ["a": "ä"]) == #"42["worker:ping",{"a":"ä"}]"#)
    }

    @Test func `the conductor's events are told apart`() throws {
        let id = try #require(WorkerID("w-1"))
        #expect(LiveMessage("worker:registered", ["workerId": "w-1", "status": "online"]) == .registered(id))
        #expect(LiveMessage("worker:registered", ["workerId": 5]) == .registered(nil))
        #expect(LiveMessage("worker:pong", nil) == .pong)
        #expect(LiveMessage("error", ["message": "Worker not registered"]) == .refusal("Worker not registered"))
        #expect(LiveMessage("error", []) == .refusal("it does not say why"))
        #expect(LiveMessage("news", []) == .other)
    }
}
