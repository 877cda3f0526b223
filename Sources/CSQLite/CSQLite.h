// SQLite's C interface, and the few calls of it that Swift cannot make.
#ifndef AEREKOS_CSQLITE_H
#define AEREKOS_CSQLITE_H

#include <sqlite3.h>

// sqlite3_db_config(SQLITE_DBCONFIG_LOOKASIDE), which is variadic: the connection's small-object pool becomes `count`
// slots of `size` bytes. Its standard size is 120 KB for every connection.
static inline int csqlite_set_lookaside(sqlite3 *database, int size, int count) {
    return sqlite3_db_config(database, SQLITE_DBCONFIG_LOOKASIDE, (void *)0, size, count);
}

// sqlite3_bind_text64 and sqlite3_bind_blob64 that copy the bytes (SQLITE_TRANSIENT is a cast Swift cannot import).
static inline int csqlite_bind_text(sqlite3_stmt *statement, int index, const char *bytes, sqlite3_uint64 count) {
    return sqlite3_bind_text64(statement, index, bytes, count, SQLITE_TRANSIENT, SQLITE_UTF8);
}
static inline int csqlite_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count) {
    return sqlite3_bind_blob64(statement, index, bytes, count, SQLITE_TRANSIENT);
}

#endif
