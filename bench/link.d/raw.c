// Heartbeats by libcurl alone, on one kept connection: raw URL COUNT PAUSE-MICROSECONDS. Prints the microseconds of each.
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static size_t ignore(char *bytes, size_t size, size_t count, void *context) {
    (void)bytes, (void)context;
    return size * count;
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1e6 + time.tv_nsec / 1e3;
}

int main(int count, char **arguments) {
    if (count != 4) return 64;
    CURL *easy = curl_easy_init();
    struct curl_slist *headers = NULL;
    const char *lines[] = {"Prefer: return=minimal", "Accept: application/json", "Content-Type: application/json",
                           "X-Request-ID: 7a3c1c1e-2b1f-4a51-9c1d-0d5f2c1a9b77"};
    for (int line = 0; line < 4; line++) headers = curl_slist_append(headers, lines[line]);
    curl_easy_setopt(easy, CURLOPT_URL, arguments[1]);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, ignore);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS,
                     "{\"agent_version\":\"0.1.0\",\"degraded\":[],\"status\":\"online\",\"uptime_s\":12345}");
    for (long number = atol(arguments[2]); number > 0; number--) {
        double begin = now();
        if (curl_easy_perform(easy) != CURLE_OK) return 1;
        printf("%.0f\n", now() - begin);
        usleep(atol(arguments[3]));
    }
    curl_easy_cleanup(easy);
    curl_slist_free_all(headers);
    return 0;
}
