import EventLoop
import Supervision
import Testing

/// Gives the largest value each time: no jitter.
private struct NoJitter: RandomNumberGenerator {
    func next() -> UInt64 { .max }
}

/// A machine with a clock that the test turns.
private struct Bench {
    var machine = SubsystemMachine()
    var now = MonotonicInstant(nanoseconds: 1_000_000_000_000)
    var generator = NoJitter()

    mutating func give(_ event: SubsystemMachine.Event, after wait: Duration = .zero) -> [SubsystemMachine.Action] {
        now = now.advanced(by: wait)
        return machine.handle(event, now: now, using: &generator)
    }

    /// Turns the clock to the next deadline.
    mutating func waitForDeadline() -> (waited: Duration, [SubsystemMachine.Action]) {
        let deadline = machine.nextDeadline ?? now
        let waited = now.duration(to: deadline)
        return (waited, give(.deadline, after: waited))
    }

    static func ready() -> Bench {
        var bench = Bench()
        _ = bench.give(.start)
        _ = bench.give(.becameReady)
        return bench
    }
}

private let killed = SubsystemMachine.Event.ended(.signal(9))

@Suite struct SubsystemMachineTests {
    @Test func `a daemon that had been ready is started again at once`() {
        var bench = Bench.ready()
        #expect(bench.give(killed, after: .seconds(5)) == [.spawn])
        #expect(bench.machine.state == .starting(since: bench.now))
        #expect(bench.machine.restarts == 1)
    }

    @Test func `a daemon that dies before it is ready backs off from 100 ms doubling to 30 s and is never given up`() {
        var bench = Bench()
        _ = bench.give(.start)
        var delays: [Duration] = []
        for _ in 0..<1000 {
            #expect(bench.give(.ended(.exit(status: 1))) == [])
            let (waited, actions) = bench.waitForDeadline()
            #expect(actions == [.spawn])
            delays.append(waited)
        }
        func isAbout(_ value: Duration, _ wanted: Duration) -> Bool { abs((value - wanted).seconds) < 0.001 }
        #expect(isAbout(delays[0], .milliseconds(100)))
        #expect(isAbout(delays[3], .milliseconds(800)))
        #expect(isAbout(delays[999], .seconds(30)))
    }

    @Test func `delays are jittered between half and all`() {
        let policy = RestartPolicy()
        var generator = SystemRandomNumberGenerator()
        let delays = (0..<200).map { _ in policy.delay(failures: 4, using: &generator) }
        #expect(delays.allSatisfy { (.milliseconds(400)...(.milliseconds(800))).contains($0) })
        #expect(Set(delays).count > 100)
    }

    @Test func `many failures in a row read as failing and the next success ends that`() {
        var bench = Bench()
        _ = bench.give(.start)
        for _ in 0..<6 {
            _ = bench.give(.ended(.exit(status: 1)))
            if case .failing = bench.machine.state { break }
            _ = bench.waitForDeadline()
        }
        guard case .failing = bench.machine.state else { return #expect(Bool(false), "\(bench.machine.state)") }
        _ = bench.waitForDeadline()
        _ = bench.give(.becameReady)
        #expect(bench.machine.state == .ready(since: bench.now))
    }

    @Test func `a slow flapper backs off, and a crash after an hour restarts at once`() {
        var bench = Bench.ready()
        var immediate = 0
        for _ in 0..<20 {
            if bench.give(killed, after: .seconds(2)) == [.spawn] {
                immediate += 1
            } else {
                _ = bench.waitForDeadline()
            }
            _ = bench.give(.becameReady)
        }
        #expect(immediate == RestartPolicy().immediateRestarts)
        #expect(bench.give(killed, after: .seconds(3600)) == [.spawn])
    }

    @Test func `a start that failed slows nothing down once a later one has succeeded`() {
        var bench = Bench.ready()
        for _ in 0..<4 {
            #expect(bench.give(killed, after: .seconds(2)) == [.spawn], "at once, whatever happened to starts before")
            #expect(bench.give(killed) == [], "the new one dies before it is ready")
            let (waited, actions) = bench.waitForDeadline()
            #expect(abs((waited - .milliseconds(100)).seconds) < 0.001 && actions == [.spawn], "the first failure")
            _ = bench.give(.becameReady)
            #expect(bench.machine.failures == 0)
        }
    }

    @Test func `a flapper that is adopted is still one, and a daemon whose start had failed is none`() {
        for isFlapping in [true, false] {
            for isReady in [true, false] {
                var bench = Bench()
                bench.machine = SubsystemMachine(failures: 3, isFlapping: isFlapping)
                _ = bench.give(.adopted(isReady: isReady))
                if !isReady { _ = bench.give(.becameReady) }
                #expect(bench.give(killed, after: .seconds(1)) == (isFlapping ? [] : [.spawn]))
            }
        }
    }

    @Test func `a configuration error is told as such and tried again at the cap`() {
        var bench = Bench()
        _ = bench.give(.start)
        _ = bench.give(.ended(.exit(status: 78)))
        #expect(bench.machine.state == .failing(until: bench.now.advanced(by: .seconds(30)), reason: "configuration"))
        #expect(bench.give(.restart) == [.spawn], "an operator need not wait")
    }

    @Test func `a daemon that does not become ready in time is killed and backs off`() {
        var bench = Bench()
        _ = bench.give(.start)
        let (waited, actions) = bench.waitForDeadline()
        #expect(waited == RestartPolicy().startTimeout)
        #expect(actions == [.kill])
        #expect(bench.give(killed) == [])
        #expect(bench.waitForDeadline().1 == [.spawn])
    }

    @Test func `silence leads to abort, then kill, then a new process`() {
        var bench = Bench.ready()
        _ = bench.give(.isAlive, after: .seconds(9))
        #expect(bench.give(.deadline, after: .seconds(9)) == [], "it spoke nine seconds ago")
        #expect(bench.waitForDeadline().1 == [.abort])
        let (waited, actions) = bench.waitForDeadline()
        #expect(waited == .seconds(2))
        #expect(actions == [.kill])
        #expect(bench.give(killed) == [.spawn])
    }

    @Test
    func `a flapper that hangs after an hour of good running is started again at once, one that hangs soon is not`() {
        var bench = Bench.ready()
        for _ in 0...RestartPolicy().immediateRestarts {
            if bench.give(killed, after: .seconds(2)) != [.spawn] { _ = bench.waitForDeadline() }
            _ = bench.give(.becameReady)
        }
        #expect(bench.machine.isFlapping)
        var soon = bench
        #expect(soon.waitForDeadline().1 == [.abort])
        #expect(soon.give(killed) == [])

        _ = bench.give(.isAlive, after: .seconds(3600))
        #expect(bench.waitForDeadline().1 == [.abort])
        #expect(bench.give(killed) == [.spawn])
        #expect(!bench.machine.isFlapping)
    }

    @Test func `a supervisor that was itself stopped blames nobody`() {
        var bench = Bench.ready()
        #expect(bench.give(.supervisorStalled, after: .seconds(30)) == [])
        #expect(bench.give(.deadline) == [])
        #expect(bench.machine.state == .ready(since: MonotonicInstant(nanoseconds: 1_000_000_000_000)))
    }

    @Test func `a stop ends in stopped, by force if need be, and counts as no crash`() {
        var bench = Bench.ready()
        #expect(bench.give(.stop) == [.terminate])
        #expect(bench.waitForDeadline().1 == [.kill])
        #expect(bench.waitForDeadline().1 == [.kill], "and again, until it is gone")
        #expect(bench.give(killed) == [])
        #expect(bench.machine.state == .stopped)
        #expect(bench.machine.nextDeadline == nil)
        #expect(bench.machine.restarts == 0)
    }

    @Test func `a restart is a stop and a start, and counts as no crash`() {
        var bench = Bench.ready()
        #expect(bench.give(.restart) == [.terminate])
        #expect(bench.give(.restart) == [], "twice is once")
        #expect(bench.give(.ended(.exit(status: 0))) == [.spawn])
        #expect(bench.machine.restarts == 0)
    }

    @Test func `a daemon that ends at once is started few times in a minute, each later than the one before`() {
        var bench = Bench()
        _ = bench.give(.start)
        let end = bench.now.advanced(by: .seconds(60))
        var delays: [Duration] = []
        while bench.now < end {
            _ = bench.give(.ended(.exit(status: 1)))
            delays.append(bench.waitForDeadline().waited)
        }
        #expect(delays.count <= 11, "100 ms doubling to 30 s: nine delays are 51 s")
        #expect(zip(delays, delays.dropFirst()).allSatisfy { $0 <= $1 })
    }

    @Test(arguments: ["dies before it is ready", "cannot be executed", "never becomes ready", "dies when it is ready"])
    func `a daemon that fails for half an hour runs within the longest delay of being mended`(how: String) {
        var bench = Bench()
        _ = bench.give(.start)
        let end = bench.now.advanced(by: .seconds(1800))
        while bench.now < end {
            switch how {
            case "cannot be executed": _ = bench.give(.ended(.couldNotStart))
            case "never becomes ready":
                _ = bench.waitForDeadline()
                _ = bench.give(killed)
            case "dies when it is ready":
                _ = bench.give(.becameReady)
                _ = bench.give(killed)
            default: _ = bench.give(.ended(.exit(status: 1)))
            }
            if case .starting = bench.machine.state { continue }
            #expect(bench.waitForDeadline().1 == [.spawn])
        }
        // Mended.
        if case .starting = bench.machine.state {
        } else {
            let (waited, actions) = bench.waitForDeadline()
            #expect(waited <= .seconds(30) && actions == [.spawn])
        }
        _ = bench.give(.becameReady)
        #expect(bench.machine.state == .ready(since: bench.now))
    }

    /// Neither does a short good spell wipe out what has been, nor does it stay for ever.
    @Test func `slow flapping is limited for ever, and ten good minutes forget it`() {
        var bench = Bench.ready()
        var immediate = 0
        for _ in 0..<1000 {
            if bench.give(killed, after: .seconds(2)) == [.spawn] {
                immediate += 1
            } else {
                _ = bench.waitForDeadline()
            }
            _ = bench.give(.becameReady)
        }
        #expect(immediate == RestartPolicy().immediateRestarts)
        #expect(bench.give(killed, after: .seconds(601)) == [.spawn])
        #expect(bench.machine.failures == 0)
    }

    /// What the last command wanted, whatever happened before it.
    @Test func `after any sequence of commands and deaths the last command wins`() {
        var random = SystemRandomNumberGenerator()
        for steps in [Int](repeating: 100, count: 200) + [10_000] {
            var bench = Bench()
            var wantsToRun = false
            var hasProcess = false
            for _ in 0..<steps {
                let event =
                    [.start, .stop, .restart, .becameReady, .isAlive, killed, .deadline]
                    .randomElement(using: &random) ?? SubsystemMachine.Event.start
                if event == killed, !hasProcess { continue }
                if event == killed { hasProcess = false }
                if event == .start || event == .restart { wantsToRun = true }
                if event == .stop { wantsToRun = false }
                let actions = bench.give(event, after: .milliseconds(Int64.random(in: 0...3000, using: &random)))
                if actions.contains(.spawn) {
                    #expect(!hasProcess, "never two processes")
                    hasProcess = true
                }
            }
            for _ in 0..<50 {  // let it come to rest
                if case .stopping = bench.machine.state, hasProcess {
                    hasProcess = bench.give(killed).contains(.spawn)
                } else if case .starting = bench.machine.state {
                    _ = bench.give(.becameReady)
                } else if case .ready = bench.machine.state {
                    break
                } else if bench.waitForDeadline().1.contains(.spawn) {
                    hasProcess = true
                }
            }
            #expect(hasProcess == wantsToRun)
        }
    }
}
