// OpenSSL's functions, found in the library when it is first needed. From openssl/ssl.h, x509.h, bio.h and err.h of 3.0,
// where these are the same as in 1.1.1; the headers themselves would be needed for nothing else.
#ifndef AEREKOS_COPENSSL_LIBRARY_H
#define AEREKOS_COPENSSL_LIBRARY_H

#include <stddef.h>
#include <stdint.h>

typedef struct ssl_ctx_st SSL_CTX;
typedef struct ssl_st SSL;
typedef struct ssl_method_st SSL_METHOD;
typedef struct bio_st BIO;
typedef struct bio_method_st BIO_METHOD;
typedef struct x509_st X509;
typedef struct asn1_string_st ASN1_TIME;
typedef struct stack_st_X509_NAME STACK_OF_X509_NAME;

typedef int ALPNSelect(
    SSL *, const unsigned char **out, unsigned char *size, const unsigned char *in, unsigned in_size, void *context);

struct copenssl_library {
    const SSL_METHOD *(*TLS_client_method)(void);
    const SSL_METHOD *(*TLS_server_method)(void);
    SSL_CTX *(*SSL_CTX_new)(const SSL_METHOD *);
    void (*SSL_CTX_free)(SSL_CTX *);
    long (*SSL_CTX_ctrl)(SSL_CTX *, int, long, void *);
    uint64_t (*SSL_CTX_set_options)(SSL_CTX *, uint64_t);
    int (*SSL_CTX_set_num_tickets)(SSL_CTX *, size_t);
    int (*SSL_CTX_set_cipher_list)(SSL_CTX *, const char *);
    void (*SSL_CTX_set_verify)(SSL_CTX *, int, void *);
    void (*SSL_CTX_set_client_CA_list)(SSL_CTX *, STACK_OF_X509_NAME *);
    void (*SSL_CTX_set_alpn_select_cb)(SSL_CTX *, ALPNSelect *, void *);
    int (*SSL_CTX_load_verify_locations)(SSL_CTX *, const char *, const char *);
    int (*SSL_CTX_use_certificate_chain_file)(SSL_CTX *, const char *);
    int (*SSL_CTX_use_PrivateKey_file)(SSL_CTX *, const char *, int);
    int (*SSL_CTX_check_private_key)(const SSL_CTX *);
    void (*SSL_CTX_set_default_passwd_cb)(SSL_CTX *, int (*)(char *, int, int, void *));
    X509 *(*SSL_CTX_get0_certificate)(const SSL_CTX *);
    STACK_OF_X509_NAME *(*SSL_load_client_CA_file)(const char *);
    SSL *(*SSL_new)(SSL_CTX *);
    void (*SSL_free)(SSL *);
    void (*SSL_set_accept_state)(SSL *);
    void (*SSL_set_bio)(SSL *, BIO *, BIO *);
    int (*SSL_do_handshake)(SSL *);
    int (*SSL_read)(SSL *, void *, int);
    int (*SSL_write)(SSL *, const void *, int);
    int (*SSL_shutdown)(SSL *);
    int (*SSL_get_error)(const SSL *, int);
    BIO *(*BIO_new)(const BIO_METHOD *);
    const BIO_METHOD *(*BIO_s_mem)(void);
    int (*BIO_read)(BIO *, void *, int);
    int (*BIO_write)(BIO *, const void *, int);
    size_t (*BIO_ctrl_pending)(BIO *);
    const ASN1_TIME *(*X509_get0_notAfter)(const X509 *);
    int (*ASN1_TIME_diff)(int *days, int *seconds, const ASN1_TIME *from, const ASN1_TIME *to);
    unsigned long (*ERR_get_error)(void);
    void (*ERR_error_string_n)(unsigned long, char *, size_t);
    void (*ERR_clear_error)(void);
};

extern struct copenssl_library library;

// A context for a client or a server, which never asks for a passphrase; NULL where there is no OpenSSL.
SSL_CTX *copenssl_new_context(int is_server);

// Puts `what`, and what OpenSSL last found fault with, into `reason`.
void copenssl_tell(const char *what, char *reason, size_t size);

#define COPENSSL_FILETYPE_PEM 1

#endif
