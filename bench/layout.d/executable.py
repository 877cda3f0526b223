"""What the linker made: functions, data, and the pieces (sections of objects) that it can put in an order."""

import bisect
import re
import subprocess

WRITTEN = (".data", ".bss")
STRANGERS = 2048  # bytes that may come along with a piece because of the same name
LARGE = 16384  # bytes; of such a piece only a part is used


class Executable:
    def __init__(self, path, link_map):
        self.path = path
        with open(path, "rb") as file:
            content = file.read()
        self.sections = {}  # name: (address, bytes at start)
        for line in self._lines("-SW"):
            found = re.match(r"\s*\[\s*\d+\] (\S+)\s+(\S+)\s+(\S+) (\S+) (\S+)", line)
            if found and found[1] in (".text",) + WRITTEN:
                address, offset, size = (int(found[n], 16) for n in (3, 4, 5))
                at_start = bytes(size) if found[2] == "NOBITS" else content[offset:offset + size]
                self.sections[found[1]] = (address, at_start)
        self.functions = self._symbols("FUNC")
        self.data = self._symbols("OBJECT")
        self.data_addresses = sorted(self.data)
        self.link_map = LinkMap(link_map)

    def _lines(self, option):
        return subprocess.check_output(["readelf", option, self.path], text=True).splitlines()

    def _symbols(self, kind):
        """{address: (name, size)}; of several names the shortest."""
        symbols = {}
        for line in self._lines("-sW"):
            fields = line.split()
            if len(fields) < 8 or fields[3] != kind or fields[6] == "UND":
                continue
            address, size, name = int(fields[1], 16), int(fields[2], 0), fields[7]
            if address not in symbols or len(name) < len(symbols[address][0]):
                symbols[address] = (name, size)
        return symbols

    def entries(self):
        """Where functions begin."""
        start, content = self.sections[".text"]
        return [address for address in sorted(self.functions) if start <= address < start + len(content)]

    def datum(self, address):
        """Where the datum that a word belongs to begins; None when it has no name."""
        index = bisect.bisect_right(self.data_addresses, address) - 1
        if index < 0:
            return None
        begin = self.data_addresses[index]
        return begin if address < begin + max(8, self.data[begin][1]) else None

    def in_order(self, uses):
        """Names for the linker's order, of {address: processes that use what is there}: first what more of them use, then
        as it was seen, large pieces last; one name for each piece."""
        piece_at = self.link_map.piece_at
        ranked = sorted(uses, key=lambda at: (piece_at(at)[1] > LARGE, -len(uses[at]), sorted(uses[at])))
        seen, names = set(), []
        for address in ranked:
            piece = piece_at(address)
            name = (self.functions.get(address) or self.data[address])[0]
            if piece not in seen and self.link_map.size_of_all(name) <= piece[1] + STRANGERS:
                seen.add(piece)
                names.append(name)
        return names


class LinkMap:
    """What lld wrote for -Map: columns VMA, LMA, size, alignment, then names, indented by depth."""

    def __init__(self, path):
        self.pieces = []  # (address, size), by address
        self.named = {}  # symbol: pieces that have one of that name
        with open(path) as file:
            for line in file:
                found = re.match(r"\s*([0-9a-f]+)\s+[0-9a-f]+\s+([0-9a-f]+)\s+\d+ (\s*)(.*)", line)
                if found and len(found[3]) == 8:
                    self.pieces.append((int(found[1], 16), int(found[2], 16)))
                elif found and len(found[3]) == 16:
                    self.named.setdefault(found[4], set()).add(self.pieces[-1])
        self.pieces.sort()

    def piece_at(self, address):
        return self.pieces[bisect.bisect_right(self.pieces, (address, 1 << 62)) - 1]

    def size_of_all(self, name):
        """The linker moves all pieces that have such a name; many private ones of Swift's are not the only one."""
        return sum(size for _, size in self.named.get(name, ()))
