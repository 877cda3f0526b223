/// The fields of a service, by what the node does with them. docs/compose.md has the same lists for people.
enum ServiceFields {
    /// What compose has and this node does not carry out, with what to do instead.
    static let refused: [String: String] = [
        "build": "images are not built on this node: build it elsewhere, push it to a registry, and name it with image",
        "blkio_config": "limits of block devices are not carried out: remove it",
        "cpu_count": "only exists on Windows: use cpus",
        "cpu_percent": "only exists on Windows: use cpus",
        "cpu_rt_period": "real-time scheduling is not carried out: remove it, or use cpu_shares",
        "cpu_rt_runtime": "real-time scheduling is not carried out: remove it, or use cpu_shares",
        "credential_spec": "only exists on Windows: remove it",
        "external_links": "links to containers outside of the project are not made: use an external network",
        "isolation": "only exists on Windows: remove it",
        "models": "models are not run by this node: remove it",
        "post_start": "commands after the start are not run: put them into the image's entrypoint, or into a service",
        "pre_start": "commands before the start are not run: use a service with service_completed_successfully",
        "pre_stop": "commands before the stop are not run: let the service handle its stop signal",
        "provider": "services of other programs are not run: remove it",
        "pull_refresh_after": "images are not refreshed by age: use pull_policy always or if_newer",
        "use_api_socket": "the engine's socket is not given to services this way: mount it in volumes if you must",
        "volumes_from": "volumes are not taken from other services: name the volumes in both",
    ]

    /// What has no meaning on a node, and is accepted with a warning.
    static let withoutEffect: [String: String] = [
        "attach": "has no effect: nothing is attached to the services of a node",
        "develop": "has no effect: it is for docker compose watch",
    ]

    static let known: [String] =
        [
            "annotations", "cap_add", "cap_drop", "cgroup", "cgroup_parent", "command", "configs", "container_name",
            "cpu_period", "cpu_quota", "cpu_shares", "cpus", "cpuset", "depends_on",
            "deploy", "device_cgroup_rules", "devices", "dns", "dns_opt", "dns_search", "domainname", "entrypoint",
            "env_file", "environment", "expose", "extends", "extra_hosts", "gpus", "group_add", "healthcheck",
            "hostname", "image", "init", "ipc", "label_file", "labels", "links", "logging", "mac_address", "mem_limit",
            "mem_reservation", "mem_swappiness", "memswap_limit", "network_mode", "networks", "oom_kill_disable",
            "oom_score_adj", "pid", "pids_limit", "platform", "ports", "privileged", "profiles", "pull_policy",
            "read_only", "restart", "runtime", "scale", "secrets", "security_opt", "shm_size", "stdin_open",
            "stop_grace_period", "stop_signal", "storage_opt", "sysctls", "tmpfs", "tty", "ulimits", "user",
            "userns_mode", "uts", "volumes", "working_dir",
        ] + refused.keys + withoutEffect.keys
}
