import EventLoop
import JSON
import Testing

@testable import Instruments

@Suite struct PrometheusTextTests {
    @Test func `a family is written with its help, its type and its samples`() {
        let family = MetricFamily.counter("aerekos_things_total", "Things that were seen.")
            .with(3, ["kind": "a", "also": "b"]).with(0.25, ["kind": "c"]).with(nil, ["kind": "unknown"])
        #expect(
            PrometheusText.text([family]) == """
                # HELP aerekos_things_total Things that were seen.
                # TYPE aerekos_things_total counter
                aerekos_things_total{also="b",kind="a"} 3
                aerekos_things_total{kind="c"} 0.25

                """)
    }

    @Test func `what a label or a help has of the format's own characters is escaped`() {
        let family = MetricFamily.gauge("g", "a \\ and\na \"quote\"").with(1, ["name": "back\\slash \"quote\"\nline"])
        #expect(
            PrometheusText.text([family]) == #"""
                # HELP g a \\ and\na "quote"
                # TYPE g gauge
                g{name="back\\slash \"quote\"\nline"} 1

                """#)
    }

    @Test func `a histogram's buckets are cumulated and end with all`() {
        let histogram = Histogram("h_seconds", "Times.", labels: ["step"], bounds: [0.5, 1, 2.5])
        for milliseconds in [100, 500, 501, 2000, 60_000] { histogram.observe(.milliseconds(milliseconds), "x") }
        #expect(
            PrometheusText.text([histogram.family]) == """
                # HELP h_seconds Times.
                # TYPE h_seconds histogram
                h_seconds_bucket{step="x",le="0.5"} 2
                h_seconds_bucket{step="x",le="1"} 3
                h_seconds_bucket{step="x",le="2.5"} 4
                h_seconds_bucket{step="x",le="+Inf"} 5
                h_seconds_sum{step="x"} 63.101
                h_seconds_count{step="x"} 5

                """)
    }

    @Test func `what has begun is told of before anything is observed`() {
        let histogram = Histogram("h_seconds", "Times.", labels: ["step"], bounds: [1])
        histogram.begin("x")
        #expect(PrometheusText.text([histogram.family]).contains("h_seconds_count{step=\"x\"} 0\n"))
        histogram.observe(.seconds(1), "x")
        histogram.begin("x")
        #expect(PrometheusText.text([histogram.family]).contains("h_seconds_count{step=\"x\"} 1\n"))
    }

    @Test func `numbers that are none have the format's names`() {
        let family = MetricFamily.gauge("g", "x").with(.nan).with(.infinity).with(-.infinity).with(1e300)
        #expect(PrometheusText.text([family]).hasSuffix("g NaN\ng +Inf\ng -Inf\ng 1e+300\n"))
    }
}

@Suite struct MetricFamilyTests {
    @Test func `families come through JSON as they were`() throws {
        let histogram = Histogram("h_seconds", "Times.", bounds: Histogram.shortTimes)
        histogram.observe(.milliseconds(3))
        let families = [histogram.family, .gauge("g", "x").with(0.5, ["a": "b"]), .counter("c_total", "y")]
        let text = JSON.array(families.map(\.json)).text
        #expect(try JSON(parsing: Array(text.utf8)).array?.compactMap(MetricFamily.init) == families)
    }

    @Test func `of what another process tells, what is no family or sample is left out`() {
        let samples: JSON = [
            ["labels": ["a": "b"], "value": 1], ["labels": [:], "value": "1"], "x",
            ["labels": [:], "distribution": ["bounds": [1, 2], "counts": [1, 2], "sum": 3]],
        ]
        let told = MetricFamily(["name": "g", "kind": "gauge", "help": "x", "samples": samples])
        #expect(told == .gauge("g", "x").with(1, ["a": "b"]))
        #expect(MetricFamily(["name": "g", "kind": "summary", "samples": []]) == nil && MetricFamily("x") == nil)
    }

    @Test func `families of one name become one, and those without samples go`() {
        let ours = MetricFamily.gauge("g", "x").with(1, ["subsystem": "apid"])
        let theirs = MetricFamily.gauge("g", "x").with(2, ["subsystem": "deployd"])
        let wrong = MetricFamily.counter("g", "x").with(3)
        let other = MetricFamily.gauge("other", "x", 4)
        let merged = [ours, other, .gauge("empty", "x"), theirs, wrong].merged
        #expect(merged.map(\.name) == ["g", "other"])
        #expect(merged[0].samples.map(\.labels) == [["subsystem": "apid"], ["subsystem": "deployd"]])
    }

    @Test func `label values beyond the limit are counted together`() {
        let counter = Counter("c_total", "x", labels: ["path"], limit: 3)
        for number in 1...50 { counter.add("/\(number)") }
        counter.add("/1")
        let samples = counter.family.samples
        #expect(samples.map { $0.labels["path"] } == ["/1", "/2", "/3", "other"])
        #expect(samples.first?.value == .number(2) && samples.last?.value == .number(47))
    }
}
