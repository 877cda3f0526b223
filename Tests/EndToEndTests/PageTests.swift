import Foundation
import JSON
import TestSupport
import Testing

/// The node's page in a real browser.
@Suite(.browser, .serialized, .timeLimit(.minutes(10)))
struct PageTests {
    @Test func `the page loads without a fault, asks only its node, and shows how the node is`() async throws {
        let node = try TestNode()
        try await node.startAndRegister()
        let browser = try TestBrowser()
        try await browser.screen(width: 1280)
        try await browser.open(node.page)
        try await browser.shows("#verdict", "degraded")
        try await browser.shows("#problems", "docker")
        try await browser.shows("#parts", "heartbeatd")
        let docker = try #require(try await part("docker", in: browser))
        #expect(docker.contains("problem") && docker.contains("since") && docker.contains("no-engine.sock"))
        let conductor = try #require(try await part("conductor", in: browser))
        #expect(conductor.contains("ok") && conductor.contains("since"))
        try await browser.shows("#host", "node-\(node.port)")
        try await browser.shows("#link", "live")
        for daemon in TestNode.daemons {
            let pid = try #require(try await node.pid(of: daemon))
            try await browser.shows("#subsystem-\(daemon)", "ready")
            try await browser.shows("#subsystem-\(daemon)", "\(pid)")
        }
        try await browser.shows("#services-note", "There are none")
        try await browser.shows("#doctor-note", "checks are well")
        try await browser.shows("#checks", "engine")
        try await browser.shows("#events", "probed")

        let values = "return document.querySelector('[aria-label^=CPU]').getAttribute('aria-valuetext')"
        try await eventually("a chart tells its newest value", within: .seconds(60)) {
            try await browser.run(values).string?.hasSuffix("%") == true
        }
        try await browser.picture("light")
        let faults = try await browser.faults()
        #expect(faults == [], "\(faults)")
        // The browser's own pages are no requests to anybody.
        let asked = try await browser.requests().filter { $0.hasPrefix("http") || $0.hasPrefix("ws") }
        #expect(asked.contains(node.page) && asked.allSatisfy { $0.hasPrefix(node.page) }, "\(asked)")
        try await node.supervisor.stop()
    }

    /// What the page shows of one part of the node's health.
    private func part(_ name: String, in browser: TestBrowser) async throws -> String? {
        let row = "return [...document.querySelectorAll('#parts li')].map((row) => row.innerText)"
        return try await browser.run(row).array?.compactMap(\.string).first { $0.hasPrefix(name) }
    }

    @Test func `a killed daemon turns and recovers on the page, and so does the node's health, without a reload`()
        async throws
    {
        // A second death soon after the first lets the daemon wait before it is started again.
        let node = try TestNode(settings: ["RESTART_BURST": "1"])
        try await node.startAndRegister()
        let browser = try TestBrowser()
        try await browser.open(node.page)
        try await browser.shows("#subsystem-probed", "ready")
        try await browser.shows("#link", "live")
        // States may last for milliseconds: the page itself notes what it has shown.
        try await browser.run(
            """
            window.shown = []
            new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach((node) => shown.push(node.textContent))))
              .observe(document.getElementById('subsystem-probed'), {subtree: true, childList: true})
            """)
        for _ in 0..<3 {
            let pid = try #require(try await node.pid(of: "probed"))
            kill(pid, SIGKILL)
            try await eventually("the page shows the next process", within: .seconds(60)) {
                guard let next = try await node.pid(of: "probed"), next != pid else { return false }
                let row = try await browser.text("#subsystem-probed") ?? ""
                return row.contains("\(next)") && row.contains("ready")
            }
        }
        let shown = try await browser.run("return window.shown").array?.compactMap(\.string) ?? []
        #expect(shown.contains("backing off") && shown.contains("ready"), "\(shown)")
        try await browser.shows("#subsystem-probed", "SIGKILL")
        try await browser.shows("#events", "probed is ready")
        try await browser.shows("#events", "before: SIGKILL")

        try await node.conductor.kill()
        try await browser.shows("#verdict", "offline")
        try await browser.shows("#problems", "conductor")
        try await eventually("the part tells why", within: .seconds(60)) {
            try await part("conductor", in: browser)?.contains("problem") == true
        }
        #expect(try await browser.run("return document.title").string?.hasPrefix("offline") == true)
        try await browser.picture("offline")
        try await node.conductor.start()
        try await browser.shows("#verdict", "degraded")
        #expect(try await browser.run("return window.shown !== undefined").bool == true, "it was reloaded")
        try await node.supervisor.stop()
    }

    @Test func `a node that is gone is told, with the time since when, and shown again when it is back`() async throws {
        let node = try TestNode()
        try await node.startAndRegister()
        let browser = try TestBrowser()
        try await browser.open(node.page)
        try await browser.shows("#link", "live")
        try await browser.run("window.isSame = true")
        try await node.supervisor.stop()
        try await browser.shows("#notice", "has not answered since")
        try await browser.shows("#verdict", "no answer")
        try await browser.shows("#link", "reconnecting")
        try await browser.shows("#subsystem-probed", "was ready")
        try await browser.shows("#parts", "was ok")
        try await browser.picture("gone")
        try await node.supervisor.start()
        try await browser.shows("#verdict", "degraded")
        try await browser.shows("#link", "live")
        let pid = try #require(try await node.pid(of: "deployd"))
        try await browser.shows("#subsystem-deployd", "\(pid)")
        #expect(try await browser.text("#notice") == "")
        #expect(try await browser.run("return window.isSame").bool == true, "it was reloaded")
        try await node.supervisor.stop()
    }

    @Test func `a restart button asks first, restarts its daemon, and tells what came of it`() async throws {
        let node = try TestNode()
        try await node.startAndRegister()
        let browser = try TestBrowser()
        try await browser.open(node.page)
        // apid serves the page itself.
        for daemon in ["probed", "apid"] {
            let before = try #require(try await node.pid(of: daemon))
            try await browser.shows("#subsystem-\(daemon)", "\(before)")
            try await browser.click("[aria-label='Restart \(daemon)']")
            try await browser.shows("#confirm-title", "Restart \(daemon)?")
            try await browser.click("#confirm-no")
            #expect(try await node.pid(of: daemon) == before)
            try await browser.click("[aria-label='Restart \(daemon)']")
            try await browser.click("#confirm-yes")
            try await browser.shows("#result-text", "\(daemon) was restarted: process \(before) is now")
            let after = try #require(try await node.pid(of: daemon))
            #expect(after != before)
            try await browser.shows("#subsystem-\(daemon)", "\(after)")
        }
        try await browser.shows("#link", "live")
        try await browser.click("[aria-label='History of probed']")
        try await browser.shows("#sheet-content", "asked for")
        try await browser.picture("history")
        try await node.supervisor.stop()
    }

    @Test func `everything can be reached and done by keyboard, and dialogs keep the focus and give it back`()
        async throws
    {
        let node = try TestNode()
        try await node.startAndRegister()
        let browser = try TestBrowser()
        try await browser.screen(width: 1280)
        try await browser.open(node.page)
        let before = try #require(try await node.pid(of: "heartbeatd"))
        try await browser.shows("#subsystem-heartbeatd", "\(before)")

        try await browser.press("TAB")
        #expect(try await browser.focus() == "Skip to the content")
        try await browser.press("ENTER")
        #expect(try await browser.run("return document.activeElement.id").string == "main")
        var passed: [String] = []
        while try await browser.focus() != "Restart heartbeatd" {
            try await browser.press("TAB")
            passed.append(try await browser.focus())
            try #require(passed.count < 40, "the button is not among \(passed)")
        }
        #expect(passed.contains("CPU, moment by moment") && passed.contains("Restart probed"))
        let outline = "return getComputedStyle(document.activeElement).outlineStyle"
        #expect(try await browser.run(outline).string == "solid", "the focus cannot be seen")

        try await browser.press("ENTER")
        try await browser.shows("#confirm-title", "Restart heartbeatd?")
        let isInside = "return document.getElementById('confirm').contains(document.activeElement)"
        for _ in 0..<5 {
            // Chromium's own controls are between the last and the first of a dialog; the page behind it never is.
            let place = try await browser.run("return document.activeElement === document.body").bool == true
            #expect(try await browser.run(isInside).bool == true || place)
            try await browser.press("TAB")
        }
        try await browser.press("ESCAPE")
        try await eventually("the focus is where it was") { try await browser.focus() == "Restart heartbeatd" }
        #expect(try await node.pid(of: "heartbeatd") == before)
        try await browser.press("ENTER")
        try await eventually("the dialog has the focus") { try await browser.focus() == "Cancel" }
        try await browser.press("TAB", "ENTER")
        try await browser.shows("#result-text", "heartbeatd was restarted: process \(before) is now")
        #expect(try await browser.focus() == "Restart heartbeatd")

        try await browser.run("document.querySelector('[aria-label^=CPU]').focus()")
        let told = "return document.activeElement.getAttribute('aria-valuetext')"
        try await eventually("there are two values to go between", within: .seconds(90)) {
            try await browser.run("return Number(document.activeElement.getAttribute('aria-valuemax'))").int ?? 0 > 0
        }
        try await browser.press("END")
        let newest = try await browser.run(told).string
        try await browser.press("ARROW_LEFT")
        #expect(try await browser.run(told).string != newest)
        try await node.supervisor.stop()
    }

    @Test func `the longest time that charts can show is asked for and drawn`() async throws {
        let node = try TestNode()
        try await node.startAndRegister()
        let browser = try TestBrowser()
        try await browser.screen(width: 1280)
        try await browser.open(node.page)
        let times = "return [...document.querySelectorAll('#range input')].map((each) => Number(each.value))"
        let longest = try #require(try await browser.run(times).array?.compactMap(\.int).max())
        #expect(longest == 86400)
        /// Where the oldest point is, out of 600; nil while there are not two.
        func begin() async throws -> Double? {
            let line = """
                const chart = document.querySelector('[aria-label^=CPU]')
                const points = chart.querySelector('.line').getAttribute('d')?.match(/\\d+\\.\\d(?= )/g) ?? []
                return Number(chart.getAttribute('aria-valuemax')) > 0 ? Number(points[0]) : null
                """
            return try await browser.run(line).double
        }
        // Ten seconds are a sixtieth of ten minutes, and nothing that is seen of a day.
        try await eventually("there are two points, ten seconds apart", within: .seconds(90)) {
            try await begin().map { $0 < 595 } == true
        }
        _ = try await browser.requests()
        try await browser.click("#range label:has([value='\(longest)'])")
        try await eventually("the points are at the end of a day", within: .seconds(60)) {
            try await begin().map { $0 > 595 } == true
        }
        #expect(try await browser.requests().contains(node.page + "resources/history?since=\(longest)s"))
        try await browser.picture("day")
        try await node.supervisor.stop()
    }

    @Test func `a wrong token is told, the right one works, and it stays in the tab`() async throws {
        let node = try TestNode(settings: ["BIND_ADDRESS": "0.0.0.0", "API_TOKEN": "the-right-token-71"])
        try await node.startAndRegister()
        let browser = try TestBrowser()
        try await browser.open(node.page)
        let before = try #require(try await node.pid(of: "probed"))
        try await browser.shows("#subsystem-probed", "\(before)")
        try await browser.click("[aria-label='Restart probed']")
        try await browser.click("#confirm-yes")
        try await browser.shows("#token-fault", "This takes a token")
        try await browser.press("a-wrong-token", "ENTER")
        try await browser.shows("#token-fault", "The node does not accept this token")
        try await browser.picture("wrong-token")
        try await browser.expectAccessible()
        #expect(try await node.pid(of: "probed") == before)
        try await browser.press("the-right-token-71", "ENTER")
        try await browser.shows("#result-text", "probed was restarted: process \(before) is now")
        try await browser.shows("#token-open", "API token is set")

        let kept = try await browser.run(
            "return [Object.values(sessionStorage), Object.values(localStorage), document.cookie]")
        #expect(kept == [["the-right-token-71"], [], ""])
        #expect(try await !browser.requests().contains { $0.contains("token") })
        #expect(!node.log.contains("the-right-token-71"))
        try await browser.click("#token-open")
        try await browser.click("#token-forget")
        #expect(try await browser.run("return sessionStorage.length").int == 0)
        try await node.supervisor.stop()
    }

    @Test func `a node that shows itself only to who has a token says so on the page, and shows itself with it`()
        async throws
    {
        let node = try TestNode(settings: ["API_READ": "token", "API_TOKEN": "read:to-look-1, admin:to-change-2"])
        try await node.conductor.start()
        try await node.supervisor.start()
        let browser = try TestBrowser()
        try await eventually("the page is served", within: .seconds(60)) {
            do {
                try await browser.open(node.page)
                return true
            } catch {
                return false
            }
        }
        try await browser.shows("#notice", "only to who has a token")
        try await browser.expectAccessible()
        try await browser.click("#notice button")
        try await browser.press("to-look-1", "ENTER")
        try await browser.shows("#subsystem-probed", "ready")
        try await browser.shows("#link", "live")
        try await browser.shows("#doctor-note", "checks are well")
        #expect(try await browser.text("#notice") == "")
        try await browser.click("[aria-label='Restart probed']")
        try await browser.click("#confirm-yes")
        try await browser.shows("#result-text", "admin token")
        try await browser.click("#token-open")
        try await browser.press("to-change-2", "ENTER")
        try await browser.click("[aria-label='Restart probed']")
        try await browser.click("#confirm-yes")
        try await browser.shows("#result-text", "probed was restarted")
        try await node.supervisor.stop()
    }

    @Test func `the page is light or dark as the system is, or as it is told, and fits a phone`() async throws {
        let node = try TestNode()
        try await node.startAndRegister()
        let browser = try TestBrowser()
        /// Of the ground, 0 is black and 255 is white.
        func brightness() async throws -> Int {
            let colour = "return getComputedStyle(document.documentElement).backgroundColor.match(/\\d+/)[0]"
            return Int(try await browser.run(colour).string ?? "") ?? -1
        }
        try await browser.screen(width: 1280)
        try await browser.open(node.page)
        try await browser.shows("#subsystem-apid", "ready")
        #expect(try await brightness() > 200)
        try await browser.expectAccessible()
        try await browser.screen(width: 1280, isDark: true)
        #expect(try await brightness() < 50)
        try await browser.expectAccessible()
        try await browser.picture("dark")
        let choose =
            "const menu = document.getElementById('theme'); menu.value = arguments[0]; menu.dispatchEvent(new Event('change'))"
        try await browser.run(choose, "light")
        #expect(try await brightness() > 200)
        try await browser.open(node.page)
        #expect(try await brightness() > 200, "the choice is kept")
        try await browser.run(choose, "")
        #expect(try await brightness() < 50)

        try await browser.screen(width: 320, height: 640, isPhone: true)
        try await browser.open(node.page)
        try await browser.shows("#subsystem-apid", "ready")
        try await browser.shows("#checks", "engine")
        #expect(try await browser.run("return document.documentElement.scrollWidth").int == 320)
        try await browser.expectAccessible()
        try await browser.picture("phone")
        // WCAG 2.2, 2.5.8: what is pressed is at least 24 by 24.
        let small = """
            return [...document.querySelectorAll('button, select')].filter((each) => each.offsetParent !== null)
              .filter((each) => each.getBoundingClientRect().height < 24 || each.getBoundingClientRect().width < 24).length
            """
        #expect(try await browser.run(small).int == 0)
        try await browser.click("[aria-label='Restart probed']")
        try await browser.shows("#confirm-title", "Restart probed?")
        #expect(try await browser.run("return document.documentElement.scrollWidth").int == 320)
        try await browser.expectAccessible()
        try await node.supervisor.stop()
    }
}

extension TestNode {
    var page: String { "http://127.0.0.1:\(port)/" }
}

extension TestBrowser {
    /// Waits until an element shows a text.
    func shows(_ selector: String, _ text: String) async throws {
        do {
            try await eventually("\(selector) shows \(text)", within: .seconds(60)) {
                try await self.text(selector)?.contains(text) == true
            }
        } catch {
            Issue.record("\(error); it shows: \(try await self.text(selector) ?? "nothing")")
            throw error
        }
    }

    /// Expects that axe-core finds nothing amiss, whatever its weight.
    func expectAccessible() async throws {
        let findings = try await axe()
        #expect(findings.isEmpty, "\(findings)")
    }

    /// What has the focus, by its name.
    func focus() async throws -> String {
        let name = "const here = document.activeElement; return here.getAttribute('aria-label') ?? here.innerText"
        return try await run(name).string ?? ""
    }
}
