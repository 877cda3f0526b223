// libcurl, loaded when it is first needed: linked, it would bring some thirty shared libraries into every process of the
// multi-call executable. Its variadic functions are here once for each type of argument, as Swift can call them.
//
// Call ccurl_load() first; the other functions may be called only after it has returned NULL.
#ifndef AEREKOS_CCURL_H
#define AEREKOS_CCURL_H

#include <curl/curl.h>
#include <stddef.h>

// Loads libcurl.so.4 and initialises it, once per process. Returns NULL, or why it cannot be used (static storage).
const char *ccurl_load(void);

// The version of the library that was loaded: "7.88.1".
const char *ccurl_version(void);

// CURLOPT_WRITEFUNCTION, CURLOPT_HEADERFUNCTION and CURLOPT_READFUNCTION.
typedef size_t (*ccurl_data_function)(char *bytes, size_t size, size_t count, void *context);

CURL *ccurl_easy_init(void);
void ccurl_easy_cleanup(CURL *easy);
CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value);
CURLcode ccurl_set_size(CURL *easy, CURLoption option, curl_off_t value);
CURLcode ccurl_set_string(CURL *easy, CURLoption option, const char *value);
CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, void *value);
CURLcode ccurl_set_list(CURL *easy, CURLoption option, struct curl_slist *value);
CURLcode ccurl_set_data_function(CURL *easy, CURLoption option, ccurl_data_function function);
// CURLOPT_COPYPOSTFIELDS with its size.
CURLcode ccurl_set_body(CURL *easy, const void *bytes, size_t count);
// Goes on with what a callback has paused: curl_easy_pause with CURLPAUSE_CONT.
CURLcode ccurl_resume(CURL *easy);
// Only http and https, for the request itself.
CURLcode ccurl_allow_only_http(CURL *easy);
// Never waits for a name lookup that is being abandoned (CURLOPT_QUICK_EXIT); libcurl before 7.87 does not offer it.
CURLcode ccurl_abandon_lookups(CURL *easy);

CURLcode ccurl_get_long(CURL *easy, CURLINFO info, long *value);
CURLcode ccurl_get_size(CURL *easy, CURLINFO info, curl_off_t *value);
const char *ccurl_message(CURLcode code);

// For CURLOPT_CONNECT_ONLY, once connected: the descriptor, or -1; and the bytes on it, through TLS where there is some.
// CURLE_AGAIN: not now. CURLE_OK with 0 bytes received: the end.
int ccurl_socket(CURL *easy);
CURLcode ccurl_send(CURL *easy, const void *bytes, size_t count, size_t *sent);
CURLcode ccurl_receive(CURL *easy, void *bytes, size_t count, size_t *received);

struct curl_slist *ccurl_list_append(struct curl_slist *list, const char *text);
void ccurl_list_free(struct curl_slist *list);

CURLM *ccurl_multi_init(void);
CURLMcode ccurl_multi_cleanup(CURLM *multi);
CURLMcode ccurl_multi_add(CURLM *multi, CURL *easy);
CURLMcode ccurl_multi_remove(CURLM *multi, CURL *easy);
CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value);
// CURLMOPT_SOCKETFUNCTION and CURLMOPT_TIMERFUNCTION, both with `context`; NULL for neither.
CURLMcode ccurl_multi_set_callbacks(
    CURLM *multi, curl_socket_callback socket, curl_multi_timer_callback timer, void *context);
CURLMcode ccurl_multi_socket_action(CURLM *multi, curl_socket_t socket, int events, int *running);
// The next transfer that has ended, or NULL; `result` says how.
CURL *ccurl_multi_next_ended(CURLM *multi, CURLcode *result);
const char *ccurl_multi_message(CURLMcode code);

#endif
