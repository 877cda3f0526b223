/// What a daemon says of itself: lines of `KEY=value`, sd_notify(3). Unknown keys are passed over.
package struct NotifyMessage: Sendable, Equatable {
    package var isReady = false
    package var isAlive = false
    package var status: String?

    package init(parsing bytes: some Sequence<UInt8>) {
        let text = String(decoding: Array(bytes), as: UTF8.self)
        for line in text.split(separator: "\n") {
            switch line {
            case "READY=1": isReady = true
            case "WATCHDOG=1": isAlive = true
            default:
                if line.hasPrefix("STATUS=") { status = String(line.dropFirst(7).prefix(200)) }
            }
        }
    }
}
