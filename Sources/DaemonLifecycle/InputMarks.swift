import EventLoop
import Logging
import NodeProtocol

/// Finds the input that a daemon keeps dying on.
///
/// Before the daemon works on an input it marks it, and takes the mark away afterwards. The process that comes after a
/// crash finds the marks, and counts the crash against each marked input. An input with ``limit`` crashes is to be set
/// aside. Marks are bytes in a file of the runtime directory: one write(2) and no fsync, for they have to survive the
/// end of the process only. After a restart of the host counting begins anew.
@LoopActor
package final class InputMarks {
    /// This many crashes, and an input is set aside.
    package static let limit = 3

    package enum Outcome: Sendable {
        /// The work came to its end: what was counted against the input is forgotten.
        case finished
        /// It was interrupted or failed: nothing is known.
        case unfinished
    }

    private var marked: [String: Int] = [:]
    private var record: MarkRecord
    private let file: MarkFile?
    private let logger: Logger
    private var hasFailed = false

    /// Reads what the process before has left, and counts.
    /// - Parameters:
    ///   - path: Nil keeps everything in memory.
    ///   - previous: How that process ended.
    package init(path: String?, previous: PreviousExit?, logger: Logger) {
        self.logger = logger
        var file: MarkFile?
        var record = MarkRecord()
        do throws(SystemError) {
            file = try path.map { (path) throws(SystemError) in try MarkFile(path: path) }
            record = try file?.read() ?? record
        } catch {
            logger.error(
                "inputs cannot be marked: one that crashes this daemon is not found",
                metadata: ["error.message": "\(error)"])
        }
        self.file = file
        self.record = record
        count(previous)
        save()
    }

    private func count(_ previous: PreviousExit?) {
        for key in record.count(previous, limit: Self.limit) {
            let crashes = record.crashes(of: key)
            logger.log(
                level: crashes >= Self.limit ? .error : .warning, "the process before this one crashed on an input",
                metadata: ["input": "\(key)", "crashes": "\(crashes)", "limit": "\(Self.limit)"])
        }
    }

    /// From now on it is noted when a signal that tells of a crash comes from another process: such an end counts
    /// against no input. For the whole process, once.
    package func noteForeignSignals() { file?.noteForeignSignals() }

    /// Whether the input has crashed the daemon as often as is put up with.
    package func isSetAside(_ key: String) -> Bool { record.crashes(of: key) >= Self.limit }

    /// Whether the input was being worked on in a crash, and might be its cause. Whoever works on several suspects side
    /// by side does not learn which of them it is.
    package func isSuspect(_ key: String) -> Bool { record.crashes(of: key) > 0 }

    /// - Parameter key: Tells this input from every other; one line without control characters.
    package func begin(_ key: String) {
        marked[key, default: 0] += 1
        if marked[key] == 1 { save() }
    }

    package func end(_ key: String, _ outcome: Outcome) {
        guard let count = marked[key] else { return }
        marked[key] = count > 1 ? count - 1 : nil
        if outcome == .finished { record.forget(key) }
        if count == 1 || outcome == .finished { save() }
    }

    /// Runs `body` with the input marked. When it returns, the work has come to its end.
    package func during<Value>(_ key: String, _ body: @LoopActor () async throws -> Value) async throws -> Value {
        begin(key)
        do {
            let value = try await body()
            end(key, .finished)
            return value
        } catch {
            end(key, .unfinished)
            throw error
        }
    }

    /// The input has been dealt with for good.
    package func forget(_ key: String) {
        record.forget(key)
        save()
    }

    private func save() {
        guard let file else { return }
        do throws(SystemError) {
            record.marked = marked.keys.sorted()
            try file.write(record)
            hasFailed = false
        } catch {
            if !hasFailed { logger.error("inputs cannot be marked", metadata: ["error.message": "\(error)"]) }
            hasFailed = true
        }
    }
}
