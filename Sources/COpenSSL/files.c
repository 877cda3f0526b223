#include "COpenSSL.h"
#include "library.h"

static int end(SSL_CTX *context, int is_right, const char *what, char *reason, size_t size) {
    if (!is_right) copenssl_tell(what, reason, size);
    library.ERR_clear_error();
    library.SSL_CTX_free(context);
    return is_right ? 0 : -1;
}

int copenssl_check_authorities(const char *path, char *reason, size_t size) {
    SSL_CTX *context = copenssl_new_context(0);
    if (context == NULL) return 0;
    int is_right = library.SSL_CTX_load_verify_locations(context, path, NULL) == 1;
    return end(context, is_right, "there is no certificate in it", reason, size);
}

int copenssl_check_certificate(const char *path, char *reason, size_t size) {
    SSL_CTX *context = copenssl_new_context(0);
    if (context == NULL) return 0;
    int is_right = library.SSL_CTX_use_certificate_chain_file(context, path) == 1;
    return end(context, is_right, "there is no certificate in it that can be used", reason, size);
}

int copenssl_check_key(const char *path, char *reason, size_t size) {
    SSL_CTX *context = copenssl_new_context(0);
    if (context == NULL) return 0;
    int is_right = library.SSL_CTX_use_PrivateKey_file(context, path, COPENSSL_FILETYPE_PEM) == 1;
    return end(context, is_right, "there is no private key without passphrase in it", reason, size);
}

int copenssl_check_pair(const char *certificate, const char *key, char *reason, size_t size) {
    SSL_CTX *context = copenssl_new_context(0);
    if (context == NULL) return 0;
    int is_right = library.SSL_CTX_use_certificate_chain_file(context, certificate) == 1 &&
                   library.SSL_CTX_use_PrivateKey_file(context, key, COPENSSL_FILETYPE_PEM) == 1 &&
                   library.SSL_CTX_check_private_key(context) == 1;
    return end(context, is_right, "the key is not that of the certificate", reason, size);
}

int copenssl_certificate_time_left(const char *path, int64_t *seconds) {
    SSL_CTX *context = copenssl_new_context(0);
    if (context == NULL) return -1;
    int days = 0, rest = 0;
    int is_known = library.SSL_CTX_use_certificate_chain_file(context, path) == 1 &&
                   library.ASN1_TIME_diff(
                       &days, &rest, NULL, library.X509_get0_notAfter(library.SSL_CTX_get0_certificate(context))) == 1;
    *seconds = (int64_t)days * 86400 + rest;
    library.ERR_clear_error();
    library.SSL_CTX_free(context);
    return is_known ? 0 : -1;
}
