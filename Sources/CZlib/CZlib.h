// zlib, as far as HTTP bodies need it. Its calls that begin a stream are macros, which Swift does not see.
#ifndef AEREKOS_CZLIB_H
#define AEREKOS_CZLIB_H

#include <string.h>
#include <zlib.h>

// Writes `length` bytes at `source` to `target` in gzip; returns how many that are, 0 when they are more than `room` or
// there is no memory.
static inline size_t czlib_gzip(
    const unsigned char *source, size_t length, unsigned char *target, size_t room) {
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    // Level 4: beyond it bodies like ours shrink by a few per cent more, in twice the time. 16 asks for gzip's header,
    // 13 is a window of 8 kB.
    if (deflateInit2(&stream, 4, Z_DEFLATED, 16 + 13, 6, Z_DEFAULT_STRATEGY) != Z_OK) return 0;
    stream.next_in = (unsigned char *)source;
    stream.avail_in = (unsigned int)length;
    stream.next_out = target;
    stream.avail_out = (unsigned int)room;
    int code = deflate(&stream, Z_FINISH);
    size_t written = code == Z_STREAM_END ? stream.total_out : 0;
    deflateEnd(&stream);
    return written;
}

#endif
