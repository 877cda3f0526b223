import Testing

@testable import Probing

@Suite(.timeLimit(.minutes(5)))
struct NetworkTests {
    @Test func `interfaces are read, also when the number touches the colon`() {
        let text = """
            Inter-|   Receive                                                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                lo: 10 1 0 0 0 0 0 0 10 1 0 0 0 0 0 0
              eth0:1000 5 1 2 0 0 0 0 2000 6 3 4 0 0 0 0
            broken: 1 2 3
            """
        let all = InterfaceCounters.all(procNetDev: text)
        #expect(all.keys.sorted() == ["eth0", "lo"])
        #expect(
            all["eth0"]
                == InterfaceCounters(rxBytes: 1000, rxErrors: 1, rxDropped: 2, txBytes: 2000, txErrors: 3, txDropped: 4)
        )
        #expect(InterfaceCounters.all(procNetDev: "").isEmpty)
    }

    private let routes = IPv4Routes(
        procNetRoute: """
            Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
            wlan0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0
            eth0\t00000000\t010200C0\t0003\t0\t0\t100\t00000000\t0\t0\t0
            gone\t00000000\t010200C0\t0002\t0\t0\t1\t00000000\t0\t0\t0
            docker0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0
            eth0\t000200C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0
            wlan0\t0001A8C0\t00000000\t0001\t0\t0\t600\t00FFFFFF\t0\t0\t0
            """)

    @Test func `the primary interface has the default route with the lowest metric that is up`() {
        #expect(routes.defaultInterface == "eth0")
        #expect(IPv4Routes(procNetRoute: "").defaultInterface == nil)
        #expect(IPv4Routes(procNetRoute: "Iface\ngarbage\neth0 0 0 zz\n").defaultInterface == nil)
    }

    @Test func `the host's address is the local one in the interface's network`() {
        let trie = """
            Local:
              +-- 0.0.0.0/0 3 0 5
                 |-- 127.0.0.1
                    /32 host LOCAL
                 |-- 172.17.0.1
                    /32 host LOCAL
                 |-- 192.0.2.0
                    /24 link UNICAST
                 |-- 192.0.2.9
                    /32 host LOCAL
                 |-- 192.0.2.255
                    /32 link BROADCAST
                 |-- 192.168.1.7
                    /32 host LOCAL
            """
        #expect(routes.address(of: "eth0", fibTrie: trie) == "192.0.2.9")
        #expect(routes.address(of: "wlan0", fibTrie: trie) == "192.168.1.7")
        #expect(routes.address(of: "eth0", fibTrie: "") == nil)
        let cloud = "|-- 10.1.2.3\n/32 host LOCAL\n|-- 172.17.0.1\n/32 host LOCAL\n"
        #expect(routes.address(of: "eth0", fibTrie: cloud) == "10.1.2.3")
        #expect(routes.address(of: "eth0", fibTrie: "|-- 999.1.2.3\n/32 host LOCAL\n|--\n/32 host LOCAL") == nil)
    }

    @Test func `of IPv6 addresses the lasting global one is told`() {
        let addresses = IPv6Addresses(
            ifInet6: """
                fe8000000000000000fc00fffe000001 04 40 20 80     eth0
                20010db8000000000000000000000bad 04 40 00 01     eth0
                20010db8000000000000000000000002 04 40 00 80     eth0
                00000000000000000000000000000001 01 80 10 80       lo
                short 04 40 00 80 wlan0
                zz010db8000000000000000000000002 04 40 00 80 wlan0
                """)
        #expect(addresses.global(of: "eth0") == "2001:db8::2")
        #expect(addresses.global(of: "lo") == nil)
        #expect(addresses.global(of: "wlan0") == nil)
    }
}
