import CCurl
import Glibc

/// What libcurl's codes mean.
extension Transfer {
    func error(for code: CURLcode) -> HTTPClientError {
        let detail = String(cString: message)
        let text = detail.isEmpty ? String(cString: ccurl_message(code)) : detail
        return switch code {
        case CURLE_URL_MALFORMAT: .badURL(text)
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING:
            .malformedResponse(text)
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .cannotResolve(text)
        case CURLE_COULDNT_CONNECT: .cannotConnect(socketFault ?? text)
        case CURLE_OPERATION_TIMEDOUT: .timedOut(phase)
        case CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE, CURLE_SEND_ERROR, CURLE_RECV_ERROR: .connectionLost(text)
        case CURLE_PEER_FAILED_VERIFICATION: .tls(TLSFault(verification: verification), text)
        case CURLE_SSL_CERTPROBLEM, CURLE_SSL_CACERT_BADFILE: .tls(.ownFiles, text)
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
            .tls(.other, text)
        default: .failed(code: code.rawValue, text)
        }
    }

    /// Why a Unix socket was not to be connected to: libcurl's own words name the host of the URL, which nobody asked for.
    private var socketFault: String? {
        guard request.unixSocket != nil else { return nil }
        var number = 0
        ccurl_get_long(easy, CURLINFO_OS_ERRNO, &number)
        guard number != 0, let words = strerror(Int32(truncatingIfNeeded: number)) else { return nil }
        return String(cString: words)
    }

    private var verification: Int {
        var number = 0
        ccurl_get_long(easy, CURLINFO_SSL_VERIFYRESULT, &number)
        return number
    }

    private var isConnected: Bool {
        var microseconds: curl_off_t = 0
        ccurl_get_size(easy, CURLINFO_PRETRANSFER_TIME_T, &microseconds)
        return microseconds > 0
    }

    private var phase: HTTPClientError.Phase {
        guard isConnected else { return .connecting }
        return head == nil ? .awaitingResponse : .receivingBody
    }
}
