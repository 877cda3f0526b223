import Settings
import Testing

/// What is heard of settings while they are read.
struct SettingTests {
    private func settings(_ environment: [String: String]) throws -> [Setting] {
        var heard: [Setting] = []
        _ = try NodeConfiguration(environment: { environment[$0] }) { heard.append($0) }
        return heard
    }

    @Test func `every key of the documentation is heard once, in whatever form it is read`() throws {
        let keys = try settings([:]).map(\.key)
        #expect(Set(keys).count == keys.count)
        #expect(Set(NodeConfiguration.keys).subtracting(keys).isEmpty)
        let more = Set(keys).subtracting(NodeConfiguration.keys)
        #expect(more.allSatisfy { $0.hasPrefix("WATCHDOG_TIMEOUT_") || $0.hasPrefix("MEMORY_LIMIT_") })
    }

    @Test func `values and defaults are heard in their unit`() throws {
        let all = try settings([
            "HEARTBEAT_INTERVAL": "500ms", "DISK_RESERVE": "64m", "PORT": "8080", "LOG_FORMAT": "json",
            "IMAGE_DISK_LOW": "20", "NO_PROXY": "",
        ])
        func setting(_ key: String) -> Setting? { all.first { $0.key == key } }
        #expect(
            setting("HEARTBEAT_INTERVAL")
                == Setting(
                    key: "HEARTBEAT_INTERVAL", given: .number(0.5), standard: .number(30), unit: "s", isSecret: false))
        #expect(setting("DISK_RESERVE")?.given == .number(67_108_864))
        #expect(setting("DISK_RESERVE")?.standard == .number(1_073_741_824))
        #expect(setting("DISK_RESERVE")?.unit == "bytes")
        #expect(setting("PORT")?.given == .number(8080) && setting("PORT")?.unit == nil)
        #expect(setting("LOG_FORMAT")?.given == .text("json") && setting("LOG_FORMAT")?.standard == .text("text"))
        #expect(setting("IMAGE_DISK_LOW")?.unit == "percent")
        #expect(setting("NO_PROXY")?.given == Setting.Value.none)
        #expect(setting("BIND_ADDRESS")?.standard == .text("127.0.0.1"))
        #expect(setting("RUNTIME_DIR")?.standard != Setting.Value.none)
    }

    @Test func `no secret is heard`() throws {
        let all = try settings([
            "CONDUCTOR_URL": "http://c", "CONDUCTOR_TOKEN": "top-secret", "API_TOKEN": "top-secret",
            "HTTPS_PROXY": "http://user:top-secret@proxy:3128",
        ])
        #expect(!"\(all)".contains("top-secret"))
        for key in ["CONDUCTOR_TOKEN", "API_TOKEN", "HTTPS_PROXY"] {
            let setting = try #require(all.first { $0.key == key })
            #expect(setting.isSecret && setting.given == .text("***"))
        }
    }
}
