"""An independent, small reader of AEDAT 4, with Python's standard library alone: it checks the structure byte by byte and
prints what it finds as JSON. LZ4 frames are unpacked here; Zstandard by the zstd program."""
import json
import struct
import subprocess
import sys
import xml.etree.ElementTree as ElementTree


# Buffers lie behind a size prefix of 4 bytes. The FlatBuffers library aligns from the prefix on, some recorders from behind it.
FROM_PREFIX, FROM_BODY = 4, 0
aligned_everywhere = {FROM_PREFIX, FROM_BODY}


class Flat:
    """A table of a FlatBuffer; every offset must lie inside, every scalar where its alignment asks for it."""

    def __init__(self, data, at, bases):
        self.bases = bases
        assert at % 4 == 0 and 0 <= at <= len(data) - 4, f"table at {at}"
        self.data, self.at = data, at
        self.vtable = at - struct.unpack_from('<i', data, at)[0]
        assert self.vtable % 2 == 0 and 0 <= self.vtable, f"vtable at {self.vtable}"
        self.slots, self.size = struct.unpack_from('<HH', data, self.vtable)
        assert self.slots % 2 == 0 and self.slots >= 4 and self.vtable + self.slots <= len(data) and at + self.size <= len(data)

    def place(self, field, size, align):
        slot = 4 + 2 * field
        offset = struct.unpack_from('<H', self.data, self.vtable + slot)[0] if slot < self.slots else 0
        if offset == 0:
            return None
        assert 4 <= offset and offset + size <= self.size, f"field {field} at {offset} in a table of {self.size}"
        self.check(self.at + offset, align)
        return self.at + offset

    def check(self, at, align):
        self.bases &= {base for base in (FROM_PREFIX, FROM_BODY) if (at + base) % align == 0}
        assert self.bases, f"byte {at} is not aligned to {align} like the others"
        aligned_everywhere.intersection_update(self.bases)

    def number(self, field, code, absent=None):
        size = struct.calcsize('<' + code)
        at = self.place(field, size, size)
        return absent if at is None else struct.unpack_from('<' + code, self.data, at)[0]

    def vector(self, field, size, align):
        at = self.place(field, 4, 4)
        at += struct.unpack_from('<I', self.data, at)[0]
        count = struct.unpack_from('<I', self.data, at)[0]
        self.check(at + 4, align)
        assert at % 4 == 0 and at + 4 + count * size <= len(self.data), f"vector of {count} at {at}"
        return at + 4, count


def root(data, identifier):
    size = struct.unpack_from('<I', data)[0]
    assert size == len(data) - 4, f"a size prefix of {size} before {len(data) - 4} bytes"
    assert data[8:12] == identifier, f"{data[8:12]} where {identifier} belongs"
    body = data[4:]
    return Flat(body, struct.unpack_from('<I', body)[0], {FROM_PREFIX, FROM_BODY})


def xxh32(data):
    primes = [2654435761, 2246822519, 3266489917, 668265263, 374761393]
    assert len(data) < 16
    h, at = (primes[4] + len(data)) & 0xFFFFFFFF, 0
    while at + 4 <= len(data):
        h = (h + struct.unpack_from('<I', data, at)[0] * primes[2]) & 0xFFFFFFFF
        h = ((h << 17 | h >> 15) & 0xFFFFFFFF) * primes[3] & 0xFFFFFFFF
        at += 4
    for byte in data[at:]:
        h = (h + byte * primes[4]) & 0xFFFFFFFF
        h = ((h << 11 | h >> 21) & 0xFFFFFFFF) * primes[0] & 0xFFFFFFFF
    h = (h ^ h >> 15) * primes[1] & 0xFFFFFFFF
    h = (h ^ h >> 13) * primes[2] & 0xFFFFFFFF
    return h ^ h >> 16


def unlz4(data):
    assert struct.unpack_from('<I', data)[0] == 0x184D2204
    flags, descriptor = data[4], data[5]
    assert flags >> 6 == 1 and flags & 3 == 0 and descriptor & 0x8F == 0 and 4 <= descriptor >> 4 <= 7
    at = 6 + (8 if flags & 8 else 0)
    assert data[at] == xxh32(data[4:at]) >> 8 & 0xFF, 'the checksum of the LZ4 frame header'
    at += 1
    out = bytearray()
    while True:
        word = struct.unpack_from('<I', data, at)[0]
        at += 4
        if word == 0:
            break
        block, at = data[at:at + (word & 0x7FFFFFFF)], at + (word & 0x7FFFFFFF)
        assert len(block) <= 1 << (8 + 2 * (descriptor >> 4)) and not flags & 16
        if word >> 31:
            out += block
            continue
        start, i = len(out), 0
        oldest = start if flags & 0x20 else 0
        while i < len(block):
            token = block[i]
            i += 1
            count = token >> 4
            if count == 15:
                while True:
                    i += 1
                    count += block[i - 1]
                    if block[i - 1] != 255:
                        break
            out += block[i:i + count]
            i += count
            if i == len(block):
                assert count >= 5 or len(out) - start == count, 'the last sequence needs five literals'
                break
            offset = block[i] | block[i + 1] << 8
            i += 2
            length = token & 15
            if length == 15:
                while True:
                    i += 1
                    length += block[i - 1]
                    if block[i - 1] != 255:
                        break
            length += 4
            assert 0 < offset <= len(out) - oldest
            for _ in range(length):
                out.append(out[-offset])
            last_match = len(out)
        assert i == len(block)
        assert len(out) - start < 13 or last_match <= len(out) - 5, 'the last five bytes are literals'
    assert at + (4 if flags & 4 else 0) == len(data), f'{len(data) - at} bytes behind the LZ4 frame'
    return bytes(out)


def unpack(data, compression):
    if compression == 0:
        return data
    if compression in (1, 2):
        return unlz4(data)
    return subprocess.run(['zstd', '-d', '-c'], input=data, stdout=subprocess.PIPE, check=True).stdout


def read(path):
    data = open(path, 'rb').read()
    assert data.startswith(b'#!AER-DAT4.0\r\n')
    length = struct.unpack_from('<I', data, 14)[0]
    header = root(data[14:18 + length], b'IOHE')
    compression, table_at = header.number(0, 'i', 0), header.number(1, 'q', -1)
    at, count = header.vector(2, 1, 1)
    text = header.data[at:at + count]
    assert header.data[at + count] == 0, 'strings end with a zero'
    streams = {}
    for node in ElementTree.fromstring(text.decode()).findall("./node[@name='outInfo']/node"):
        values = {a.get('key'): a.text for a in node.iter('attr')}
        streams[int(node.get('name'))] = [values.get('typeIdentifier'), int(values.get('sizeX', 0)), int(values.get('sizeY', 0))]
    at, found, sums, packets = 18 + length, 0, [0, 0, 0, 0], []
    while at < table_at:
        stream, size = struct.unpack_from('<iI', data, at)
        assert stream in streams and at + 8 + size <= table_at
        if streams[stream][0] != 'EVTS':
            root(unpack(data[at + 8:at + 8 + size], compression), streams[stream][0].encode())
            packets.append([at + 8, stream, size])
            at += 8 + size
            continue
        packet = root(unpack(data[at + 8:at + 8 + size], compression), streams[stream][0].encode())
        events, n = packet.vector(0, 16, 8)
        times = []
        for i in range(n):
            t, x, y, on = struct.unpack_from('<qhhB', packet.data, events + 16 * i)
            assert x >= 0 and y >= 0 and on in (0, 1)
            times.append(t)
            sums = [sums[0] + t * (found + i + 1), sums[1] + x * (found + i + 1), sums[2] + y * (found + i + 1), sums[3] + on * (found + i + 1)]
        found += n
        packets.append([at + 8, stream, size, n, min(times), max(times)])
        at += 8 + size
    assert at == table_at, f'packets end at {at}, the table begins at {table_at}'
    table = root(unpack(data[table_at:], compression), b'FTAB')
    at, count = table.vector(0, 4, 4)
    told = []
    for i in range(count):
        place = at + 4 * i
        entry = Flat(table.data, place + struct.unpack_from('<I', table.data, place)[0], table.bases)
        info = struct.unpack_from('<ii', table.data, entry.place(1, 8, 4))
        told.append([entry.number(0, 'q', 0), info[0], info[1], entry.number(2, 'q', 0), entry.number(3, 'q', 0), entry.number(4, 'q', 0)])
    # Some recorders leave counts and times out of the table.
    same = [a == b or a[:3] == b[:3] and (len(b) == 3 or a[3:] == [0, 0, 0]) for a, b in zip(told, packets)]
    assert len(told) == len(packets) and all(same), 'the data table tells other packets'
    return {'compression': compression, 'streams': streams, 'events': found, 'packets': len(packets), 'alignedFromPrefix': FROM_PREFIX in aligned_everywhere, 'sums': [str(s) for s in sums]}


print(json.dumps(read(sys.argv[1])))
