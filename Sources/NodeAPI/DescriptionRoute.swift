import HTTPServer

/// `GET /openapi.json`: what there is, for people and programs. It tells nothing of this node, so anybody may have it.
enum DescriptionRoute {
    static let route = Route(.get, "/openapi.json", access: .open, tag: .strong) { _ in
        var answer = HTTPAnswer(200, nil)
        let text = APIDescription.json
        answer.content = .bytes(
            Array(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)),
            type: "application/json; charset=utf-8")
        return answer
    }
}
