#include "CPage.h"

// Of C23, and of this compiler in every C that it knows.
#pragma clang diagnostic ignored "-Wc23-extensions"

// The line break after a tag belongs to what follows: it is part of what a browser hashes.
static const unsigned char head[] = {
#embed "head.html"
};
static const unsigned char style[] = {
    '\n',
#embed "page.css"
};
static const unsigned char body[] = {
#embed "body.html"
};
static const unsigned char script[] = {
    '\n',
#embed "script/dom.js"
    ,
#embed "script/words.js"
    ,
#embed "script/wire.js"
    ,
#embed "script/dialogs.js"
    ,
#embed "script/charts.js"
    ,
#embed "script/subsystems.js"
    ,
#embed "script/services.js"
    ,
#embed "script/sheet.js"
    ,
#embed "script/logs.js"
    ,
#embed "script/doctor.js"
    ,
#embed "script/health.js"
    ,
#embed "script/events.js"
    ,
#embed "script/main.js"
};
static const unsigned char end[] = "</script>\n</body>\n</html>\n";

const struct cpage_piece cpage_head = {head, sizeof head - 1};
const struct cpage_piece cpage_style = {style, sizeof style};
const struct cpage_piece cpage_body = {body, sizeof body - 1};
const struct cpage_piece cpage_script = {script, sizeof script};
const struct cpage_piece cpage_end = {end, sizeof end - 1};
