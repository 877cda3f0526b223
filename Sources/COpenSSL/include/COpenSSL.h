// What OpenSSL, which libcurl speaks TLS with, says of PEM files: to refuse wrong ones at start. The library is loaded
// with the first call, so that a node without such files never has it; where there is none nothing is refused here.
#ifndef AEREKOS_COPENSSL_H
#define AEREKOS_COPENSSL_H

#include <stddef.h>

// Each returns 0 when the file is in order, else -1 with why in `reason`, a text of at most `size` bytes with its zero.

// A file with at least one certificate of an authority.
int copenssl_check_authorities(const char *path, char *reason, size_t size);
// A file that begins with a certificate.
int copenssl_check_certificate(const char *path, char *reason, size_t size);
// A file with a private key that needs no passphrase.
int copenssl_check_key(const char *path, char *reason, size_t size);
// Whether the key is that of the certificate.
int copenssl_check_pair(const char *certificate, const char *key, char *reason, size_t size);

#endif
