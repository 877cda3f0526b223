/// A setting as it was read: what stands in the documentation's table, and what holds.
package struct Setting: Sendable, Equatable {
    package enum Value: Sendable, Equatable {
        case none
        case text(String)
        case number(Double)
    }
    package let key: String
    /// What somebody has set; `none` when nobody has. Of a secret, `***`.
    package let given: Value
    /// What holds when nobody sets it.
    package let standard: Value
    /// Of both: `s`, `bytes`, `percent`.
    package let unit: String?
    package let isSecret: Bool

    package init(key: String, given: Value, standard: Value, unit: String?, isSecret: Bool) {
        self.key = key
        self.given = given
        self.standard = standard
        self.unit = unit
        self.isSecret = isSecret
    }
}
