import IPC
import JSON
import Testing

@Suite struct RPCMessageTests {
    private func parse(_ text: String) -> Result<RPCMessage, RPCError> {
        Result { () throws(RPCError) in try RPCMessage(parsing: Array(text.utf8)[...]) }
    }

    @Test func `messages make the round trip`() {
        let messages: [RPCMessage] = [
            .request(id: 1, method: "ping", params: ["a": 1]), .request(id: "x", method: "m", params: [:]),
            .notification(method: "changed", params: [nil]), .response(id: 7, .success(nil)),
            .response(id: nil, .failure(RPCError(code: -32601, message: "no", data: ["name": "x"]))),
        ]
        for message in messages { #expect(parse(message.json.text) == .success(message)) }
    }

    @Test(arguments: [
        ("{", -32700), ("\u{0}", -32700), ("[]", -32600), ("1", -32600), (#"{"jsonrpc":"1.0","method":"m"}"#, -32600),
        (#"{"jsonrpc":"2.0"}"#, -32600), (#"{"jsonrpc":"2.0","id":{},"method":"m"}"#, -32600),
        (#"{"jsonrpc":"2.0","id":1.5,"method":"m"}"#, -32600), (#"{"jsonrpc":"2.0","id":1,"method":5}"#, -32600),
        (#"{"jsonrpc":"2.0","id":1,"error":"x"}"#, -32600), (#"{"jsonrpc":"2.0","result":1}"#, -32600),
        (String(repeating: "[", count: 65), -32700),
    ])
    func `what is not a message is answered with its error`(text: String, code: Int) {
        guard case .failure(let error) = parse(text) else { return #expect(Bool(false), "accepted: \(text)") }
        #expect(error.code == code)
    }
}
