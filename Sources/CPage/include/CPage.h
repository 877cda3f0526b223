// The page that the node's API serves at "/", as five pieces that make one document in this order. Their text is in the
// files beside CPage.c; the compiler puts it among the program's constants, where it costs no memory until it is read.
#ifndef AEREKOS_CPAGE_H
#define AEREKOS_CPAGE_H

#include <stddef.h>

// A constant that nobody changes may be read from any thread.
struct __attribute__((swift_attr("@Sendable"))) cpage_piece {
    const unsigned char *bytes;
    size_t count;
};

// Up to and with the <style> tag.
extern const struct cpage_piece cpage_head;
// What is between <style> and </style>.
extern const struct cpage_piece cpage_style;
// From </style> up to and with the <script> tag.
extern const struct cpage_piece cpage_body;
// What is between <script> and </script>.
extern const struct cpage_piece cpage_script;
// From </script> on.
extern const struct cpage_piece cpage_end;

#endif
