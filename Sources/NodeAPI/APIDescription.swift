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
        rror's body. `stats` and `logs` of a service are asked of deployd, `logs` of a subsystem of the supervisor, ea\#
        ch with a deadline; every other answer comes from memory or the status cache and waits for no other daemon.\n"\#
        ,"license":{"name":"see the repository","url":"https://spdx.org/licenses/"}},"servers":[{"url":"/"}],"tags":[{\#
        "name":"node","description":"The node as a whole."},{"name":"services","description":"What it runs."},{"name":\#
        "subsystems","description":"The daemons that it is made of."},{"name":"api","description":"The API itself."}],\#
        "security":[{},{"token":[]}],"paths":{"/":{"get":{"operationId":"page","tags":["api"],"summary":"The page for b\#
        rowsers.","parameters":[{"$ref":"#/components/parameters/RequestID"},{"$ref":"#/components/parameters/IfNoneMa\#
        tch"}],"responses":{"200":{"description":"One self-contained page.","headers":{"X-Request-ID":{"$ref":"#/compo\#
        nents/headers/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"content":{"text/html":{"schema":{"type\#
        ":"string"}}}},"304":{"$ref":"#/components/responses/NotModified"},"400":{"$ref":"#/components/responses/BadRe\#
        quest"},"406":{"$ref":"#/components/responses/NotAcceptable"}}}},"/livez":{"get":{"operationId":"live","tags":\#
        ["node"],"summary":"That apid serves.","parameters":[{"$ref":"#/components/parameters/RequestID"}],"responses"\#
        :{"200":{"description":"It does.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"conten\#
        t":{"text/plain":{"schema":{"type":"string"},"example":"ok\n"}}},"400":{"$ref":"#/components/responses/BadRequ\#
        est"},"406":{"$ref":"#/components/responses/NotAcceptable"}}}},"/readyz":{"get":{"operationId":"ready","tags":\#
        ["node"],"summary":"Whether apid can tell how the node is.","description":"It hears the supervisor, and can re\#
        ad the status cache. Whether the node is well is for /health to say.","parameters":[{"$ref":"#/components/para\#
        meters/RequestID"}],"responses":{"200":{"description":"It can.","headers":{"X-Request-ID":{"$ref":"#/component\#
        s/headers/RequestID"}},"content":{"application/json":{"schema":{"type":"object","required":["ready","reasons"]\#
        ,"properties":{"ready":{"const":true},"reasons":{"type":"array","maxItems":0}}},"example":{"ready":true,"reaso\#
        ns":[]}}}},"400":{"$ref":"#/components/responses/BadRequest"},"406":{"$ref":"#/components/responses/NotAccepta\#
        ble"},"503":{"description":"It cannot, and why.","headers":{"X-Request-ID":{"$ref":"#/components/headers/Reque\#
        stID"},"Retry-After":{"$ref":"#/components/headers/RetryAfter"}},"content":{"application/json":{"schema":{"typ\#
        e":"object","required":["ready","reasons","error"],"properties":{"ready":{"const":false},"reasons":{"type":"ar\#
        ray","minItems":1,"items":{"type":"string"}},"error":{"$ref":"#/components/schemas/Fault"}}},"example":{"ready\#
        ":false,"reasons":["supervisor: has not answered"],"error":{"message":"Not ready: supervisor: has not answered\#
        ","status":503}}}}}}}},"/health":{"get":{"operationId":"health","tags":["node"],"summary":"Whether the node is\#
         well, and which part of it is not.","description":"200 whatever the node is like; its state is in the answer.\#
        ","parameters":[{"$ref":"#/components/parameters/RequestID"},{"$ref":"#/components/parameters/IfNoneMatch"}],"\#
        responses":{"200":{"description":"How it is.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestI\#
        D"},"ETag":{"$ref":"#/components/headers/ETag"}},"content":{"application/json":{"schema":{"$ref":"#/components\#
        /schemas/Health"},"example":{"status":"degraded","hostname":"node-1","ip_address":"192.0.2.1","conductor_url":\#
        "https://conductor.example","registered":true,"worker_id":"00000000-0000-4000-8000-000000000000","docker_conne\#
        cted":false,"resources":{"cpu_cores":4,"ram_gb":7.6,"disk_gb":100,"network_mbps":1000},"timestamp":"2026-01-31\#
        T08:05:09.042Z","stale":false,"degraded":["docker"],"problems":[{"subject":"docker","reason":"the container en\#
        gine is not reachable"}],"parts":[{"name":"supervisor","status":"ok","reason":null,"since":"2026-01-31T08:00:0\#
        0.000Z"},{"name":"docker","status":"problem","reason":"the container engine is not reachable","since":"2026-01\#
        -31T08:04:00.000Z"}],"conductor":{"reason":null,"detail":null,"last_heartbeat":"2026-01-31T08:05:01.000Z","con\#
        secutive_failures":0,"age_s":8.1},"docker":{"connected":false,"state":"unavailable","reason":"the container en\#
        gine is not reachable"},"version":"0.1.0"}}}},"304":{"$ref":"#/components/responses/NotModified"},"400":{"$ref\#
        ":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"406":{"$ref":"#/c\#
        omponents/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/compo\#
        nents/responses/TooMany"}}}},"/status":{"get":{"operationId":"status","tags":["node"],"summary":"The node, its\#
         resources and its services in one answer.","parameters":[{"$ref":"#/components/parameters/RequestID"},{"$ref"\#
        :"#/components/parameters/IfNoneMatch"}],"responses":{"200":{"description":"All of it.","headers":{"X-Request-\#
        ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"content":{"applica\#
        tion/json":{"schema":{"$ref":"#/components/schemas/Status"}}}},"304":{"$ref":"#/components/responses/NotModifi\#
        ed"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"\#
        406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429"\#
        :{"$ref":"#/components/responses/TooMany"}}}},"/resources":{"get":{"operationId":"resources","tags":["node"],"\#
        summary":"The newest report of the host, and how old it is.","parameters":[{"$ref":"#/components/parameters/Re\#
        questID"},{"$ref":"#/components/parameters/IfNoneMatch"}],"responses":{"200":{"description":"The report as the\#
         conductor gets it.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/com\#
        ponents/headers/ETag"}},"content":{"application/json":{"schema":{"type":"object","required":["resources","age_\#
        s","stale"],"properties":{"resources":{"$ref":"#/components/schemas/ResourceReport"},"age_s":{"$ref":"#/compon\#
        ents/schemas/Amount"},"stale":{"$ref":"#/components/schemas/Stale"}}}}}},"304":{"$ref":"#/components/responses\#
        /NotModified"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauth\#
        orized"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdirect\#
        ed"},"429":{"$ref":"#/components/responses/TooMany"},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/\#
        resources/history":{"get":{"operationId":"resourceHistory","tags":["node"],"summary":"How the host was in the l\#
        ast day, the oldest first.","description":"Means over 10 s for the last ten minutes, over a minute for two hou\#
        rs, over ten minutes for a day; each time once, in the finest that there is. Kept in the status cache: it outl\#
        ives a restart of every daemon, and not one of the host. A cursor never expires.\n","parameters":[{"$ref":"#/c\#
        omponents/parameters/RequestID"},{"$ref":"#/components/parameters/IfNoneMatch"},{"name":"since","in":"query","\#
        required":false,"description":"From when on; Unix seconds, a time in UTC, or how long ago.","schema":{"$ref":"\#
        #/components/schemas/Since"},"example":"2h"},{"$ref":"#/components/parameters/Limit"},{"$ref":"#/components/pa\#
        rameters/Cursor"}],"responses":{"200":{"description":"The points.","headers":{"X-Request-ID":{"$ref":"#/compon\#
        ents/headers/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"content":{"application/json":{"schema":\#
        {"type":"object","required":["points","next_cursor"],"properties":{"points":{"type":"array","items":{"$ref":"#\#
        /components/schemas/ResourcePoint"}},"next_cursor":{"$ref":"#/components/schemas/NextCursor"}}},"example":{"po\#
        ints":[{"at":"2026-01-31T08:05:00.000Z","step_s":10,"cpu_percent":12.5,"ram_percent":40.2,"disk_percent":61,"r\#
        x_bytes_per_sec":1024,"tx_bytes_per_sec":512,"load":0.5}],"next_cursor":null}}}},"304":{"$ref":"#/components/r\#
        esponses/NotModified"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/response\#
        s/Unauthorized"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/M\#
        isdirected"},"429":{"$ref":"#/components/responses/TooMany"}}}},"/events":{"get":{"operationId":"events","tags\#
        ":["node"],"summary":"What happens on the node, as a stream; or what has happened, in pages.","description":"A\#
         stream of server-sent events (HTML standard, section 9.2) for who accepts `text/event-stream` or anything; wi\#
        th `Last-Event-ID` it begins behind that event, or with an event `reset` when that is not known any more. At m\#
        ost 64 at a time. A page, the newest first, for who accepts `application/json` alone, or gives `limit` or `cur\#
        sor`. States that last shorter than half a second may be in neither.\n","parameters":[{"$ref":"#/components/pa\#
        rameters/RequestID"},{"name":"Last-Event-ID","in":"header","required":false,"description":"Of a stream; the id\#
         of the event last seen.","schema":{"type":"string"}},{"$ref":"#/components/parameters/Limit"},{"$ref":"#/comp\#
        onents/parameters/Cursor"}],"responses":{"200":{"description":"The kinds are `subsystem` (data as in /subsyste\#
        ms), `conductor`, `service` (as in /services/{name}, without its configuration), in a stream `reset`, and in p\#
        ages `start`, the starts of daemons before the oldest event.\n","headers":{"X-Request-ID":{"$ref":"#/component\#
        s/headers/RequestID"}},"content":{"application/json":{"schema":{"type":"object","required":["events","next_cur\#
        sor","last_event_id"],"properties":{"events":{"type":"array","items":{"type":"object","required":["id","event"\#
        ,"at","data"],"properties":{"id":{"type":"string","minLength":1},"event":{"enum":["subsystem","conductor","ser\#
        vice","start"]},"at":{"$ref":"#/components/schemas/Time"},"data":{"type":"object","additionalProperties":true}\#
        }}},"next_cursor":{"$ref":"#/components/schemas/NextCursor"},"last_event_id":{"description":"A stream with thi\#
        s as its Last-Event-ID goes on where the newest page ends.","type":"string"}}},"example":{"events":[{"id":"1.a\#
        bc-7","event":"conductor","at":"2026-01-31T08:05:09.042Z","data":{"status":"offline","registered":true,"conduc\#
        tor_url":"https://conductor.example","reason":"unreachable"}}],"next_cursor":null,"last_event_id":"1.abc-7"}},\#
        "text/event-stream":{"schema":{"type":"string"}}}},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"\#
        $ref":"#/components/responses/Unauthorized"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$re\#
        f":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"410":{"description":\#
        "What the cursor points to is not known any more; begin again without one.","headers":{"X-Request-ID":{"$ref":\#
        "#/components/headers/RequestID"}},"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error\#
        "},"example":{"error":{"message":"What this cursor points to is not known any more; begin again without one","\#
        status":410}}}}},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/config":{"get":{"operationId":"confi\#
        guration","tags":["node"],"summary":"The settings that the node runs with, without what is secret in them.","s\#
        ecurity":[{"token":[]}],"parameters":[{"$ref":"#/components/parameters/RequestID"}],"responses":{"200":{"descr\#
        iption":"Every setting, in the order in which they are read.","headers":{"X-Request-ID":{"$ref":"#/components/\#
        headers/RequestID"}},"content":{"application/json":{"schema":{"type":"object","required":["settings","stale","\#
        reason"],"properties":{"settings":{"type":"array","items":{"$ref":"#/components/schemas/Setting"}},"stale":{"$\#
        ref":"#/components/schemas/Stale"},"reason":{"$ref":"#/components/schemas/Text"}}},"example":{"settings":[{"ke\#
        y":"HEARTBEAT_INTERVAL","value":10,"default":30,"unit":"s","source":"environment","secret":false},{"key":"COND\#
        UCTOR_TOKEN","value":"***","default":null,"unit":null,"source":"file","secret":true}],"stale":false,"reason":n\#
        ull}}}},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"\#
        },"403":{"$ref":"#/components/responses/Forbidden"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421\#
        ":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"503":{"$ref":\#
        "#/components/responses/Unavailable"}}}},"/doctor":{"get":{"operationId":"doctor","tags":["node"],"summary":"W\#
        hat is not as it should be, how that was seen, and what helps.","description":"Found out by apid from what is k\#
        nown and this machine's files; `workerctl doctor` asks more.","parameters":[{"$ref":"#/components/parameters/R\#
        equestID"},{"$ref":"#/components/parameters/IfNoneMatch"}],"responses":{"200":{"description":"A verdict on eac\#
        h check.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/hea\#
        ders/ETag"}},"content":{"application/json":{"schema":{"type":"object","required":["verdict","node_runs","findi\#
        ngs","timestamp"],"properties":{"verdict":{"$ref":"#/components/schemas/Verdict"},"node_runs":{"type":"boolean\#
        "},"findings":{"type":"array","items":{"type":"object","required":["check","verdict","evidence"],"properties":\#
        {"check":{"type":"string","minLength":1},"verdict":{"$ref":"#/components/schemas/Verdict"},"evidence":{"type":\#
        "string"},"remedy":{"type":"string"}}}},"timestamp":{"$ref":"#/components/schemas/Time"}}},"example":{"verdict\#
        ":"problem","node_runs":true,"findings":[{"check":"engine","verdict":"problem","evidence":"nobody answers at u\#
        nix:///var/run/docker.sock","remedy":"start the container engine"}],"timestamp":"2026-01-31T08:05:09.042Z"}}}}\#
        ,"304":{"$ref":"#/components/responses/NotModified"},"400":{"$ref":"#/components/responses/BadRequest"},"401":\#
        {"$ref":"#/components/responses/Unauthorized"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$\#
        ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"}}}},"/metrics":{"get\#
        ":{"operationId":"metrics","tags":["node"],"summary":"What the node counts and measures, for Prometheus.","par\#
        ameters":[{"$ref":"#/components/parameters/RequestID"}],"responses":{"200":{"description":"Prometheus' text fo\#
        rmat, version 0.0.4.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"text/pl\#
        ain":{"schema":{"type":"string"}}}},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/compon\#
        ents/responses/Unauthorized"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/component\#
        s/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"}}}},"/openapi.json":{"get":{"operatio\#
        nId":"description","tags":["api"],"summary":"This description.","parameters":[{"$ref":"#/components/parameters\#
        /RequestID"},{"$ref":"#/components/parameters/IfNoneMatch"}],"responses":{"200":{"description":"In JSON.","hea\#
        ders":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"\#
        content":{"application/json":{"schema":{"type":"object","required":["openapi","info","paths"],"additionalPrope\#
        rties":true,"properties":{"openapi":{"type":"string"}}}}}},"304":{"$ref":"#/components/responses/NotModified"}\#
        ,"400":{"$ref":"#/components/responses/BadRequest"},"406":{"$ref":"#/components/responses/NotAcceptable"}}}},"\#
        /services":{"get":{"operationId":"services","tags":["services"],"summary":"Every service, by name.","parameter\#
        s":[{"$ref":"#/components/parameters/RequestID"},{"$ref":"#/components/parameters/IfNoneMatch"},{"$ref":"#/com\#
        ponents/parameters/Limit"},{"$ref":"#/components/parameters/Cursor"}],"responses":{"200":{"description":"All o\#
        f them; with `limit`, a page. A cursor never expires.","headers":{"X-Request-ID":{"$ref":"#/components/headers\#
        /RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"content":{"application/json":{"schema":{"type":"obj\#
        ect","required":["services","stale","next_cursor"],"properties":{"services":{"type":"array","items":{"$ref":"#\#
        /components/schemas/Service"}},"stale":{"$ref":"#/components/schemas/Stale"},"next_cursor":{"$ref":"#/componen\#
        ts/schemas/NextCursor"}}},"example":{"services":[{"service":"web","id":"c0ffee","name":"aerekos-web","status":\#
        "running","running":true,"image":"nginx:alpine","created":1769846709,"startedAt":"2026-01-31T08:05:09.04212345\#
        6Z","health":null,"error":null,"progress":null}],"stale":false,"next_cursor":null}}}},"304":{"$ref":"#/compone\#
        nts/responses/NotModified"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/res\#
        ponses/Unauthorized"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/respon\#
        ses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"}}}},"/services/{name}":{"parameters":[{"$ref"\#
        :"#/components/parameters/Service"},{"$ref":"#/components/parameters/RequestID"}],"get":{"operationId":"servic\#
        e","tags":["services"],"summary":"One service.","parameters":[{"$ref":"#/components/parameters/IfNoneMatch"}],\#
        "responses":{"200":{"description":"The service. No secret is in its configuration.","headers":{"X-Request-ID":\#
        {"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"content":{"application\#
        /json":{"schema":{"type":"object","required":["service","stale"],"properties":{"service":{"$ref":"#/components\#
        /schemas/ServiceDetail"},"stale":{"$ref":"#/components/schemas/Stale"}}}}}},"304":{"$ref":"#/components/respon\#
        ses/NotModified"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Una\#
        uthorized"},"404":{"$ref":"#/components/responses/NotFound"},"406":{"$ref":"#/components/responses/NotAcceptab\#
        le"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"}}},"de\#
        lete":{"operationId":"removeService","tags":["services"],"summary":"Has the service removed, with its containe\#
        r. Its volumes stay.","security":[{"token":[]}],"responses":{"202":{"$ref":"#/components/responses/Instructed"\#
        },"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"403\#
        ":{"$ref":"#/components/responses/Forbidden"},"404":{"$ref":"#/components/responses/NotFound"},"406":{"$ref":"\#
        #/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/co\#
        mponents/responses/TooMany"},"409":{"$ref":"#/components/responses/Conflict"},"503":{"$ref":"#/components/resp\#
        onses/Unavailable"}}}},"/services/{name}/restart":{"parameters":[{"$ref":"#/components/parameters/Service"},{"\#
        $ref":"#/components/parameters/RequestID"}],"post":{"operationId":"restartService","tags":["services"],"summar\#
        y":"Restarts the service's container; the answer comes when that is done.","security":[{"token":[]}],"response\#
        s":{"200":{"description":"It has been restarted.","headers":{"X-Request-ID":{"$ref":"#/components/headers/Requ\#
        estID"}},"content":{"application/json":{"schema":{"type":"object","required":["result"],"properties":{"result"\#
        :{"type":"object","required":["id","name","status","service","running"],"properties":{"id":{"$ref":"#/componen\#
        ts/schemas/Text"},"name":{"type":"string"},"status":{"const":"restarted"},"service":{"type":"string"},"running\#
        ":{"type":"boolean"}}}}},"example":{"result":{"id":"c0ffee","name":"aerekos-web","status":"restarted","service\#
        ":"web","running":true}}}}},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/res\#
        ponses/Unauthorized"},"403":{"$ref":"#/components/responses/Forbidden"},"404":{"$ref":"#/components/responses/\#
        NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdire\#
        cted"},"429":{"$ref":"#/components/responses/TooMany"},"409":{"$ref":"#/components/responses/Conflict"},"503":\#
        {"$ref":"#/components/responses/Unavailable"}}}},"/services/{name}/start":{"parameters":[{"$ref":"#/components\#
        /parameters/Service"},{"$ref":"#/components/parameters/RequestID"}],"post":{"operationId":"startService","tags\#
        ":["services"],"summary":"Has the service started.","security":[{"token":[]}],"responses":{"202":{"$ref":"#/co\#
        mponents/responses/Instructed"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components\#
        /responses/Unauthorized"},"403":{"$ref":"#/components/responses/Forbidden"},"404":{"$ref":"#/components/respon\#
        ses/NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Mis\#
        directed"},"429":{"$ref":"#/components/responses/TooMany"},"409":{"$ref":"#/components/responses/Conflict"},"5\#
        03":{"$ref":"#/components/responses/Unavailable"}}}},"/services/{name}/stop":{"parameters":[{"$ref":"#/compone\#
        nts/parameters/Service"},{"$ref":"#/components/parameters/RequestID"}],"post":{"operationId":"stopService","ta\#
        gs":["services"],"summary":"Has the service stopped. It stays stopped until it is started.","security":[{"toke\#
        n":[]}],"responses":{"202":{"$ref":"#/components/responses/Instructed"},"400":{"$ref":"#/components/responses/\#
        BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"403":{"$ref":"#/components/responses/Forbid\#
        den"},"404":{"$ref":"#/components/responses/NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"\#
        421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"409":{"$re\#
        f":"#/components/responses/Conflict"},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/services/{name}\#
        /explain":{"parameters":[{"$ref":"#/components/parameters/Service"},{"$ref":"#/components/parameters/RequestID\#
        "}],"get":{"operationId":"explainService","tags":["services"],"summary":"Why the service is as it is, and what\#
         would help; as deployd has last written it, also when that is away.","parameters":[{"$ref":"#/components/para\#
        meters/IfNoneMatch"}],"responses":{"200":{"description":"From what is wanted to what would help.","headers":{"\#
        X-Request-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"content"\#
        :{"application/json":{"schema":{"type":"object","required":["explanation","stale"],"properties":{"explanation"\#
        :{"$ref":"#/components/schemas/Explanation"},"stale":{"$ref":"#/components/schemas/Stale"}}},"example":{"stale\#
        ":false,"explanation":{"service":"web","status":"running","running":true,"summary":"web runs as wanted","wante\#
        d":{"state":"running","image":"nginx:alpine","revision":1,"source":"conductor"}}}}}},"304":{"$ref":"#/componen\#
        ts/responses/NotModified"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/resp\#
        onses/Unauthorized"},"404":{"$ref":"#/components/responses/NotFound"},"406":{"$ref":"#/components/responses/No\#
        tAcceptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMan\#
        y"},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/services/{name}/stats":{"parameters":[{"$ref":"#/\#
        components/parameters/Service"},{"$ref":"#/components/parameters/RequestID"}],"get":{"operationId":"serviceSta\#
        tistics","tags":["services"],"summary":"What the service's container uses. Measured by the engine, which takes\#
         a second; 20 s at most.","responses":{"200":{"description":"Counters run since the container's start.","heade\#
        rs":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json":{"schema":{"type"\#
        :"object","required":["stats"],"properties":{"stats":{"$ref":"#/components/schemas/Statistics"}}}}}},"400":{"$\#
        ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"404":{"$ref":"\#
        #/components/responses/NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/compo\#
        nents/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"409":{"$ref":"#/components/resp\#
        onses/Conflict"},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/services/{name}/logs":{"parameters":\#
        [{"$ref":"#/components/parameters/Service"},{"$ref":"#/components/parameters/RequestID"}],"get":{"operationId"\#
        :"serviceLogs","tags":["services"],"summary":"The output of the service's container. Asked of deployd; the fir\#
        st piece within 10 s.","security":[{"token":[]}],"parameters":[{"$ref":"#/components/parameters/Follow"},{"$re\#
        f":"#/components/parameters/Tail"},{"name":"since","in":"query","required":false,"description":"From when on; U\#
        nix seconds, a time in UTC, or how long ago.","schema":{"$ref":"#/components/schemas/Since"},"example":"10m"},\#
        {"name":"timestamps","in":"query","required":false,"description":"Each line with its time.","schema":{"$ref":"\#
        #/components/schemas/Flag"}},{"name":"stream","in":"query","required":false,"schema":{"type":"string","enum":[\#
        "stdout","stderr","all"]}}],"responses":{"200":{"description":"A line each, as text, or as a JSON object for w\#
        ho accepts that.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"text/plain"\#
        :{"schema":{"type":"string"}},"application/x-ndjson":{"schema":{"type":"string"}}}},"400":{"$ref":"#/component\#
        s/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"403":{"$ref":"#/components/resp\#
        onses/Forbidden"},"404":{"$ref":"#/components/responses/NotFound"},"406":{"$ref":"#/components/responses/NotAc\#
        ceptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"}\#
        ,"409":{"$ref":"#/components/responses/Conflict"},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/ser\#
        vices/{name}/report":{"parameters":[{"$ref":"#/components/parameters/Service"},{"$ref":"#/components/parameter\#
        s/RequestID"}],"post":{"operationId":"report","tags":["services"],"summary":"What a service says of itself, wi\#
        th the token that its container was given (SERVICE_TOKEN).","security":[{"serviceToken":[]}],"requestBody":{"r\#
        equired":true,"content":{"application/json":{"schema":{"type":"object","additionalProperties":true,"descriptio\#
        n":"At most 4096 bytes."},"example":{"ready":true}}}},"responses":{"204":{"description":"Taken; it is shown in\#
         the service's status.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}}},"400":{"$ref":"#\#
        /components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"404":{"$ref":"#/compo\#
        nents/responses/NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"413":{"description":"The rep\#
        ort is over 4096 bytes.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"appl\#
        ication/json":{"schema":{"$ref":"#/components/schemas/Error"}}}},"415":{"description":"The body is not applica\#
        tion/json.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json"\#
        :{"schema":{"$ref":"#/components/schemas/Error"}}}},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/s\#
        ubsystems":{"get":{"operationId":"subsystems","tags":["subsystems"],"summary":"The node's daemons, as the supe\#
        rvisor last told of them.","parameters":[{"$ref":"#/components/parameters/RequestID"},{"$ref":"#/components/pa\#
        rameters/IfNoneMatch"}],"responses":{"200":{"description":"All of them; none before the supervisor has answere\#
        d.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/headers/E\#
        Tag"}},"content":{"application/json":{"schema":{"type":"object","required":["subsystems","supervisor","stale",\#
        "reason","age_s"],"properties":{"subsystems":{"type":"array","items":{"$ref":"#/components/schemas/Subsystem"}\#
        },"supervisor":{"type":["object","null"],"required":["pid","version","uptime_s"],"properties":{"pid":{"type":"\#
        integer","minimum":1},"version":{"type":"string"},"uptime_s":{"$ref":"#/components/schemas/Amount"}}},"stale":\#
        {"$ref":"#/components/schemas/Stale"},"reason":{"$ref":"#/components/schemas/Text"},"age_s":{"$ref":"#/compone\#
        nts/schemas/Age"}}}}}},"304":{"$ref":"#/components/responses/NotModified"},"400":{"$ref":"#/components/respons\#
        es/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"406":{"$ref":"#/components/responses/Not\#
        Acceptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany\#
        "}}}},"/subsystems/{name}":{"parameters":[{"$ref":"#/components/parameters/Subsystem"},{"$ref":"#/components/p\#
        arameters/RequestID"}],"get":{"operationId":"subsystem","tags":["subsystems"],"summary":"One daemon, and its l\#
        ast starts.","parameters":[{"$ref":"#/components/parameters/IfNoneMatch"}],"responses":{"200":{"description":"\#
        The daemon.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/\#
        headers/ETag"}},"content":{"application/json":{"schema":{"type":"object","required":["subsystem","history","st\#
        ale","reason","age_s"],"properties":{"subsystem":{"$ref":"#/components/schemas/Subsystem"},"history":{"descrip\#
        tion":"The newest first, 50 at most.","type":"array","items":{"$ref":"#/components/schemas/Start"}},"stale":{"\#
        $ref":"#/components/schemas/Stale"},"reason":{"$ref":"#/components/schemas/Text"},"age_s":{"$ref":"#/component\#
        s/schemas/Age"}}}}}},"304":{"$ref":"#/components/responses/NotModified"},"400":{"$ref":"#/components/responses\#
        /BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"404":{"$ref":"#/components/responses/NotFo\#
        und"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdirected"\#
        },"429":{"$ref":"#/components/responses/TooMany"},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/sub\#
        systems/{name}/restart":{"parameters":[{"$ref":"#/components/parameters/Subsystem"},{"$ref":"#/components/para\#
        meters/RequestID"}],"post":{"operationId":"restartSubsystem","tags":["subsystems"],"summary":"Has the daemon s\#
        topped in order and started again.","security":[{"token":[]}],"responses":{"202":{"description":"How it is at t\#
        his moment.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json\#
        ":{"schema":{"type":"object","required":["subsystem"],"properties":{"subsystem":{"$ref":"#/components/schemas/\#
        Subsystem"}}}}}},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unau\#
        thorized"},"403":{"$ref":"#/components/responses/Forbidden"},"404":{"$ref":"#/components/responses/NotFound"},\#
        "406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429\#
        ":{"$ref":"#/components/responses/TooMany"},"409":{"$ref":"#/components/responses/Conflict"},"503":{"$ref":"#/\#
        components/responses/Unavailable"}}}},"/subsystems/{name}/logs":{"parameters":[{"$ref":"#/components/parameter\#
        s/Subsystem"},{"$ref":"#/components/parameters/RequestID"}],"get":{"operationId":"subsystemLogs","tags":["subs\#
        ystems"],"summary":"What the daemon has written lately. Asked of the supervisor.","security":[{"token":[]}],"p\#
        arameters":[{"$ref":"#/components/parameters/Follow"},{"$ref":"#/components/parameters/Tail"}],"responses":{"2\#
        00":{"description":"A line each.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"conten\#
        t":{"text/plain":{"schema":{"type":"string"}}}},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$re\#
        f":"#/components/responses/Unauthorized"},"403":{"$ref":"#/components/responses/Forbidden"},"404":{"$ref":"#/c\#
        omponents/responses/NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/componen\#
        ts/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"503":{"$ref":"#/components/respons\#
        es/Unavailable"}}}}},"components":{"securitySchemes":{"token":{"type":"http","scheme":"bearer","description":"\#
        One of API_TOKEN or API_TOKEN_FILE. Not needed on a loopback address unless API_READ is token."},"serviceToken\#
        ":{"type":"http","scheme":"bearer","description":"SERVICE_TOKEN of the service's container."}},"parameters":{"\#
        RequestID":{"name":"X-Request-ID","in":"header","required":false,"description":"Comes back with the answer, an\#
        d stands in the log. 1 to 128 printable ASCII characters; others are replaced.","schema":{"type":"string"}},"I\#
        fNoneMatch":{"name":"If-None-Match","in":"header","required":false,"description":"The `ETag` of the answer las\#
        t seen.","schema":{"type":"string"}},"Limit":{"name":"limit","in":"query","required":false,"description":"How m\#
        any at most.","schema":{"type":"integer","minimum":1,"maximum":500},"example":20},"Cursor":{"name":"cursor","i\#
        n":"query","required":false,"description":"The `next_cursor` of the page before. Any other text is answered wi\#
        th 400.","schema":{"type":"string","minLength":2,"maxLength":512,"pattern":"^([0-9a-f]{2})+$"}},"Service":{"na\#
        me":"name","in":"path","required":true,"description":"The service.","schema":{"type":"string","pattern":"^[a-z\#
        A-Z0-9][a-zA-Z0-9_.-]{0,62}$"},"example":"web"},"Subsystem":{"name":"name","in":"path","required":true,"descri\#
        ption":"The daemon.","schema":{"type":"string","enum":["probed","heartbeatd","deployd","apid"]},"example":"pro\#
        bed"},"Follow":{"name":"follow","in":"query","required":false,"description":"To go on with what is still to co\#
        me.","schema":{"$ref":"#/components/schemas/Flag"}},"Tail":{"name":"tail","in":"query","required":false,"descr\#
        iption":"How many lines from the end; all by default.","schema":{"anyOf":[{"type":"integer","minimum":0,"maxim\#
        um":1000000000},{"const":"all"}]},"example":100}},"headers":{"RequestID":{"required":true,"description":"The o\#
        ne sent, or one of the node's.","schema":{"type":"string","minLength":1}},"ETag":{"required":true,"description\#
        ":"Tells this state from another; times and ages do not count.","schema":{"type":"string","minLength":2}},"Ret\#
        ryAfter":{"required":false,"description":"Seconds after which it may be otherwise.","schema":{"type":"string",\#
        "pattern":"^[0-9]+$"}}},"responses":{"NotModified":{"description":"The client has this state already.","header\#
        s":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}}},"Ba\#
        dRequest":{"description":"A query parameter is unknown, given twice or not what it may be; the path is not UTF\#
        -8 in percent encoding.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"appl\#
        ication/json":{"schema":{"$ref":"#/components/schemas/Error"},"example":{"error":{"message":"The query paramet\#
        er \"limit\" must be a whole number from 1 to 500","status":400}}}}},"Unauthorized":{"description":"It needs a\#
         token, or another one.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"WWW-Authenticate\#
        ":{"required":false,"schema":{"type":"string"}}},"content":{"application/json":{"schema":{"$ref":"#/components\#
        /schemas/Error"},"example":{"error":{"message":"This needs \"Authorization: Bearer <API_TOKEN>\"","status":401\#
        }}}}},"Forbidden":{"description":"The token may not do this; a web page of another origin asks; or the node ha\#
        s no token and listens beyond loopback.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},\#
        "content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"},"example":{"error":{"message":"W\#
        eb pages of other origins may change nothing here","status":403}}}}},"NotFound":{"description":"There is none o\#
        f that name.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/jso\#
        n":{"schema":{"$ref":"#/components/schemas/Error"},"example":{"error":{"message":"There is no service \"nobody\#
        \"","status":404}}}}},"NotAcceptable":{"description":"Accept leaves out every media type that is here.","heade\#
        rs":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json":{"schema":{"$ref"\#
        :"#/components/schemas/Error"},"example":{"error":{"message":"Accept leaves out what is here: application/json\#
        ","status":406}}}}},"Misdirected":{"description":"The header Host has a name that is not the node's; API_HOSTS\#
         lists more.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/jso\#
        n":{"schema":{"$ref":"#/components/schemas/Error"},"example":{"error":{"message":"The node is not called so","\#
        status":421}}}}},"TooMany":{"description":"So many wrong tokens have come from this address that it has to wai\#
        t.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"Retry-After":{"$ref":"#/components/he\#
        aders/RetryAfter"}},"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"},"example":{"\#
        error":{"message":"Too many wrong tokens from your address","status":429}}}}},"Conflict":{"description":"It is\#
         not in a state for that.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"ap\#
        plication/json":{"schema":{"$ref":"#/components/schemas/Error"},"example":{"error":{"message":"web does not ru\#
        n","status":409}}}}},"Unavailable":{"description":"The daemon that has to be asked does not answer, or nothing\#
         is known yet.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"Retry-After":{"$ref":"#/c\#
        omponents/headers/RetryAfter"}},"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"},\#
        "example":{"error":{"message":"deployd is not running","status":503}}}}},"Instructed":{"description":"The inst\#
        ruction is stored, and is carried out from now on.","headers":{"X-Request-ID":{"$ref":"#/components/headers/Re\#
        questID"}},"content":{"application/json":{"schema":{"type":"object","required":["result"],"properties":{"resul\#
        t":{"type":"object","required":["service","action","instruction_id"],"properties":{"service":{"type":"string"}\#
        ,"action":{"enum":["start","stop","remove"]},"instruction_id":{"type":"string","minLength":1}}}}},"example":{"\#
        result":{"service":"web","action":"stop","instruction_id":"local-f81d4fae"}}}}}},"schemas":{"Time":{"type":"st\#
        ring","pattern":"^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$","examples":["2026-01-31T08:05:09.042Z"\#
        ]},"EngineTime":{"description":"As the engine gives it.","type":["string","null"]},"Since":{"type":"string","p\#
        attern":"^(([0-9]{1,9}(\\.[0-9]{1,9})?[smhd]?)|(20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T([01][0-9]|2\#
        [0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?Z))$","examples":["90s","10m","2h","1d","2026-01-31T08:05:09Z","17\#
        69846709"]},"Flag":{"description":"Without a value it is set.","type":"string","enum":["","1","true","0","fals\#
        e"]},"Text":{"type":["string","null"]},"Amount":{"type":"number","minimum":0},"Age":{"description":"Seconds; n\#
        ull when it was never told.","type":["number","null"],"minimum":0},"Count":{"type":"integer","minimum":0},"Per\#
        cent":{"type":"number","minimum":0,"maximum":100},"Stale":{"description":"Whether it may be otherwise by now, s\#
        ince whoever tells of it has not been heard lately.","type":"boolean"},"NextCursor":{"description":"Where the n\#
        ext page begins; null at the end.","type":["string","null"]},"Verdict":{"enum":["ok","unknown","warning","prob\#
        lem"]},"Fault":{"type":"object","required":["message","status"],"properties":{"message":{"type":"string","minL\#
        ength":1},"status":{"type":"integer","minimum":400,"maximum":599}}},"Error":{"type":"object","required":["erro\#
        r"],"properties":{"error":{"$ref":"#/components/schemas/Fault"}}},"Health":{"type":"object","required":["statu\#
        s","hostname","ip_address","conductor_url","registered","worker_id","docker_connected","resources","timestamp"\#
        ,"stale","degraded","problems","parts","conductor","docker","version"],"properties":{"status":{"description":"\#
        `online`: registered, and everything works. `degraded`: the conductor hears from the node, but something of it\#
         does not work, or is not known to. `offline`: the conductor does not hear from it.\n","enum":["online","degra\#
        ded","offline"]},"hostname":{"type":"string"},"ip_address":{"type":"string"},"conductor_url":{"type":"string"}\#
        ,"registered":{"type":"boolean"},"worker_id":{"$ref":"#/components/schemas/Text"},"docker_connected":{"type":"\#
        boolean"},"resources":{"type":"object","required":["cpu_cores","ram_gb","disk_gb","network_mbps"],"properties"\#
        :{"cpu_cores":{"$ref":"#/components/schemas/Amount"},"ram_gb":{"$ref":"#/components/schemas/Amount"},"disk_gb"\#
        :{"$ref":"#/components/schemas/Amount"},"network_mbps":{"$ref":"#/components/schemas/Amount"}}},"timestamp":{"\#
        $ref":"#/components/schemas/Time"},"stale":{"$ref":"#/components/schemas/Stale"},"degraded":{"type":"array","i\#
        tems":{"type":"string"},"description":"The subjects of the problems."},"problems":{"type":"array","items":{"ty\#
        pe":"object","required":["subject","reason"],"properties":{"subject":{"type":"string"},"reason":{"type":"strin\#
        g"}}}},"parts":{"description":"Every part, always in the same order.","type":"array","items":{"type":"object",\#
        "required":["name","status","reason","since"],"properties":{"name":{"enum":["supervisor","probed","heartbeatd"\#
        ,"deployd","apid","conductor","docker","resources","services"]},"status":{"description":"Unknown is what was n\#
        ever told, or too long ago.","enum":["ok","problem","unknown"]},"reason":{"$ref":"#/components/schemas/Text"},\#
        "since":{"description":"Since when its status is so; null where that is not known.","type":["string","null"]}}\#
        }},"conductor":{"description":"Null when heartbeatd has never told of it.","type":["object","null"],"required"\#
        :["reason","detail","last_heartbeat","consecutive_failures","age_s"],"properties":{"reason":{"$ref":"#/compone\#
        nts/schemas/Text"},"detail":{"$ref":"#/components/schemas/Text"},"last_heartbeat":{"$ref":"#/components/schema\#
        s/Text"},"consecutive_failures":{"$ref":"#/components/schemas/Count"},"age_s":{"$ref":"#/components/schemas/Am\#
        ount"}}},"docker":{"description":"Null when deployd has never told of it.","type":["object","null"],"required"\#
        :["connected","state"],"properties":{"connected":{"type":"boolean"},"state":{"enum":["available","unavailable"\#
        ,"unresponsive"]},"version":{"type":"string"},"api_version":{"type":"string"},"reason":{"type":"string"},"sinc\#
        e":{"$ref":"#/components/schemas/Time"},"information":{"type":"object","required":["storage_driver","logging_d\#
        river","data_root","local","podman"],"properties":{"storage_driver":{"type":"string"},"backing_file_system":{"\#
        type":"string"},"cgroup_version":{"type":"integer"},"logging_driver":{"type":"string"},"data_root":{"type":"st\#
        ring"},"local":{"type":"boolean"},"podman":{"type":"boolean"}}}}},"version":{"type":"string"}}},"Status":{"typ\#
        e":"object","required":["worker","resources","services","intervals","timestamp","stale"],"properties":{"worker\#
        ":{"type":"object","required":["hostname","ip_address","id","registered","conductor_url","docker_connected"],"\#
        properties":{"hostname":{"type":"string"},"ip_address":{"type":"string"},"id":{"$ref":"#/components/schemas/Te\#
        xt"},"registered":{"type":"boolean"},"conductor_url":{"type":"string"},"docker_connected":{"type":"boolean"}}}\#
        ,"resources":{"description":"Parts of the newest report; empty before the first.","type":"object","required":[\#
        "cpu","ram","disk","network"],"properties":{"cpu":{"type":"object","additionalProperties":true},"ram":{"type":\#
        "object","additionalProperties":true},"disk":{"type":"object","additionalProperties":true},"network":{"type":"\#
        object","additionalProperties":true}}},"services":{"type":"array","items":{"$ref":"#/components/schemas/Servic\#
        e"}},"intervals":{"description":"In seconds.","type":"object","required":["heartbeat","resource_check","deploy\#
        ment_check","service_status"],"properties":{"heartbeat":{"$ref":"#/components/schemas/Amount"},"resource_check\#
        ":{"$ref":"#/components/schemas/Amount"},"deployment_check":{"$ref":"#/components/schemas/Amount"},"service_st\#
        atus":{"$ref":"#/components/schemas/Amount"}}},"timestamp":{"$ref":"#/components/schemas/Time"},"stale":{"$ref\#
        ":"#/components/schemas/Stale"}}},"ResourceReport":{"description":"GB are GiB; shares and rates are over the t\#
        ime since the report before.","type":"object","required":["timestamp","cpu","ram","disk","network","load","cpu\#
        _cores","ram_gb","disk_gb","network_mbps"],"properties":{"timestamp":{"$ref":"#/components/schemas/Time"},"cpu\#
        ":{"type":"object","required":["cores","physicalCores","processors","usage","usagePercent","perCore","model","\#
        speed"],"properties":{"cores":{"type":"integer","minimum":1},"physicalCores":{"type":"integer","minimum":1},"p\#
        rocessors":{"type":"integer","minimum":1},"usage":{"$ref":"#/components/schemas/Percent"},"usagePercent":{"$re\#
        f":"#/components/schemas/Percent"},"perCore":{"type":"array","items":{"type":"object","required":["core","usag\#
        e","usagePercent"],"properties":{"core":{"type":"integer","minimum":1},"usage":{"$ref":"#/components/schemas/P\#
        ercent"},"usagePercent":{"$ref":"#/components/schemas/Percent"}}}},"model":{"type":"string"},"speed":{"$ref":"\#
        #/components/schemas/Amount"}}},"ram":{"type":"object","required":["total_gb","available_gb","used_gb","free_g\#
        b","usagePercent","total_bytes","used_bytes","available_bytes"],"properties":{"total_gb":{"$ref":"#/components\#
        /schemas/Amount"},"available_gb":{"$ref":"#/components/schemas/Amount"},"used_gb":{"$ref":"#/components/schema\#
        s/Amount"},"free_gb":{"$ref":"#/components/schemas/Amount"},"usagePercent":{"$ref":"#/components/schemas/Perce\#
        nt"},"total_bytes":{"$ref":"#/components/schemas/Count"},"used_bytes":{"$ref":"#/components/schemas/Count"},"a\#
        vailable_bytes":{"$ref":"#/components/schemas/Count"}}},"disk":{"type":"object","required":["total_gb","availa\#
        ble_gb","used_gb","usagePercent","read_bytes","write_bytes","total_bytes","used_bytes"],"properties":{"total_g\#
        b":{"$ref":"#/components/schemas/Amount"},"available_gb":{"$ref":"#/components/schemas/Amount"},"used_gb":{"$r\#
        ef":"#/components/schemas/Amount"},"usagePercent":{"$ref":"#/components/schemas/Percent"},"read_bytes":{"$ref"\#
        :"#/components/schemas/Count"},"write_bytes":{"$ref":"#/components/schemas/Count"},"read_bytes_per_sec":{"$ref\#
        ":"#/components/schemas/Amount"},"write_bytes_per_sec":{"$ref":"#/components/schemas/Amount"},"total_bytes":{"\#
        $ref":"#/components/schemas/Count"},"used_bytes":{"$ref":"#/components/schemas/Count"},"available_bytes":{"$re\#
        f":"#/components/schemas/Count"}}},"network":{"type":"object","required":["interfaces","primary_interface","ip\#
        4","ip6","mac","speed_mbps","rx_bytes","tx_bytes"],"properties":{"interfaces":{"$ref":"#/components/schemas/Co\#
        unt"},"primary_interface":{"$ref":"#/components/schemas/Text"},"ip4":{"$ref":"#/components/schemas/Text"},"ip6\#
        ":{"$ref":"#/components/schemas/Text"},"mac":{"$ref":"#/components/schemas/Text"},"speed_mbps":{"$ref":"#/comp\#
        onents/schemas/Count"},"rx_bytes":{"$ref":"#/components/schemas/Count"},"tx_bytes":{"$ref":"#/components/schem\#
        as/Count"},"rx_bytes_per_sec":{"$ref":"#/components/schemas/Amount"},"tx_bytes_per_sec":{"$ref":"#/components/\#
        schemas/Amount"},"rx_dropped":{"$ref":"#/components/schemas/Count"},"tx_dropped":{"$ref":"#/components/schemas\#
        /Count"},"rx_errors":{"$ref":"#/components/schemas/Count"},"tx_errors":{"$ref":"#/components/schemas/Count"}}}\#
        ,"load":{"description":"How many tasks ran or waited to, over so many minutes; null where the host does not te\#
        ll.","type":["object","null"],"required":["1","5","15"],"properties":{"1":{"$ref":"#/components/schemas/Amount\#
        "},"5":{"$ref":"#/components/schemas/Amount"},"15":{"$ref":"#/components/schemas/Amount"}}},"cpu_cores":{"type\#
        ":"integer","minimum":1},"ram_gb":{"$ref":"#/components/schemas/Amount"},"disk_gb":{"$ref":"#/components/schem\#
        as/Amount"},"network_mbps":{"$ref":"#/components/schemas/Count"}}},"ResourcePoint":{"type":"object","required"\#
        :["at","step_s","cpu_percent","ram_percent","disk_percent","rx_bytes_per_sec","tx_bytes_per_sec","load"],"prop\#
        erties":{"at":{"description":"When the time begins that it is the mean of.","allOf":[{"$ref":"#/components/sch\#
        emas/Time"}]},"step_s":{"enum":[10,60,600],"description":"How long that time is."},"cpu_percent":{"$ref":"#/co\#
        mponents/schemas/Percent"},"ram_percent":{"$ref":"#/components/schemas/Percent"},"disk_percent":{"$ref":"#/com\#
        ponents/schemas/Percent"},"rx_bytes_per_sec":{"$ref":"#/components/schemas/Amount"},"tx_bytes_per_sec":{"$ref"\#
        :"#/components/schemas/Amount"},"load":{"$ref":"#/components/schemas/Amount"}}},"Setting":{"type":"object","re\#
        quired":["key","value","default","unit","source","secret"],"properties":{"key":{"type":"string","pattern":"^[A\#
        -Z][A-Z0-9_]*$"},"value":{"type":["string","number","null"],"description":"Of a secret that is set, `***`; nul\#
        l where nothing is."},"default":{"type":["string","number","null"],"description":"What it is when nobody sets i\#
        t."},"unit":{"enum":["s","bytes","percent",null],"description":"Of both."},"source":{"description":"The superv\#
        isor's environment, the settings file, or nobody.","enum":["environment","file","default"]},"secret":{"type":"\#
        boolean"}}},"ServiceState":{"enum":["pending","pulling","starting","running","unhealthy","stopped","failed","r\#
        emoved","rolled_back"]},"Service":{"type":"object","required":["service","id","name","status","running","image\#
        ","created","startedAt","health","error","progress"],"properties":{"service":{"type":"string","minLength":1},"\#
        id":{"$ref":"#/components/schemas/Text"},"name":{"type":"string","description":"The container's."},"status":{"\#
        $ref":"#/components/schemas/ServiceState"},"running":{"type":"boolean"},"image":{"type":"string"},"created":{"\#
        type":["integer","null"],"description":"Unix seconds."},"startedAt":{"$ref":"#/components/schemas/EngineTime"}\#
        ,"restartCount":{"$ref":"#/components/schemas/Count"},"exit_code":{"type":["integer","null"]},"project":{"$ref\#
        ":"#/components/schemas/Text"},"instruction_id":{"description":"The newest instruction for it; null when deplo\#
        yd was started after that had ended.","type":["string","null"]},"instruction_outcome":{"description":"How that\#
         ended; null while it goes on.","type":["string","null"],"enum":["success","failed",null]},"health":{"$ref":"#\#
        /components/schemas/Text"},"error":{"type":["object","null"],"required":["type","message"],"properties":{"type\#
        ":{"type":"string"},"message":{"type":"string"}}},"progress":{"description":"How far a pull has come.","type":\#
        ["object","null"],"additionalProperties":true}}},"ServiceDetail":{"type":"object","required":["service","id","\#
        name","status","running","image","created","startedAt","restartCount","config","health","exit_code","error","p\#
        rogress","image_digest","report","project","next_attempt"],"properties":{"service":{"type":"string","minLength\#
        ":1},"id":{"$ref":"#/components/schemas/Text"},"name":{"type":"string"},"status":{"$ref":"#/components/schemas\#
        /ServiceState"},"running":{"type":"boolean"},"image":{"type":"string"},"created":{"type":["integer","null"]},"\#
        startedAt":{"$ref":"#/components/schemas/EngineTime"},"restartCount":{"$ref":"#/components/schemas/Count"},"co\#
        nfig":{"description":"What was asked for; secrets are masked.","type":["object","null"],"additionalProperties"\#
        :true},"health":{"$ref":"#/components/schemas/Text"},"exit_code":{"type":["integer","null"]},"error":{"type":[\#
        "object","null"],"required":["type","message"],"properties":{"type":{"type":"string"},"message":{"type":"strin\#
        g"}}},"progress":{"description":"How far a pull has come.","type":["object","null"],"additionalProperties":tru\#
        e},"image_digest":{"$ref":"#/components/schemas/Text"},"report":{"description":"What the service last said of i\#
        tself.","type":["object","null"],"required":["content","at"],"properties":{"content":{"type":"object","additio\#
        nalProperties":true},"at":{"$ref":"#/components/schemas/Time"}}},"project":{"$ref":"#/components/schemas/Text"\#
        },"next_attempt":{"$ref":"#/components/schemas/Text"},"instruction_id":{"description":"The newest instruction f\#
        or it; null when deployd was started after that had ended.","type":["string","null"]},"instruction_outcome":{"\#
        description":"How that ended; null while it goes on.","type":["string","null"],"enum":["success","failed",null\#
        ]}}},"Explanation":{"type":"object","required":["service","status","running","summary","wanted"],"properties":\#
        {"service":{"type":"string"},"status":{"$ref":"#/components/schemas/ServiceState"},"running":{"type":"boolean"\#
        },"summary":{"type":"string","minLength":1},"wanted":{"type":"object","required":["state","image","revision","\#
        source"],"properties":{"state":{"enum":["running","stopped","removed"]},"image":{"type":"string"},"revision":{\#
        "$ref":"#/components/schemas/Count"},"instruction_id":{"type":"string"},"source":{"enum":["conductor","operato\#
        r","file","store"]}}},"plan":{"type":"object","required":["steps","made_at"],"properties":{"steps":{"type":"ar\#
        ray","items":{"type":"string"}},"made_at":{"$ref":"#/components/schemas/Time"}}},"step":{"type":"string"},"fai\#
        lure":{"type":"object","required":["type","message","attempts"],"properties":{"step":{"type":"string"},"type":\#
        {"type":"string"},"message":{"type":"string"},"since":{"$ref":"#/components/schemas/Time"},"attempts":{"$ref":\#
        "#/components/schemas/Count"}}},"next_attempt":{"$ref":"#/components/schemas/Time"},"help":{"type":"string"},"\#
        refused":{"type":"object","required":["service","instruction_id","status","message","at"],"properties":{"servi\#
        ce":{"type":"string"},"instruction_id":{"type":"string"},"status":{"enum":["success","failed"]},"message":{"ty\#
        pe":"string"},"at":{"$ref":"#/components/schemas/Time"}}}}},"Statistics":{"type":"object","required":["service\#
        ","read_at","cpu_s","memory_bytes","memory_limit_bytes","processes","received_bytes","sent_bytes","read_bytes"\#
        ,"written_bytes"],"properties":{"service":{"type":"string"},"read_at":{"type":"string","description":"As the e\#
        ngine gives it."},"cpu_percent":{"$ref":"#/components/schemas/Amount","description":"Of one processor, over th\#
        e last second."},"cpu_s":{"$ref":"#/components/schemas/Amount"},"memory_bytes":{"$ref":"#/components/schemas/C\#
        ount"},"memory_limit_bytes":{"$ref":"#/components/schemas/Count"},"processes":{"$ref":"#/components/schemas/Co\#
        unt"},"received_bytes":{"$ref":"#/components/schemas/Count"},"sent_bytes":{"$ref":"#/components/schemas/Count"\#
        },"read_bytes":{"$ref":"#/components/schemas/Count"},"written_bytes":{"$ref":"#/components/schemas/Count"}}},"\#
        Exit":{"description":"How a process ended.","type":"object","required":["cause","at","requested","uptime_s","s\#
        tderr"],"properties":{"cause":{"enum":["exited","signalled","out_of_memory","watchdog","start_failed","start_t\#
        imeout"]},"code":{"type":"integer"},"signal":{"type":"integer"},"signal_name":{"type":"string"},"core_dumped":\#
        {"type":"boolean"},"message":{"type":"string"},"at":{"$ref":"#/components/schemas/Time"},"requested":{"type":"\#
        boolean","description":"Whether the supervisor had asked for it."},"uptime_s":{"$ref":"#/components/schemas/Am\#
        ount"},"stderr":{"type":"array","items":{"type":"string"},"description":"What it last wrote, 20 lines at most.\#
        "}}},"Subsystem":{"type":"object","required":["name","state","generation","since","restarts"],"properties":{"n\#
        ame":{"enum":["probed","heartbeatd","deployd","apid"]},"state":{"enum":["stopped","starting","ready","failing"\#
        ,"stopping","backing_off"]},"reason":{"type":"string"},"runs_previous_program":{"type":"boolean"},"status_text\#
        ":{"type":"string"},"pid":{"type":"integer","minimum":1},"generation":{"$ref":"#/components/schemas/Count"},"s\#
        ince":{"$ref":"#/components/schemas/Time"},"uptime_s":{"$ref":"#/components/schemas/Amount"},"restarts":{"type\#
        ":"integer","minimum":0,"description":"That nobody asked for."},"last_exit":{"$ref":"#/components/schemas/Exit\#
        "},"next_attempt_s":{"$ref":"#/components/schemas/Amount"},"startup_ms":{"$ref":"#/components/schemas/Amount"}\#
        ,"memory_bytes":{"$ref":"#/components/schemas/Count"},"cpu_s":{"$ref":"#/components/schemas/Amount"},"open_des\#
        criptors":{"$ref":"#/components/schemas/Count"},"watchdog_age_s":{"$ref":"#/components/schemas/Amount"},"seque\#
        nce":{"$ref":"#/components/schemas/Count"}}},"Start":{"type":"object","required":["name","generation","pid","b\#
        oot_id","started_at","monotonic_s"],"properties":{"name":{"enum":["probed","heartbeatd","deployd","apid"]},"ge\#
        neration":{"$ref":"#/components/schemas/Count"},"pid":{"type":"integer","minimum":1},"boot_id":{"type":"string\#
        "},"started_at":{"$ref":"#/components/schemas/Time"},"monotonic_s":{"$ref":"#/components/schemas/Amount"},"pre\#
        vious_exit":{"type":"object","required":["generation","pid","report"],"properties":{"generation":{"$ref":"#/co\#
        mponents/schemas/Count"},"pid":{"type":"integer","minimum":1},"report":{"$ref":"#/components/schemas/Exit"}}}}\#
        }}}}
        """#
}
