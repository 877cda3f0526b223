#include "COpenSSL.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

// From openssl/ssl.h and openssl/x509.h; the headers themselves would be needed for nothing else.
typedef struct ssl_ctx_st SSL_CTX;
typedef struct ssl_method_st SSL_METHOD;
#define FILETYPE_PEM 1

static struct {
    const SSL_METHOD *(*TLS_client_method)(void);
    SSL_CTX *(*SSL_CTX_new)(const SSL_METHOD *);
    void (*SSL_CTX_free)(SSL_CTX *);
    int (*SSL_CTX_load_verify_locations)(SSL_CTX *, const char *, const char *);
    int (*SSL_CTX_use_certificate_chain_file)(SSL_CTX *, const char *);
    int (*SSL_CTX_use_PrivateKey_file)(SSL_CTX *, const char *, int);
    int (*SSL_CTX_check_private_key)(const SSL_CTX *);
    void (*SSL_CTX_set_default_passwd_cb)(SSL_CTX *, int (*)(char *, int, int, void *));
    unsigned long (*ERR_get_error)(void);
    void (*ERR_error_string_n)(unsigned long, char *, size_t);
    void (*ERR_clear_error)(void);
} library;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int is_loaded;

static void load(void) {
    void *handle = dlopen("libssl.so.3", RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL) handle = dlopen("libssl.so.1.1", RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL) return;
#define RESOLVE(name)                                                    \
    library.name = (__typeof__(library.name))dlsym(handle, #name);       \
    if (library.name == NULL) return;
    RESOLVE(TLS_client_method)
    RESOLVE(SSL_CTX_new)
    RESOLVE(SSL_CTX_free)
    RESOLVE(SSL_CTX_load_verify_locations)
    RESOLVE(SSL_CTX_use_certificate_chain_file)
    RESOLVE(SSL_CTX_use_PrivateKey_file)
    RESOLVE(SSL_CTX_check_private_key)
    RESOLVE(SSL_CTX_set_default_passwd_cb)
    RESOLVE(ERR_get_error)  // of libcrypto, which libssl brings
    RESOLVE(ERR_error_string_n)
    RESOLVE(ERR_clear_error)
#undef RESOLVE
    is_loaded = 1;
}

// Nobody is there to be asked for a passphrase.
static int no_passphrase(char *buffer, int size, int is_writing, void *context) {
    (void)buffer, (void)size, (void)is_writing, (void)context;
    return -1;
}

// NULL where OpenSSL cannot be had.
static SSL_CTX *new_context(void) {
    pthread_once(&once, load);
    if (!is_loaded) return NULL;
    SSL_CTX *context = library.SSL_CTX_new(library.TLS_client_method());
    if (context == NULL) return NULL;
    library.SSL_CTX_set_default_passwd_cb(context, no_passphrase);
    library.ERR_clear_error();
    return context;
}

static int end(SSL_CTX *context, int is_right, const char *what, char *reason, size_t size) {
    if (!is_right) {
        char detail[160] = "";
        unsigned long error = library.ERR_get_error();
        if (error != 0) library.ERR_error_string_n(error, detail, sizeof detail);
        snprintf(reason, size, "%s (%s)", what, detail);
    }
    library.ERR_clear_error();
    library.SSL_CTX_free(context);
    return is_right ? 0 : -1;
}

int copenssl_check_authorities(const char *path, char *reason, size_t size) {
    SSL_CTX *context = new_context();
    if (context == NULL) return 0;
    int is_right = library.SSL_CTX_load_verify_locations(context, path, NULL) == 1;
    return end(context, is_right, "there is no certificate in it", reason, size);
}

int copenssl_check_certificate(const char *path, char *reason, size_t size) {
    SSL_CTX *context = new_context();
    if (context == NULL) return 0;
    int is_right = library.SSL_CTX_use_certificate_chain_file(context, path) == 1;
    return end(context, is_right, "there is no certificate in it that can be used", reason, size);
}

int copenssl_check_key(const char *path, char *reason, size_t size) {
    SSL_CTX *context = new_context();
    if (context == NULL) return 0;
    int is_right = library.SSL_CTX_use_PrivateKey_file(context, path, FILETYPE_PEM) == 1;
    return end(context, is_right, "there is no private key without passphrase in it", reason, size);
}

int copenssl_check_pair(const char *certificate, const char *key, char *reason, size_t size) {
    SSL_CTX *context = new_context();
    if (context == NULL) return 0;
    int is_right = library.SSL_CTX_use_certificate_chain_file(context, certificate) == 1 &&
                   library.SSL_CTX_use_PrivateKey_file(context, key, FILETYPE_PEM) == 1 &&
                   library.SSL_CTX_check_private_key(context) == 1;
    return end(context, is_right, "the key is not that of the certificate", reason, size);
}
