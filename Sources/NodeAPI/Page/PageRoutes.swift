import HTTPServer

/// The page for browsers. It has no facts of its own, so anybody may have it; what it shows it asks for as any client
/// does.
enum PageRoutes {
    static let routes = [
        Route(.get, "/", access: .open, produces: ["text/html"], tag: .strong) { _ in
            var answer = HTTPAnswer(200, nil, headers: headers)
            answer.content = .bytes(PageDocument.bytes, type: "text/html; charset=utf-8")
            return answer
        }
    ]

    private static let headers: [(name: String, value: String)] = [
        ("Content-Security-Policy", PageDocument.policy), ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ]
}
