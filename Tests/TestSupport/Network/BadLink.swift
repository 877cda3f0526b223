import EventLoop
import Foundation
import Glibc
import Synchronization

/// What a link does to its packets, each way.
package struct LinkQuality: Sendable, Equatable {
    /// The part of all packets that is lost, 0 to 1.
    package var loss = 0.0
    package var delay = Duration.zero
    /// Bits per second; nil for no limit.
    package var rate: Double?
    /// Everything is lost, and nobody is told.
    package var isBlackhole = false

    package init(loss: Double = 0, delay: Duration = .zero, rate: Double? = nil, isBlackhole: Bool = false) {
        self.loss = loss
        self.delay = delay
        self.rate = rate
        self.isBlackhole = isBlackhole
    }
}

/// Carries packets between two interfaces, as well or badly as a test wants: what tc-netem(8) does, which not every
/// kernel has. A thread of its own; it ends when this is released.
final class BadLink: Sendable {
    private let state: Mutex<State>

    private struct State {
        var quality = LinkQuality()
        var isStopped = false
        /// The identifiers of requests in packets that arrived at the second interface.
        var arrived: Set<String> = []
    }

    /// A packet on its way.
    private struct Packet {
        let due: MonotonicInstant
        let bytes: [UInt8]
    }

    private struct Direction {
        let from: TunnelDevice
        let to: TunnelDevice
        var queue: [Packet] = []
        /// Until when the line is busy with what it has taken.
        var busyUntil = MonotonicInstant.now
    }

    /// A queue of a modem holds not much more; what comes then is lost.
    private static let queueLimit = 200

    init(_ first: TunnelDevice, _ second: TunnelDevice) {
        let state = Mutex(State())
        self.state = state
        Thread.detachNewThread { [weak self] in
            var directions = [Direction(from: first, to: second), Direction(from: second, to: first)]
            while let self, !self.isStopped {
                self.turn(&directions, second)
            }
        }
    }

    deinit { stop() }

    func stop() { state.withLock { $0.isStopped = true } }

    private var isStopped: Bool { state.withLock(\.isStopped) }

    var quality: LinkQuality {
        get { state.withLock(\.quality) }
        set { state.withLock { $0.quality = newValue } }
    }

    var arrived: Set<String> { state.withLock(\.arrived) }

    private func turn(_ directions: inout [Direction], _ second: TunnelDevice) {
        var descriptors = directions.map { pollfd(fd: $0.from.descriptor, events: Int16(POLLIN), revents: 0) }
        poll(&descriptors, nfds_t(descriptors.count), 2)
        let quality = self.quality
        for index in directions.indices {
            while let packet = directions[index].from.receive() { Self.take(packet, &directions[index], quality) }
            let now = MonotonicInstant.now
            while let next = directions[index].queue.first, next.due <= now {
                directions[index].queue.removeFirst()
                directions[index].to.send(next.bytes)
                if directions[index].to === second { note(next.bytes) }
            }
        }
    }

    private static func take(_ packet: [UInt8], _ direction: inout Direction, _ quality: LinkQuality) {
        if quality.isBlackhole || Double.random(in: 0..<1) < quality.loss || direction.queue.count >= queueLimit {
            return
        }
        var ready = MonotonicInstant.now
        if let rate = quality.rate {
            ready = max(ready, direction.busyUntil).advanced(by: .seconds(Double(packet.count * 8) / rate))
            direction.busyUntil = ready
        }
        direction.queue.append(Packet(due: ready.advanced(by: quality.delay), bytes: packet))
    }

    /// Keeps the `X-Request-ID` of a request that begins in this packet.
    private func note(_ packet: [UInt8]) {
        guard let begin = packet.firstRange(of: Array("X-Request-ID: ".utf8))?.upperBound else { return }
        let id = String(decoding: packet[begin...].prefix(36), as: UTF8.self)
        state.withLock { _ = $0.arrived.insert(id) }
    }
}
