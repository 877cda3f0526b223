// The host's OpenSSL, which libcurl speaks TLS with too. The library is loaded with the first call, so that a process
// without certificates never has it.
#ifndef AEREKOS_COPENSSL_H
#define AEREKOS_COPENSSL_H

#include <stddef.h>
#include <stdint.h>

// Loads the library; 0 where it cannot be had.
int copenssl_is_loaded(void);

// MARK: Files

// What OpenSSL says of PEM files: to refuse wrong ones at start. Each returns 0 when the file is in order, or there is no
// OpenSSL to ask, else -1 with why in `reason`, a text of at most `size` bytes with its zero.

// A file with at least one certificate of an authority.
int copenssl_check_authorities(const char *path, char *reason, size_t size);
// A file that begins with a certificate.
int copenssl_check_certificate(const char *path, char *reason, size_t size);
// A file with a private key that needs no passphrase.
int copenssl_check_key(const char *path, char *reason, size_t size);
// Whether the key is that of the certificate.
int copenssl_check_pair(const char *certificate, const char *key, char *reason, size_t size);

// How long the file's first certificate is still valid; negative when it no longer is. Returns -1 when nobody can tell.
int copenssl_certificate_time_left(const char *path, int64_t *seconds);

// MARK: The server's side of TLS

// A certificate with its key, for the connections that are made from it. TLS 1.2 and later, HTTP/1.1 in ALPN.
typedef struct copenssl_server copenssl_server;
// One connection. It knows no socket: bytes are put in and taken out.
typedef struct copenssl_connection copenssl_connection;

typedef enum {
    copenssl_done,
    // As long as the peer has sent no more there is nothing to be had.
    copenssl_wants_more,
    // The peer has said that it sends no more.
    copenssl_ended,
    // The peer's certificate is missing or not trusted.
    copenssl_untrusted,
    copenssl_failed,
} copenssl_outcome;

// Reads the files, of which the authorities may be NULL: then clients show no certificate, else they must. NULL with why
// in `reason`.
copenssl_server *copenssl_server_new(
    const char *certificate, const char *key, const char *authorities, char *reason, size_t size);
// Connections that were made from it live on.
void copenssl_server_free(copenssl_server *server);

copenssl_connection *copenssl_connection_new(copenssl_server *server);
void copenssl_connection_free(copenssl_connection *connection);

// What has come from the peer.
void copenssl_put(copenssl_connection *connection, const void *bytes, int size);
// Goes on with the handshake. What the peer is to hear of it, also of a failure, is pending.
copenssl_outcome copenssl_shake_hands(copenssl_connection *connection, char *reason, size_t size);
// The next bytes that the peer has sent.
copenssl_outcome copenssl_read(
    copenssl_connection *connection, void *bytes, int room, int *count, char *reason, size_t size);
// After the handshake. Returns 0, or -1 when the connection has failed.
int copenssl_write(copenssl_connection *connection, const void *bytes, int count);
// Tells the peer that nothing more is sent.
void copenssl_end(copenssl_connection *connection);

// What is to be sent to the peer, in bytes.
size_t copenssl_pending(copenssl_connection *connection);
// Takes it out; how much that was.
int copenssl_take(copenssl_connection *connection, void *bytes, int room);

#endif
