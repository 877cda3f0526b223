import DockerEngine

/// Whether a pull fits on the disk. Pure.
///
/// The engine does not tell how large an image is; its layers' compressed sizes come with the progress, as they begin.
/// A layer needs the room of its download and that of its content, which is at least as large.
struct DiskBudget: Equatable {
    /// Bytes that were free when the pull began.
    let available: Int64
    /// Bytes that must stay free.
    let reserve: Int64

    /// Why the pull cannot go on, as far as is known; nil when it can.
    func shortage(of progress: PullProgress) -> String? {
        let free = "\(available) bytes are free where the engine keeps its data"
        let kept = "\(reserve) bytes are to stay free"
        guard available >= reserve else { return "no space for the image: \(free), and \(kept)" }
        let (needed, isTooLarge) = progress.bytes.multipliedReportingOverflow(by: 2)
        guard isTooLarge || needed > available - reserve else { return nil }
        return "no space for the image: it needs at least \(needed) bytes, \(free), and \(kept)"
    }
}
