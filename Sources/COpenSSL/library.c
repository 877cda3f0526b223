#include "library.h"

#include "COpenSSL.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

struct copenssl_library library;

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
    RESOLVE(TLS_server_method)
    RESOLVE(SSL_CTX_new)
    RESOLVE(SSL_CTX_free)
    RESOLVE(SSL_CTX_ctrl)
    RESOLVE(SSL_CTX_set_options)
    RESOLVE(SSL_CTX_set_num_tickets)
    RESOLVE(SSL_CTX_set_cipher_list)
    RESOLVE(SSL_CTX_set_verify)
    RESOLVE(SSL_CTX_set_client_CA_list)
    RESOLVE(SSL_CTX_set_alpn_select_cb)
    RESOLVE(SSL_CTX_load_verify_locations)
    RESOLVE(SSL_CTX_use_certificate_chain_file)
    RESOLVE(SSL_CTX_use_PrivateKey_file)
    RESOLVE(SSL_CTX_check_private_key)
    RESOLVE(SSL_CTX_set_default_passwd_cb)
    RESOLVE(SSL_CTX_get0_certificate)
    RESOLVE(SSL_load_client_CA_file)
    RESOLVE(SSL_new)
    RESOLVE(SSL_free)
    RESOLVE(SSL_set_accept_state)
    RESOLVE(SSL_set_bio)
    RESOLVE(SSL_do_handshake)
    RESOLVE(SSL_read)
    RESOLVE(SSL_write)
    RESOLVE(SSL_shutdown)
    RESOLVE(SSL_get_error)
    RESOLVE(BIO_new)  // of libcrypto, which libssl brings, as all that follow
    RESOLVE(BIO_s_mem)
    RESOLVE(BIO_read)
    RESOLVE(BIO_write)
    RESOLVE(BIO_ctrl_pending)
    RESOLVE(X509_get0_notAfter)
    RESOLVE(ASN1_TIME_diff)
    RESOLVE(ERR_get_error)
    RESOLVE(ERR_error_string_n)
    RESOLVE(ERR_clear_error)
#undef RESOLVE
    is_loaded = 1;
}

int copenssl_is_loaded(void) {
    pthread_once(&once, load);
    return is_loaded;
}

// Nobody is there to be asked for a passphrase.
static int no_passphrase(char *buffer, int size, int is_writing, void *context) {
    (void)buffer, (void)size, (void)is_writing, (void)context;
    return -1;
}

SSL_CTX *copenssl_new_context(int is_server) {
    if (!copenssl_is_loaded()) return NULL;
    SSL_CTX *context = library.SSL_CTX_new(is_server ? library.TLS_server_method() : library.TLS_client_method());
    if (context == NULL) return NULL;
    library.SSL_CTX_set_default_passwd_cb(context, no_passphrase);
    library.ERR_clear_error();
    return context;
}

void copenssl_tell(const char *what, char *reason, size_t size) {
    char detail[160] = "";
    unsigned long error = library.ERR_get_error();
    if (error != 0) library.ERR_error_string_n(error, detail, sizeof detail);
    snprintf(reason, size, "%s (%s)", what, detail);
    library.ERR_clear_error();
}
