import EventLoop
import Inet

extension ListeningSocket {
    /// `http://127.0.0.1:3001`
    package var url: String { url(isTLS: false) }

    package func url(isTLS: Bool) -> String {
        (isTLS ? "https://" : "http://") + (address.isV6 ? "[\(address)]" : "\(address)") + ":\(port)"
    }
}
