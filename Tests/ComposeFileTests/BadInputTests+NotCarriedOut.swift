extension BadInputTests {
    /// What is right in compose, and would be passed over on this node if it were taken.
    static let notCarriedOut: [Row] = [
        Row(
            service: "an interface's name", "networks: {default: {interface_name: eth7}}",
            "4:26: services.web.networks.default.interface_name: interfaces are named by the engine: remove it"),
        Row(
            service: "real-time scheduling", "cpu_rt_runtime: 95000\ncpu_rt_period: 100000",
            "4:5: services.web.cpu_rt_runtime: real-time scheduling is not carried out: remove it, or use cpu_shares",
            "5:5: services.web.cpu_rt_period: real-time scheduling is not carried out: remove it, or use cpu_shares"),
        Row(
            service: "a part of a volume", "volumes:\n  - {type: volume, target: /a, volume: {subpath: b}}",
            "5:45: services.web.volumes[0].volume.subpath: parts of a volume are not mounted: use a volume of its own, or a bind"
        ),
        Row(
            service: "an image as a mount", "volumes:\n  - {type: image, source: x, target: /a}",
            "5:10: services.web.volumes[0].type: images are not mounted: copy what is needed into a volume with a service of that image"
        ),
        Row(
            service: "one of a range", "ports:\n  - \"8000-8009:80\"\n  - {target: 81, published: 8010-8019}",
            "5:9: services.web.ports[0]: 8000-8009 for one port: none is chosen of a range; name the one to use",
            "6:22: services.web.ports[1].published: 8010-8019 for one port: none is chosen of a range; name the one to use"
        ),
        Row(
            "a network without IPv4", "services: {a: {image: x}}\nnetworks:\n  n: {enable_ipv4: false}\n",
            "compose.yml:3:7: networks.n.enable_ipv4: networks without IPv4 are not made: remove it"),
        Row(
            service: "what is mounted below",
            "volumes:\n  - {type: bind, source: /a, target: /a, bind: {recursive: disabled}}",
            "5:53: services.web.volumes[0].bind.recursive: what is mounted below is always mounted too: remove it"),
        Row(
            service: "a label on a directory that is not made",
            "volumes:\n  - {type: bind, source: /a, target: /a, bind: {selinux: z, create_host_path: false}}",
            "5:53: services.web.volumes[0].bind.selinux: not together with create_host_path: false: remove one of them"),
        Row(
            service: "a label on a path with a colon",
            "volumes:\n  - {type: bind, source: \"/a:b\", target: /a, bind: {selinux: z}}",
            "5:57: services.web.volumes[0].bind.selinux: a path with a colon cannot be labelled: rename it"),
        Row(
            "an owner by name",
            "services: {a: {image: x, secrets: [{source: s, uid: postgres}]}}\nsecrets:\n  s: {file: s}\n",
            files: ["s": "1"],
            "compose.yml:1:53: services.a.secrets[0].uid: expected a whole number from 0 to 2097151, found \"postgres\""
        ),
        Row(
            "a config in a read-only root",
            "services: {a: {image: x, read_only: true, configs: [c]}}\nconfigs:\n  c: {content: c}\n",
            "compose.yml:1:53: services.a.configs[0]: /c cannot be written: the service is read_only; choose a target in a directory below /run, such as /run/configs/c, or mount the file in volumes"
        ),
        Row(
            "a secret below a tmpfs",
            "services: {a: {image: x, tmpfs: /run/secrets, secrets: [s]}}\nsecrets:\n  s: {file: s}\n",
            files: ["s": "1"],
            "compose.yml:1:57: services.a.secrets[0]: /run/secrets/s cannot be written: the tmpfs /run/secrets is empty when the container starts; choose a target in a directory below /run, such as /run/secrets/s, or mount the file in volumes"
        ),
    ]
}
