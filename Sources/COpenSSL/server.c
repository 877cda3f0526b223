#include "COpenSSL.h"
#include "library.h"

#include <stdlib.h>
#include <string.h>

// From openssl/ssl.h.
#define CTRL_MODE 33
#define CTRL_SET_SESS_CACHE_MODE 44
#define CTRL_SET_MIN_PROTO_VERSION 123
#define MODE_RELEASE_BUFFERS 0x10L
#define TLS1_2_VERSION 0x0303
#define OP_NO_TICKET (UINT64_C(1) << 14)
#define OP_NO_RENEGOTIATION (UINT64_C(1) << 30)
#define VERIFY_PEER 1
#define VERIFY_FAIL_IF_NO_PEER_CERT 2
#define ERROR_WANT_READ 2
#define ERROR_ZERO_RETURN 6
#define TLSEXT_ERR_OK 0
#define TLSEXT_ERR_ALERT_FATAL 2
// From openssl/sslerr.h.
#define R_CERTIFICATE_VERIFY_FAILED 134
#define R_PEER_DID_NOT_RETURN_A_CERTIFICATE 199

struct copenssl_server {
    SSL_CTX *context;
};

struct copenssl_connection {
    SSL *ssl;
    BIO *in, *out;  // the SSL's
};

// RFC 7301, section 3.2: a client that names protocols, and not this one, is told that there is none in common.
static int select_http(
    SSL *ssl, const unsigned char **out, unsigned char *size, const unsigned char *in, unsigned in_size, void *context
) {
    (void)ssl, (void)context;
    static const unsigned char http[] = "http/1.1";
    for (unsigned at = 0; at < in_size; at += 1 + in[at]) {
        if (in[at] != sizeof http - 1 || in_size - at < sizeof http) continue;
        if (memcmp(in + at + 1, http, sizeof http - 1) != 0) continue;
        *out = in + at + 1;
        *size = sizeof http - 1;
        return TLSEXT_ERR_OK;
    }
    return TLSEXT_ERR_ALERT_FATAL;
}

static int use_authorities(SSL_CTX *context, const char *path) {
    if (library.SSL_CTX_load_verify_locations(context, path, NULL) != 1) return 0;
    STACK_OF_X509_NAME *names = library.SSL_load_client_CA_file(path);
    if (names == NULL) return 0;
    library.SSL_CTX_set_client_CA_list(context, names);
    library.SSL_CTX_set_verify(context, VERIFY_PEER | VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
    return 1;
}

copenssl_server *copenssl_server_new(
    const char *certificate, const char *key, const char *authorities, char *reason, size_t size
) {
    copenssl_server *server = calloc(1, sizeof *server);
    if (server == NULL) return NULL;
    SSL_CTX *context = server->context = copenssl_new_context(1);
    if (context == NULL) {
        strncpy(reason, "OpenSSL cannot be loaded: libssl.so.3 is missing", size - 1);
        free(server);
        return NULL;
    }
    library.SSL_CTX_ctrl(context, CTRL_SET_MIN_PROTO_VERSION, TLS1_2_VERSION, NULL);
    library.SSL_CTX_ctrl(context, CTRL_MODE, MODE_RELEASE_BUFFERS, NULL);
    // No session is resumed: every connection shows its certificate, and nothing is kept for those that are gone.
    library.SSL_CTX_ctrl(context, CTRL_SET_SESS_CACHE_MODE, 0, NULL);
    library.SSL_CTX_set_options(context, OP_NO_TICKET | OP_NO_RENEGOTIATION);
    library.SSL_CTX_set_num_tickets(context, 0);
    library.SSL_CTX_set_alpn_select_cb(context, select_http, NULL);
    const char *fault = NULL;
    if (library.SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20") != 1)
        fault = "OpenSSL has no cipher for TLS 1.2";
    else if (library.SSL_CTX_use_certificate_chain_file(context, certificate) != 1)
        fault = "the certificate cannot be used";
    else if (library.SSL_CTX_use_PrivateKey_file(context, key, COPENSSL_FILETYPE_PEM) != 1 ||
             library.SSL_CTX_check_private_key(context) != 1)
        fault = "the key cannot be used, or is not that of the certificate";
    else if (authorities != NULL && !use_authorities(context, authorities))
        fault = "the authorities of clients cannot be used";
    if (fault == NULL) return server;
    copenssl_tell(fault, reason, size);
    copenssl_server_free(server);
    return NULL;
}

void copenssl_server_free(copenssl_server *server) {
    library.SSL_CTX_free(server->context);
    free(server);
}

copenssl_connection *copenssl_connection_new(copenssl_server *server) {
    copenssl_connection *connection = calloc(1, sizeof *connection);
    if (connection == NULL) return NULL;
    connection->ssl = library.SSL_new(server->context);
    connection->in = library.BIO_new(library.BIO_s_mem());
    connection->out = library.BIO_new(library.BIO_s_mem());
    if (connection->ssl == NULL || connection->in == NULL || connection->out == NULL) abort();  // as malloc in Swift
    library.SSL_set_bio(connection->ssl, connection->in, connection->out);
    library.SSL_set_accept_state(connection->ssl);
    return connection;
}

void copenssl_connection_free(copenssl_connection *connection) {
    library.SSL_free(connection->ssl);
    free(connection);
}

// An empty memory BIO asks for more, so that what OpenSSL answers otherwise is an end or a fault.
static copenssl_outcome outcome(copenssl_connection *connection, int code, char *reason, size_t size) {
    switch (library.SSL_get_error(connection->ssl, code)) {
        case ERROR_WANT_READ: return copenssl_wants_more;
        case ERROR_ZERO_RETURN: return copenssl_ended;
        default: break;
    }
    unsigned long error = library.ERR_get_error();
    library.ERR_error_string_n(error, reason, size);
    library.ERR_clear_error();
    switch (error & 0x7FFFFF) {  // ERR_GET_REASON
        case R_CERTIFICATE_VERIFY_FAILED: case R_PEER_DID_NOT_RETURN_A_CERTIFICATE: return copenssl_untrusted;
        default: return copenssl_failed;
    }
}

void copenssl_put(copenssl_connection *connection, const void *bytes, int size) {
    library.BIO_write(connection->in, bytes, size);
}

copenssl_outcome copenssl_shake_hands(copenssl_connection *connection, char *reason, size_t size) {
    library.ERR_clear_error();
    int code = library.SSL_do_handshake(connection->ssl);
    return code == 1 ? copenssl_done : outcome(connection, code, reason, size);
}

copenssl_outcome copenssl_read(
    copenssl_connection *connection, void *bytes, int room, int *count, char *reason, size_t size
) {
    library.ERR_clear_error();
    int code = library.SSL_read(connection->ssl, bytes, room);
    *count = code > 0 ? code : 0;
    return code > 0 ? copenssl_done : outcome(connection, code, reason, size);
}

int copenssl_write(copenssl_connection *connection, const void *bytes, int count) {
    library.ERR_clear_error();
    return library.SSL_write(connection->ssl, bytes, count) == count ? 0 : -1;
}

void copenssl_end(copenssl_connection *connection) {
    library.ERR_clear_error();
    library.SSL_shutdown(connection->ssl);
    library.ERR_clear_error();
}

size_t copenssl_pending(copenssl_connection *connection) { return library.BIO_ctrl_pending(connection->out); }

int copenssl_take(copenssl_connection *connection, void *bytes, int room) {
    return library.BIO_read(connection->out, bytes, room);
}
