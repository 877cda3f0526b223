import TestSupport
import Testing

@testable import EventLoop

@Suite(.eventLoop)
@LoopActor
struct LeisureTests {
    @Test func `what is left for idle time waits for it, and is then done in order`() {
        var leisure = Leisure()
        var done: [Int] = []
        leisure.add { done.append(1) }
        #expect(leisure.take(isBusy: true).isEmpty)
        leisure.add { done.append(2) }
        #expect(leisure.take(isBusy: true).isEmpty && !leisure.isEmpty)
        for body in leisure.take(isBusy: false) { body() }
        #expect(done == [1, 2] && leisure.isEmpty && leisure.take(isBusy: false).isEmpty)
    }

    @Test func `it waits for so many busy turns at most`() {
        var leisure = Leisure()
        for _ in 0..<2 {
            leisure.add {}
            for _ in 1..<Leisure.longestWait { #expect(leisure.take(isBusy: true).isEmpty) }
            #expect(leisure.take(isBusy: true).count == 1)
        }
    }
}
