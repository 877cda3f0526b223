// swift-format-ignore-file
// Made by script/describe-api from docs/openapi.yaml.

/// The description of the API, as JSON.
enum APIDescription {
    static let json: StaticString = #"""
        {"openapi":"3.1.0","info":{"title":"aerekos worker node","version":"1","summary":"How the node is, and what ca\#
        n be done to it.","description":"Served by apid. Reading is free for whoever reaches the address. Changes, out\#
        put and settings are free on a loopback address, though not for web pages of other origins; on any other addre\#
        ss they need the API token. Every GET is also there as HEAD; OPTIONS tells what a path has. Text of over 1 kB i\#
        s sent in gzip to who takes it. A query parameter that is not described here is answered with 400 and its name\#
        . Members may be added to answers; those that are here stay. With API_TLS_CERT all of it is https; with API_TL\#
        S_CLIENT_CA a client shows a certificate besides any token. What is no request of HTTP, is too long or too slo\#
        w, or is one too many is answered with 400, 405, 408, 413, 414, 417, 431, 501, 503 or 505 on any path, and an e\#
        rror's body. `explain`, `stats` and `logs` of a service are asked of deployd, `logs` of a subsystem of the sup\#
        ervisor, each with a deadline; every other answer comes from memory or the status cache and waits for no other\#
         daemon.\n","license":{"name":"see the repository","url":"https://spdx.org/licenses/"}},"servers":[{"url":"/"}\#
        ],"tags":[{"name":"node","description":"The node as a whole."},{"name":"services","description":"What it runs.\#
        "},{"name":"subsystems","description":"The daemons that it is made of."},{"name":"api","description":"The API i\#
        tself."}],"security":[{},{"token":[]}],"paths":{"/":{"get":{"operationId":"page","tags":["api"],"summary":"The\#
         page for browsers.","parameters":[{"$ref":"#/components/parameters/RequestID"},{"$ref":"#/components/paramete\#
        rs/IfNoneMatch"}],"responses":{"200":{"description":"One self-contained page.","headers":{"X-Request-ID":{"$re\#
        f":"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"content":{"text/html":{"sch\#
        ema":{"type":"string"}}}},"304":{"$ref":"#/components/responses/NotModified"},"400":{"$ref":"#/components/resp\#
        onses/BadRequest"},"406":{"$ref":"#/components/responses/NotAcceptable"}}}},"/livez":{"get":{"operationId":"li\#
        ve","tags":["node"],"summary":"That apid serves.","parameters":[{"$ref":"#/components/parameters/RequestID"}],\#
        "responses":{"200":{"description":"It does.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID\#
        "}},"content":{"text/plain":{"schema":{"type":"string"},"example":"ok\n"}}},"400":{"$ref":"#/components/respon\#
        ses/BadRequest"},"406":{"$ref":"#/components/responses/NotAcceptable"}}}},"/readyz":{"get":{"operationId":"rea\#
        dy","tags":["node"],"summary":"Whether apid can tell how the node is.","description":"It hears the supervisor,\#
         and can read the status cache. Whether the node is well is for /health to say.","parameters":[{"$ref":"#/comp\#
        onents/parameters/RequestID"}],"responses":{"200":{"description":"It can.","headers":{"X-Request-ID":{"$ref":"\#
        #/components/headers/RequestID"}},"content":{"application/json":{"schema":{"type":"object","required":["ready"\#
        ,"reasons"],"properties":{"ready":{"const":true},"reasons":{"type":"array","maxItems":0}}},"example":{"ready":\#
        true,"reasons":[]}}}},"400":{"$ref":"#/components/responses/BadRequest"},"406":{"$ref":"#/components/responses\#
        /NotAcceptable"},"503":{"description":"It cannot, and why.","headers":{"X-Request-ID":{"$ref":"#/components/he\#
        aders/RequestID"},"Retry-After":{"$ref":"#/components/headers/RetryAfter"}},"content":{"application/json":{"sc\#
        hema":{"type":"object","required":["ready","reasons","error"],"properties":{"ready":{"const":false},"reasons":\#
        {"type":"array","minItems":1,"items":{"type":"string"}},"error":{"$ref":"#/components/schemas/Fault"}}},"examp\#
        le":{"ready":false,"reasons":["supervisor: has not answered"],"error":{"message":"Not ready: supervisor: has n\#
        ot answered","status":503}}}}}}}},"/health":{"get":{"operationId":"health","tags":["node"],"summary":"Whether t\#
        he node is well, and which part of it is not.","description":"200 whatever the node is like; its state is in t\#
        he answer.","parameters":[{"$ref":"#/components/parameters/RequestID"},{"$ref":"#/components/parameters/IfNone\#
        Match"}],"responses":{"200":{"description":"How it is.","headers":{"X-Request-ID":{"$ref":"#/components/header\#
        s/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"content":{"application/json":{"schema":{"$ref":"#/\#
        components/schemas/Health"},"example":{"status":"degraded","hostname":"node-1","ip_address":"192.0.2.1","condu\#
        ctor_url":"https://conductor.example","registered":true,"worker_id":"00000000-0000-4000-8000-000000000000","do\#
        cker_connected":false,"resources":{"cpu_cores":4,"ram_gb":7.6,"disk_gb":100,"network_mbps":1000},"timestamp":"\#
        2026-01-31T08:05:09.042Z","stale":false,"degraded":["docker"],"problems":[{"subject":"docker","reason":"the co\#
        ntainer engine is not reachable"}],"parts":[{"name":"supervisor","status":"ok","reason":null,"since":"2026-01-\#
        31T08:00:00.000Z"},{"name":"docker","status":"problem","reason":"the container engine is not reachable","since\#
        ":"2026-01-31T08:04:00.000Z"}],"conductor":{"reason":null,"detail":null,"last_heartbeat":"2026-01-31T08:05:01.\#
        000Z","consecutive_failures":0,"age_s":8.1},"docker":{"connected":false,"state":"unavailable","reason":"the co\#
        ntainer engine is not reachable"},"version":"0.1.0"}}}},"304":{"$ref":"#/components/responses/NotModified"},"4\#
        00":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"406":{"\#
        $ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref\#
        ":"#/components/responses/TooMany"}}}},"/status":{"get":{"operationId":"status","tags":["node"],"summary":"The\#
         node, its resources and its services in one answer.","parameters":[{"$ref":"#/components/parameters/RequestID\#
        "},{"$ref":"#/components/parameters/IfNoneMatch"}],"responses":{"200":{"description":"All of it.","headers":{"\#
        X-Request-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"content"\#
        :{"application/json":{"schema":{"$ref":"#/components/schemas/Status"}}}},"304":{"$ref":"#/components/responses\#
        /NotModified"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauth\#
        orized"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdirect\#
        ed"},"429":{"$ref":"#/components/responses/TooMany"}}}},"/resources":{"get":{"operationId":"resources","tags":\#
        ["node"],"summary":"The newest report of the host, and how old it is.","parameters":[{"$ref":"#/components/par\#
        ameters/RequestID"},{"$ref":"#/components/parameters/IfNoneMatch"}],"responses":{"200":{"description":"The rep\#
        ort as the conductor gets it.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$r\#
        ef":"#/components/headers/ETag"}},"content":{"application/json":{"schema":{"type":"object","required":["resour\#
        ces","age_s","stale"],"properties":{"resources":{"$ref":"#/components/schemas/ResourceReport"},"age_s":{"$ref"\#
        :"#/components/schemas/Amount"},"stale":{"$ref":"#/components/schemas/Stale"}}}}}},"304":{"$ref":"#/components\#
        /responses/NotModified"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/respon\#
        ses/Unauthorized"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses\#
        /Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"503":{"$ref":"#/components/responses/Unavailab\#
        le"}}}},"/resources/history":{"get":{"operationId":"resourceHistory","tags":["node"],"summary":"How the host w\#
        as in the last day, the oldest first.","description":"Means over 10 s for the last ten minutes, over a minute f\#
        or two hours, over ten minutes for a day; each time once, in the finest that there is. Kept in the status cach\#
        e: it outlives a restart of every daemon, and not one of the host. A cursor never expires.\n","parameters":[{"\#
        $ref":"#/components/parameters/RequestID"},{"$ref":"#/components/parameters/IfNoneMatch"},{"name":"since","in"\#
        :"query","required":false,"description":"From when on; Unix seconds, a time in UTC, or how long ago.","schema"\#
        :{"$ref":"#/components/schemas/Since"},"example":"2h"},{"$ref":"#/components/parameters/Limit"},{"$ref":"#/com\#
        ponents/parameters/Cursor"}],"responses":{"200":{"description":"The points.","headers":{"X-Request-ID":{"$ref"\#
        :"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"content":{"application/json":\#
        {"schema":{"type":"object","required":["points","next_cursor"],"properties":{"points":{"type":"array","items":\#
        {"$ref":"#/components/schemas/ResourcePoint"}},"next_cursor":{"$ref":"#/components/schemas/NextCursor"}}},"exa\#
        mple":{"points":[{"at":"2026-01-31T08:05:00.000Z","step_s":10,"cpu_percent":12.5,"ram_percent":40.2,"disk_perc\#
        ent":61,"rx_bytes_per_sec":1024,"tx_bytes_per_sec":512,"load":0.5}],"next_cursor":null}}}},"304":{"$ref":"#/co\#
        mponents/responses/NotModified"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/component\#
        s/responses/Unauthorized"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/r\#
        esponses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"}}}},"/events":{"get":{"operationId":"eve\#
        nts","tags":["node"],"summary":"What happens on the node, as a stream; or what has happened, in pages.","descr\#
        iption":"A stream of server-sent events (HTML standard, section 9.2) for who accepts `text/event-stream` or an\#
        ything; with `Last-Event-ID` it begins behind that event, or with an event `reset` when that is not known any m\#
        ore. At most 64 at a time. A page, the newest first, for who accepts `application/json` alone, or gives `limit\#
        ` or `cursor`. States that last shorter than half a second may be in neither.\n","parameters":[{"$ref":"#/comp\#
        onents/parameters/RequestID"},{"name":"Last-Event-ID","in":"header","required":false,"description":"Of a strea\#
        m; the id of the event last seen.","schema":{"type":"string"}},{"$ref":"#/components/parameters/Limit"},{"$ref\#
        ":"#/components/parameters/Cursor"}],"responses":{"200":{"description":"The kinds are `subsystem` (data as in /\#
        subsystems), `conductor`, `service` (as in /services/{name}, without its configuration), in a stream `reset`, a\#
        nd in pages `start`, the starts of daemons before the oldest event.\n","headers":{"X-Request-ID":{"$ref":"#/co\#
        mponents/headers/RequestID"}},"content":{"application/json":{"schema":{"type":"object","required":["events","n\#
        ext_cursor","last_event_id"],"properties":{"events":{"type":"array","items":{"type":"object","required":["id",\#
        "event","at","data"],"properties":{"id":{"type":"string","minLength":1},"event":{"enum":["subsystem","conducto\#
        r","service","start"]},"at":{"$ref":"#/components/schemas/Time"},"data":{"type":"object","additionalProperties\#
        ":true}}}},"next_cursor":{"$ref":"#/components/schemas/NextCursor"},"last_event_id":{"description":"A stream w\#
        ith this as its Last-Event-ID goes on where the newest page ends.","type":"string"}}},"example":{"events":[{"i\#
        d":"1.abc-7","event":"conductor","at":"2026-01-31T08:05:09.042Z","data":{"status":"offline","registered":true,\#
        "conductor_url":"https://conductor.example","reason":"unreachable"}}],"next_cursor":null,"last_event_id":"1.ab\#
        c-7"}},"text/event-stream":{"schema":{"type":"string"}}}},"400":{"$ref":"#/components/responses/BadRequest"},"\#
        401":{"$ref":"#/components/responses/Unauthorized"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421\#
        ":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"410":{"descri\#
        ption":"What the cursor points to is not known any more; begin again without one.","headers":{"X-Request-ID":{\#
        "$ref":"#/components/headers/RequestID"}},"content":{"application/json":{"schema":{"$ref":"#/components/schema\#
        s/Error"},"example":{"error":{"message":"What this cursor points to is not known any more; begin again without\#
         one","status":410}}}}},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/config":{"get":{"operationId"\#
        :"configuration","tags":["node"],"summary":"The settings that the node runs with, without what is secret in th\#
        em.","security":[{"token":[]}],"parameters":[{"$ref":"#/components/parameters/RequestID"}],"responses":{"200":\#
        {"description":"Every setting, in the order in which they are read.","headers":{"X-Request-ID":{"$ref":"#/comp\#
        onents/headers/RequestID"}},"content":{"application/json":{"schema":{"type":"object","required":["settings","s\#
        tale","reason"],"properties":{"settings":{"type":"array","items":{"$ref":"#/components/schemas/Setting"}},"sta\#
        le":{"$ref":"#/components/schemas/Stale"},"reason":{"$ref":"#/components/schemas/Text"}}},"example":{"settings\#
        ":[{"key":"HEARTBEAT_INTERVAL","value":10,"default":30,"unit":"s","source":"environment","secret":false},{"key\#
        ":"CONDUCTOR_TOKEN","value":"***","default":null,"unit":null,"source":"file","secret":true}],"stale":false,"re\#
        ason":null}}}},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauth\#
        orized"},"403":{"$ref":"#/components/responses/Forbidden"},"406":{"$ref":"#/components/responses/NotAcceptable\#
        "},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"503":{\#
        "$ref":"#/components/responses/Unavailable"}}}},"/doctor":{"get":{"operationId":"doctor","tags":["node"],"summ\#
        ary":"What is not as it should be, how that was seen, and what helps.","description":"Found out by apid from w\#
        hat is known and this machine's files; `workerctl doctor` asks more.","parameters":[{"$ref":"#/components/para\#
        meters/RequestID"},{"$ref":"#/components/parameters/IfNoneMatch"}],"responses":{"200":{"description":"A verdic\#
        t on each check.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/compon\#
        ents/headers/ETag"}},"content":{"application/json":{"schema":{"type":"object","required":["verdict","node_runs\#
        ","findings","timestamp"],"properties":{"verdict":{"$ref":"#/components/schemas/Verdict"},"node_runs":{"type":\#
        "boolean"},"findings":{"type":"array","items":{"type":"object","required":["check","verdict","evidence"],"prop\#
        erties":{"check":{"type":"string","minLength":1},"verdict":{"$ref":"#/components/schemas/Verdict"},"evidence":\#
        {"type":"string"},"remedy":{"type":"string"}}}},"timestamp":{"$ref":"#/components/schemas/Time"}}},"example":{\#
        "verdict":"problem","node_runs":true,"findings":[{"check":"engine","verdict":"problem","evidence":"nobody answ\#
        ers at unix:///var/run/docker.sock","remedy":"start the container engine"}],"timestamp":"2026-01-31T08:05:09.0\#
        42Z"}}}},"304":{"$ref":"#/components/responses/NotModified"},"400":{"$ref":"#/components/responses/BadRequest"\#
        },"401":{"$ref":"#/components/responses/Unauthorized"},"406":{"$ref":"#/components/responses/NotAcceptable"},"\#
        421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"}}}},"/metric\#
        s":{"get":{"operationId":"metrics","tags":["node"],"summary":"What the node counts and measures, for Prometheu\#
        s.","parameters":[{"$ref":"#/components/parameters/RequestID"}],"responses":{"200":{"description":"Prometheus'\#
         text format, version 0.0.4.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{\#
        "text/plain":{"schema":{"type":"string"}}}},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"\#
        #/components/responses/Unauthorized"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/c\#
        omponents/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"}}}},"/openapi.json":{"get":{"\#
        operationId":"description","tags":["api"],"summary":"This description.","parameters":[{"$ref":"#/components/pa\#
        rameters/RequestID"},{"$ref":"#/components/parameters/IfNoneMatch"}],"responses":{"200":{"description":"In JSO\#
        N.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/headers/E\#
        Tag"}},"content":{"application/json":{"schema":{"type":"object","required":["openapi","info","paths"],"additio\#
        nalProperties":true,"properties":{"openapi":{"type":"string"}}}}}},"304":{"$ref":"#/components/responses/NotMo\#
        dified"},"400":{"$ref":"#/components/responses/BadRequest"},"406":{"$ref":"#/components/responses/NotAcceptabl\#
        e"}}}},"/services":{"get":{"operationId":"services","tags":["services"],"summary":"Every service, by name.","p\#
        arameters":[{"$ref":"#/components/parameters/RequestID"},{"$ref":"#/components/parameters/IfNoneMatch"},{"$ref\#
        ":"#/components/parameters/Limit"},{"$ref":"#/components/parameters/Cursor"}],"responses":{"200":{"description\#
        ":"All of them; with `limit`, a page. A cursor never expires.","headers":{"X-Request-ID":{"$ref":"#/components\#
        /headers/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"content":{"application/json":{"schema":{"ty\#
        pe":"object","required":["services","stale","next_cursor"],"properties":{"services":{"type":"array","items":{"\#
        $ref":"#/components/schemas/Service"}},"stale":{"$ref":"#/components/schemas/Stale"},"next_cursor":{"$ref":"#/\#
        components/schemas/NextCursor"}}},"example":{"services":[{"service":"web","id":"c0ffee","name":"aerekos-web","\#
        status":"running","running":true,"image":"nginx:alpine","created":1769846709,"startedAt":"2026-01-31T08:05:09.\#
        042123456Z","health":null,"error":null,"progress":null}],"stale":false,"next_cursor":null}}}},"304":{"$ref":"#\#
        /components/responses/NotModified"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/compon\#
        ents/responses/Unauthorized"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/component\#
        s/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"}}}},"/services/{name}":{"parameters":\#
        [{"$ref":"#/components/parameters/Service"},{"$ref":"#/components/parameters/RequestID"}],"get":{"operationId"\#
        :"service","tags":["services"],"summary":"One service.","parameters":[{"$ref":"#/components/parameters/IfNoneM\#
        atch"}],"responses":{"200":{"description":"The service. No secret is in its configuration.","headers":{"X-Requ\#
        est-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"content":{"app\#
        lication/json":{"schema":{"type":"object","required":["service","stale"],"properties":{"service":{"$ref":"#/co\#
        mponents/schemas/ServiceDetail"},"stale":{"$ref":"#/components/schemas/Stale"}}}}}},"304":{"$ref":"#/component\#
        s/responses/NotModified"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/respo\#
        nses/Unauthorized"},"404":{"$ref":"#/components/responses/NotFound"},"406":{"$ref":"#/components/responses/Not\#
        Acceptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany\#
        "}}},"delete":{"operationId":"removeService","tags":["services"],"summary":"Has the service removed, with its c\#
        ontainer. Its volumes stay.","security":[{"token":[]}],"responses":{"202":{"$ref":"#/components/responses/Inst\#
        ructed"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized\#
        "},"403":{"$ref":"#/components/responses/Forbidden"},"404":{"$ref":"#/components/responses/NotFound"},"406":{"\#
        $ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref\#
        ":"#/components/responses/TooMany"},"409":{"$ref":"#/components/responses/Conflict"},"503":{"$ref":"#/componen\#
        ts/responses/Unavailable"}}}},"/services/{name}/restart":{"parameters":[{"$ref":"#/components/parameters/Servi\#
        ce"},{"$ref":"#/components/parameters/RequestID"}],"post":{"operationId":"restartService","tags":["services"],\#
        "summary":"Restarts the service's container; the answer comes when that is done.","security":[{"token":[]}],"r\#
        esponses":{"200":{"description":"It has been restarted.","headers":{"X-Request-ID":{"$ref":"#/components/heade\#
        rs/RequestID"}},"content":{"application/json":{"schema":{"type":"object","required":["result"],"properties":{"\#
        result":{"type":"object","required":["id","name","status","service","running"],"properties":{"id":{"$ref":"#/c\#
        omponents/schemas/Text"},"name":{"type":"string"},"status":{"const":"restarted"},"service":{"type":"string"},"\#
        running":{"type":"boolean"}}}}},"example":{"result":{"id":"c0ffee","name":"aerekos-web","status":"restarted","\#
        service":"web","running":true}}}}},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/compone\#
        nts/responses/Unauthorized"},"403":{"$ref":"#/components/responses/Forbidden"},"404":{"$ref":"#/components/res\#
        ponses/NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/\#
        Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"409":{"$ref":"#/components/responses/Conflict"}\#
        ,"503":{"$ref":"#/components/responses/Unavailable"}}}},"/services/{name}/start":{"parameters":[{"$ref":"#/com\#
        ponents/parameters/Service"},{"$ref":"#/components/parameters/RequestID"}],"post":{"operationId":"startService\#
        ","tags":["services"],"summary":"Has the service started.","security":[{"token":[]}],"responses":{"202":{"$ref\#
        ":"#/components/responses/Instructed"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/com\#
        ponents/responses/Unauthorized"},"403":{"$ref":"#/components/responses/Forbidden"},"404":{"$ref":"#/components\#
        /responses/NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/respon\#
        ses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"409":{"$ref":"#/components/responses/Confli\#
        ct"},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/services/{name}/stop":{"parameters":[{"$ref":"#/\#
        components/parameters/Service"},{"$ref":"#/components/parameters/RequestID"}],"post":{"operationId":"stopServi\#
        ce","tags":["services"],"summary":"Has the service stopped. It stays stopped until it is started.","security":\#
        [{"token":[]}],"responses":{"202":{"$ref":"#/components/responses/Instructed"},"400":{"$ref":"#/components/res\#
        ponses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"403":{"$ref":"#/components/responses\#
        /Forbidden"},"404":{"$ref":"#/components/responses/NotFound"},"406":{"$ref":"#/components/responses/NotAccepta\#
        ble"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"409\#
        ":{"$ref":"#/components/responses/Conflict"},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/services\#
        /{name}/explain":{"parameters":[{"$ref":"#/components/parameters/Service"},{"$ref":"#/components/parameters/Re\#
        questID"}],"get":{"operationId":"explainService","tags":["services"],"summary":"Why the service is as it is, a\#
        nd what would help. Asked of deployd, for 2 s at most.","responses":{"200":{"description":"From what is wanted\#
         to what would help.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"applica\#
        tion/json":{"schema":{"type":"object","required":["explanation"],"properties":{"explanation":{"$ref":"#/compon\#
        ents/schemas/Explanation"}}},"example":{"explanation":{"service":"web","status":"running","running":true,"summ\#
        ary":"web runs as wanted","wanted":{"state":"running","image":"nginx:alpine","revision":1,"source":"conductor"\#
        }}}}}},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"}\#
        ,"404":{"$ref":"#/components/responses/NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":\#
        {"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"503":{"$ref":"#\#
        /components/responses/Unavailable"}}}},"/services/{name}/stats":{"parameters":[{"$ref":"#/components/parameter\#
        s/Service"},{"$ref":"#/components/parameters/RequestID"}],"get":{"operationId":"serviceStatistics","tags":["se\#
        rvices"],"summary":"What the service's container uses. Measured by the engine, which takes a second; 20 s at m\#
        ost.","responses":{"200":{"description":"Counters run since the container's start.","headers":{"X-Request-ID":\#
        {"$ref":"#/components/headers/RequestID"}},"content":{"application/json":{"schema":{"type":"object","required"\#
        :["stats"],"properties":{"stats":{"$ref":"#/components/schemas/Statistics"}}}}}},"400":{"$ref":"#/components/r\#
        esponses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"404":{"$ref":"#/components/respons\#
        es/NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misd\#
        irected"},"429":{"$ref":"#/components/responses/TooMany"},"409":{"$ref":"#/components/responses/Conflict"},"50\#
        3":{"$ref":"#/components/responses/Unavailable"}}}},"/services/{name}/logs":{"parameters":[{"$ref":"#/componen\#
        ts/parameters/Service"},{"$ref":"#/components/parameters/RequestID"}],"get":{"operationId":"serviceLogs","tags\#
        ":["services"],"summary":"The output of the service's container. Asked of deployd; the first piece within 10 s\#
        .","security":[{"token":[]}],"parameters":[{"$ref":"#/components/parameters/Follow"},{"$ref":"#/components/par\#
        ameters/Tail"},{"name":"since","in":"query","required":false,"description":"From when on; Unix seconds, a time\#
         in UTC, or how long ago.","schema":{"$ref":"#/components/schemas/Since"},"example":"10m"},{"name":"timestamps\#
        ","in":"query","required":false,"description":"Each line with its time.","schema":{"$ref":"#/components/schema\#
        s/Flag"}},{"name":"stream","in":"query","required":false,"schema":{"type":"string","enum":["stdout","stderr","\#
        all"]}}],"responses":{"200":{"description":"A line each, as text, or as a JSON object for who accepts that.","\#
        headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"text/plain":{"schema":{"type":\#
        "string"}},"application/x-ndjson":{"schema":{"type":"string"}}}},"400":{"$ref":"#/components/responses/BadRequ\#
        est"},"401":{"$ref":"#/components/responses/Unauthorized"},"403":{"$ref":"#/components/responses/Forbidden"},"\#
        404":{"$ref":"#/components/responses/NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"\#
        $ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"409":{"$ref":"#/c\#
        omponents/responses/Conflict"},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/services/{name}/report\#
        ":{"parameters":[{"$ref":"#/components/parameters/Service"},{"$ref":"#/components/parameters/RequestID"}],"pos\#
        t":{"operationId":"report","tags":["services"],"summary":"What a service says of itself, with the token that i\#
        ts container was given (SERVICE_TOKEN).","security":[{"serviceToken":[]}],"requestBody":{"required":true,"cont\#
        ent":{"application/json":{"schema":{"type":"object","additionalProperties":true,"description":"At most 4096 by\#
        tes."},"example":{"ready":true}}}},"responses":{"204":{"description":"Taken; it is shown in the service's stat\#
        us.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}}},"400":{"$ref":"#/components/respons\#
        es/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"404":{"$ref":"#/components/responses/Not\#
        Found"},"406":{"$ref":"#/components/responses/NotAcceptable"},"413":{"description":"The report is over 4096 by\#
        tes.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json":{"sch\#
        ema":{"$ref":"#/components/schemas/Error"}}}},"415":{"description":"The body is not application/json.","header\#
        s":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json":{"schema":{"$ref":\#
        "#/components/schemas/Error"}}}},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/subsystems":{"get":{\#
        "operationId":"subsystems","tags":["subsystems"],"summary":"The node's daemons, as the supervisor last told of\#
         them.","parameters":[{"$ref":"#/components/parameters/RequestID"},{"$ref":"#/components/parameters/IfNoneMatc\#
        h"}],"responses":{"200":{"description":"All of them; none before the supervisor has answered.","headers":{"X-R\#
        equest-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"content":{"\#
        application/json":{"schema":{"type":"object","required":["subsystems","supervisor","stale","reason","age_s"],"\#
        properties":{"subsystems":{"type":"array","items":{"$ref":"#/components/schemas/Subsystem"}},"supervisor":{"ty\#
        pe":["object","null"],"required":["pid","version","uptime_s"],"properties":{"pid":{"type":"integer","minimum":\#
        1},"version":{"type":"string"},"uptime_s":{"$ref":"#/components/schemas/Amount"}}},"stale":{"$ref":"#/componen\#
        ts/schemas/Stale"},"reason":{"$ref":"#/components/schemas/Text"},"age_s":{"$ref":"#/components/schemas/Age"}}}\#
        }}},"304":{"$ref":"#/components/responses/NotModified"},"400":{"$ref":"#/components/responses/BadRequest"},"40\#
        1":{"$ref":"#/components/responses/Unauthorized"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":\#
        {"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"}}}},"/subsystems/\#
        {name}":{"parameters":[{"$ref":"#/components/parameters/Subsystem"},{"$ref":"#/components/parameters/RequestID\#
        "}],"get":{"operationId":"subsystem","tags":["subsystems"],"summary":"One daemon, and its last starts.","param\#
        eters":[{"$ref":"#/components/parameters/IfNoneMatch"}],"responses":{"200":{"description":"The daemon.","heade\#
        rs":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"co\#
        ntent":{"application/json":{"schema":{"type":"object","required":["subsystem","history","stale","reason","age_\#
        s"],"properties":{"subsystem":{"$ref":"#/components/schemas/Subsystem"},"history":{"description":"The newest f\#
        irst, 50 at most.","type":"array","items":{"$ref":"#/components/schemas/Start"}},"stale":{"$ref":"#/components\#
        /schemas/Stale"},"reason":{"$ref":"#/components/schemas/Text"},"age_s":{"$ref":"#/components/schemas/Age"}}}}}\#
        },"304":{"$ref":"#/components/responses/NotModified"},"400":{"$ref":"#/components/responses/BadRequest"},"401"\#
        :{"$ref":"#/components/responses/Unauthorized"},"404":{"$ref":"#/components/responses/NotFound"},"406":{"$ref"\#
        :"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/\#
        components/responses/TooMany"},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/subsystems/{name}/rest\#
        art":{"parameters":[{"$ref":"#/components/parameters/Subsystem"},{"$ref":"#/components/parameters/RequestID"}]\#
        ,"post":{"operationId":"restartSubsystem","tags":["subsystems"],"summary":"Has the daemon stopped in order and\#
         started again.","security":[{"token":[]}],"responses":{"202":{"description":"How it is at this moment.","head\#
        ers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json":{"schema":{"type\#
        ":"object","required":["subsystem"],"properties":{"subsystem":{"$ref":"#/components/schemas/Subsystem"}}}}}},"\#
        400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"403":{\#
        "$ref":"#/components/responses/Forbidden"},"404":{"$ref":"#/components/responses/NotFound"},"406":{"$ref":"#/c\#
        omponents/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/compo\#
        nents/responses/TooMany"},"409":{"$ref":"#/components/responses/Conflict"},"503":{"$ref":"#/components/respons\#
        es/Unavailable"}}}},"/subsystems/{name}/logs":{"parameters":[{"$ref":"#/components/parameters/Subsystem"},{"$r\#
        ef":"#/components/parameters/RequestID"}],"get":{"operationId":"subsystemLogs","tags":["subsystems"],"summary"\#
        :"What the daemon has written lately. Asked of the supervisor.","security":[{"token":[]}],"parameters":[{"$ref\#
        ":"#/components/parameters/Follow"},{"$ref":"#/components/parameters/Tail"}],"responses":{"200":{"description"\#
        :"A line each.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"text/plain":{\#
        "schema":{"type":"string"}}}},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/r\#
        esponses/Unauthorized"},"403":{"$ref":"#/components/responses/Forbidden"},"404":{"$ref":"#/components/response\#
        s/NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdi\#
        rected"},"429":{"$ref":"#/components/responses/TooMany"},"503":{"$ref":"#/components/responses/Unavailable"}}}\#
        }},"components":{"securitySchemes":{"token":{"type":"http","scheme":"bearer","description":"One of API_TOKEN o\#
        r API_TOKEN_FILE. Not needed on a loopback address unless API_READ is token."},"serviceToken":{"type":"http","\#
        scheme":"bearer","description":"SERVICE_TOKEN of the service's container."}},"parameters":{"RequestID":{"name"\#
        :"X-Request-ID","in":"header","required":false,"description":"Comes back with the answer, and stands in the lo\#
        g. 1 to 128 printable ASCII characters; others are replaced.","schema":{"type":"string"}},"IfNoneMatch":{"name\#
        ":"If-None-Match","in":"header","required":false,"description":"The `ETag` of the answer last seen.","schema":\#
        {"type":"string"}},"Limit":{"name":"limit","in":"query","required":false,"description":"How many at most.","sc\#
        hema":{"type":"integer","minimum":1,"maximum":500},"example":20},"Cursor":{"name":"cursor","in":"query","requi\#
        red":false,"description":"The `next_cursor` of the page before. Any other text is answered with 400.","schema"\#
        :{"type":"string","minLength":2,"maxLength":512,"pattern":"^([0-9a-f]{2})+$"}},"Service":{"name":"name","in":"\#
        path","required":true,"description":"The service.","schema":{"type":"string","pattern":"^[a-zA-Z0-9][a-zA-Z0-9\#
        _.-]{0,62}$"},"example":"web"},"Subsystem":{"name":"name","in":"path","required":true,"description":"The daemo\#
        n.","schema":{"type":"string","enum":["probed","heartbeatd","deployd","apid"]},"example":"probed"},"Follow":{"\#
        name":"follow","in":"query","required":false,"description":"To go on with what is still to come.","schema":{"$\#
        ref":"#/components/schemas/Flag"}},"Tail":{"name":"tail","in":"query","required":false,"description":"How many\#
         lines from the end; all by default.","schema":{"anyOf":[{"type":"integer","minimum":0,"maximum":1000000000},{\#
        "const":"all"}]},"example":100}},"headers":{"RequestID":{"required":true,"description":"The one sent, or one o\#
        f the node's.","schema":{"type":"string","minLength":1}},"ETag":{"required":true,"description":"Tells this sta\#
        te from another; times and ages do not count.","schema":{"type":"string","minLength":2}},"RetryAfter":{"requir\#
        ed":false,"description":"Seconds after which it may be otherwise.","schema":{"type":"string","pattern":"^[0-9]\#
        +$"}}},"responses":{"NotModified":{"description":"The client has this state already.","headers":{"X-Request-ID\#
        ":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}}},"BadRequest":{"descr\#
        iption":"A query parameter is unknown, given twice or not what it may be; the path is not UTF-8 in percent enc\#
        oding.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json":{"s\#
        chema":{"$ref":"#/components/schemas/Error"},"example":{"error":{"message":"The query parameter \"limit\" must\#
         be a whole number from 1 to 500","status":400}}}}},"Unauthorized":{"description":"It needs a token, or anothe\#
        r one.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"WWW-Authenticate":{"required":fal\#
        se,"schema":{"type":"string"}}},"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"},\#
        "example":{"error":{"message":"This needs \"Authorization: Bearer <API_TOKEN>\"","status":401}}}}},"Forbidden"\#
        :{"description":"The token may not do this; a web page of another origin asks; or the node has no token and li\#
        stens beyond loopback.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"appli\#
        cation/json":{"schema":{"$ref":"#/components/schemas/Error"},"example":{"error":{"message":"Web pages of other\#
         origins may change nothing here","status":403}}}}},"NotFound":{"description":"There is none of that name.","h\#
        eaders":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json":{"schema":{"$\#
        ref":"#/components/schemas/Error"},"example":{"error":{"message":"There is no service \"nobody\"","status":404\#
        }}}}},"NotAcceptable":{"description":"Accept leaves out every media type that is here.","headers":{"X-Request-\#
        ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json":{"schema":{"$ref":"#/components/s\#
        chemas/Error"},"example":{"error":{"message":"Accept leaves out what is here: application/json","status":406}}\#
        }}},"Misdirected":{"description":"The header Host has a name that is not the node's; API_HOSTS lists more.","h\#
        eaders":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json":{"schema":{"$\#
        ref":"#/components/schemas/Error"},"example":{"error":{"message":"The node is not called so","status":421}}}}}\#
        ,"TooMany":{"description":"So many wrong tokens have come from this address that it has to wait.","headers":{"\#
        X-Request-ID":{"$ref":"#/components/headers/RequestID"},"Retry-After":{"$ref":"#/components/headers/RetryAfter\#
        "}},"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"},"example":{"error":{"message\#
        ":"Too many wrong tokens from your address","status":429}}}}},"Conflict":{"description":"It is not in a state f\#
        or that.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json":{\#
        "schema":{"$ref":"#/components/schemas/Error"},"example":{"error":{"message":"web does not run","status":409}}\#
        }}},"Unavailable":{"description":"The daemon that has to be asked does not answer, or nothing is known yet.","\#
        headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"Retry-After":{"$ref":"#/components/headers\#
        /RetryAfter"}},"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"},"example":{"error\#
        ":{"message":"deployd is not running","status":503}}}}},"Instructed":{"description":"The instruction is stored\#
        , and is carried out from now on.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"conte\#
        nt":{"application/json":{"schema":{"type":"object","required":["result"],"properties":{"result":{"type":"objec\#
        t","required":["service","action","instruction_id"],"properties":{"service":{"type":"string"},"action":{"enum"\#
        :["start","stop","remove"]},"instruction_id":{"type":"string","minLength":1}}}}},"example":{"result":{"service\#
        ":"web","action":"stop","instruction_id":"local-f81d4fae"}}}}}},"schemas":{"Time":{"type":"string","pattern":"\#
        ^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$","examples":["2026-01-31T08:05:09.042Z"]},"EngineTime":{\#
        "description":"As the engine gives it.","type":["string","null"]},"Since":{"type":"string","pattern":"^(([0-9]\#
        {1,9}(\\.[0-9]{1,9})?[smhd]?)|(20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T([01][0-9]|2[0-3]):[0-5][0-9]\#
        :[0-5][0-9](\\.[0-9]{1,9})?Z))$","examples":["90s","10m","2h","1d","2026-01-31T08:05:09Z","1769846709"]},"Flag\#
        ":{"description":"Without a value it is set.","type":"string","enum":["","1","true","0","false"]},"Text":{"typ\#
        e":["string","null"]},"Amount":{"type":"number","minimum":0},"Age":{"description":"Seconds; null when it was n\#
        ever told.","type":["number","null"],"minimum":0},"Count":{"type":"integer","minimum":0},"Percent":{"type":"nu\#
        mber","minimum":0,"maximum":100},"Stale":{"description":"Whether it may be otherwise by now, since whoever tel\#
        ls of it has not been heard lately.","type":"boolean"},"NextCursor":{"description":"Where the next page begins\#
        ; null at the end.","type":["string","null"]},"Verdict":{"enum":["ok","unknown","warning","problem"]},"Fault":\#
        {"type":"object","required":["message","status"],"properties":{"message":{"type":"string","minLength":1},"stat\#
        us":{"type":"integer","minimum":400,"maximum":599}}},"Error":{"type":"object","required":["error"],"properties\#
        ":{"error":{"$ref":"#/components/schemas/Fault"}}},"Health":{"type":"object","required":["status","hostname","\#
        ip_address","conductor_url","registered","worker_id","docker_connected","resources","timestamp","stale","degra\#
        ded","problems","parts","conductor","docker","version"],"properties":{"status":{"description":"`online`: regis\#
        tered, and everything works. `degraded`: the conductor hears from the node, but something of it does not work,\#
         or is not known to. `offline`: the conductor does not hear from it.\n","enum":["online","degraded","offline"]\#
        },"hostname":{"type":"string"},"ip_address":{"type":"string"},"conductor_url":{"type":"string"},"registered":{\#
        "type":"boolean"},"worker_id":{"$ref":"#/components/schemas/Text"},"docker_connected":{"type":"boolean"},"reso\#
        urces":{"type":"object","required":["cpu_cores","ram_gb","disk_gb","network_mbps"],"properties":{"cpu_cores":{\#
        "$ref":"#/components/schemas/Amount"},"ram_gb":{"$ref":"#/components/schemas/Amount"},"disk_gb":{"$ref":"#/com\#
        ponents/schemas/Amount"},"network_mbps":{"$ref":"#/components/schemas/Amount"}}},"timestamp":{"$ref":"#/compon\#
        ents/schemas/Time"},"stale":{"$ref":"#/components/schemas/Stale"},"degraded":{"type":"array","items":{"type":"\#
        string"},"description":"The subjects of the problems."},"problems":{"type":"array","items":{"type":"object","r\#
        equired":["subject","reason"],"properties":{"subject":{"type":"string"},"reason":{"type":"string"}}}},"parts":\#
        {"description":"Every part, always in the same order.","type":"array","items":{"type":"object","required":["na\#
        me","status","reason","since"],"properties":{"name":{"enum":["supervisor","probed","heartbeatd","deployd","api\#
        d","conductor","docker","resources","services"]},"status":{"description":"Unknown is what was never told, or t\#
        oo long ago.","enum":["ok","problem","unknown"]},"reason":{"$ref":"#/components/schemas/Text"},"since":{"descr\#
        iption":"Since when its status is so; null where that is not known.","type":["string","null"]}}}},"conductor":\#
        {"description":"Null when heartbeatd has never told of it.","type":["object","null"],"required":["reason","det\#
        ail","last_heartbeat","consecutive_failures","age_s"],"properties":{"reason":{"$ref":"#/components/schemas/Tex\#
        t"},"detail":{"$ref":"#/components/schemas/Text"},"last_heartbeat":{"$ref":"#/components/schemas/Text"},"conse\#
        cutive_failures":{"$ref":"#/components/schemas/Count"},"age_s":{"$ref":"#/components/schemas/Amount"}}},"docke\#
        r":{"description":"Null when deployd has never told of it.","type":["object","null"],"required":["connected","\#
        state"],"properties":{"connected":{"type":"boolean"},"state":{"enum":["available","unavailable","unresponsive"\#
        ]},"version":{"type":"string"},"api_version":{"type":"string"},"reason":{"type":"string"},"since":{"$ref":"#/c\#
        omponents/schemas/Time"},"information":{"type":"object","required":["storage_driver","logging_driver","data_ro\#
        ot","local","podman"],"properties":{"storage_driver":{"type":"string"},"backing_file_system":{"type":"string"}\#
        ,"cgroup_version":{"type":"integer"},"logging_driver":{"type":"string"},"data_root":{"type":"string"},"local":\#
        {"type":"boolean"},"podman":{"type":"boolean"}}}}},"version":{"type":"string"}}},"Status":{"type":"object","re\#
        quired":["worker","resources","services","intervals","timestamp","stale"],"properties":{"worker":{"type":"obje\#
        ct","required":["hostname","ip_address","id","registered","conductor_url","docker_connected"],"properties":{"h\#
        ostname":{"type":"string"},"ip_address":{"type":"string"},"id":{"$ref":"#/components/schemas/Text"},"registere\#
        d":{"type":"boolean"},"conductor_url":{"type":"string"},"docker_connected":{"type":"boolean"}}},"resources":{"\#
        description":"Parts of the newest report; empty before the first.","type":"object","required":["cpu","ram","di\#
        sk","network"],"properties":{"cpu":{"type":"object","additionalProperties":true},"ram":{"type":"object","addit\#
        ionalProperties":true},"disk":{"type":"object","additionalProperties":true},"network":{"type":"object","additi\#
        onalProperties":true}}},"services":{"type":"array","items":{"$ref":"#/components/schemas/Service"}},"intervals\#
        ":{"description":"In seconds.","type":"object","required":["heartbeat","resource_check","deployment_check","se\#
        rvice_status"],"properties":{"heartbeat":{"$ref":"#/components/schemas/Amount"},"resource_check":{"$ref":"#/co\#
        mponents/schemas/Amount"},"deployment_check":{"$ref":"#/components/schemas/Amount"},"service_status":{"$ref":"\#
        #/components/schemas/Amount"}}},"timestamp":{"$ref":"#/components/schemas/Time"},"stale":{"$ref":"#/components\#
        /schemas/Stale"}}},"ResourceReport":{"description":"GB are GiB; shares and rates are over the time since the r\#
        eport before.","type":"object","required":["timestamp","cpu","ram","disk","network","load","cpu_cores","ram_gb\#
        ","disk_gb","network_mbps"],"properties":{"timestamp":{"$ref":"#/components/schemas/Time"},"cpu":{"type":"obje\#
        ct","required":["cores","physicalCores","processors","usage","usagePercent","perCore","model","speed"],"proper\#
        ties":{"cores":{"type":"integer","minimum":1},"physicalCores":{"type":"integer","minimum":1},"processors":{"ty\#
        pe":"integer","minimum":1},"usage":{"$ref":"#/components/schemas/Percent"},"usagePercent":{"$ref":"#/component\#
        s/schemas/Percent"},"perCore":{"type":"array","items":{"type":"object","required":["core","usage","usagePercen\#
        t"],"properties":{"core":{"type":"integer","minimum":1},"usage":{"$ref":"#/components/schemas/Percent"},"usage\#
        Percent":{"$ref":"#/components/schemas/Percent"}}}},"model":{"type":"string"},"speed":{"$ref":"#/components/sc\#
        hemas/Amount"}}},"ram":{"type":"object","required":["total_gb","available_gb","used_gb","free_gb","usagePercen\#
        t","total_bytes","used_bytes","available_bytes"],"properties":{"total_gb":{"$ref":"#/components/schemas/Amount\#
        "},"available_gb":{"$ref":"#/components/schemas/Amount"},"used_gb":{"$ref":"#/components/schemas/Amount"},"fre\#
        e_gb":{"$ref":"#/components/schemas/Amount"},"usagePercent":{"$ref":"#/components/schemas/Percent"},"total_byt\#
        es":{"$ref":"#/components/schemas/Count"},"used_bytes":{"$ref":"#/components/schemas/Count"},"available_bytes"\#
        :{"$ref":"#/components/schemas/Count"}}},"disk":{"type":"object","required":["total_gb","available_gb","used_g\#
        b","usagePercent","read_bytes","write_bytes","total_bytes","used_bytes"],"properties":{"total_gb":{"$ref":"#/c\#
        omponents/schemas/Amount"},"available_gb":{"$ref":"#/components/schemas/Amount"},"used_gb":{"$ref":"#/componen\#
        ts/schemas/Amount"},"usagePercent":{"$ref":"#/components/schemas/Percent"},"read_bytes":{"$ref":"#/components/\#
        schemas/Count"},"write_bytes":{"$ref":"#/components/schemas/Count"},"read_bytes_per_sec":{"$ref":"#/components\#
        /schemas/Amount"},"write_bytes_per_sec":{"$ref":"#/components/schemas/Amount"},"total_bytes":{"$ref":"#/compon\#
        ents/schemas/Count"},"used_bytes":{"$ref":"#/components/schemas/Count"},"available_bytes":{"$ref":"#/component\#
        s/schemas/Count"}}},"network":{"type":"object","required":["interfaces","primary_interface","ip4","ip6","mac",\#
        "speed_mbps","rx_bytes","tx_bytes"],"properties":{"interfaces":{"$ref":"#/components/schemas/Count"},"primary_\#
        interface":{"$ref":"#/components/schemas/Text"},"ip4":{"$ref":"#/components/schemas/Text"},"ip6":{"$ref":"#/co\#
        mponents/schemas/Text"},"mac":{"$ref":"#/components/schemas/Text"},"speed_mbps":{"$ref":"#/components/schemas/\#
        Count"},"rx_bytes":{"$ref":"#/components/schemas/Count"},"tx_bytes":{"$ref":"#/components/schemas/Count"},"rx_\#
        bytes_per_sec":{"$ref":"#/components/schemas/Amount"},"tx_bytes_per_sec":{"$ref":"#/components/schemas/Amount"\#
        },"rx_dropped":{"$ref":"#/components/schemas/Count"},"tx_dropped":{"$ref":"#/components/schemas/Count"},"rx_er\#
        rors":{"$ref":"#/components/schemas/Count"},"tx_errors":{"$ref":"#/components/schemas/Count"}}},"load":{"descr\#
        iption":"How many tasks ran or waited to, over so many minutes; null where the host does not tell.","type":["o\#
        bject","null"],"required":["1","5","15"],"properties":{"1":{"$ref":"#/components/schemas/Amount"},"5":{"$ref":\#
        "#/components/schemas/Amount"},"15":{"$ref":"#/components/schemas/Amount"}}},"cpu_cores":{"type":"integer","mi\#
        nimum":1},"ram_gb":{"$ref":"#/components/schemas/Amount"},"disk_gb":{"$ref":"#/components/schemas/Amount"},"ne\#
        twork_mbps":{"$ref":"#/components/schemas/Count"}}},"ResourcePoint":{"type":"object","required":["at","step_s"\#
        ,"cpu_percent","ram_percent","disk_percent","rx_bytes_per_sec","tx_bytes_per_sec","load"],"properties":{"at":{\#
        "description":"When the time begins that it is the mean of.","allOf":[{"$ref":"#/components/schemas/Time"}]},"\#
        step_s":{"enum":[10,60,600],"description":"How long that time is."},"cpu_percent":{"$ref":"#/components/schema\#
        s/Percent"},"ram_percent":{"$ref":"#/components/schemas/Percent"},"disk_percent":{"$ref":"#/components/schemas\#
        /Percent"},"rx_bytes_per_sec":{"$ref":"#/components/schemas/Amount"},"tx_bytes_per_sec":{"$ref":"#/components/\#
        schemas/Amount"},"load":{"$ref":"#/components/schemas/Amount"}}},"Setting":{"type":"object","required":["key",\#
        "value","default","unit","source","secret"],"properties":{"key":{"type":"string","pattern":"^[A-Z][A-Z0-9_]*$"\#
        },"value":{"type":["string","number","null"],"description":"Of a secret that is set, `***`; null where nothing\#
         is."},"default":{"type":["string","number","null"],"description":"What it is when nobody sets it."},"unit":{"\#
        enum":["s","bytes","percent",null],"description":"Of both."},"source":{"description":"The supervisor's environ\#
        ment, the settings file, or nobody.","enum":["environment","file","default"]},"secret":{"type":"boolean"}}},"S\#
        erviceState":{"enum":["pending","pulling","starting","running","unhealthy","stopped","failed","removed","rolle\#
        d_back"]},"Service":{"type":"object","required":["service","id","name","status","running","image","created","s\#
        tartedAt","health","error","progress"],"properties":{"service":{"type":"string","minLength":1},"id":{"$ref":"#\#
        /components/schemas/Text"},"name":{"type":"string","description":"The container's."},"status":{"$ref":"#/compo\#
        nents/schemas/ServiceState"},"running":{"type":"boolean"},"image":{"type":"string"},"created":{"type":["intege\#
        r","null"],"description":"Unix seconds."},"startedAt":{"$ref":"#/components/schemas/EngineTime"},"restartCount\#
        ":{"$ref":"#/components/schemas/Count"},"exit_code":{"type":["integer","null"]},"project":{"$ref":"#/component\#
        s/schemas/Text"},"instruction_id":{"description":"The newest instruction for it; null when deployd was started\#
         after that had ended.","type":["string","null"]},"instruction_outcome":{"description":"How that ended; null w\#
        hile it goes on.","type":["string","null"],"enum":["success","failed",null]},"health":{"$ref":"#/components/sc\#
        hemas/Text"},"error":{"type":["object","null"],"required":["type","message"],"properties":{"type":{"type":"str\#
        ing"},"message":{"type":"string"}}},"progress":{"description":"How far a pull has come.","type":["object","nul\#
        l"],"additionalProperties":true}}},"ServiceDetail":{"type":"object","required":["service","id","name","status"\#
        ,"running","image","created","startedAt","restartCount","config","health","exit_code","error","progress","imag\#
        e_digest","report","project","next_attempt"],"properties":{"service":{"type":"string","minLength":1},"id":{"$r\#
        ef":"#/components/schemas/Text"},"name":{"type":"string"},"status":{"$ref":"#/components/schemas/ServiceState"\#
        },"running":{"type":"boolean"},"image":{"type":"string"},"created":{"type":["integer","null"]},"startedAt":{"$\#
        ref":"#/components/schemas/EngineTime"},"restartCount":{"$ref":"#/components/schemas/Count"},"config":{"descri\#
        ption":"What was asked for; secrets are masked.","type":["object","null"],"additionalProperties":true},"health\#
        ":{"$ref":"#/components/schemas/Text"},"exit_code":{"type":["integer","null"]},"error":{"type":["object","null\#
        "],"required":["type","message"],"properties":{"type":{"type":"string"},"message":{"type":"string"}}},"progres\#
        s":{"description":"How far a pull has come.","type":["object","null"],"additionalProperties":true},"image_dige\#
        st":{"$ref":"#/components/schemas/Text"},"report":{"description":"What the service last said of itself.","type\#
        ":["object","null"],"required":["content","at"],"properties":{"content":{"type":"object","additionalProperties\#
        ":true},"at":{"$ref":"#/components/schemas/Time"}}},"project":{"$ref":"#/components/schemas/Text"},"next_attem\#
        pt":{"$ref":"#/components/schemas/Text"},"instruction_id":{"description":"The newest instruction for it; null w\#
        hen deployd was started after that had ended.","type":["string","null"]},"instruction_outcome":{"description":\#
        "How that ended; null while it goes on.","type":["string","null"],"enum":["success","failed",null]}}},"Explana\#
        tion":{"type":"object","required":["service","status","running","summary","wanted"],"properties":{"service":{"\#
        type":"string"},"status":{"$ref":"#/components/schemas/ServiceState"},"running":{"type":"boolean"},"summary":{\#
        "type":"string","minLength":1},"wanted":{"type":"object","required":["state","image","revision","source"],"pro\#
        perties":{"state":{"enum":["running","stopped","removed"]},"image":{"type":"string"},"revision":{"$ref":"#/com\#
        ponents/schemas/Count"},"instruction_id":{"type":"string"},"source":{"enum":["conductor","operator","file","st\#
        ore"]}}},"plan":{"type":"object","required":["steps","made_at"],"properties":{"steps":{"type":"array","items":\#
        {"type":"string"}},"made_at":{"$ref":"#/components/schemas/Time"}}},"step":{"type":"string"},"failure":{"type"\#
        :"object","required":["type","message","attempts"],"properties":{"step":{"type":"string"},"type":{"type":"stri\#
        ng"},"message":{"type":"string"},"since":{"$ref":"#/components/schemas/Time"},"attempts":{"$ref":"#/components\#
        /schemas/Count"}}},"next_attempt":{"$ref":"#/components/schemas/Time"},"help":{"type":"string"},"refused":{"ty\#
        pe":"object","required":["service","instruction_id","status","message","at"],"properties":{"service":{"type":"\#
        string"},"instruction_id":{"type":"string"},"status":{"enum":["success","failed"]},"message":{"type":"string"}\#
        ,"at":{"$ref":"#/components/schemas/Time"}}}}},"Statistics":{"type":"object","required":["service","read_at","\#
        cpu_s","memory_bytes","memory_limit_bytes","processes","received_bytes","sent_bytes","read_bytes","written_byt\#
        es"],"properties":{"service":{"type":"string"},"read_at":{"type":"string","description":"As the engine gives i\#
        t."},"cpu_percent":{"$ref":"#/components/schemas/Amount","description":"Of one processor, over the last second\#
        ."},"cpu_s":{"$ref":"#/components/schemas/Amount"},"memory_bytes":{"$ref":"#/components/schemas/Count"},"memor\#
        y_limit_bytes":{"$ref":"#/components/schemas/Count"},"processes":{"$ref":"#/components/schemas/Count"},"receiv\#
        ed_bytes":{"$ref":"#/components/schemas/Count"},"sent_bytes":{"$ref":"#/components/schemas/Count"},"read_bytes\#
        ":{"$ref":"#/components/schemas/Count"},"written_bytes":{"$ref":"#/components/schemas/Count"}}},"Exit":{"descr\#
        iption":"How a process ended.","type":"object","required":["cause","at","requested","uptime_s","stderr"],"prop\#
        erties":{"cause":{"enum":["exited","signalled","out_of_memory","watchdog","start_failed","start_timeout"]},"co\#
        de":{"type":"integer"},"signal":{"type":"integer"},"signal_name":{"type":"string"},"core_dumped":{"type":"bool\#
        ean"},"message":{"type":"string"},"at":{"$ref":"#/components/schemas/Time"},"requested":{"type":"boolean","des\#
        cription":"Whether the supervisor had asked for it."},"uptime_s":{"$ref":"#/components/schemas/Amount"},"stder\#
        r":{"type":"array","items":{"type":"string"},"description":"What it last wrote, 20 lines at most."}}},"Subsyst\#
        em":{"type":"object","required":["name","state","generation","since","restarts"],"properties":{"name":{"enum":\#
        ["probed","heartbeatd","deployd","apid"]},"state":{"enum":["stopped","starting","ready","failing","stopping","\#
        backing_off"]},"reason":{"type":"string"},"runs_previous_program":{"type":"boolean"},"status_text":{"type":"st\#
        ring"},"pid":{"type":"integer","minimum":1},"generation":{"$ref":"#/components/schemas/Count"},"since":{"$ref"\#
        :"#/components/schemas/Time"},"uptime_s":{"$ref":"#/components/schemas/Amount"},"restarts":{"type":"integer","\#
        minimum":0,"description":"That nobody asked for."},"last_exit":{"$ref":"#/components/schemas/Exit"},"next_atte\#
        mpt_s":{"$ref":"#/components/schemas/Amount"},"startup_ms":{"$ref":"#/components/schemas/Amount"},"memory_byte\#
        s":{"$ref":"#/components/schemas/Count"},"cpu_s":{"$ref":"#/components/schemas/Amount"},"open_descriptors":{"$\#
        ref":"#/components/schemas/Count"},"watchdog_age_s":{"$ref":"#/components/schemas/Amount"},"sequence":{"$ref":\#
        "#/components/schemas/Count"}}},"Start":{"type":"object","required":["name","generation","pid","boot_id","star\#
        ted_at","monotonic_s"],"properties":{"name":{"enum":["probed","heartbeatd","deployd","apid"]},"generation":{"$\#
        ref":"#/components/schemas/Count"},"pid":{"type":"integer","minimum":1},"boot_id":{"type":"string"},"started_a\#
        t":{"$ref":"#/components/schemas/Time"},"monotonic_s":{"$ref":"#/components/schemas/Amount"},"previous_exit":{\#
        "type":"object","required":["generation","pid","report"],"properties":{"generation":{"$ref":"#/components/sche\#
        mas/Count"},"pid":{"type":"integer","minimum":1},"report":{"$ref":"#/components/schemas/Exit"}}}}}}}}
        """#
}
