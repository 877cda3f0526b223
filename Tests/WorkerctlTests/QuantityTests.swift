import Testing

@testable import workerctl

@Suite(.timeLimit(.minutes(5)))
struct QuantityTests {
    @Test(
        arguments: [
            (0, "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (3_565_158, "3.4 MiB"), (1 << 40, "1.0 TiB"),
            (-5, "-5 B"),
        ] as [(Int64, String)])
    func `bytes are told in the unit that fits`(count: Int64, text: String) { #expect(Quantity.bytes(count) == text) }

    @Test(arguments: [
        (0, "0 s"), (59.9, "59 s"), (60, "1 min"), (19_200, "5 h 20 min"), (1_051_200, "12 d 4 h"), (-1, "-"),
        (Double.nan, "-"), (Double.infinity, "-"),
    ])
    func `times are told in the units that fit`(seconds: Double, text: String) {
        #expect(Quantity.time(seconds: seconds) == text)
    }

    @Test(arguments: [(0, "0.0"), (12.34, "12.3"), (99.96, "100.0"), (-0.04, "0.0"), (-1.25, "-1.3")])
    func `decimals have one digit`(number: Double, text: String) { #expect(Quantity.decimal(number) == text) }

    @Test func `a table has no room for control characters`() {
        var table = Table("A", "B")
        table.add("x\u{1B}[31m", "long\nline")
        #expect(table.text == "A       B\nx?[31m  long?line")
    }
}
