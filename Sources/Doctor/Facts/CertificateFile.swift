import COpenSSL
import EventLoop

/// A file with the node's own certificate.
enum CertificateFile {
    static func look(_ path: String) -> APITLSCheck.Certificate {
        guard FactFiles.text(path) != nil else { return .unusable(path, "it cannot be read") }
        var seconds: Int64 = 0
        switch copenssl_certificate_time_left(path, &seconds) {
        case 0: return .seen(path, secondsLeft: seconds)
        case _ where copenssl_is_loaded() == 0: return .unknown("there is no OpenSSL to look into \(path) with")
        default: return .unusable(path, "there is no certificate in it")
        }
    }
}
