// SQLite's C interface, and the few calls of it that Swift cannot make.
#ifndef AEREKOS_CSQLITE_H
#define AEREKOS_CSQLITE_H

#include <sqlite3.h>

// sqlite3_config, which is variadic; call it before anything else. Every connection's small-object pool becomes 64 slots
// of 128 bytes instead of 120 KB, and page caches grow page by page instead of beginning with 20 pages: both would be
// touched, and so be private memory, as soon as a connection opens.
static inline void csqlite_use_little_memory(void) {
    sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 128, 64);
    sqlite3_config(SQLITE_CONFIG_PAGECACHE, (void *)0, 0, 0);
}

// sqlite3_bind_text64 and sqlite3_bind_blob64 that copy the bytes (SQLITE_TRANSIENT is a cast Swift cannot import).
static inline int csqlite_bind_text(sqlite3_stmt *statement, int index, const char *bytes, sqlite3_uint64 count) {
    return sqlite3_bind_text64(statement, index, bytes, count, SQLITE_TRANSIENT, SQLITE_UTF8);
}
static inline int csqlite_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count) {
    return sqlite3_bind_blob64(statement, index, bytes, count, SQLITE_TRANSIENT);
}

#endif
