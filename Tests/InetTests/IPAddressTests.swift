import Inet
import Testing

@Suite struct IPAddressTests {
    @Test(arguments: [
        ("127.0.0.1", IPAddress.v4(0x7F00_0001)), ("0.0.0.0", .v4(0)), ("255.255.255.255", .v4(.max)),
        ("::", .v6(0)), ("::1", .v6(1)), ("fe80::1", .v6(0xFE80 << 112 | 1)),
        ("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", .v6(.max)),
    ])
    func `an address is read and written`(text: String, address: IPAddress) {
        #expect(IPAddress(text) == address)
        #expect(address.description == text)
    }

    @Test(arguments: [
        ("2001:DB8:0:0:0:0:0:1", "2001:db8::1"), ("::ffff:10.0.0.1", "::ffff:10.0.0.1"), ("0:0::0", "::"),
    ])
    func `an address is written in its shortest form`(text: String, shortest: String) {
        #expect(IPAddress(text)?.description == shortest)
    }

    @Test(arguments: [
        "", " ", "localhost", "1.2.3", "1.2.3.4.5", "256.0.0.1", "01.2.3.4", "1.2.3.4 ", "0x7f.0.0.1", "[::1]", ":::",
        "1::2::3",
        "fe80::1%eth0", "::1\0", "127.0.0.1\0.evil", "g::1", "1:2:3:4:5:6:7:8:9",
    ])
    func `what is no address is none`(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test func `this machine itself is known by its address, also as IPv4 in IPv6`() {
        for text in ["127.0.0.1", "127.255.0.9", "::1", "::ffff:127.0.0.1"] {
            #expect(IPAddress(text)?.isLoopback == true, "\(text)")
        }
        for text in ["0.0.0.0", "128.0.0.1", "::", "::2", "::127.0.0.1", "::ffff:10.0.0.127", "1::ffff:127.0.0.1"] {
            #expect(IPAddress(text)?.isLoopback == false, "\(text)")
        }
    }
}
