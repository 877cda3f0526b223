import EventLoop
import Testing

@testable import NodeAPI

@Suite("When the other processes are asked for their numbers", .timeLimit(.minutes(1)))
struct CollectionPaceTests {
    private let start = MonotonicInstant(nanoseconds: 1_000_000_000_000_000)

    @Test("At each third turn, as long as nobody scrapes")
    func unwatched() {
        var pace = CollectionPace()
        let turns = (1...9).map { pace.takesTurn(at: start.advanced(by: .seconds($0 * 10))) }
        #expect(turns == [false, false, true, false, false, true, false, false, true])
    }

    @Test("At every turn while somebody scrapes, and for two minutes after that")
    func watched() {
        var pace = CollectionPace()
        _ = pace.scrape(at: start)
        let turns = (1...15).map { pace.takesTurn(at: start.advanced(by: .seconds($0 * 10))) }
        #expect(turns == Array(repeating: true, count: 11) + [false, false, true, false])
    }

    @Test("At once when somebody scrapes after a rest, and not because of the scrapes that follow")
    func firstScrape() {
        var pace = CollectionPace()
        let scrapes = [0, 15, 134, 254].map { pace.scrape(at: start.advanced(by: .seconds($0))) }
        #expect(scrapes == [true, false, false, true])
    }
}
