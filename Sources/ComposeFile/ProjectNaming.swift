/// The names and labels that docker compose gives to what it makes, so that `docker compose ls`, `ps` and `down`
/// recognise a project (docker/compose: pkg/api/labels.go, pkg/compose/create.go).
package enum ProjectNaming {
    /// Lower case, without anything but letters, digits, `-` and `_`, beginning with a letter or digit; empty when
    /// nothing of that is in the text.
    package static func normalized(_ text: String) -> String {
        let kept = text.lowercased().utf8.filter { byte in
            (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D || byte == 0x5F
        }
        return String(decoding: kept.drop { $0 == 0x2D || $0 == 0x5F }, as: UTF8.self)
    }

    /// `shop_default`: networks, volumes, secrets and configs without a name of their own.
    package static func resource(_ name: String, project: String) -> String { "\(project)_\(name)" }

    /// `shop-web-1`, or the `container_name`.
    package static func container(_ service: ComposeService, project: String, number: Int = 1) -> String {
        service.containerName ?? "\(project)-\(service.name)-\(number)"
    }

    /// The names by which other containers of a network find the service.
    package static func aliases(_ service: ComposeService, network: String, project: String) -> [String] {
        Field.unique(
            [container(service, project: project), service.name] + (service.networks[network]?.aliases ?? []))
    }

    /// The version that labels name: that of docker compose whose names and labels these are.
    package static let composeVersion = "2.40.0"

    private static let prefix = "com.docker.compose."

    /// - Parameters:
    ///   - configHash: of ``ComposeProject/hashInput(of:)``.
    ///   - imageDigest: `sha256:…`, the id of the image.
    package static func labels(
        ofContainer service: ComposeService, in project: ComposeProject, configHash: String, imageDigest: String,
        number: Int = 1
    ) -> [String: String] {
        let dependencies = service.dependsOn.sorted { $0.key < $1.key }.map {
            "\($0.key):\($0.value.condition.rawValue):\($0.value.restarts)"
        }
        return service.labels.merging([
            prefix + "project": project.name,
            prefix + "service": service.name,
            prefix + "config-hash": configHash,
            prefix + "container-number": String(number),
            prefix + "oneoff": "False",
            prefix + "version": composeVersion,
            prefix + "image": imageDigest,
            prefix + "depends_on": dependencies.joined(separator: ","),
            prefix + "project.working_dir": project.directory,
            prefix + "project.config_files": project.files.joined(separator: ","),
        ]) { $1 }
    }

    /// - Parameter key: the network's name in the file.
    package static func labels(ofNetwork key: String, in project: ComposeProject) -> [String: String] {
        (project.networks[key]?.labels ?? [:]).merging(labels("network", key, project)) { $1 }
    }

    /// - Parameter key: the volume's name in the file.
    package static func labels(ofVolume key: String, in project: ComposeProject) -> [String: String] {
        (project.volumes[key]?.labels ?? [:]).merging(labels("volume", key, project)) { $1 }
    }

    private static func labels(_ kind: String, _ key: String, _ project: ComposeProject) -> [String: String] {
        [prefix + "project": project.name, prefix + kind: key, prefix + "version": composeVersion]
    }
}
