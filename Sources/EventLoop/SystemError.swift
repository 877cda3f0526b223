import Glibc

/// A system call that failed: which one, on what, and why.
package struct SystemError: Error, Equatable, CustomStringConvertible {
    /// The name of the call, as in its manual page.
    package let call: String
    /// What it was about, a path for example; empty when the call says it all.
    package let subject: String
    package let errno: Int32

    package init(_ call: String, _ subject: String = "", errno code: Int32 = Glibc.errno) {
        self.call = call
        self.subject = subject
        errno = code
    }

    package var description: String {
        let reason = String(cString: strerror(errno))
        return subject.isEmpty ? "\(call): \(reason)" : "\(call) \(subject): \(reason)"
    }
}
