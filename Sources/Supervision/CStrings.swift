import Glibc

/// A null-terminated array of C strings for execve(2).
final class CStrings {
    private(set) var pointer: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    private var count: Int

    init(_ strings: [String]) {
        count = strings.count
        pointer = .allocate(capacity: count + 1)
        for (index, string) in strings.enumerated() { pointer[index] = strdup(string) }
        pointer[count] = nil
    }

    func append(_ string: String) {
        let longer = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: count + 2)
        longer.update(from: pointer, count: count)
        longer[count] = strdup(string)
        longer[count + 1] = nil
        pointer.deallocate()
        pointer = longer
        count += 1
    }

    deinit {
        for index in 0..<count { free(pointer[index]) }
        pointer.deallocate()
    }
}
