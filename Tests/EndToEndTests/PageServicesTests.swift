import JSON
import TestSupport
import Testing

/// Services on the node's page, in a real browser, with a real engine.
@Suite(.browser, .dockerEngine, .serialized, .timeLimit(.minutes(10)))
struct PageServicesTests {
    @Test func `a service is shown, explained, its output followed, and it is stopped and started from the page`()
        async throws
    {
        try await withNode { web in
            // What a service writes is shown as it is, also when it looks like markup.
            let script = "trap 'exit 0' TERM; echo '<b>one</b>'; while :; do echo tick; /bin/busybox sleep 0.2; done"
            let config: JSON = [
                "image": .string(web.registry.image("web", "1")), "command": ["/bin/sh", "-c", .string(script)],
            ]
            let browser = try TestBrowser()
            try await browser.screen(width: 1280)
            try await browser.open(web.node.page)
            try await browser.shows("#services-note", "There are none")

            let instruction: JSON = ["action": "deploy", "service": .string(web.service), "config": config]
            try await web.node.instruct(instruction)
            let row = "#service-\(web.service)"
            try await browser.shows(row, "running")
            try await browser.shows(row, web.registry.image("web", "1"))
            try await browser.shows("#events", "\(web.service) is running")

            try await browser.click("[aria-label='Explain \(web.service)']")
            try await browser.shows("#sheet-content", "runs as wanted")
            try await browser.shows("#sheet-content", "Processes")
            try await browser.expectAccessible()
            try await browser.picture("explained")
            try await browser.press("ESCAPE")

            try await browser.click("[aria-label='Logs of \(web.service)']")
            try await browser.shows("#sheet-content pre", "<b>one</b>")
            let count = "return document.querySelector('#sheet-content pre').childElementCount"
            let before = try #require(try await browser.run(count).int)
            try await eventually("new lines come") { try await browser.run(count).int ?? 0 > before + 1 }
            try await browser.expectAccessible()
            try await browser.picture("output")
            try await browser.click("#sheet-close")

            try await browser.click("[aria-label='Stop \(web.service)']")
            try await browser.click("#confirm-yes")
            try await browser.shows(row, "stopped")
            try await browser.shows("#result-text", "stop is under way")
            #expect(try await browser.focus() == "Start \(web.service)", "the focus is lost")
            try await browser.click("[aria-label='Start \(web.service)']")
            try await browser.click("#confirm-yes")
            try await browser.shows(row, "running")

            let started = try await web.incarnation()
            try await browser.click("[aria-label='Restart \(web.service)']")
            try await browser.click("#confirm-yes")
            try await browser.shows("#result-text", "\(web.service) was restarted")
            #expect(try await web.incarnation() != started)

            try await browser.screen(width: 320, height: 640, isPhone: true)
            #expect(try await browser.run("return document.documentElement.scrollWidth").int == 320)
            try await browser.expectAccessible()
            try await browser.picture("phone-services")
            // A busy engine may not answer in time: the page tells that, and the console does.
            let faults = try await browser.faults().filter { !$0.contains("status of 503") }
            #expect(faults == [], "\(faults)")
        }
    }

    @Test func `a service that cannot be deployed tells why, and what would help`() async throws {
        try await withNode { web in
            let browser = try TestBrowser()
            try await browser.open(web.node.page)
            try await browser.shows("#link", "live")
            try await web.node.instruct([
                "action": "deploy", "service": .string(web.service),
                "config": ["image": .string(web.registry.image("web", "no-such"))],
            ])
            try await browser.shows("#service-\(web.service)", "image not found")
            try await browser.shows("#problems", "1 of 1 not well: \(web.service) (image not found)")
            try await browser.shows("#ill", "1 service not well")
            try await browser.shows("#parts", "1 not well")
            #expect(try await browser.run("return document.title").string?.contains("1 service not well") == true)

            // One that is well goes when those that are not are shown alone, and comes back.
            let good = try web.another("good")
            try await good.deploy()
            try await browser.shows("#services-ill", "Not well 1")
            try await browser.shows("#services", good.service)
            try await browser.click("#ill")
            try await eventually("it is not shown", within: .seconds(30)) {
                try await browser.text("#service-\(good.service)") == nil
            }
            try await browser.shows("#services", web.service)
            try await browser.expectAccessible()
            try await browser.picture("not-well")
            try await browser.click("#services-shown label")
            try await browser.shows("#services", good.service)
            try await browser.click("[aria-label='Explain \(web.service)']")
            try await browser.shows("#sheet-content", "What would help")
            try await browser.picture("failed")
            // A busy engine may not answer in time: the page tells that, and the console does.
            let faults = try await browser.faults().filter { !$0.contains("status of 503") }
            #expect(faults == [], "\(faults)")
        }
    }
}
