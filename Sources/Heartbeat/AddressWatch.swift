import CLinux
import EventLoop
import Glibc

/// Tells when this machine's addresses, routes or name may have changed: by rtnetlink(7), and by poll(2) on
/// /proc/sys/kernel/hostname. What has changed is for the listener to look up: a message that was lost then does not
/// matter.
@LoopActor
package final class AddressWatch {
    /// An address that is replaced comes in several messages; they are told together.
    private static let settling = Duration.milliseconds(100)

    private let onChange: @LoopActor () -> Void
    private var descriptors: [Int32] = []
    private var watches: [DescriptorWatch] = []
    private var settlingTimer: LoopTimer?

    package init(onChange: @escaping @LoopActor () -> Void) { self.onChange = onChange }

    /// Begins. What cannot be watched is thrown after the rest has begun.
    package func start() throws(SystemError) {
        var failure: SystemError?
        do throws(SystemError) { try watchAddresses() } catch { failure = error }
        do throws(SystemError) { try watchHostname() } catch { failure = error }
        if let failure { throw failure }
    }

    /// Final.
    package func stop() {
        settlingTimer?.cancel()
        for watch in watches { watch.cancel() }
        for descriptor in descriptors { close(descriptor) }
        watches = []
        descriptors = []
    }

    private func watchAddresses() throws(SystemError) {
        let descriptor = clinux_watch_addresses()
        guard descriptor >= 0 else { throw SystemError("socket", "rtnetlink") }
        try watch(descriptor, for: .readable) { [weak self] in
            // ENOBUFS, messages that did not fit, is told as an error once, and is a change like any other.
            var bytes = [UInt8](repeating: 0, count: 16 * 1024)
            while recv(descriptor, &bytes, bytes.count, 0) > 0 || errno == ENOBUFS {}
            self?.settle()
        }
    }

    private func watchHostname() throws(SystemError) {
        let path = "/proc/sys/kernel/hostname"
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError("open", path) }
        // The file can always be read; a change is an error condition, told once.
        try watch(descriptor, for: []) { [weak self] in self?.settle() }
    }

    private func watch(
        _ descriptor: Int32, for interest: DescriptorEvents, _ body: @escaping @LoopActor () -> Void
    ) throws(SystemError) {
        do throws(SystemError) {
            watches.append(try EventLoop.main.watch(descriptor, for: interest) { _ in body() })
        } catch {
            close(descriptor)
            throw error
        }
        descriptors.append(descriptor)
    }

    private func settle() {
        guard settlingTimer == nil else { return }
        settlingTimer = EventLoop.main.schedule(after: Self.settling) { [weak self] in
            self?.settlingTimer = nil
            self?.onChange()
        }
    }
}
