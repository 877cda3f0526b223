import CLinux

/// The standard name of a signal, "SIGKILL" for 9; signals without one are told by number, "signal 40".
func signalName(_ number: Int32) -> String {
    guard let name = clinux_signal_abbreviation(number) else { return "signal \(number)" }
    return "SIG" + String(cString: name)
}
