import URIText

/// All that is wrong with a configuration, a line each: key, value, what is allowed.
package struct ConfigurationError: Error, Equatable, CustomStringConvertible {
    package let mistakes: [String]

    package init(mistakes: [String]) { self.mistakes = mistakes }

    /// EX_CONFIG of sysexits.h: what a program exits with for this.
    package static let exitStatus: Int32 = 78

    package var description: String { mistakes.joined(separator: "\n") }
}

/// Takes values out of an environment, checks each, and collects the mistakes instead of stopping at the first.
package struct ConfigurationReader {
    private let environment: (String) -> String?
    package internal(set) var mistakes: [String] = []
    /// Hears of every setting that is read; nil where nobody wants to know.
    private let onSetting: ((Setting) -> Void)?

    package init(environment: @escaping (String) -> String?, onSetting: ((Setting) -> Void)? = nil) {
        self.environment = environment
        self.onSetting = onSetting
    }

    private func note(
        _ key: String, _ given: Setting.Value?, default standard: Setting.Value = .none, unit: String? = nil,
        isSecret: Bool = false
    ) {
        onSetting?(
            Setting(key: key, given: given ?? .none, standard: standard, unit: unit, isSecret: isSecret))
    }

    /// An empty value counts as absent, so that `KEY=` in a file switches a key off.
    package func raw(_ key: String) -> String? {
        guard let value = environment(key), !value.isEmpty else { return nil }
        return value
    }

    /// A login in a URL is not repeated: neither one that is no part of the setting, nor one at the wrong setting.
    private static func shown(_ value: String) -> String { URLLogin.masked(value, with: "***") }

    package mutating func reject(_ key: String, _ value: String, allowed: String) {
        mistakes.append("\(key)=\"\(Self.shown(value))\": allowed is \(allowed)")
    }

    /// A text that `isValid` accepts.
    package mutating func text(_ key: String, allowed: String, where isValid: (String) -> Bool) -> String? {
        text(key, default: nil, allowed: allowed, where: isValid)
    }

    /// A text that `isValid` accepts, or the standard one.
    package mutating func text(
        _ key: String, default standard: String, allowed: String, where isValid: (String) -> Bool
    ) -> String {
        text(key, default: Optional(standard), allowed: allowed, where: isValid) ?? standard
    }

    private mutating func text(
        _ key: String, default standard: String?, allowed: String, where isValid: (String) -> Bool
    ) -> String? {
        let value = raw(key)
        note(key, value.map { .text(Self.shown($0)) }, default: standard.map { .text($0) } ?? .none)
        guard let value else { return nil }
        if isValid(value) { return value }
        reject(key, value, allowed: allowed)
        return nil
    }

    /// Texts with commas between, blanks around them left out, each of which `isValid` accepts.
    package mutating func list(_ key: String, allowed: String, where isValid: (String) -> Bool) -> [String] {
        let value = raw(key)
        note(key, value.map { .text(Self.shown($0)) })
        guard let value else { return [] }
        let parts = value.split(separator: ",", omittingEmptySubsequences: false).map { String($0).trimmed }
        if parts.allSatisfy(isValid) { return parts }
        reject(key, value, allowed: allowed)
        return []
    }

    package mutating func integer(
        _ key: String, default standard: Int, in range: ClosedRange<Int>, unit: String? = nil
    ) -> Int {
        let value = raw(key)
        let number = value.flatMap { Int($0) }
        note(key, number.map { .number(Double($0)) }, default: .number(Double(standard)), unit: unit)
        guard let value else { return standard }
        if let number, range.contains(number) { return number }
        reject(key, value, allowed: "a whole number from \(range.lowerBound) to \(range.upperBound)")
        return standard
    }

    /// A duration: a number of seconds, or a number with `ms`, `s`, `m` or `h`.
    package mutating func duration(
        _ key: String, default standard: Duration, in range: ClosedRange<Duration>
    ) -> Duration {
        let value = raw(key)
        let duration = value.flatMap(Self.duration)
        note(key, duration.map { .number($0.inSeconds) }, default: .number(standard.inSeconds), unit: "s")
        guard let value else { return standard }
        if let duration, range.contains(duration) { return duration }
        reject(
            key, value,
            allowed: "a time from \(range.lowerBound) to \(range.upperBound), as in 30, 30s, 500ms or 2m")
        return standard
    }

    /// A number of bytes, or a number with `k`, `m` or `g` for powers of 1024.
    package mutating func byteSize(
        _ key: String, default standard: Int64? = nil, in range: ClosedRange<Int64>
    ) -> Int64? {
        let value = raw(key)
        let size = value.flatMap(Self.byteSize)
        note(
            key, size.map { .number(Double($0)) }, default: standard.map { .number(Double($0)) } ?? .none,
            unit: "bytes")
        guard let value else { return standard }
        if let size, range.contains(size) { return size }
        reject(
            key, value,
            allowed: "a size from \(range.lowerBound) to \(range.upperBound) bytes, as in 67108864, 64m or 1g")
        return nil
    }

    private static func byteSize(_ text: String) -> Int64? {
        let units: [Character: Int64] = ["k": 1 << 10, "m": 1 << 20, "g": 1 << 30]
        let unit = text.last.flatMap { units[$0] }
        guard let number = Int64(unit == nil ? text[...] : text.dropLast()) else { return nil }
        let (bytes, isTooLarge) = number.multipliedReportingOverflow(by: unit ?? 1)
        return isTooLarge ? nil : bytes
    }

    package mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String, default standard: Choice
    ) -> Choice where Choice.RawValue == String {
        let value = raw(key)
        note(key, value.map { .text($0) }, default: .text(standard.rawValue))
        guard let value else { return standard }
        if let choice = Choice(rawValue: value) { return choice }
        reject(key, value, allowed: "one of " + Choice.allCases.map(\.rawValue).joined(separator: ", "))
        return standard
    }

    /// An absolute path of at most `longest` bytes.
    package mutating func path(_ key: String, longest: Int = 4095) -> String? {
        path(key, default: nil, longest: longest)
    }

    /// An absolute path of at most `longest` bytes, or the standard one.
    package mutating func path(_ key: String, default standard: String, longest: Int = 4095) -> String {
        path(key, default: Optional(standard), longest: longest) ?? standard
    }

    private mutating func path(_ key: String, default standard: String?, longest: Int) -> String? {
        text(key, default: standard, allowed: "an absolute path of at most \(longest) bytes") {
            $0.hasPrefix("/") && $0.utf8.count <= longest
        }
    }

    /// A secret from `key`, or from the file that `key`_FILE names (its first line). The value is never repeated.
    package mutating func secret(_ key: String) -> Secret? {
        let value = raw(key)
        note(key, value.map { _ in .text("***") }, isSecret: true)
        let fileKey = key + "_FILE"
        let path = path(fileKey)
        if let value { return accept(value, key) }
        guard let path else { return nil }
        guard let content = readTextFile(path) else {
            reject(fileKey, path, allowed: "a file that this user can read")
            return nil
        }
        return accept(String(content.prefix { $0 != "\n" && $0 != "\r\n" }), fileKey)
    }

    /// A text with something in it that must not be seen; it is not repeated when it is wrong.
    package mutating func secretText(_ key: String, allowed: String, where isValid: (String) -> Bool) -> Secret? {
        let value = raw(key)
        note(key, value.map { _ in .text("***") }, isSecret: true)
        guard let value else { return nil }
        if isValid(value) { return Secret(value) }
        mistakes.append("\(key)=<redacted>: allowed is \(allowed)")
        return nil
    }

    private mutating func accept(_ value: String, _ key: String) -> Secret? {
        let isPrintable = value.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F }
        if !value.isEmpty, isPrintable { return Secret(value) }
        mistakes.append("\(key)=<redacted>: allowed is a text of at least one character, without spaces and controls")
        return nil
    }

    private static func duration(_ text: String) -> Duration? {
        let units: [(String, Double)] = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("", 1)]
        for (unit, factor) in units where text.hasSuffix(unit) {
            guard let number = Double(text.dropLast(unit.count)), number.isFinite, abs(number) < 1e9 else { return nil }
            return .milliseconds(Int64((number * factor * 1000).rounded()))
        }
        return nil
    }
}

extension Duration {
    fileprivate var inSeconds: Double { self / .seconds(1) }
}
