import Testing

@testable import Supervision

struct ChildListTests {
    @Test func `a number that was cut short is no child's`() {
        #expect(ChildList.pids(Array("12 345 6789 ".utf8)) == [12, 345, 6789])
        #expect(ChildList.pids(Array("12 345 67".utf8)) == [12, 345])
        #expect(ChildList.pids(Array("67".utf8)) == [])
        #expect(ChildList.pids([UInt8]()) == [])
    }
}
