/// What the processors are; changes only when one is plugged in or taken offline.
package struct Processor: Sendable, Equatable {
    /// Logical processors that are online.
    package var cores: Int
    package var physicalCores: Int
    /// Packages: what is plugged into a socket.
    package var processors: Int
    package var model: String
    /// GHz; 0 when unknown.
    package var speed: Double
}

extension Processor {
    /// Where a logical processor sits: /sys/devices/system/cpu/cpu*/topology.
    package struct Place: Sendable, Hashable {
        package let package: Int
        package let core: Int
        package init(package: Int, core: Int) {
            self.package = package
            self.core = core
        }
    }

    /// - Parameters:
    ///   - cpuInfo: The text of /proc/cpuinfo, whose keys differ between architectures: ARM gives no places and often no
    ///     model name.
    ///   - online: How many processors /proc/stat counts; used when `cpuInfo` counts none.
    ///   - places: Of each online processor, as sysfs tells; used when `cpuInfo` tells none.
    ///   - maximumKilohertz: Of the first processor, as cpufreq tells; without it the highest current frequency counts.
    ///   - boardModel: Names the machine where the processor has no name: the device tree's model.
    package init(
        cpuInfo: String, online: Int = 0, places: [Place] = [], maximumKilohertz: Int? = nil, boardModel: String? = nil
    ) {
        var count = 0
        var package: Int?
        var found: Set<Place> = []
        var names: [Substring: Substring] = [:]
        var megahertz = 0.0
        for line in lines(of: cpuInfo) {
            guard let (key, value) = keyAndValue(line), !value.isEmpty else { continue }
            switch key {
            case "processor": if Int(value) != nil { count += 1 }  // old ARM kernels also name the model so
            case "physical id": package = Int(value)
            case "core id": if let package, let core = Int(value) { found.insert(Place(package: package, core: core)) }
            case "cpu MHz": megahertz = max(megahertz, Double(value) ?? 0)
            default: if names[key] == nil { names[key] = value }
            }
        }
        if found.isEmpty { found = Set(places) }
        cores = max(count > 0 ? count : online, 1)
        // One core each when nothing is told.
        physicalCores = found.isEmpty ? cores : min(found.count, cores)
        processors = max(Set(found.map(\.package)).count, 1)
        model =
            names["model name"].map(String.init) ?? names["cpu model"].map(String.init) ?? names["cpu"].map(String.init)
            ?? names["Model"].map(String.init) ?? names["Hardware"].map(String.init) ?? boardModel ?? "unknown"
        let kilohertz = maximumKilohertz.map(Double.init) ?? megahertz * 1000
        speed = kilohertz.isFinite && kilohertz > 0 ? rounded(kilohertz / 1e6) : 0
    }

    init(_ files: HostFiles, online: Int) {
        let cpuInfo = files.text("/proc/cpuinfo") ?? ""
        let system = "/sys/devices/system/cpu"
        var places: [Place] = []
        if !cpuInfo.contains("core id") {
            for name in files.names(in: system) where name.hasPrefix("cpu") && Int(name.dropFirst(3)) != nil {
                let topology = "\(system)/\(name)/topology/"
                guard let core = files.value(topology + "core_id").flatMap({ Int($0) }),
                    let package = files.value(topology + "physical_package_id").flatMap({ Int($0) })
                else { continue }
                places.append(Place(package: package, core: core))
            }
        }
        let frequency = "\(system)/cpu0/cpufreq/"
        let kilohertz = files.value(frequency + "base_frequency") ?? files.value(frequency + "cpuinfo_max_freq")
        // Strings of the device tree end with a NUL.
        let board = files.value("/proc/device-tree/model").map { String($0.prefix { $0 != "\0" }) }
        self.init(
            cpuInfo: cpuInfo, online: online, places: places, maximumKilohertz: kilohertz.flatMap { Int($0) },
            boardModel: board)
    }
}

/// To two decimals, as reports show shares and gigabytes.
func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
