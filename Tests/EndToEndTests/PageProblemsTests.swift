import Foundation
import Glibc
import JSON
import TestSupport
import Testing

/// What the node's page shows when not all is well, in a real browser.
@Suite(.browser, .serialized, .timeLimit(.minutes(10)))
struct PageProblemsTests {
    private func withPage(_ body: (TestNode, TestBrowser, _ supervisor: pid_t) async throws -> Void) async throws {
        let node = try TestNode()
        let supervisor = try await node.startAndRegister()
        let browser = try TestBrowser()
        try await browser.screen(width: 1280)
        try await browser.open(node.page)
        try await browser.shows("#link", "live")
        try await browser.shows("#subsystem-probed", "ready")
        try await body(node, browser, supervisor)
        try await node.supervisor.stop()
    }

    @Test func `a problem is shown with what would help, and nothing moves when a daemon dies and comes back`()
        async throws
    {
        try await withPage { node, browser, _ in
            try await browser.shows("#problems", "docker")
            try await browser.shows("#problems .help", "docker")
            func place() async throws -> Double? {
                let place = "return document.querySelector(\"[aria-label='Restart apid']\").getBoundingClientRect().top"
                return try await browser.run(place).double
            }
            let before = try await place()
            let pid = try #require(try await node.pid(of: "probed"))
            kill(pid, SIGKILL)
            try await browser.shows("#subsystem-probed", "Last exit: SIGKILL")
            try await browser.shows("#subsystem-probed", "ready")
            try await eventually("the buttons are where they were", within: .seconds(30)) {
                try await place() == before
            }
        }
    }

    @Test func `what a silent supervisor said last is not shown as if it were so, and a restart tells why it fails`()
        async throws
    {
        try await withPage { _, browser, supervisor in
            kill(supervisor, SIGSTOP)
            defer { kill(supervisor, SIGCONT) }
            try await browser.shows("#subsystem-probed", "was ready")
            try await browser.shows("#supervisor", "is not heard")
            try await browser.click("[aria-label='Restart probed']")
            try await browser.click("#confirm-yes")
            try await browser.shows("#result-text", "does not answer")
            try await browser.expectAccessible()
            try await browser.picture("supervisor-silent")
            // The result goes by Escape, and the focus does not go with it.
            try await browser.run("document.getElementById('result-close').focus()")
            try await browser.press("ESCAPE")
            #expect(try await browser.run("return document.getElementById('result').hidden").bool == true)
            #expect(try await browser.focus() == "Restart probed")
            kill(supervisor, SIGCONT)
            try await eventually("it is shown as it is", within: .seconds(60)) {
                let row = try await browser.text("#subsystem-probed") ?? ""
                return row.contains("ready") && !row.contains("was ready")
            }
        }
    }

    @Test func `an answer that breaks off in silence is given up, and the page goes on`() async throws {
        try await withPage { _, browser, _ in
            try await browser.answer(
                "/health",
                with: """
                    new Response(new ReadableStream({ start(control) {
                      options.signal.addEventListener('abort', () => control.error(options.signal.reason))
                    } }))
                    """)
            try await browser.shows("#notice", "has not answered since")
            try await browser.run("window.fetch = window.realFetch")
            try await browser.shows("#verdict", "degraded")
            #expect(try await browser.text("#notice") == "")
        }
    }

    @Test func `charts have units, are broken where there were no values, and are read by keyboard and by touch`()
        async throws
    {
        try await withPage { _, browser, _ in
            // Two minutes with values, two without, two with, and none in the last four.
            try await browser.answer(
                "/resources/history",
                with: """
                    new Response(JSON.stringify({ next_cursor: null, points: [...Array(36).keys()]
                      .filter((index) => index < 12 || index >= 24).map((index) => ({
                        at: new Date(Date.now() - 590000 + 10000 * index).toISOString(), step_s: 10, cpu_percent: index,
                        ram_percent: 10, disk_percent: 20, rx_bytes_per_sec: 3e6, tx_bytes_per_sec: 1e6, load: 1 })) }))
                    """)
            let runs =
                "return document.querySelector('[aria-label^=CPU] .line').getAttribute('d').split('M').length - 1"
            try await eventually("the line is broken", within: .seconds(60)) { try await browser.run(runs).int == 2 }
            try await browser.shows(".chart .now", "no values since")
            let scales = "return [...document.querySelectorAll('.scale')].map((each) => each.innerText)"
            let shown = try await browser.run(scales).array?.compactMap(\.string) ?? []
            #expect(shown.count == 4 && shown[0].contains("100 %") && shown[0].contains("50 %"), "\(shown)")
            #expect(shown.last?.contains("5 MB/s") == true, "\(shown)")

            try await browser.run("document.querySelector('[aria-label^=CPU]').focus()")
            try await browser.press("HOME")
            let told = "return document.activeElement.getAttribute('aria-valuetext')"
            #expect(try await browser.run(told).string?.hasSuffix("0.0 %") == true)
            try await browser.picture("gap")
            try await browser.run(
                """
                const plot = document.querySelector('[aria-label^=Network]'), box = plot.getBoundingClientRect()
                for (const type of ['pointerdown', 'pointerup', 'pointerleave'])
                  plot.dispatchEvent(new PointerEvent(type, { pointerType: 'touch', clientX: box.left, clientY: box.top + 5 }))
                """)
            // It stays when the finger has gone.
            let network =
                "return document.querySelector('.chart:has([aria-label^=Network]) .now').innerText"
            #expect(try await browser.run(network).string?.contains("in 3.0 MB/s, out 1.0 MB/s") == true)
        }
    }

    @Test func `thousands of events at once are taken, and the newest are shown`() async throws {
        try await withPage { node, browser, _ in
            try await browser.answer(
                "/events",
                with: """
                    (window.fetch = window.realFetch, new Response([...Array(5000).keys()].map((index) => 'event: service\\ndata: '
                      + JSON.stringify({ service: 'name-' + index % 50, status: index < 4950 ? 'starting' : 'removed' }) + '\\n\\n').join('')))
                    """)
            kill(try #require(try await node.pid(of: "apid")), SIGKILL)
            try await browser.shows("#events", "name-49 is removed")
            #expect(try await browser.run("return document.getElementById('events').childElementCount").int == 500)
            try await browser.shows("#services-note", "There are none")
        }
    }

    @Test func `what a daemon logs is shown as it is, without what would only confuse`() async throws {
        try await withPage { _, browser, _ in
            try await browser.click("[aria-label='Logs of heartbeatd']")
            try await browser.shows("#sheet-content pre", "registered")
            try await browser.press("ESCAPE")
            let escape = "\\u001b"
            try await browser.answer(
                "/subsystems/probed/logs",
                with: """
                    new Response('line\\n'.repeat(3000))
                    """)
            try await browser.click("[aria-label='Logs of probed']")
            try await browser.shows("#sheet-content", "This is all")
            let count = "return document.querySelector('#sheet-content pre').childElementCount"
            #expect(try await browser.run(count).int == 2000)
            try await browser.press("ESCAPE")
            try await browser.answer(
                "/subsystems/probed/logs",
                with: """
                    new Response('\(escape)[1;31mred\(escape)[0m <img src=x onerror="window.isHurt = true">\\n'
                      + '\(escape)]0;title\\u0007bell\\u0007\\n' + 'long'.repeat(5000) + '\\n')
                    """)
            try await browser.click("[aria-label='Logs of probed']")
            try await browser.shows("#sheet-content", "This is all")
            let lines =
                "return [...document.querySelectorAll('#sheet-content pre > span')].map((each) => each.textContent)"
            let shown = try await browser.run(lines).array?.compactMap(\.string) ?? []
            try #require(shown.count == 3)
            #expect(shown[0] == "red <img src=x onerror=\"window.isHurt = true\">")
            #expect(shown[1] == "bell\u{FFFD}")
            #expect(shown[2].count < 11000 && shown[2].hasSuffix("and 10000 more characters"))
            #expect(try await browser.run("return window.isHurt === undefined").bool == true)
            try await browser.expectAccessible()
            try await browser.screen(width: 360, height: 740, isDark: true, isPhone: true)
            #expect(try await browser.run("return document.documentElement.scrollWidth").int == 360)
            try await browser.expectAccessible()
        }
    }

    @Test func `a token that is taken back while the page is open is told, and another one asked for`() async throws {
        let directory = try TemporaryDirectory()
        try directory.write(Array("read:to-look-1\n".utf8), to: "tokens", mode: 0o600)
        let node = try TestNode(settings: ["API_READ": "token", "API_TOKEN_FILE": directory.file("tokens")])
        try await node.conductor.start()
        try await node.supervisor.start()
        try await eventually("it serves", within: .seconds(60)) { node.log.contains("the node is ready") }
        let browser = try TestBrowser()
        try await browser.open(node.page)
        try await browser.shows("#notice", "only to who has a token")
        #expect(try await browser.run("return document.getElementById('content').hidden").bool == true)
        try await browser.click("#notice button")
        try await browser.press("to-look-1", "ENTER")
        try await browser.shows("#subsystem-probed", "ready")
        try directory.write(Array("admin:to-change-2\n".utf8), to: "tokens", mode: 0o600)
        try await browser.shows("#notice", "does not accept the token any more")
        try await browser.expectAccessible()
        try await browser.click("#notice button")
        try await browser.press("to-change-2", "ENTER")
        try await eventually("it is taken", within: .seconds(30)) { try await browser.text("#notice") == "" }
        #expect(try await browser.run("return document.activeElement.id").string == "main", "the focus is lost")
        try await node.supervisor.stop()
    }
}

extension TestBrowser {
    /// Has the page's questions for a path answered by an expression of JavaScript, in which `options` are those of the
    /// question; all others go to the node. It holds until the page is loaded anew.
    func answer(_ path: String, with expression: String) async throws {
        try await run(
            """
            window.realFetch ??= window.fetch
            window.fetch = (path, options) => path.split('?')[0] === '\(path)' ? Promise.resolve(\(expression)) : window.realFetch(path, options)
            """)
    }
}
