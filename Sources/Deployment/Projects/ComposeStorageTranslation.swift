import ComposeFile
import DockerEngine
import NodeProtocol

extension ContainerConfiguration {
    mutating func addStorage(_ service: ComposeService, _ project: ComposeProject) {
        for mount in service.mounts {
            switch mount.kind {
            case .bind(let source, let options): addBind(mount, source, options)
            case .volume(let source, let options):
                addVolume(mount, source.map { project.volumes[$0]?.name ?? $0 }, options)
            case .tmpfs(let options):
                mounts.append(
                    Mount(
                        .tmpfs(sizeBytes: options.size, mode: options.mode.map { UInt32($0) }), at: mount.target,
                        isReadOnly: mount.isReadOnly))
            }
        }
        for text in service.tmpfs {
            let parts = text.split(separator: ":", maxSplits: 1).map { String($0) }
            guard let path = parts.first else { continue }
            temporaryFileSystems[path] = parts.count > 1 ? parts[1] : ""
        }
        for directory in Set((service.secrets + service.configs).compactMap(service.ownVolume)).sorted() {
            var options = Mount.VolumeOptions()
            options.leavesEmpty = true
            mounts.append(Mount(.volume(name: nil, options), at: directory))
        }
        storageOptions = service.storageOptions
    }

    private mutating func addBind(_ mount: ComposeMount, _ source: String, _ options: ComposeBindOptions) {
        // The short form makes what is not there; it has no way to write a colon.
        guard options.createsHostPath, !source.contains(":"), !mount.target.contains(":") else {
            mounts.append(
                Mount(
                    .bind(source: source, propagation: options.propagation), at: mount.target,
                    isReadOnly: mount.isReadOnly))
            return
        }
        volumes.append(
            VolumeMount(
                source: source, target: mount.target, isReadOnly: mount.isReadOnly,
                options: [options.selinux, options.propagation].compactMap(\.self)))
    }

    private mutating func addVolume(_ mount: ComposeMount, _ name: String?, _ options: ComposeVolumeOptions) {
        var engineOptions = Mount.VolumeOptions()
        engineOptions.leavesEmpty = options.isNotCopied
        engineOptions.labels = options.labels
        mounts.append(Mount(.volume(name: name, engineOptions), at: mount.target, isReadOnly: mount.isReadOnly))
    }
}

extension ComposeService {
    /// Where the container needs a volume of its own for the file of a secret or config.
    fileprivate func ownVolume(_ content: ComposeContentMount) -> String? {
        if case .volume(let directory, isMounted: false) = way(to: content) { directory } else { nil }
    }
}

extension ResourceLimits {
    init(_ service: ComposeService) {
        self.init()
        let resources = service.resources
        nanoCPUs = resources.nanoCPUs
        cpuShares = resources.cpuShares
        cpuQuota = resources.cpuQuota
        cpuPeriod = resources.cpuPeriod
        cpuSet = resources.cpuSet
        memoryBytes = resources.memoryBytes
        memoryReservationBytes = resources.memoryReservation
        memorySwapBytes = resources.memorySwap
        memorySwappiness = resources.memorySwappiness.map { Int64($0) }
        processes = resources.processes
        oomKillDisabled = resources.disablesOOMKiller
        oomScoreAdjustment = resources.oomScoreAdjustment
        sharedMemoryBytes = service.shmSize
        cgroupParent = service.cgroupParent
        ulimits = service.ulimits.sorted { $0.key < $1.key }.map {
            ResourceLimit(name: $0.key, soft: $0.value.soft, hard: $0.value.hard)
        }
    }
}
