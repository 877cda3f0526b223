#define CURL_DISABLE_TYPECHECK
#include "CCurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

// The functions of libcurl that are used here.
#define FUNCTIONS(X)        \
    X(curl_global_init)     \
    X(curl_version_info)    \
    X(curl_easy_init)       \
    X(curl_easy_cleanup)    \
    X(curl_easy_setopt)     \
    X(curl_easy_getinfo)    \
    X(curl_easy_pause)      \
    X(curl_easy_send)       \
    X(curl_easy_recv)       \
    X(curl_easy_strerror)   \
    X(curl_slist_append)    \
    X(curl_slist_free_all)  \
    X(curl_multi_init)      \
    X(curl_multi_cleanup)   \
    X(curl_multi_add_handle) \
    X(curl_multi_remove_handle) \
    X(curl_multi_setopt)    \
    X(curl_multi_socket_action) \
    X(curl_multi_info_read) \
    X(curl_multi_strerror)

// Options that older headers do not name yet; an older library answers CURLE_UNKNOWN_OPTION.
#define OPTION_PROTOCOLS_STR ((CURLoption)10318)  // since 7.85
#define OPTION_PROTOCOLS ((CURLoption)181)
#define OPTION_QUICK_EXIT ((CURLoption)322)  // since 7.87

static struct {
#define MEMBER(name) __typeof__(name) *name;
    FUNCTIONS(MEMBER)
#undef MEMBER
} library;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static char failure[256];

static void load(void) {
    void *handle = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL) {
        snprintf(failure, sizeof failure, "%s", dlerror());
        return;
    }
#define RESOLVE(name)                                                                          \
    library.name = (__typeof__(library.name))dlsym(handle, #name);                             \
    if (library.name == NULL) {                                                                \
        snprintf(failure, sizeof failure, "libcurl.so.4 does not offer %s", #name);            \
        return;                                                                                \
    }
    FUNCTIONS(RESOLVE)
#undef RESOLVE
    CURLcode code = library.curl_global_init(CURL_GLOBAL_DEFAULT);
    if (code != CURLE_OK) snprintf(failure, sizeof failure, "libcurl: %s", library.curl_easy_strerror(code));
}

const char *ccurl_load(void) {
    pthread_once(&once, load);
    return failure[0] == '\0' ? NULL : failure;
}

const char *ccurl_version(void) { return library.curl_version_info(CURLVERSION_NOW)->version; }

CURL *ccurl_easy_init(void) { return library.curl_easy_init(); }

void ccurl_easy_cleanup(CURL *easy) { library.curl_easy_cleanup(easy); }

CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value) {
    return library.curl_easy_setopt(easy, option, value);
}

CURLcode ccurl_set_size(CURL *easy, CURLoption option, curl_off_t value) {
    return library.curl_easy_setopt(easy, option, value);
}

CURLcode ccurl_set_string(CURL *easy, CURLoption option, const char *value) {
    return library.curl_easy_setopt(easy, option, value);
}

CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, void *value) {
    return library.curl_easy_setopt(easy, option, value);
}

CURLcode ccurl_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
    return library.curl_easy_setopt(easy, option, value);
}

CURLcode ccurl_set_data_function(CURL *easy, CURLoption option, ccurl_data_function function) {
    return library.curl_easy_setopt(easy, option, function);
}

CURLcode ccurl_set_body(CURL *easy, const void *bytes, size_t count) {
    CURLcode code = library.curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)count);
    if (code != CURLE_OK) return code;
    return library.curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, count == 0 ? "" : bytes);
}

CURLcode ccurl_resume(CURL *easy) { return library.curl_easy_pause(easy, CURLPAUSE_CONT); }

CURLcode ccurl_allow_only_http(CURL *easy) {
    CURLcode code = library.curl_easy_setopt(easy, OPTION_PROTOCOLS_STR, "http,https");
    if (code != CURLE_UNKNOWN_OPTION) return code;
    return library.curl_easy_setopt(easy, OPTION_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
}

CURLcode ccurl_abandon_lookups(CURL *easy) { return library.curl_easy_setopt(easy, OPTION_QUICK_EXIT, 1L); }

CURLcode ccurl_get_long(CURL *easy, CURLINFO info, long *value) {
    return library.curl_easy_getinfo(easy, info, value);
}

CURLcode ccurl_get_size(CURL *easy, CURLINFO info, curl_off_t *value) {
    return library.curl_easy_getinfo(easy, info, value);
}

int ccurl_socket(CURL *easy) {
    curl_socket_t found = CURL_SOCKET_BAD;
    CURLcode code = library.curl_easy_getinfo(easy, CURLINFO_ACTIVESOCKET, &found);
    return code == CURLE_OK ? (int)found : -1;
}

CURLcode ccurl_send(CURL *easy, const void *bytes, size_t count, size_t *sent) {
    *sent = 0;
    return library.curl_easy_send(easy, bytes, count, sent);
}

CURLcode ccurl_receive(CURL *easy, void *bytes, size_t count, size_t *received) {
    *received = 0;
    return library.curl_easy_recv(easy, bytes, count, received);
}

const char *ccurl_message(CURLcode code) { return library.curl_easy_strerror(code); }

struct curl_slist *ccurl_list_append(struct curl_slist *list, const char *text) {
    return library.curl_slist_append(list, text);
}

void ccurl_list_free(struct curl_slist *list) { library.curl_slist_free_all(list); }

CURLM *ccurl_multi_init(void) { return library.curl_multi_init(); }

CURLMcode ccurl_multi_cleanup(CURLM *multi) { return library.curl_multi_cleanup(multi); }

CURLMcode ccurl_multi_add(CURLM *multi, CURL *easy) { return library.curl_multi_add_handle(multi, easy); }

CURLMcode ccurl_multi_remove(CURLM *multi, CURL *easy) { return library.curl_multi_remove_handle(multi, easy); }

CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return library.curl_multi_setopt(multi, option, value);
}

CURLMcode ccurl_multi_set_callbacks(
    CURLM *multi, curl_socket_callback socket, curl_multi_timer_callback timer, void *context) {
    CURLMcode code = library.curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, socket);
    if (code == CURLM_OK) code = library.curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, context);
    if (code == CURLM_OK) code = library.curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, timer);
    if (code == CURLM_OK) code = library.curl_multi_setopt(multi, CURLMOPT_TIMERDATA, context);
    return code;
}

CURLMcode ccurl_multi_socket_action(CURLM *multi, curl_socket_t socket, int events, int *running) {
    return library.curl_multi_socket_action(multi, socket, events, running);
}

CURL *ccurl_multi_next_ended(CURLM *multi, CURLcode *result) {
    int remaining;
    const CURLMsg *message;
    while ((message = library.curl_multi_info_read(multi, &remaining)) != NULL) {
        if (message->msg != CURLMSG_DONE) continue;
        *result = message->data.result;
        return message->easy_handle;
    }
    return NULL;
}

const char *ccurl_multi_message(CURLMcode code) { return library.curl_multi_strerror(code); }
