import NIOCore

/// How long a connection may take for what, and when it makes way.
extension HTTPConnection {
    /// Which of two connections goes first when there is no room for a new one: the one of the lower rank. nil for one
    /// that is at work. One that has only just come goes after all others, lest a crowd push out whoever comes between.
    var rank: Int? {
        let age = NIODeadline.now() - since
        let grace = age < .milliseconds(500) ? 10 : 0
        switch phase {
        case .close: return 0
        case .request: return 1 + grace
        case .head: return 2 + grace
        case .body: return 3 + grace
        // One that has not taken its answer within a moment may be taking it slowly, or not at all.
        case .taking: return age > .seconds(1) ? 4 : nil
        case .answer, .stream: return nil
        }
    }

    /// Cuts the connection off when it has taken too long.
    func look(at now: NIODeadline) {
        let time = now - since
        switch phase {
        case .request: if time > limits.idleTime.amount { close() }
        case .head:
            guard time > limits.headTime.amount else { return }
            arrivedBytes == 0 ? close() : refuse(HTTPFault(408, "The headers took longer than \(limits.headTime)"))
        case .body:
            if time > limits.bodyTime.amount { refuse(HTTPFault(408, "The body took longer than \(limits.bodyTime)")) }
        case .taking: if time > limits.writeTime.amount { close() }
        case .close: if time > limits.lingerTime.amount { close() }
        case .answer, .stream: break
        }
    }

    /// The server stops: this request is the last, if there is one.
    func quiesce() {
        isDraining = true
        switch phase {
        case .request, .close: close()
        case .head: if arrivedBytes == 0 { close() }
        case .body, .answer, .taking, .stream: break
        }
    }
}
