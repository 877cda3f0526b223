/// One name that a route takes in its query, and what may stand behind it.
package struct QueryParameter: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// A whole number in decimal digits, or the one word that may stand for "no limit".
        case integer(ClosedRange<Int>, orWord: String?)
        /// There or not: `?follow`, `?follow=1`, `?follow=true`; `0` and `false` are as if it were not there.
        case flag
        /// Any text of at least one and at most so many bytes of UTF-8.
        case text(limit: Int)
        case oneOf([String])
    }

    package let name: String
    package let kind: Kind

    package static func integer(_ name: String, _ range: ClosedRange<Int>, orWord word: String? = nil) -> Self {
        Self(name: name, kind: .integer(range, orWord: word))
    }
    package static func flag(_ name: String) -> Self { Self(name: name, kind: .flag) }
    package static func text(_ name: String, limit: Int = 256) -> Self { Self(name: name, kind: .text(limit: limit)) }
    package static func oneOf(_ name: String, _ words: [String]) -> Self { Self(name: name, kind: .oneOf(words)) }

    /// Throws 400 with the name and what is allowed.
    func check(_ value: String) throws(HTTPFault) {
        let isRight =
            switch kind {
            case .integer(let range, let word): value == word || Self.integer(value).map(range.contains) == true
            case .flag: Self.flag(value) != nil
            case .text(let limit): !value.isEmpty && value.utf8.count <= limit
            case .oneOf(let words): words.contains(value)
            }
        guard isRight else { throw .badRequest("The query parameter \"\(name)\" must be \(allowed)") }
    }

    /// What is allowed, for people: `a whole number from 1 to 500`.
    package var allowed: String {
        switch kind {
        case .integer(let range, let word):
            "a whole number from \(range.lowerBound) to \(range.upperBound)" + (word.map { " or \"\($0)\"" } ?? "")
        case .flag: "1 or 0, true or false, or nothing for 1"
        case .text(let limit): "a text of 1 to \(limit) bytes"
        case .oneOf(let words): "one of " + words.joined(separator: ", ")
        }
    }

    /// Digits alone, perhaps after a minus: Swift would also take "+1".
    static func integer(_ text: String) -> Int? { text.hasPrefix("+") ? nil : Int(text) }

    static func flag(_ text: String) -> Bool? {
        switch text {
        case "", "1", "true": true
        case "0", "false": false
        default: nil
        }
    }
}
