import ComposeFile
import DockerEngine
import NodeProtocol

extension ContainerConfiguration {
    mutating func addStorage(
        _ service: ComposeService, _ project: ComposeProject, _ refuse: Refusal
    ) throws(ServiceError) {
        for mount in service.mounts {
            switch mount.kind {
            case .bind(let source, let options): addBind(mount, source, options)
            case .volume(let source, let options):
                guard options.subpath == nil else {
                    throw refuse("volumes", "\(mount.target): a volume's subpath is not supported by this node")
                }
                addVolume(mount, source.map { project.volumes[$0]?.name ?? $0 }, options)
            case .tmpfs(let options):
                mounts.append(
                    Mount(
                        .tmpfs(sizeBytes: options.size, mode: options.mode.map { UInt32($0) }), at: mount.target,
                        isReadOnly: mount.isReadOnly))
            case .image: throw refuse("volumes", "\(mount.target): images are not mounted by this node")
            }
        }
        for text in service.tmpfs {
            let parts = text.split(separator: ":", maxSplits: 1).map { String($0) }
            guard let path = parts.first else { continue }
            temporaryFileSystems[path] = parts.count > 1 ? parts[1] : ""
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

extension ResourceLimits {
    init(_ service: ComposeService, _ refuse: ContainerConfiguration.Refusal) throws(ServiceError) {
        self.init()
        let resources = service.resources
        guard resources.cpuRealtimePeriod == nil, resources.cpuRealtimeRuntime == nil else {
            throw refuse("cpu_rt_runtime", "is not supported by this node")
        }
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
