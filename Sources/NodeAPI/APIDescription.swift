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
        . Members may be added to answers; those that are here stay. What is no request of HTTP, is too long or too sl\#
        ow, or is one too many is answered with 400, 405, 408, 413, 414, 417, 431, 501, 503 or 505 on any path, and an\#
         error's body. `explain`, `stats` and `logs` of a service are asked of deployd, `logs` of a subsystem of the s\#
        upervisor, each with a deadline; every other answer comes from memory or the status cache and waits for no oth\#
        er daemon.\n","license":{"name":"see the repository","url":"https://spdx.org/licenses/"}},"servers":[{"url":"/\#
        "}],"tags":[{"name":"node","description":"The node as a whole."},{"name":"services","description":"What it run\#
        s."},{"name":"subsystems","description":"The daemons that it is made of."},{"name":"api","description":"The AP\#
        I itself."}],"security":[{},{"token":[]}],"paths":{"/":{"get":{"operationId":"page","tags":["api"],"summary":"\#
        The page for browsers.","parameters":[{"$ref":"#/components/parameters/RequestID"},{"$ref":"#/components/param\#
        eters/IfNoneMatch"}],"responses":{"200":{"description":"One self-contained page.","headers":{"X-Request-ID":{"\#
        $ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"content":{"text/html":{"\#
        schema":{"type":"string"}}}},"304":{"$ref":"#/components/responses/NotModified"},"400":{"$ref":"#/components/r\#
        esponses/BadRequest"},"406":{"$ref":"#/components/responses/NotAcceptable"}}}},"/livez":{"get":{"operationId":\#
        "live","tags":["node"],"summary":"That apid serves.","parameters":[{"$ref":"#/components/parameters/RequestID"\#
        }],"responses":{"200":{"description":"It does.","headers":{"X-Request-ID":{"$ref":"#/components/headers/Reques\#
        tID"}},"content":{"text/plain":{"schema":{"type":"string"},"example":"ok\n"}}},"400":{"$ref":"#/components/res\#
        ponses/BadRequest"},"406":{"$ref":"#/components/responses/NotAcceptable"}}}},"/readyz":{"get":{"operationId":"\#
        ready","tags":["node"],"summary":"Whether apid can tell how the node is.","description":"It hears the supervis\#
        or, and can read the status cache. Whether the node is well is for /health to say.","parameters":[{"$ref":"#/c\#
        omponents/parameters/RequestID"}],"responses":{"200":{"description":"It can.","headers":{"X-Request-ID":{"$ref\#
        ":"#/components/headers/RequestID"}},"content":{"application/json":{"schema":{"type":"object","required":["rea\#
        dy","reasons"],"properties":{"ready":{"const":true},"reasons":{"type":"array","maxItems":0}}},"example":{"read\#
        y":true,"reasons":[]}}}},"400":{"$ref":"#/components/responses/BadRequest"},"406":{"$ref":"#/components/respon\#
        ses/NotAcceptable"},"503":{"description":"It cannot, and why.","headers":{"X-Request-ID":{"$ref":"#/components\#
        /headers/RequestID"},"Retry-After":{"$ref":"#/components/headers/RetryAfter"}},"content":{"application/json":{\#
        "schema":{"type":"object","required":["ready","reasons","error"],"properties":{"ready":{"const":false},"reason\#
        s":{"type":"array","minItems":1,"items":{"type":"string"}},"error":{"$ref":"#/components/schemas/Fault"}}},"ex\#
        ample":{"ready":false,"reasons":["supervisor: has not answered"],"error":{"message":"Not ready: supervisor: ha\#
        s not answered","status":503}}}}}}}},"/health":{"get":{"operationId":"health","tags":["node"],"summary":"Wheth\#
        er the node is well, and which part of it is not.","description":"200 whatever the node is like; its state is i\#
        n the answer.","parameters":[{"$ref":"#/components/parameters/RequestID"},{"$ref":"#/components/parameters/IfN\#
        oneMatch"}],"responses":{"200":{"description":"How it is.","headers":{"X-Request-ID":{"$ref":"#/components/hea\#
        ders/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"content":{"application/json":{"schema":{"$ref":\#
        "#/components/schemas/Health"},"example":{"status":"degraded","hostname":"node-1","ip_address":"192.0.2.1","co\#
        nductor_url":"https://conductor.example","registered":true,"worker_id":"00000000-0000-4000-8000-000000000000",\#
        "docker_connected":false,"resources":{"cpu_cores":4,"ram_gb":7.6,"disk_gb":100,"network_mbps":1000},"timestamp\#
        ":"2026-01-31T08:05:09.042Z","stale":false,"degraded":["docker"],"problems":[{"subject":"docker","reason":"the\#
         container engine is not reachable"}],"parts":[{"name":"supervisor","status":"ok","reason":null,"since":"2026-\#
        01-31T08:00:00.000Z"},{"name":"docker","status":"problem","reason":"the container engine is not reachable","si\#
        nce":"2026-01-31T08:04:00.000Z"}],"conductor":{"reason":null,"detail":null,"last_heartbeat":"2026-01-31T08:05:\#
        01.000Z","consecutive_failures":0,"age_s":8.1},"docker":{"connected":false,"state":"unavailable","reason":"the\#
         container engine is not reachable"},"version":"0.1.0"}}}},"304":{"$ref":"#/components/responses/NotModified"}\#
        ,"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"406"\#
        :{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$\#
        ref":"#/components/responses/TooMany"}}}},"/status":{"get":{"operationId":"status","tags":["node"],"summary":"\#
        The node, its resources and its services in one answer.","parameters":[{"$ref":"#/components/parameters/Reques\#
        tID"},{"$ref":"#/components/parameters/IfNoneMatch"}],"responses":{"200":{"description":"All of it.","headers"\#
        :{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"conte\#
        nt":{"application/json":{"schema":{"$ref":"#/components/schemas/Status"}}}},"304":{"$ref":"#/components/respon\#
        ses/NotModified"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Una\#
        uthorized"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdir\#
        ected"},"429":{"$ref":"#/components/responses/TooMany"}}}},"/resources":{"get":{"operationId":"resources","tag\#
        s":["node"],"summary":"The newest report of the host, and how old it is.","parameters":[{"$ref":"#/components/\#
        parameters/RequestID"},{"$ref":"#/components/parameters/IfNoneMatch"}],"responses":{"200":{"description":"The r\#
        eport as the conductor gets it.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"\#
        $ref":"#/components/headers/ETag"}},"content":{"application/json":{"schema":{"type":"object","required":["reso\#
        urces","age_s","stale"],"properties":{"resources":{"$ref":"#/components/schemas/ResourceReport"},"age_s":{"$re\#
        f":"#/components/schemas/Amount"},"stale":{"$ref":"#/components/schemas/Stale"}}}}}},"304":{"$ref":"#/componen\#
        ts/responses/NotModified"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/resp\#
        onses/Unauthorized"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/respons\#
        es/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"503":{"$ref":"#/components/responses/Unavail\#
        able"}}}},"/resources/history":{"get":{"operationId":"resourceHistory","tags":["node"],"summary":"How the host\#
         was in the last day, the oldest first.","description":"Means over 10 s for the last ten minutes, over a minut\#
        e for two hours, over ten minutes for a day; each time once, in the finest that there is. Kept in the status c\#
        ache: it outlives a restart of every daemon, and not one of the host. A cursor never expires.\n","parameters":\#
        [{"$ref":"#/components/parameters/RequestID"},{"$ref":"#/components/parameters/IfNoneMatch"},{"name":"since","\#
        in":"query","required":false,"description":"From when on; Unix seconds, a time in UTC, or how long ago.","sche\#
        ma":{"$ref":"#/components/schemas/Since"},"example":"2h"},{"$ref":"#/components/parameters/Limit"},{"$ref":"#/\#
        components/parameters/Cursor"}],"responses":{"200":{"description":"The points.","headers":{"X-Request-ID":{"$r\#
        ef":"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"content":{"application/jso\#
        n":{"schema":{"type":"object","required":["points","next_cursor"],"properties":{"points":{"type":"array","item\#
        s":{"$ref":"#/components/schemas/ResourcePoint"}},"next_cursor":{"$ref":"#/components/schemas/NextCursor"}}},"\#
        example":{"points":[{"at":"2026-01-31T08:05:00.000Z","step_s":10,"cpu_percent":12.5,"ram_percent":40.2,"disk_p\#
        ercent":61,"rx_bytes_per_sec":1024,"tx_bytes_per_sec":512,"load":0.5}],"next_cursor":null}}}},"304":{"$ref":"#\#
        /components/responses/NotModified"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/compon\#
        ents/responses/Unauthorized"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/component\#
        s/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"}}}},"/events":{"get":{"operationId":"\#
        events","tags":["node"],"summary":"What happens on the node, as a stream; or what has happened, in pages.","de\#
        scription":"A stream of server-sent events (HTML standard, section 9.2) for who accepts `text/event-stream` or\#
         anything; with `Last-Event-ID` it begins behind that event, or with an event `reset` when that is not known a\#
        ny more. At most 64 at a time. A page, the newest first, for who accepts `application/json` alone, or gives `l\#
        imit` or `cursor`. States that last shorter than half a second may be in neither.\n","parameters":[{"$ref":"#/\#
        components/parameters/RequestID"},{"name":"Last-Event-ID","in":"header","required":false,"description":"Of a s\#
        tream; the id of the event last seen.","schema":{"type":"string"}},{"$ref":"#/components/parameters/Limit"},{"\#
        $ref":"#/components/parameters/Cursor"}],"responses":{"200":{"description":"The kinds are `subsystem` (data as\#
         in /subsystems), `conductor`, `service` (as in /services/{name}, without its configuration), in a stream `res\#
        et`, and in pages `start`, the starts of daemons before the oldest event.\n","headers":{"X-Request-ID":{"$ref"\#
        :"#/components/headers/RequestID"}},"content":{"application/json":{"schema":{"type":"object","required":["even\#
        ts","next_cursor","last_event_id"],"properties":{"events":{"type":"array","items":{"type":"object","required":\#
        ["id","event","at","data"],"properties":{"id":{"type":"string","minLength":1},"event":{"enum":["subsystem","co\#
        nductor","service","start"]},"at":{"$ref":"#/components/schemas/Time"},"data":{"type":"object","additionalProp\#
        erties":true}}}},"next_cursor":{"$ref":"#/components/schemas/NextCursor"},"last_event_id":{"description":"A st\#
        ream with this as its Last-Event-ID goes on where the newest page ends.","type":"string"}}},"example":{"events\#
        ":[{"id":"1.abc-7","event":"conductor","at":"2026-01-31T08:05:09.042Z","data":{"status":"offline","registered"\#
        :true,"conductor_url":"https://conductor.example","reason":"unreachable"}}],"next_cursor":null,"last_event_id"\#
        :"1.abc-7"}},"text/event-stream":{"schema":{"type":"string"}}}},"400":{"$ref":"#/components/responses/BadReque\#
        st"},"401":{"$ref":"#/components/responses/Unauthorized"},"406":{"$ref":"#/components/responses/NotAcceptable"\#
        },"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"410":{"\#
        description":"What the cursor points to is not known any more; begin again without one.","headers":{"X-Request\#
        -ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json":{"schema":{"$ref":"#/components/\#
        schemas/Error"},"example":{"error":{"message":"What this cursor points to is not known any more; begin again w\#
        ithout one","status":410}}}}},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/config":{"get":{"operat\#
        ionId":"configuration","tags":["node"],"summary":"The settings that the node runs with, without what is secret\#
         in them.","security":[{"token":[]}],"parameters":[{"$ref":"#/components/parameters/RequestID"}],"responses":{\#
        "200":{"description":"Every setting, in the order in which they are read.","headers":{"X-Request-ID":{"$ref":"\#
        #/components/headers/RequestID"}},"content":{"application/json":{"schema":{"type":"object","required":["settin\#
        gs","stale","reason"],"properties":{"settings":{"type":"array","items":{"$ref":"#/components/schemas/Setting"}\#
        },"stale":{"$ref":"#/components/schemas/Stale"},"reason":{"$ref":"#/components/schemas/Text"}}},"example":{"se\#
        ttings":[{"key":"HEARTBEAT_INTERVAL","value":10,"default":30,"unit":"s","source":"environment","secret":false}\#
        ,{"key":"CONDUCTOR_TOKEN","value":"***","default":null,"unit":null,"source":"file","secret":true}],"stale":fal\#
        se,"reason":null}}}},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/\#
        Unauthorized"},"403":{"$ref":"#/components/responses/Forbidden"},"406":{"$ref":"#/components/responses/NotAcce\#
        ptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"\#
        503":{"$ref":"#/components/responses/Unavailable"}}}},"/doctor":{"get":{"operationId":"doctor","tags":["node"]\#
        ,"summary":"What is not as it should be, how that was seen, and what helps.","description":"Found out by apid f\#
        rom what is known and this machine's files; `workerctl doctor` asks more.","parameters":[{"$ref":"#/components\#
        /parameters/RequestID"},{"$ref":"#/components/parameters/IfNoneMatch"}],"responses":{"200":{"description":"A v\#
        erdict on each check.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/c\#
        omponents/headers/ETag"}},"content":{"application/json":{"schema":{"type":"object","required":["verdict","node\#
        _runs","findings","timestamp"],"properties":{"verdict":{"$ref":"#/components/schemas/Verdict"},"node_runs":{"t\#
        ype":"boolean"},"findings":{"type":"array","items":{"type":"object","required":["check","verdict","evidence"],\#
        "properties":{"check":{"type":"string","minLength":1},"verdict":{"$ref":"#/components/schemas/Verdict"},"evide\#
        nce":{"type":"string"},"remedy":{"type":"string"}}}},"timestamp":{"$ref":"#/components/schemas/Time"}}},"examp\#
        le":{"verdict":"problem","node_runs":true,"findings":[{"check":"engine","verdict":"problem","evidence":"nobody\#
         answers at unix:///var/run/docker.sock","remedy":"start the container engine"}],"timestamp":"2026-01-31T08:05\#
        :09.042Z"}}}},"304":{"$ref":"#/components/responses/NotModified"},"400":{"$ref":"#/components/responses/BadReq\#
        uest"},"401":{"$ref":"#/components/responses/Unauthorized"},"406":{"$ref":"#/components/responses/NotAcceptabl\#
        e"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"}}}},"/m\#
        etrics":{"get":{"operationId":"metrics","tags":["node"],"summary":"What the node counts and measures, for Prom\#
        etheus.","parameters":[{"$ref":"#/components/parameters/RequestID"}],"responses":{"200":{"description":"Promet\#
        heus' text format, version 0.0.4.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"conte\#
        nt":{"text/plain":{"schema":{"type":"string"}}}},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$r\#
        ef":"#/components/responses/Unauthorized"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref"\#
        :"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"}}}},"/openapi.json":{"ge\#
        t":{"operationId":"description","tags":["api"],"summary":"This description.","parameters":[{"$ref":"#/componen\#
        ts/parameters/RequestID"},{"$ref":"#/components/parameters/IfNoneMatch"}],"responses":{"200":{"description":"I\#
        n JSON.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/head\#
        ers/ETag"}},"content":{"application/json":{"schema":{"type":"object","required":["openapi","info","paths"],"ad\#
        ditionalProperties":true,"properties":{"openapi":{"type":"string"}}}}}},"304":{"$ref":"#/components/responses/\#
        NotModified"},"400":{"$ref":"#/components/responses/BadRequest"},"406":{"$ref":"#/components/responses/NotAcce\#
        ptable"}}}},"/services":{"get":{"operationId":"services","tags":["services"],"summary":"Every service, by name\#
        .","parameters":[{"$ref":"#/components/parameters/RequestID"},{"$ref":"#/components/parameters/IfNoneMatch"},{\#
        "$ref":"#/components/parameters/Limit"},{"$ref":"#/components/parameters/Cursor"}],"responses":{"200":{"descri\#
        ption":"All of them; with `limit`, a page. A cursor never expires.","headers":{"X-Request-ID":{"$ref":"#/compo\#
        nents/headers/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"content":{"application/json":{"schema"\#
        :{"type":"object","required":["services","stale","next_cursor"],"properties":{"services":{"type":"array","item\#
        s":{"$ref":"#/components/schemas/Service"}},"stale":{"$ref":"#/components/schemas/Stale"},"next_cursor":{"$ref\#
        ":"#/components/schemas/NextCursor"}}},"example":{"services":[{"service":"web","id":"c0ffee","name":"aerekos-w\#
        eb","status":"running","running":true,"image":"nginx:alpine","created":1769846709,"startedAt":"2026-01-31T08:0\#
        5:09.042123456Z","health":null,"error":null,"progress":null}],"stale":false,"next_cursor":null}}}},"304":{"$re\#
        f":"#/components/responses/NotModified"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/c\#
        omponents/responses/Unauthorized"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/comp\#
        onents/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"}}}},"/services/{name}":{"paramet\#
        ers":[{"$ref":"#/components/parameters/Service"},{"$ref":"#/components/parameters/RequestID"}],"get":{"operati\#
        onId":"service","tags":["services"],"summary":"One service.","parameters":[{"$ref":"#/components/parameters/If\#
        NoneMatch"}],"responses":{"200":{"description":"The service. No secret is in its configuration.","headers":{"X\#
        -Request-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"content":\#
        {"application/json":{"schema":{"type":"object","required":["service","stale"],"properties":{"service":{"$ref":\#
        "#/components/schemas/ServiceDetail"},"stale":{"$ref":"#/components/schemas/Stale"}}}}}},"304":{"$ref":"#/comp\#
        onents/responses/NotModified"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/\#
        responses/Unauthorized"},"404":{"$ref":"#/components/responses/NotFound"},"406":{"$ref":"#/components/response\#
        s/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/To\#
        oMany"}}},"delete":{"operationId":"removeService","tags":["services"],"summary":"Has the service removed, with\#
         its container. Its volumes stay.","security":[{"token":[]}],"responses":{"202":{"$ref":"#/components/response\#
        s/Instructed"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauth\#
        orized"},"403":{"$ref":"#/components/responses/Forbidden"},"404":{"$ref":"#/components/responses/NotFound"},"4\#
        06":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429":\#
        {"$ref":"#/components/responses/TooMany"},"409":{"$ref":"#/components/responses/Conflict"},"503":{"$ref":"#/co\#
        mponents/responses/Unavailable"}}}},"/services/{name}/restart":{"parameters":[{"$ref":"#/components/parameters\#
        /Service"},{"$ref":"#/components/parameters/RequestID"}],"post":{"operationId":"restartService","tags":["servi\#
        ces"],"summary":"Restarts the service's container; the answer comes when that is done.","security":[{"token":[\#
        ]}],"responses":{"200":{"description":"It has been restarted.","headers":{"X-Request-ID":{"$ref":"#/components\#
        /headers/RequestID"}},"content":{"application/json":{"schema":{"type":"object","required":["result"],"properti\#
        es":{"result":{"type":"object","required":["id","name","status","service","running"],"properties":{"id":{"$ref\#
        ":"#/components/schemas/Text"},"name":{"type":"string"},"status":{"const":"restarted"},"service":{"type":"stri\#
        ng"},"running":{"type":"boolean"}}}}},"example":{"result":{"id":"c0ffee","name":"aerekos-web","status":"restar\#
        ted","service":"web","running":true}}}}},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/c\#
        omponents/responses/Unauthorized"},"403":{"$ref":"#/components/responses/Forbidden"},"404":{"$ref":"#/componen\#
        ts/responses/NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/resp\#
        onses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"409":{"$ref":"#/components/responses/Conf\#
        lict"},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/services/{name}/start":{"parameters":[{"$ref":\#
        "#/components/parameters/Service"},{"$ref":"#/components/parameters/RequestID"}],"post":{"operationId":"startS\#
        ervice","tags":["services"],"summary":"Has the service started.","security":[{"token":[]}],"responses":{"202":\#
        {"$ref":"#/components/responses/Instructed"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":\#
        "#/components/responses/Unauthorized"},"403":{"$ref":"#/components/responses/Forbidden"},"404":{"$ref":"#/comp\#
        onents/responses/NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/\#
        responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"409":{"$ref":"#/components/responses/\#
        Conflict"},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/services/{name}/stop":{"parameters":[{"$re\#
        f":"#/components/parameters/Service"},{"$ref":"#/components/parameters/RequestID"}],"post":{"operationId":"sto\#
        pService","tags":["services"],"summary":"Has the service stopped. It stays stopped until it is started.","secu\#
        rity":[{"token":[]}],"responses":{"202":{"$ref":"#/components/responses/Instructed"},"400":{"$ref":"#/componen\#
        ts/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"403":{"$ref":"#/components/res\#
        ponses/Forbidden"},"404":{"$ref":"#/components/responses/NotFound"},"406":{"$ref":"#/components/responses/NotA\#
        cceptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"\#
        },"409":{"$ref":"#/components/responses/Conflict"},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/se\#
        rvices/{name}/explain":{"parameters":[{"$ref":"#/components/parameters/Service"},{"$ref":"#/components/paramet\#
        ers/RequestID"}],"get":{"operationId":"explainService","tags":["services"],"summary":"Why the service is as it\#
         is, and what would help. Asked of deployd, for 2 s at most.","responses":{"200":{"description":"From what is w\#
        anted to what would help.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"ap\#
        plication/json":{"schema":{"type":"object","required":["explanation"],"properties":{"explanation":{"$ref":"#/c\#
        omponents/schemas/Explanation"}}},"example":{"explanation":{"service":"web","status":"running","running":true,\#
        "summary":"web runs as wanted","wanted":{"state":"running","image":"nginx:alpine","revision":1,"source":"condu\#
        ctor"}}}}}},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthori\#
        zed"},"404":{"$ref":"#/components/responses/NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"\#
        421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"503":{"$re\#
        f":"#/components/responses/Unavailable"}}}},"/services/{name}/stats":{"parameters":[{"$ref":"#/components/para\#
        meters/Service"},{"$ref":"#/components/parameters/RequestID"}],"get":{"operationId":"serviceStatistics","tags"\#
        :["services"],"summary":"What the service's container uses. Measured by the engine, which takes a second; 20 s\#
         at most.","responses":{"200":{"description":"Counters run since the container's start.","headers":{"X-Request\#
        -ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json":{"schema":{"type":"object","requ\#
        ired":["stats"],"properties":{"stats":{"$ref":"#/components/schemas/Statistics"}}}}}},"400":{"$ref":"#/compone\#
        nts/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"404":{"$ref":"#/components/re\#
        sponses/NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses\#
        /Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"409":{"$ref":"#/components/responses/Conflict"\#
        },"503":{"$ref":"#/components/responses/Unavailable"}}}},"/services/{name}/logs":{"parameters":[{"$ref":"#/com\#
        ponents/parameters/Service"},{"$ref":"#/components/parameters/RequestID"}],"get":{"operationId":"serviceLogs",\#
        "tags":["services"],"summary":"The output of the service's container. Asked of deployd; the first piece within\#
         10 s.","security":[{"token":[]}],"parameters":[{"$ref":"#/components/parameters/Follow"},{"$ref":"#/component\#
        s/parameters/Tail"},{"name":"since","in":"query","required":false,"description":"From when on; Unix seconds, a\#
         time in UTC, or how long ago.","schema":{"$ref":"#/components/schemas/Since"},"example":"10m"},{"name":"times\#
        tamps","in":"query","required":false,"description":"Each line with its time.","schema":{"$ref":"#/components/s\#
        chemas/Flag"}},{"name":"stream","in":"query","required":false,"schema":{"type":"string","enum":["stdout","stde\#
        rr","all"]}}],"responses":{"200":{"description":"A line each, as text, or as a JSON object for who accepts tha\#
        t.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"text/plain":{"schema":{"t\#
        ype":"string"}},"application/x-ndjson":{"schema":{"type":"string"}}}},"400":{"$ref":"#/components/responses/Ba\#
        dRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"403":{"$ref":"#/components/responses/Forbidde\#
        n"},"404":{"$ref":"#/components/responses/NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"42\#
        1":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"409":{"$ref"\#
        :"#/components/responses/Conflict"},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/services/{name}/r\#
        eport":{"parameters":[{"$ref":"#/components/parameters/Service"},{"$ref":"#/components/parameters/RequestID"}]\#
        ,"post":{"operationId":"report","tags":["services"],"summary":"What a service says of itself, with the token t\#
        hat its container was given (SERVICE_TOKEN).","security":[{"serviceToken":[]}],"requestBody":{"required":true,\#
        "content":{"application/json":{"schema":{"type":"object","additionalProperties":true,"description":"At most 40\#
        96 bytes."},"example":{"ready":true}}}},"responses":{"204":{"description":"Taken; it is shown in the service's\#
         status.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}}},"400":{"$ref":"#/components/re\#
        sponses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"404":{"$ref":"#/components/response\#
        s/NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"413":{"description":"The report is over 40\#
        96 bytes.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json":\#
        {"schema":{"$ref":"#/components/schemas/Error"}}}},"415":{"description":"The body is not application/json.","h\#
        eaders":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json":{"schema":{"$\#
        ref":"#/components/schemas/Error"}}}},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/subsystems":{"g\#
        et":{"operationId":"subsystems","tags":["subsystems"],"summary":"The node's daemons, as the supervisor last to\#
        ld of them.","parameters":[{"$ref":"#/components/parameters/RequestID"},{"$ref":"#/components/parameters/IfNon\#
        eMatch"}],"responses":{"200":{"description":"All of them; none before the supervisor has answered.","headers":\#
        {"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"conten\#
        t":{"application/json":{"schema":{"type":"object","required":["subsystems","supervisor","stale","reason","age_\#
        s"],"properties":{"subsystems":{"type":"array","items":{"$ref":"#/components/schemas/Subsystem"}},"supervisor"\#
        :{"type":["object","null"],"required":["pid","version","uptime_s"],"properties":{"pid":{"type":"integer","mini\#
        mum":1},"version":{"type":"string"},"uptime_s":{"$ref":"#/components/schemas/Amount"}}},"stale":{"$ref":"#/com\#
        ponents/schemas/Stale"},"reason":{"$ref":"#/components/schemas/Text"},"age_s":{"$ref":"#/components/schemas/Ag\#
        e"}}}}}},"304":{"$ref":"#/components/responses/NotModified"},"400":{"$ref":"#/components/responses/BadRequest"\#
        },"401":{"$ref":"#/components/responses/Unauthorized"},"406":{"$ref":"#/components/responses/NotAcceptable"},"\#
        421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"}}}},"/subsys\#
        tems/{name}":{"parameters":[{"$ref":"#/components/parameters/Subsystem"},{"$ref":"#/components/parameters/Requ\#
        estID"}],"get":{"operationId":"subsystem","tags":["subsystems"],"summary":"One daemon, and its last starts.","\#
        parameters":[{"$ref":"#/components/parameters/IfNoneMatch"}],"responses":{"200":{"description":"The daemon.","\#
        headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}\#
        },"content":{"application/json":{"schema":{"type":"object","required":["subsystem","history","stale","reason",\#
        "age_s"],"properties":{"subsystem":{"$ref":"#/components/schemas/Subsystem"},"history":{"description":"The new\#
        est first, 50 at most.","type":"array","items":{"$ref":"#/components/schemas/Start"}},"stale":{"$ref":"#/compo\#
        nents/schemas/Stale"},"reason":{"$ref":"#/components/schemas/Text"},"age_s":{"$ref":"#/components/schemas/Age"\#
        }}}}}},"304":{"$ref":"#/components/responses/NotModified"},"400":{"$ref":"#/components/responses/BadRequest"},\#
        "401":{"$ref":"#/components/responses/Unauthorized"},"404":{"$ref":"#/components/responses/NotFound"},"406":{"\#
        $ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref\#
        ":"#/components/responses/TooMany"},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/subsystems/{name}\#
        /restart":{"parameters":[{"$ref":"#/components/parameters/Subsystem"},{"$ref":"#/components/parameters/Request\#
        ID"}],"post":{"operationId":"restartSubsystem","tags":["subsystems"],"summary":"Has the daemon stopped in orde\#
        r and started again.","security":[{"token":[]}],"responses":{"202":{"description":"How it is at this moment.",\#
        "headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json":{"schema":{\#
        "type":"object","required":["subsystem"],"properties":{"subsystem":{"$ref":"#/components/schemas/Subsystem"}}}\#
        }}},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"4\#
        03":{"$ref":"#/components/responses/Forbidden"},"404":{"$ref":"#/components/responses/NotFound"},"406":{"$ref"\#
        :"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/\#
        components/responses/TooMany"},"409":{"$ref":"#/components/responses/Conflict"},"503":{"$ref":"#/components/re\#
        sponses/Unavailable"}}}},"/subsystems/{name}/logs":{"parameters":[{"$ref":"#/components/parameters/Subsystem"}\#
        ,{"$ref":"#/components/parameters/RequestID"}],"get":{"operationId":"subsystemLogs","tags":["subsystems"],"sum\#
        mary":"What the daemon has written lately. Asked of the supervisor.","security":[{"token":[]}],"parameters":[{\#
        "$ref":"#/components/parameters/Follow"},{"$ref":"#/components/parameters/Tail"}],"responses":{"200":{"descrip\#
        tion":"A line each.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"text/pla\#
        in":{"schema":{"type":"string"}}}},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/compone\#
        nts/responses/Unauthorized"},"403":{"$ref":"#/components/responses/Forbidden"},"404":{"$ref":"#/components/res\#
        ponses/NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/\#
        Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"503":{"$ref":"#/components/responses/Unavailabl\#
        e"}}}}},"components":{"securitySchemes":{"token":{"type":"http","scheme":"bearer","description":"One of API_TO\#
        KEN or API_TOKEN_FILE. Not needed on a loopback address unless API_READ is token."},"serviceToken":{"type":"ht\#
        tp","scheme":"bearer","description":"SERVICE_TOKEN of the service's container."}},"parameters":{"RequestID":{"\#
        name":"X-Request-ID","in":"header","required":false,"description":"Comes back with the answer, and stands in t\#
        he log. 1 to 128 printable ASCII characters; others are replaced.","schema":{"type":"string"}},"IfNoneMatch":{\#
        "name":"If-None-Match","in":"header","required":false,"description":"The `ETag` of the answer last seen.","sch\#
        ema":{"type":"string"}},"Limit":{"name":"limit","in":"query","required":false,"description":"How many at most.\#
        ","schema":{"type":"integer","minimum":1,"maximum":500},"example":20},"Cursor":{"name":"cursor","in":"query","\#
        required":false,"description":"The `next_cursor` of the page before. Any other text is answered with 400.","sc\#
        hema":{"type":"string","minLength":2,"maxLength":512,"pattern":"^([0-9a-f]{2})+$"}},"Service":{"name":"name","\#
        in":"path","required":true,"description":"The service.","schema":{"type":"string","pattern":"^[a-zA-Z0-9][a-zA\#
        -Z0-9_.-]{0,62}$"},"example":"web"},"Subsystem":{"name":"name","in":"path","required":true,"description":"The d\#
        aemon.","schema":{"type":"string","enum":["probed","heartbeatd","deployd","apid"]},"example":"probed"},"Follow\#
        ":{"name":"follow","in":"query","required":false,"description":"To go on with what is still to come.","schema"\#
        :{"$ref":"#/components/schemas/Flag"}},"Tail":{"name":"tail","in":"query","required":false,"description":"How m\#
        any lines from the end; all by default.","schema":{"anyOf":[{"type":"integer","minimum":0,"maximum":1000000000\#
        },{"const":"all"}]},"example":100}},"headers":{"RequestID":{"required":true,"description":"The one sent, or on\#
        e of the node's.","schema":{"type":"string","minLength":1}},"ETag":{"required":true,"description":"Tells this s\#
        tate from another; times and ages do not count.","schema":{"type":"string","minLength":2}},"RetryAfter":{"requ\#
        ired":false,"description":"Seconds after which it may be otherwise.","schema":{"type":"string","pattern":"^[0-\#
        9]+$"}}},"responses":{"NotModified":{"description":"The client has this state already.","headers":{"X-Request-\#
        ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}}},"BadRequest":{"des\#
        cription":"A query parameter is unknown, given twice or not what it may be; the path is not UTF-8 in percent e\#
        ncoding.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json":{\#
        "schema":{"$ref":"#/components/schemas/Error"},"example":{"error":{"message":"The query parameter \"limit\" mu\#
        st be a whole number from 1 to 500","status":400}}}}},"Unauthorized":{"description":"It needs a token, or anot\#
        her one.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"WWW-Authenticate":{"required":f\#
        alse,"schema":{"type":"string"}}},"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"\#
        },"example":{"error":{"message":"This needs \"Authorization: Bearer <API_TOKEN>\"","status":401}}}}},"Forbidde\#
        n":{"description":"The token may not do this; a web page of another origin asks; or the node has no token and l\#
        istens beyond loopback.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"appl\#
        ication/json":{"schema":{"$ref":"#/components/schemas/Error"},"example":{"error":{"message":"Web pages of othe\#
        r origins may change nothing here","status":403}}}}},"NotFound":{"description":"There is none of that name.","\#
        headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json":{"schema":{"\#
        $ref":"#/components/schemas/Error"},"example":{"error":{"message":"There is no service \"nobody\"","status":40\#
        4}}}}},"NotAcceptable":{"description":"Accept leaves out every media type that is here.","headers":{"X-Request\#
        -ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json":{"schema":{"$ref":"#/components/\#
        schemas/Error"},"example":{"error":{"message":"Accept leaves out what is here: application/json","status":406}\#
        }}}},"Misdirected":{"description":"The header Host has a name that is not the node's; API_HOSTS lists more.","\#
        headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json":{"schema":{"\#
        $ref":"#/components/schemas/Error"},"example":{"error":{"message":"The node is not called so","status":421}}}}\#
        },"TooMany":{"description":"So many wrong tokens have come from this address that it has to wait.","headers":{\#
        "X-Request-ID":{"$ref":"#/components/headers/RequestID"},"Retry-After":{"$ref":"#/components/headers/RetryAfte\#
        r"}},"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"},"example":{"error":{"messag\#
        e":"Too many wrong tokens from your address","status":429}}}}},"Conflict":{"description":"It is not in a state\#
         for that.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json"\#
        :{"schema":{"$ref":"#/components/schemas/Error"},"example":{"error":{"message":"web does not run","status":409\#
        }}}}},"Unavailable":{"description":"The daemon that has to be asked does not answer, or nothing is known yet."\#
        ,"headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"Retry-After":{"$ref":"#/components/heade\#
        rs/RetryAfter"}},"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"},"example":{"err\#
        or":{"message":"deployd is not running","status":503}}}}},"Instructed":{"description":"The instruction is stor\#
        ed, and is carried out from now on.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"con\#
        tent":{"application/json":{"schema":{"type":"object","required":["result"],"properties":{"result":{"type":"obj\#
        ect","required":["service","action","instruction_id"],"properties":{"service":{"type":"string"},"action":{"enu\#
        m":["start","stop","remove"]},"instruction_id":{"type":"string","minLength":1}}}}},"example":{"result":{"servi\#
        ce":"web","action":"stop","instruction_id":"local-f81d4fae"}}}}}},"schemas":{"Time":{"type":"string","pattern"\#
        :"^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$","examples":["2026-01-31T08:05:09.042Z"]},"EngineTime"\#
        :{"description":"As the engine gives it.","type":["string","null"]},"Since":{"type":"string","pattern":"^(([0-\#
        9]{1,9}(\\.[0-9]{1,9})?[smhd]?)|(20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T([01][0-9]|2[0-3]):[0-5][0-\#
        9]:[0-5][0-9](\\.[0-9]{1,9})?Z))$","examples":["90s","10m","2h","1d","2026-01-31T08:05:09Z","1769846709"]},"Fl\#
        ag":{"description":"Without a value it is set.","type":"string","enum":["","1","true","0","false"]},"Text":{"t\#
        ype":["string","null"]},"Amount":{"type":"number","minimum":0},"Age":{"description":"Seconds; null when it was\#
         never told.","type":["number","null"],"minimum":0},"Count":{"type":"integer","minimum":0},"Percent":{"type":"\#
        number","minimum":0,"maximum":100},"Stale":{"description":"Whether it may be otherwise by now, since whoever t\#
        ells of it has not been heard lately.","type":"boolean"},"NextCursor":{"description":"Where the next page begi\#
        ns; null at the end.","type":["string","null"]},"Verdict":{"enum":["ok","unknown","warning","problem"]},"Fault\#
        ":{"type":"object","required":["message","status"],"properties":{"message":{"type":"string","minLength":1},"st\#
        atus":{"type":"integer","minimum":400,"maximum":599}}},"Error":{"type":"object","required":["error"],"properti\#
        es":{"error":{"$ref":"#/components/schemas/Fault"}}},"Health":{"type":"object","required":["status","hostname"\#
        ,"ip_address","conductor_url","registered","worker_id","docker_connected","resources","timestamp","stale","deg\#
        raded","problems","parts","conductor","docker","version"],"properties":{"status":{"description":"`online`: reg\#
        istered, and everything works. `degraded`: the conductor hears from the node, but something of it does not wor\#
        k, or is not known to. `offline`: the conductor does not hear from it.\n","enum":["online","degraded","offline\#
        "]},"hostname":{"type":"string"},"ip_address":{"type":"string"},"conductor_url":{"type":"string"},"registered"\#
        :{"type":"boolean"},"worker_id":{"$ref":"#/components/schemas/Text"},"docker_connected":{"type":"boolean"},"re\#
        sources":{"type":"object","required":["cpu_cores","ram_gb","disk_gb","network_mbps"],"properties":{"cpu_cores"\#
        :{"$ref":"#/components/schemas/Amount"},"ram_gb":{"$ref":"#/components/schemas/Amount"},"disk_gb":{"$ref":"#/c\#
        omponents/schemas/Amount"},"network_mbps":{"$ref":"#/components/schemas/Amount"}}},"timestamp":{"$ref":"#/comp\#
        onents/schemas/Time"},"stale":{"$ref":"#/components/schemas/Stale"},"degraded":{"type":"array","items":{"type"\#
        :"string"},"description":"The subjects of the problems."},"problems":{"type":"array","items":{"type":"object",\#
        "required":["subject","reason"],"properties":{"subject":{"type":"string"},"reason":{"type":"string"}}}},"parts\#
        ":{"description":"Every part, always in the same order.","type":"array","items":{"type":"object","required":["\#
        name","status","reason","since"],"properties":{"name":{"enum":["supervisor","probed","heartbeatd","deployd","a\#
        pid","conductor","docker","resources","services"]},"status":{"description":"Unknown is what was never told, or\#
         too long ago.","enum":["ok","problem","unknown"]},"reason":{"$ref":"#/components/schemas/Text"},"since":{"des\#
        cription":"Since when its status is so; null where that is not known.","type":["string","null"]}}}},"conductor\#
        ":{"description":"Null when heartbeatd has never told of it.","type":["object","null"],"required":["reason","d\#
        etail","last_heartbeat","consecutive_failures","age_s"],"properties":{"reason":{"$ref":"#/components/schemas/T\#
        ext"},"detail":{"$ref":"#/components/schemas/Text"},"last_heartbeat":{"$ref":"#/components/schemas/Text"},"con\#
        secutive_failures":{"$ref":"#/components/schemas/Count"},"age_s":{"$ref":"#/components/schemas/Amount"}}},"doc\#
        ker":{"description":"Null when deployd has never told of it.","type":["object","null"],"required":["connected"\#
        ,"state"],"properties":{"connected":{"type":"boolean"},"state":{"enum":["available","unavailable","unresponsiv\#
        e"]},"version":{"type":"string"},"api_version":{"type":"string"},"reason":{"type":"string"},"since":{"$ref":"#\#
        /components/schemas/Time"},"information":{"type":"object","required":["storage_driver","logging_driver","data_\#
        root","local","podman"],"properties":{"storage_driver":{"type":"string"},"backing_file_system":{"type":"string\#
        "},"cgroup_version":{"type":"integer"},"logging_driver":{"type":"string"},"data_root":{"type":"string"},"local\#
        ":{"type":"boolean"},"podman":{"type":"boolean"}}}}},"version":{"type":"string"}}},"Status":{"type":"object","\#
        required":["worker","resources","services","intervals","timestamp","stale"],"properties":{"worker":{"type":"ob\#
        ject","required":["hostname","ip_address","id","registered","conductor_url","docker_connected"],"properties":{\#
        "hostname":{"type":"string"},"ip_address":{"type":"string"},"id":{"$ref":"#/components/schemas/Text"},"registe\#
        red":{"type":"boolean"},"conductor_url":{"type":"string"},"docker_connected":{"type":"boolean"}}},"resources":\#
        {"description":"Parts of the newest report; empty before the first.","type":"object","required":["cpu","ram","\#
        disk","network"],"properties":{"cpu":{"type":"object","additionalProperties":true},"ram":{"type":"object","add\#
        itionalProperties":true},"disk":{"type":"object","additionalProperties":true},"network":{"type":"object","addi\#
        tionalProperties":true}}},"services":{"type":"array","items":{"$ref":"#/components/schemas/Service"}},"interva\#
        ls":{"description":"In seconds.","type":"object","required":["heartbeat","resource_check","deployment_check","\#
        service_status"],"properties":{"heartbeat":{"$ref":"#/components/schemas/Amount"},"resource_check":{"$ref":"#/\#
        components/schemas/Amount"},"deployment_check":{"$ref":"#/components/schemas/Amount"},"service_status":{"$ref"\#
        :"#/components/schemas/Amount"}}},"timestamp":{"$ref":"#/components/schemas/Time"},"stale":{"$ref":"#/componen\#
        ts/schemas/Stale"}}},"ResourceReport":{"description":"GB are GiB; shares and rates are over the time since the\#
         report before.","type":"object","required":["timestamp","cpu","ram","disk","network","load","cpu_cores","ram_\#
        gb","disk_gb","network_mbps"],"properties":{"timestamp":{"$ref":"#/components/schemas/Time"},"cpu":{"type":"ob\#
        ject","required":["cores","physicalCores","processors","usage","usagePercent","perCore","model","speed"],"prop\#
        erties":{"cores":{"type":"integer","minimum":1},"physicalCores":{"type":"integer","minimum":1},"processors":{"\#
        type":"integer","minimum":1},"usage":{"$ref":"#/components/schemas/Percent"},"usagePercent":{"$ref":"#/compone\#
        nts/schemas/Percent"},"perCore":{"type":"array","items":{"type":"object","required":["core","usage","usagePerc\#
        ent"],"properties":{"core":{"type":"integer","minimum":1},"usage":{"$ref":"#/components/schemas/Percent"},"usa\#
        gePercent":{"$ref":"#/components/schemas/Percent"}}}},"model":{"type":"string"},"speed":{"$ref":"#/components/\#
        schemas/Amount"}}},"ram":{"type":"object","required":["total_gb","available_gb","used_gb","free_gb","usagePerc\#
        ent","total_bytes","used_bytes","available_bytes"],"properties":{"total_gb":{"$ref":"#/components/schemas/Amou\#
        nt"},"available_gb":{"$ref":"#/components/schemas/Amount"},"used_gb":{"$ref":"#/components/schemas/Amount"},"f\#
        ree_gb":{"$ref":"#/components/schemas/Amount"},"usagePercent":{"$ref":"#/components/schemas/Percent"},"total_b\#
        ytes":{"$ref":"#/components/schemas/Count"},"used_bytes":{"$ref":"#/components/schemas/Count"},"available_byte\#
        s":{"$ref":"#/components/schemas/Count"}}},"disk":{"type":"object","required":["total_gb","available_gb","used\#
        _gb","usagePercent","read_bytes","write_bytes","total_bytes","used_bytes"],"properties":{"total_gb":{"$ref":"#\#
        /components/schemas/Amount"},"available_gb":{"$ref":"#/components/schemas/Amount"},"used_gb":{"$ref":"#/compon\#
        ents/schemas/Amount"},"usagePercent":{"$ref":"#/components/schemas/Percent"},"read_bytes":{"$ref":"#/component\#
        s/schemas/Count"},"write_bytes":{"$ref":"#/components/schemas/Count"},"read_bytes_per_sec":{"$ref":"#/componen\#
        ts/schemas/Amount"},"write_bytes_per_sec":{"$ref":"#/components/schemas/Amount"},"total_bytes":{"$ref":"#/comp\#
        onents/schemas/Count"},"used_bytes":{"$ref":"#/components/schemas/Count"},"available_bytes":{"$ref":"#/compone\#
        nts/schemas/Count"}}},"network":{"type":"object","required":["interfaces","primary_interface","ip4","ip6","mac\#
        ","speed_mbps","rx_bytes","tx_bytes"],"properties":{"interfaces":{"$ref":"#/components/schemas/Count"},"primar\#
        y_interface":{"$ref":"#/components/schemas/Text"},"ip4":{"$ref":"#/components/schemas/Text"},"ip6":{"$ref":"#/\#
        components/schemas/Text"},"mac":{"$ref":"#/components/schemas/Text"},"speed_mbps":{"$ref":"#/components/schema\#
        s/Count"},"rx_bytes":{"$ref":"#/components/schemas/Count"},"tx_bytes":{"$ref":"#/components/schemas/Count"},"r\#
        x_bytes_per_sec":{"$ref":"#/components/schemas/Amount"},"tx_bytes_per_sec":{"$ref":"#/components/schemas/Amoun\#
        t"},"rx_dropped":{"$ref":"#/components/schemas/Count"},"tx_dropped":{"$ref":"#/components/schemas/Count"},"rx_\#
        errors":{"$ref":"#/components/schemas/Count"},"tx_errors":{"$ref":"#/components/schemas/Count"}}},"load":{"des\#
        cription":"How many tasks ran or waited to, over so many minutes; null where the host does not tell.","type":[\#
        "object","null"],"required":["1","5","15"],"properties":{"1":{"$ref":"#/components/schemas/Amount"},"5":{"$ref\#
        ":"#/components/schemas/Amount"},"15":{"$ref":"#/components/schemas/Amount"}}},"cpu_cores":{"type":"integer","\#
        minimum":1},"ram_gb":{"$ref":"#/components/schemas/Amount"},"disk_gb":{"$ref":"#/components/schemas/Amount"},"\#
        network_mbps":{"$ref":"#/components/schemas/Count"}}},"ResourcePoint":{"type":"object","required":["at","step_\#
        s","cpu_percent","ram_percent","disk_percent","rx_bytes_per_sec","tx_bytes_per_sec","load"],"properties":{"at"\#
        :{"description":"When the time begins that it is the mean of.","allOf":[{"$ref":"#/components/schemas/Time"}]}\#
        ,"step_s":{"enum":[10,60,600],"description":"How long that time is."},"cpu_percent":{"$ref":"#/components/sche\#
        mas/Percent"},"ram_percent":{"$ref":"#/components/schemas/Percent"},"disk_percent":{"$ref":"#/components/schem\#
        as/Percent"},"rx_bytes_per_sec":{"$ref":"#/components/schemas/Amount"},"tx_bytes_per_sec":{"$ref":"#/component\#
        s/schemas/Amount"},"load":{"$ref":"#/components/schemas/Amount"}}},"Setting":{"type":"object","required":["key\#
        ","value","default","unit","source","secret"],"properties":{"key":{"type":"string","pattern":"^[A-Z][A-Z0-9_]*\#
        $"},"value":{"type":["string","number","null"],"description":"Of a secret that is set, `***`; null where nothi\#
        ng is."},"default":{"type":["string","number","null"],"description":"What it is when nobody sets it."},"unit":\#
        {"enum":["s","bytes","percent",null],"description":"Of both."},"source":{"description":"The supervisor's envir\#
        onment, the settings file, or nobody.","enum":["environment","file","default"]},"secret":{"type":"boolean"}}},\#
        "ServiceState":{"enum":["pending","pulling","starting","running","unhealthy","stopped","failed","removed","rol\#
        led_back"]},"Service":{"type":"object","required":["service","id","name","status","running","image","created",\#
        "startedAt","health","error","progress"],"properties":{"service":{"type":"string","minLength":1},"id":{"$ref":\#
        "#/components/schemas/Text"},"name":{"type":"string","description":"The container's."},"status":{"$ref":"#/com\#
        ponents/schemas/ServiceState"},"running":{"type":"boolean"},"image":{"type":"string"},"created":{"type":["inte\#
        ger","null"],"description":"Unix seconds."},"startedAt":{"$ref":"#/components/schemas/EngineTime"},"restartCou\#
        nt":{"$ref":"#/components/schemas/Count"},"exit_code":{"type":["integer","null"]},"project":{"$ref":"#/compone\#
        nts/schemas/Text"},"instruction_id":{"description":"The newest instruction for it; null when deployd was start\#
        ed after that had ended.","type":["string","null"]},"instruction_outcome":{"description":"How that ended; null\#
         while it goes on.","type":["string","null"],"enum":["success","failed",null]},"health":{"$ref":"#/components/\#
        schemas/Text"},"error":{"type":["object","null"],"required":["type","message"],"properties":{"type":{"type":"s\#
        tring"},"message":{"type":"string"}}},"progress":{"description":"How far a pull has come.","type":["object","n\#
        ull"],"additionalProperties":true}}},"ServiceDetail":{"type":"object","required":["service","id","name","statu\#
        s","running","image","created","startedAt","restartCount","config","health","exit_code","error","progress","im\#
        age_digest","report","project","next_attempt"],"properties":{"service":{"type":"string","minLength":1},"id":{"\#
        $ref":"#/components/schemas/Text"},"name":{"type":"string"},"status":{"$ref":"#/components/schemas/ServiceStat\#
        e"},"running":{"type":"boolean"},"image":{"type":"string"},"created":{"type":["integer","null"]},"startedAt":{\#
        "$ref":"#/components/schemas/EngineTime"},"restartCount":{"$ref":"#/components/schemas/Count"},"config":{"desc\#
        ription":"What was asked for; secrets are masked.","type":["object","null"],"additionalProperties":true},"heal\#
        th":{"$ref":"#/components/schemas/Text"},"exit_code":{"type":["integer","null"]},"error":{"type":["object","nu\#
        ll"],"required":["type","message"],"properties":{"type":{"type":"string"},"message":{"type":"string"}}},"progr\#
        ess":{"description":"How far a pull has come.","type":["object","null"],"additionalProperties":true},"image_di\#
        gest":{"$ref":"#/components/schemas/Text"},"report":{"description":"What the service last said of itself.","ty\#
        pe":["object","null"],"required":["content","at"],"properties":{"content":{"type":"object","additionalProperti\#
        es":true},"at":{"$ref":"#/components/schemas/Time"}}},"project":{"$ref":"#/components/schemas/Text"},"next_att\#
        empt":{"$ref":"#/components/schemas/Text"},"instruction_id":{"description":"The newest instruction for it; nul\#
        l when deployd was started after that had ended.","type":["string","null"]},"instruction_outcome":{"descriptio\#
        n":"How that ended; null while it goes on.","type":["string","null"],"enum":["success","failed",null]}}},"Expl\#
        anation":{"type":"object","required":["service","status","running","summary","wanted"],"properties":{"service"\#
        :{"type":"string"},"status":{"$ref":"#/components/schemas/ServiceState"},"running":{"type":"boolean"},"summary\#
        ":{"type":"string","minLength":1},"wanted":{"type":"object","required":["state","image","revision","source"],"\#
        properties":{"state":{"enum":["running","stopped","removed"]},"image":{"type":"string"},"revision":{"$ref":"#/\#
        components/schemas/Count"},"instruction_id":{"type":"string"},"source":{"enum":["conductor","operator","file",\#
        "store"]}}},"plan":{"type":"object","required":["steps","made_at"],"properties":{"steps":{"type":"array","item\#
        s":{"type":"string"}},"made_at":{"$ref":"#/components/schemas/Time"}}},"step":{"type":"string"},"failure":{"ty\#
        pe":"object","required":["type","message","attempts"],"properties":{"step":{"type":"string"},"type":{"type":"s\#
        tring"},"message":{"type":"string"},"since":{"$ref":"#/components/schemas/Time"},"attempts":{"$ref":"#/compone\#
        nts/schemas/Count"}}},"next_attempt":{"$ref":"#/components/schemas/Time"},"help":{"type":"string"},"refused":{\#
        "type":"object","required":["service","instruction_id","status","message","at"],"properties":{"service":{"type\#
        ":"string"},"instruction_id":{"type":"string"},"status":{"enum":["success","failed"]},"message":{"type":"strin\#
        g"},"at":{"$ref":"#/components/schemas/Time"}}}}},"Statistics":{"type":"object","required":["service","read_at\#
        ","cpu_s","memory_bytes","memory_limit_bytes","processes","received_bytes","sent_bytes","read_bytes","written_\#
        bytes"],"properties":{"service":{"type":"string"},"read_at":{"type":"string","description":"As the engine give\#
        s it."},"cpu_percent":{"$ref":"#/components/schemas/Amount","description":"Of one processor, over the last sec\#
        ond."},"cpu_s":{"$ref":"#/components/schemas/Amount"},"memory_bytes":{"$ref":"#/components/schemas/Count"},"me\#
        mory_limit_bytes":{"$ref":"#/components/schemas/Count"},"processes":{"$ref":"#/components/schemas/Count"},"rec\#
        eived_bytes":{"$ref":"#/components/schemas/Count"},"sent_bytes":{"$ref":"#/components/schemas/Count"},"read_by\#
        tes":{"$ref":"#/components/schemas/Count"},"written_bytes":{"$ref":"#/components/schemas/Count"}}},"Exit":{"de\#
        scription":"How a process ended.","type":"object","required":["cause","at","requested","uptime_s","stderr"],"p\#
        roperties":{"cause":{"enum":["exited","signalled","out_of_memory","watchdog","start_failed","start_timeout"]},\#
        "code":{"type":"integer"},"signal":{"type":"integer"},"signal_name":{"type":"string"},"core_dumped":{"type":"b\#
        oolean"},"message":{"type":"string"},"at":{"$ref":"#/components/schemas/Time"},"requested":{"type":"boolean","\#
        description":"Whether the supervisor had asked for it."},"uptime_s":{"$ref":"#/components/schemas/Amount"},"st\#
        derr":{"type":"array","items":{"type":"string"},"description":"What it last wrote, 20 lines at most."}}},"Subs\#
        ystem":{"type":"object","required":["name","state","generation","since","restarts"],"properties":{"name":{"enu\#
        m":["probed","heartbeatd","deployd","apid"]},"state":{"enum":["stopped","starting","ready","failing","stopping\#
        ","backing_off"]},"reason":{"type":"string"},"runs_previous_program":{"type":"boolean"},"status_text":{"type":\#
        "string"},"pid":{"type":"integer","minimum":1},"generation":{"$ref":"#/components/schemas/Count"},"since":{"$r\#
        ef":"#/components/schemas/Time"},"uptime_s":{"$ref":"#/components/schemas/Amount"},"restarts":{"type":"integer\#
        ","minimum":0,"description":"That nobody asked for."},"last_exit":{"$ref":"#/components/schemas/Exit"},"next_a\#
        ttempt_s":{"$ref":"#/components/schemas/Amount"},"startup_ms":{"$ref":"#/components/schemas/Amount"},"memory_b\#
        ytes":{"$ref":"#/components/schemas/Count"},"cpu_s":{"$ref":"#/components/schemas/Amount"},"open_descriptors":\#
        {"$ref":"#/components/schemas/Count"},"watchdog_age_s":{"$ref":"#/components/schemas/Amount"},"sequence":{"$re\#
        f":"#/components/schemas/Count"}}},"Start":{"type":"object","required":["name","generation","pid","boot_id","s\#
        tarted_at","monotonic_s"],"properties":{"name":{"enum":["probed","heartbeatd","deployd","apid"]},"generation":\#
        {"$ref":"#/components/schemas/Count"},"pid":{"type":"integer","minimum":1},"boot_id":{"type":"string"},"starte\#
        d_at":{"$ref":"#/components/schemas/Time"},"monotonic_s":{"$ref":"#/components/schemas/Amount"},"previous_exit\#
        ":{"type":"object","required":["generation","pid","report"],"properties":{"generation":{"$ref":"#/components/s\#
        chemas/Count"},"pid":{"type":"integer","minimum":1},"report":{"$ref":"#/components/schemas/Exit"}}}}}}}}
        """#
}
