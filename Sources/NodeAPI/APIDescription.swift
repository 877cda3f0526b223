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
        5:09.042123456Z"}],"stale":false,"next_cursor":null}}}},"304":{"$ref":"#/components/responses/NotModified"},"4\#
        00":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"406":{"\#
        $ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref\#
        ":"#/components/responses/TooMany"}}}},"/services/{name}":{"parameters":[{"$ref":"#/components/parameters/Serv\#
        ice"},{"$ref":"#/components/parameters/RequestID"}],"get":{"operationId":"service","tags":["services"],"summar\#
        y":"One service.","parameters":[{"$ref":"#/components/parameters/IfNoneMatch"}],"responses":{"200":{"descripti\#
        on":"The service. No secret is in its configuration.","headers":{"X-Request-ID":{"$ref":"#/components/headers/\#
        RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"content":{"application/json":{"schema":{"type":"obje\#
        ct","required":["service","stale"],"properties":{"service":{"$ref":"#/components/schemas/ServiceDetail"},"stal\#
        e":{"$ref":"#/components/schemas/Stale"}}}}}},"304":{"$ref":"#/components/responses/NotModified"},"400":{"$ref\#
        ":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"404":{"$ref":"#/c\#
        omponents/responses/NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/componen\#
        ts/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"}}},"delete":{"operationId":"removeSe\#
        rvice","tags":["services"],"summary":"Has the service removed, with its container. Its volumes stay.","securit\#
        y":[{"token":[]}],"responses":{"202":{"$ref":"#/components/responses/Instructed"},"400":{"$ref":"#/components/\#
        responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"403":{"$ref":"#/components/respon\#
        ses/Forbidden"},"404":{"$ref":"#/components/responses/NotFound"},"406":{"$ref":"#/components/responses/NotAcce\#
        ptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"\#
        409":{"$ref":"#/components/responses/Conflict"},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/servi\#
        ces/{name}/restart":{"parameters":[{"$ref":"#/components/parameters/Service"},{"$ref":"#/components/parameters\#
        /RequestID"}],"post":{"operationId":"restartService","tags":["services"],"summary":"Restarts the service's con\#
        tainer; the answer comes when that is done.","security":[{"token":[]}],"responses":{"200":{"description":"It h\#
        as been restarted.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"applicati\#
        on/json":{"schema":{"type":"object","required":["result"],"properties":{"result":{"type":"object","required":[\#
        "id","name","status","service","running"],"properties":{"id":{"$ref":"#/components/schemas/Text"},"name":{"typ\#
        e":"string"},"status":{"const":"restarted"},"service":{"type":"string"},"running":{"type":"boolean"}}}}},"exam\#
        ple":{"result":{"id":"c0ffee","name":"aerekos-web","status":"restarted","service":"web","running":true}}}}},"4\#
        00":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"403":{"\#
        $ref":"#/components/responses/Forbidden"},"404":{"$ref":"#/components/responses/NotFound"},"406":{"$ref":"#/co\#
        mponents/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/compon\#
        ents/responses/TooMany"},"409":{"$ref":"#/components/responses/Conflict"},"503":{"$ref":"#/components/response\#
        s/Unavailable"}}}},"/services/{name}/start":{"parameters":[{"$ref":"#/components/parameters/Service"},{"$ref":\#
        "#/components/parameters/RequestID"}],"post":{"operationId":"startService","tags":["services"],"summary":"Has t\#
        he service started.","security":[{"token":[]}],"responses":{"202":{"$ref":"#/components/responses/Instructed"}\#
        ,"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"403"\#
        :{"$ref":"#/components/responses/Forbidden"},"404":{"$ref":"#/components/responses/NotFound"},"406":{"$ref":"#\#
        /components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/com\#
        ponents/responses/TooMany"},"409":{"$ref":"#/components/responses/Conflict"},"503":{"$ref":"#/components/respo\#
        nses/Unavailable"}}}},"/services/{name}/stop":{"parameters":[{"$ref":"#/components/parameters/Service"},{"$ref\#
        ":"#/components/parameters/RequestID"}],"post":{"operationId":"stopService","tags":["services"],"summary":"Has\#
         the service stopped. It stays stopped until it is started.","security":[{"token":[]}],"responses":{"202":{"$r\#
        ef":"#/components/responses/Instructed"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/c\#
        omponents/responses/Unauthorized"},"403":{"$ref":"#/components/responses/Forbidden"},"404":{"$ref":"#/componen\#
        ts/responses/NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/resp\#
        onses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"409":{"$ref":"#/components/responses/Conf\#
        lict"},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/services/{name}/explain":{"parameters":[{"$ref\#
        ":"#/components/parameters/Service"},{"$ref":"#/components/parameters/RequestID"}],"get":{"operationId":"expla\#
        inService","tags":["services"],"summary":"Why the service is as it is, and what would help. Asked of deployd, f\#
        or 2 s at most.","responses":{"200":{"description":"From what is wanted to what would help.","headers":{"X-Req\#
        uest-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json":{"schema":{"type":"object","\#
        required":["explanation"],"properties":{"explanation":{"$ref":"#/components/schemas/Explanation"}}},"example":\#
        {"explanation":{"service":"web","status":"running","running":true,"summary":"web runs as wanted","wanted":{"st\#
        ate":"running","image":"nginx:alpine","revision":1,"source":"conductor"}}}}}},"400":{"$ref":"#/components/resp\#
        onses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"404":{"$ref":"#/components/responses/\#
        NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdire\#
        cted"},"429":{"$ref":"#/components/responses/TooMany"},"503":{"$ref":"#/components/responses/Unavailable"}}}},\#
        "/services/{name}/stats":{"parameters":[{"$ref":"#/components/parameters/Service"},{"$ref":"#/components/param\#
        eters/RequestID"}],"get":{"operationId":"serviceStatistics","tags":["services"],"summary":"What the service's c\#
        ontainer uses. Measured by the engine, which takes a second; 20 s at most.","responses":{"200":{"description":\#
        "Counters run since the container's start.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"\#
        }},"content":{"application/json":{"schema":{"type":"object","required":["stats"],"properties":{"stats":{"$ref"\#
        :"#/components/schemas/Statistics"}}}}}},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/c\#
        omponents/responses/Unauthorized"},"404":{"$ref":"#/components/responses/NotFound"},"406":{"$ref":"#/component\#
        s/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/re\#
        sponses/TooMany"},"409":{"$ref":"#/components/responses/Conflict"},"503":{"$ref":"#/components/responses/Unava\#
        ilable"}}}},"/services/{name}/logs":{"parameters":[{"$ref":"#/components/parameters/Service"},{"$ref":"#/compo\#
        nents/parameters/RequestID"}],"get":{"operationId":"serviceLogs","tags":["services"],"summary":"The output of t\#
        he service's container. Asked of deployd; the first piece within 10 s.","security":[{"token":[]}],"parameters"\#
        :[{"$ref":"#/components/parameters/Follow"},{"$ref":"#/components/parameters/Tail"},{"name":"since","in":"quer\#
        y","required":false,"description":"From when on; Unix seconds, a time in UTC, or how long ago.","schema":{"$re\#
        f":"#/components/schemas/Since"},"example":"10m"},{"name":"timestamps","in":"query","required":false,"descript\#
        ion":"Each line with its time.","schema":{"$ref":"#/components/schemas/Flag"}},{"name":"stream","in":"query","\#
        required":false,"schema":{"type":"string","enum":["stdout","stderr","all"]}}],"responses":{"200":{"description\#
        ":"A line each, as text, or as a JSON object for who accepts that.","headers":{"X-Request-ID":{"$ref":"#/compo\#
        nents/headers/RequestID"}},"content":{"text/plain":{"schema":{"type":"string"}},"application/x-ndjson":{"schem\#
        a":{"type":"string"}}}},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/respons\#
        es/Unauthorized"},"403":{"$ref":"#/components/responses/Forbidden"},"404":{"$ref":"#/components/responses/NotF\#
        ound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdirected\#
        "},"429":{"$ref":"#/components/responses/TooMany"},"409":{"$ref":"#/components/responses/Conflict"},"503":{"$r\#
        ef":"#/components/responses/Unavailable"}}}},"/services/{name}/report":{"parameters":[{"$ref":"#/components/pa\#
        rameters/Service"},{"$ref":"#/components/parameters/RequestID"}],"post":{"operationId":"report","tags":["servi\#
        ces"],"summary":"What a service says of itself, with the token that its container was given (SERVICE_TOKEN).",\#
        "security":[{"serviceToken":[]}],"requestBody":{"required":true,"content":{"application/json":{"schema":{"type\#
        ":"object","additionalProperties":true,"description":"At most 4096 bytes."},"example":{"ready":true}}}},"respo\#
        nses":{"204":{"description":"Taken; it is shown in the service's status.","headers":{"X-Request-ID":{"$ref":"#\#
        /components/headers/RequestID"}}},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/componen\#
        ts/responses/Unauthorized"},"404":{"$ref":"#/components/responses/NotFound"},"406":{"$ref":"#/components/respo\#
        nses/NotAcceptable"},"413":{"description":"The report is over 4096 bytes.","headers":{"X-Request-ID":{"$ref":"\#
        #/components/headers/RequestID"}},"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"\#
        }}}},"415":{"description":"The body is not application/json.","headers":{"X-Request-ID":{"$ref":"#/components/\#
        headers/RequestID"}},"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"}}}},"503":{"\#
        $ref":"#/components/responses/Unavailable"}}}},"/subsystems":{"get":{"operationId":"subsystems","tags":["subsy\#
        stems"],"summary":"The node's daemons, as the supervisor last told of them.","parameters":[{"$ref":"#/componen\#
        ts/parameters/RequestID"},{"$ref":"#/components/parameters/IfNoneMatch"}],"responses":{"200":{"description":"A\#
        ll of them; none before the supervisor has answered.","headers":{"X-Request-ID":{"$ref":"#/components/headers/\#
        RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"content":{"application/json":{"schema":{"type":"obje\#
        ct","required":["subsystems","supervisor","stale","reason","age_s"],"properties":{"subsystems":{"type":"array"\#
        ,"items":{"$ref":"#/components/schemas/Subsystem"}},"supervisor":{"type":["object","null"],"required":["pid","\#
        version","uptime_s"],"properties":{"pid":{"type":"integer","minimum":1},"version":{"type":"string"},"uptime_s"\#
        :{"$ref":"#/components/schemas/Amount"}}},"stale":{"$ref":"#/components/schemas/Stale"},"reason":{"$ref":"#/co\#
        mponents/schemas/Text"},"age_s":{"$ref":"#/components/schemas/Age"}}}}}},"304":{"$ref":"#/components/responses\#
        /NotModified"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauth\#
        orized"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdirect\#
        ed"},"429":{"$ref":"#/components/responses/TooMany"}}}},"/subsystems/{name}":{"parameters":[{"$ref":"#/compone\#
        nts/parameters/Subsystem"},{"$ref":"#/components/parameters/RequestID"}],"get":{"operationId":"subsystem","tag\#
        s":["subsystems"],"summary":"One daemon, and its last starts.","parameters":[{"$ref":"#/components/parameters/\#
        IfNoneMatch"}],"responses":{"200":{"description":"The daemon.","headers":{"X-Request-ID":{"$ref":"#/components\#
        /headers/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"content":{"application/json":{"schema":{"ty\#
        pe":"object","required":["subsystem","history","stale","reason","age_s"],"properties":{"subsystem":{"$ref":"#/\#
        components/schemas/Subsystem"},"history":{"description":"The newest first, 50 at most.","type":"array","items"\#
        :{"$ref":"#/components/schemas/Start"}},"stale":{"$ref":"#/components/schemas/Stale"},"reason":{"$ref":"#/comp\#
        onents/schemas/Text"},"age_s":{"$ref":"#/components/schemas/Age"}}}}}},"304":{"$ref":"#/components/responses/N\#
        otModified"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthor\#
        ized"},"404":{"$ref":"#/components/responses/NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},\#
        "421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"503":{"$r\#
        ef":"#/components/responses/Unavailable"}}}},"/subsystems/{name}/restart":{"parameters":[{"$ref":"#/components\#
        /parameters/Subsystem"},{"$ref":"#/components/parameters/RequestID"}],"post":{"operationId":"restartSubsystem"\#
        ,"tags":["subsystems"],"summary":"Has the daemon stopped in order and started again.","security":[{"token":[]}\#
        ],"responses":{"202":{"description":"How it is at this moment.","headers":{"X-Request-ID":{"$ref":"#/component\#
        s/headers/RequestID"}},"content":{"application/json":{"schema":{"type":"object","required":["subsystem"],"prop\#
        erties":{"subsystem":{"$ref":"#/components/schemas/Subsystem"}}}}}},"400":{"$ref":"#/components/responses/BadR\#
        equest"},"401":{"$ref":"#/components/responses/Unauthorized"},"403":{"$ref":"#/components/responses/Forbidden"\#
        },"404":{"$ref":"#/components/responses/NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421"\#
        :{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"409":{"$ref":"\#
        #/components/responses/Conflict"},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/subsystems/{name}/l\#
        ogs":{"parameters":[{"$ref":"#/components/parameters/Subsystem"},{"$ref":"#/components/parameters/RequestID"}]\#
        ,"get":{"operationId":"subsystemLogs","tags":["subsystems"],"summary":"What the daemon has written lately. Ask\#
        ed of the supervisor.","security":[{"token":[]}],"parameters":[{"$ref":"#/components/parameters/Follow"},{"$re\#
        f":"#/components/parameters/Tail"}],"responses":{"200":{"description":"A line each.","headers":{"X-Request-ID"\#
        :{"$ref":"#/components/headers/RequestID"}},"content":{"text/plain":{"schema":{"type":"string"}}}},"400":{"$re\#
        f":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"403":{"$ref":"#/\#
        components/responses/Forbidden"},"404":{"$ref":"#/components/responses/NotFound"},"406":{"$ref":"#/components/\#
        responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/resp\#
        onses/TooMany"},"503":{"$ref":"#/components/responses/Unavailable"}}}}},"components":{"securitySchemes":{"toke\#
        n":{"type":"http","scheme":"bearer","description":"One of API_TOKEN or API_TOKEN_FILE. Not needed on a loopbac\#
        k address unless API_READ is token."},"serviceToken":{"type":"http","scheme":"bearer","description":"SERVICE_T\#
        OKEN of the service's container."}},"parameters":{"RequestID":{"name":"X-Request-ID","in":"header","required":\#
        false,"description":"Comes back with the answer, and stands in the log. 1 to 128 printable ASCII characters; o\#
        thers are replaced.","schema":{"type":"string"}},"IfNoneMatch":{"name":"If-None-Match","in":"header","required\#
        ":false,"description":"The `ETag` of the answer last seen.","schema":{"type":"string"}},"Limit":{"name":"limit\#
        ","in":"query","required":false,"description":"How many at most.","schema":{"type":"integer","minimum":1,"maxi\#
        mum":500},"example":20},"Cursor":{"name":"cursor","in":"query","required":false,"description":"The `next_curso\#
        r` of the page before. Any other text is answered with 400.","schema":{"type":"string","minLength":2,"maxLengt\#
        h":512,"pattern":"^([0-9a-f]{2})+$"}},"Service":{"name":"name","in":"path","required":true,"description":"The s\#
        ervice.","schema":{"type":"string","pattern":"^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}$"},"example":"web"},"Subsystem"\#
        :{"name":"name","in":"path","required":true,"description":"The daemon.","schema":{"type":"string","enum":["pro\#
        bed","heartbeatd","deployd","apid"]},"example":"probed"},"Follow":{"name":"follow","in":"query","required":fal\#
        se,"description":"To go on with what is still to come.","schema":{"$ref":"#/components/schemas/Flag"}},"Tail":\#
        {"name":"tail","in":"query","required":false,"description":"How many lines from the end; all by default.","sch\#
        ema":{"anyOf":[{"type":"integer","minimum":0,"maximum":1000000000},{"const":"all"}]},"example":100}},"headers"\#
        :{"RequestID":{"required":true,"description":"The one sent, or one of the node's.","schema":{"type":"string","\#
        minLength":1}},"ETag":{"required":true,"description":"Tells this state from another; times and ages do not cou\#
        nt.","schema":{"type":"string","minLength":2}},"RetryAfter":{"required":false,"description":"Seconds after whi\#
        ch it may be otherwise.","schema":{"type":"string","pattern":"^[0-9]+$"}}},"responses":{"NotModified":{"descri\#
        ption":"The client has this state already.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"\#
        },"ETag":{"$ref":"#/components/headers/ETag"}}},"BadRequest":{"description":"A query parameter is unknown, giv\#
        en twice or not what it may be; the path is not UTF-8 in percent encoding.","headers":{"X-Request-ID":{"$ref":\#
        "#/components/headers/RequestID"}},"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error\#
        "},"example":{"error":{"message":"The query parameter \"limit\" must be a whole number from 1 to 500","status"\#
        :400}}}}},"Unauthorized":{"description":"It needs a token, or another one.","headers":{"X-Request-ID":{"$ref":\#
        "#/components/headers/RequestID"},"WWW-Authenticate":{"required":false,"schema":{"type":"string"}}},"content":\#
        {"application/json":{"schema":{"$ref":"#/components/schemas/Error"},"example":{"error":{"message":"This needs \"\#
        Authorization: Bearer <API_TOKEN>\"","status":401}}}}},"Forbidden":{"description":"The token may not do this; a\#
         web page of another origin asks; or the node has no token and listens beyond loopback.","headers":{"X-Request\#
        -ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json":{"schema":{"$ref":"#/components/\#
        schemas/Error"},"example":{"error":{"message":"Web pages of other origins may change nothing here","status":40\#
        3}}}}},"NotFound":{"description":"There is none of that name.","headers":{"X-Request-ID":{"$ref":"#/components\#
        /headers/RequestID"}},"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"},"example":\#
        {"error":{"message":"There is no service \"nobody\"","status":404}}}}},"NotAcceptable":{"description":"Accept l\#
        eaves out every media type that is here.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}}\#
        ,"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"},"example":{"error":{"message":"\#
        Accept leaves out what is here: application/json","status":406}}}}},"Misdirected":{"description":"The header H\#
        ost has a name that is not the node's; API_HOSTS lists more.","headers":{"X-Request-ID":{"$ref":"#/components/\#
        headers/RequestID"}},"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"},"example":{\#
        "error":{"message":"The node is not called so","status":421}}}}},"TooMany":{"description":"So many wrong token\#
        s have come from this address that it has to wait.","headers":{"X-Request-ID":{"$ref":"#/components/headers/Re\#
        questID"},"Retry-After":{"$ref":"#/components/headers/RetryAfter"}},"content":{"application/json":{"schema":{"\#
        $ref":"#/components/schemas/Error"},"example":{"error":{"message":"Too many wrong tokens from your address","s\#
        tatus":429}}}}},"Conflict":{"description":"It is not in a state for that.","headers":{"X-Request-ID":{"$ref":"\#
        #/components/headers/RequestID"}},"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"\#
        },"example":{"error":{"message":"web does not run","status":409}}}}},"Unavailable":{"description":"The daemon t\#
        hat has to be asked does not answer, or nothing is known yet.","headers":{"X-Request-ID":{"$ref":"#/components\#
        /headers/RequestID"},"Retry-After":{"$ref":"#/components/headers/RetryAfter"}},"content":{"application/json":{\#
        "schema":{"$ref":"#/components/schemas/Error"},"example":{"error":{"message":"deployd is not running","status"\#
        :503}}}}},"Instructed":{"description":"The instruction is stored, and is carried out from now on.","headers":{\#
        "X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json":{"schema":{"type":"obj\#
        ect","required":["result"],"properties":{"result":{"type":"object","required":["service","action","instruction\#
        _id"],"properties":{"service":{"type":"string"},"action":{"enum":["start","stop","remove"]},"instruction_id":{\#
        "type":"string","minLength":1}}}}},"example":{"result":{"service":"web","action":"stop","instruction_id":"loca\#
        l-f81d4fae"}}}}}},"schemas":{"Time":{"type":"string","pattern":"^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d\#
        {3}Z$","examples":["2026-01-31T08:05:09.042Z"]},"EngineTime":{"description":"As the engine gives it.","type":[\#
        "string","null"]},"Since":{"type":"string","pattern":"^(([0-9]{1,9}(\\.[0-9]{1,9})?[smhd]?)|(20[0-9]{2}-(0[1-9\#
        ]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?Z))$","examples":["90\#
        s","10m","2h","1d","2026-01-31T08:05:09Z","1769846709"]},"Flag":{"description":"Without a value it is set.","t\#
        ype":"string","enum":["","1","true","0","false"]},"Text":{"type":["string","null"]},"Amount":{"type":"number",\#
        "minimum":0},"Age":{"description":"Seconds; null when it was never told.","type":["number","null"],"minimum":0\#
        },"Count":{"type":"integer","minimum":0},"Percent":{"type":"number","minimum":0,"maximum":100},"Stale":{"descr\#
        iption":"Whether it may be otherwise by now, since whoever tells of it has not been heard lately.","type":"boo\#
        lean"},"NextCursor":{"description":"Where the next page begins; null at the end.","type":["string","null"]},"V\#
        erdict":{"enum":["ok","unknown","warning","problem"]},"Fault":{"type":"object","required":["message","status"]\#
        ,"properties":{"message":{"type":"string","minLength":1},"status":{"type":"integer","minimum":400,"maximum":59\#
        9}}},"Error":{"type":"object","required":["error"],"properties":{"error":{"$ref":"#/components/schemas/Fault"}\#
        }},"Health":{"type":"object","required":["status","hostname","ip_address","conductor_url","registered","worker\#
        _id","docker_connected","resources","timestamp","stale","degraded","problems","parts","conductor","docker","ve\#
        rsion"],"properties":{"status":{"description":"`online`: registered, and everything works. `degraded`: the con\#
        ductor hears from the node, but something of it does not work, or is not known to. `offline`: the conductor do\#
        es not hear from it.\n","enum":["online","degraded","offline"]},"hostname":{"type":"string"},"ip_address":{"ty\#
        pe":"string"},"conductor_url":{"type":"string"},"registered":{"type":"boolean"},"worker_id":{"$ref":"#/compone\#
        nts/schemas/Text"},"docker_connected":{"type":"boolean"},"resources":{"type":"object","required":["cpu_cores",\#
        "ram_gb","disk_gb","network_mbps"],"properties":{"cpu_cores":{"$ref":"#/components/schemas/Amount"},"ram_gb":{\#
        "$ref":"#/components/schemas/Amount"},"disk_gb":{"$ref":"#/components/schemas/Amount"},"network_mbps":{"$ref":\#
        "#/components/schemas/Amount"}}},"timestamp":{"$ref":"#/components/schemas/Time"},"stale":{"$ref":"#/component\#
        s/schemas/Stale"},"degraded":{"type":"array","items":{"type":"string"},"description":"The subjects of the prob\#
        lems."},"problems":{"type":"array","items":{"type":"object","required":["subject","reason"],"properties":{"sub\#
        ject":{"type":"string"},"reason":{"type":"string"}}}},"parts":{"description":"Every part, always in the same o\#
        rder.","type":"array","items":{"type":"object","required":["name","status","reason","since"],"properties":{"na\#
        me":{"enum":["supervisor","probed","heartbeatd","deployd","apid","conductor","docker","resources","services"]}\#
        ,"status":{"description":"Unknown is what was never told, or too long ago.","enum":["ok","problem","unknown"]}\#
        ,"reason":{"$ref":"#/components/schemas/Text"},"since":{"description":"Since when its status is so; null where\#
         that is not known.","type":["string","null"]}}}},"conductor":{"description":"Null when heartbeatd has never t\#
        old of it.","type":["object","null"],"required":["reason","detail","last_heartbeat","consecutive_failures","ag\#
        e_s"],"properties":{"reason":{"$ref":"#/components/schemas/Text"},"detail":{"$ref":"#/components/schemas/Text"\#
        },"last_heartbeat":{"$ref":"#/components/schemas/Text"},"consecutive_failures":{"$ref":"#/components/schemas/C\#
        ount"},"age_s":{"$ref":"#/components/schemas/Amount"}}},"docker":{"description":"Null when deployd has never t\#
        old of it.","type":["object","null"],"required":["connected","state"],"properties":{"connected":{"type":"boole\#
        an"},"state":{"enum":["available","unavailable","unresponsive"]},"version":{"type":"string"},"api_version":{"t\#
        ype":"string"},"reason":{"type":"string"},"since":{"$ref":"#/components/schemas/Time"},"information":{"type":"\#
        object","required":["storage_driver","logging_driver","data_root","local","podman"],"properties":{"storage_dri\#
        ver":{"type":"string"},"backing_file_system":{"type":"string"},"cgroup_version":{"type":"integer"},"logging_dr\#
        iver":{"type":"string"},"data_root":{"type":"string"},"local":{"type":"boolean"},"podman":{"type":"boolean"}}}\#
        }},"version":{"type":"string"}}},"Status":{"type":"object","required":["worker","resources","services","interv\#
        als","timestamp","stale"],"properties":{"worker":{"type":"object","required":["hostname","ip_address","id","re\#
        gistered","conductor_url","docker_connected"],"properties":{"hostname":{"type":"string"},"ip_address":{"type":\#
        "string"},"id":{"$ref":"#/components/schemas/Text"},"registered":{"type":"boolean"},"conductor_url":{"type":"s\#
        tring"},"docker_connected":{"type":"boolean"}}},"resources":{"description":"Parts of the newest report; empty b\#
        efore the first.","type":"object","required":["cpu","ram","disk","network"],"properties":{"cpu":{"type":"objec\#
        t","additionalProperties":true},"ram":{"type":"object","additionalProperties":true},"disk":{"type":"object","a\#
        dditionalProperties":true},"network":{"type":"object","additionalProperties":true}}},"services":{"type":"array\#
        ","items":{"$ref":"#/components/schemas/Service"}},"intervals":{"description":"In seconds.","type":"object","r\#
        equired":["heartbeat","resource_check","deployment_check","service_status"],"properties":{"heartbeat":{"$ref":\#
        "#/components/schemas/Amount"},"resource_check":{"$ref":"#/components/schemas/Amount"},"deployment_check":{"$r\#
        ef":"#/components/schemas/Amount"},"service_status":{"$ref":"#/components/schemas/Amount"}}},"timestamp":{"$re\#
        f":"#/components/schemas/Time"},"stale":{"$ref":"#/components/schemas/Stale"}}},"ResourceReport":{"description\#
        ":"GB are GiB; shares and rates are over the time since the report before.","type":"object","required":["times\#
        tamp","cpu","ram","disk","network","load","cpu_cores","ram_gb","disk_gb","network_mbps"],"properties":{"timest\#
        amp":{"$ref":"#/components/schemas/Time"},"cpu":{"type":"object","required":["cores","physicalCores","processo\#
        rs","usage","usagePercent","perCore","model","speed"],"properties":{"cores":{"type":"integer","minimum":1},"ph\#
        ysicalCores":{"type":"integer","minimum":1},"processors":{"type":"integer","minimum":1},"usage":{"$ref":"#/com\#
        ponents/schemas/Percent"},"usagePercent":{"$ref":"#/components/schemas/Percent"},"perCore":{"type":"array","it\#
        ems":{"type":"object","required":["core","usage","usagePercent"],"properties":{"core":{"type":"integer","minim\#
        um":1},"usage":{"$ref":"#/components/schemas/Percent"},"usagePercent":{"$ref":"#/components/schemas/Percent"}}\#
        }},"model":{"type":"string"},"speed":{"$ref":"#/components/schemas/Amount"}}},"ram":{"type":"object","required\#
        ":["total_gb","available_gb","used_gb","free_gb","usagePercent","total_bytes","used_bytes","available_bytes"],\#
        "properties":{"total_gb":{"$ref":"#/components/schemas/Amount"},"available_gb":{"$ref":"#/components/schemas/A\#
        mount"},"used_gb":{"$ref":"#/components/schemas/Amount"},"free_gb":{"$ref":"#/components/schemas/Amount"},"usa\#
        gePercent":{"$ref":"#/components/schemas/Percent"},"total_bytes":{"$ref":"#/components/schemas/Count"},"used_b\#
        ytes":{"$ref":"#/components/schemas/Count"},"available_bytes":{"$ref":"#/components/schemas/Count"}}},"disk":{\#
        "type":"object","required":["total_gb","available_gb","used_gb","usagePercent","read_bytes","write_bytes","tot\#
        al_bytes","used_bytes"],"properties":{"total_gb":{"$ref":"#/components/schemas/Amount"},"available_gb":{"$ref"\#
        :"#/components/schemas/Amount"},"used_gb":{"$ref":"#/components/schemas/Amount"},"usagePercent":{"$ref":"#/com\#
        ponents/schemas/Percent"},"read_bytes":{"$ref":"#/components/schemas/Count"},"write_bytes":{"$ref":"#/componen\#
        ts/schemas/Count"},"read_bytes_per_sec":{"$ref":"#/components/schemas/Amount"},"write_bytes_per_sec":{"$ref":"\#
        #/components/schemas/Amount"},"total_bytes":{"$ref":"#/components/schemas/Count"},"used_bytes":{"$ref":"#/comp\#
        onents/schemas/Count"},"available_bytes":{"$ref":"#/components/schemas/Count"}}},"network":{"type":"object","r\#
        equired":["interfaces","primary_interface","ip4","ip6","mac","speed_mbps","rx_bytes","tx_bytes"],"properties":\#
        {"interfaces":{"$ref":"#/components/schemas/Count"},"primary_interface":{"$ref":"#/components/schemas/Text"},"\#
        ip4":{"$ref":"#/components/schemas/Text"},"ip6":{"$ref":"#/components/schemas/Text"},"mac":{"$ref":"#/componen\#
        ts/schemas/Text"},"speed_mbps":{"$ref":"#/components/schemas/Count"},"rx_bytes":{"$ref":"#/components/schemas/\#
        Count"},"tx_bytes":{"$ref":"#/components/schemas/Count"},"rx_bytes_per_sec":{"$ref":"#/components/schemas/Amou\#
        nt"},"tx_bytes_per_sec":{"$ref":"#/components/schemas/Amount"},"rx_dropped":{"$ref":"#/components/schemas/Coun\#
        t"},"tx_dropped":{"$ref":"#/components/schemas/Count"},"rx_errors":{"$ref":"#/components/schemas/Count"},"tx_e\#
        rrors":{"$ref":"#/components/schemas/Count"}}},"load":{"description":"How many tasks ran or waited to, over so\#
         many minutes; null where the host does not tell.","type":["object","null"],"required":["1","5","15"],"propert\#
        ies":{"1":{"$ref":"#/components/schemas/Amount"},"5":{"$ref":"#/components/schemas/Amount"},"15":{"$ref":"#/co\#
        mponents/schemas/Amount"}}},"cpu_cores":{"type":"integer","minimum":1},"ram_gb":{"$ref":"#/components/schemas/\#
        Amount"},"disk_gb":{"$ref":"#/components/schemas/Amount"},"network_mbps":{"$ref":"#/components/schemas/Count"}\#
        }},"ResourcePoint":{"type":"object","required":["at","step_s","cpu_percent","ram_percent","disk_percent","rx_b\#
        ytes_per_sec","tx_bytes_per_sec","load"],"properties":{"at":{"description":"When the time begins that it is th\#
        e mean of.","allOf":[{"$ref":"#/components/schemas/Time"}]},"step_s":{"enum":[10,60,600],"description":"How lo\#
        ng that time is."},"cpu_percent":{"$ref":"#/components/schemas/Percent"},"ram_percent":{"$ref":"#/components/s\#
        chemas/Percent"},"disk_percent":{"$ref":"#/components/schemas/Percent"},"rx_bytes_per_sec":{"$ref":"#/componen\#
        ts/schemas/Amount"},"tx_bytes_per_sec":{"$ref":"#/components/schemas/Amount"},"load":{"$ref":"#/components/sch\#
        emas/Amount"}}},"Setting":{"type":"object","required":["key","value","default","unit","source","secret"],"prop\#
        erties":{"key":{"type":"string","pattern":"^[A-Z][A-Z0-9_]*$"},"value":{"type":["string","number","null"],"des\#
        cription":"Of a secret that is set, `***`; null where nothing is."},"default":{"type":["string","number","null\#
        "],"description":"What it is when nobody sets it."},"unit":{"enum":["s","bytes","percent",null],"description":\#
        "Of both."},"source":{"description":"The supervisor's environment, the settings file, or nobody.","enum":["env\#
        ironment","file","default"]},"secret":{"type":"boolean"}}},"ServiceState":{"enum":["pending","pulling","starti\#
        ng","running","unhealthy","stopped","failed","removed","rolled_back"]},"Service":{"type":"object","required":[\#
        "service","id","name","status","running","image","created","startedAt"],"properties":{"service":{"type":"strin\#
        g","minLength":1},"id":{"$ref":"#/components/schemas/Text"},"name":{"type":"string","description":"The contain\#
        er's."},"status":{"$ref":"#/components/schemas/ServiceState"},"running":{"type":"boolean"},"image":{"type":"st\#
        ring"},"created":{"type":["integer","null"],"description":"Unix seconds."},"startedAt":{"$ref":"#/components/s\#
        chemas/EngineTime"}}},"ServiceDetail":{"type":"object","required":["service","id","name","status","running","i\#
        mage","created","startedAt","restartCount","config","health","exit_code","error","progress","image_digest","re\#
        port","project","next_attempt"],"properties":{"service":{"type":"string","minLength":1},"id":{"$ref":"#/compon\#
        ents/schemas/Text"},"name":{"type":"string"},"status":{"$ref":"#/components/schemas/ServiceState"},"running":{\#
        "type":"boolean"},"image":{"type":"string"},"created":{"type":["integer","null"]},"startedAt":{"$ref":"#/compo\#
        nents/schemas/EngineTime"},"restartCount":{"$ref":"#/components/schemas/Count"},"config":{"description":"What w\#
        as asked for; secrets are masked.","type":["object","null"],"additionalProperties":true},"health":{"$ref":"#/c\#
        omponents/schemas/Text"},"exit_code":{"type":["integer","null"]},"error":{"type":["object","null"],"required":\#
        ["type","message"],"properties":{"type":{"type":"string"},"message":{"type":"string"}}},"progress":{"descripti\#
        on":"How far a pull has come.","type":["object","null"],"additionalProperties":true},"image_digest":{"$ref":"#\#
        /components/schemas/Text"},"report":{"description":"What the service last said of itself.","type":["object","n\#
        ull"],"required":["content","at"],"properties":{"content":{"type":"object","additionalProperties":true},"at":{\#
        "$ref":"#/components/schemas/Time"}}},"project":{"$ref":"#/components/schemas/Text"},"next_attempt":{"$ref":"#\#
        /components/schemas/Text"}}},"Explanation":{"type":"object","required":["service","status","running","summary"\#
        ,"wanted"],"properties":{"service":{"type":"string"},"status":{"$ref":"#/components/schemas/ServiceState"},"ru\#
        nning":{"type":"boolean"},"summary":{"type":"string","minLength":1},"wanted":{"type":"object","required":["sta\#
        te","image","revision","source"],"properties":{"state":{"enum":["running","stopped","removed"]},"image":{"type\#
        ":"string"},"revision":{"$ref":"#/components/schemas/Count"},"instruction_id":{"type":"string"},"source":{"enu\#
        m":["conductor","operator","file","store"]}}},"plan":{"type":"object","required":["steps","made_at"],"properti\#
        es":{"steps":{"type":"array","items":{"type":"string"}},"made_at":{"$ref":"#/components/schemas/Time"}}},"step\#
        ":{"type":"string"},"failure":{"type":"object","required":["type","message","attempts"],"properties":{"step":{\#
        "type":"string"},"type":{"type":"string"},"message":{"type":"string"},"since":{"$ref":"#/components/schemas/Ti\#
        me"},"attempts":{"$ref":"#/components/schemas/Count"}}},"next_attempt":{"$ref":"#/components/schemas/Time"},"h\#
        elp":{"type":"string"},"refused":{"type":"object","required":["service","instruction_id","status","message","a\#
        t"],"properties":{"service":{"type":"string"},"instruction_id":{"type":"string"},"status":{"enum":["success","\#
        failed"]},"message":{"type":"string"},"at":{"$ref":"#/components/schemas/Time"}}}}},"Statistics":{"type":"obje\#
        ct","required":["service","read_at","cpu_s","memory_bytes","memory_limit_bytes","processes","received_bytes","\#
        sent_bytes","read_bytes","written_bytes"],"properties":{"service":{"type":"string"},"read_at":{"type":"string"\#
        ,"description":"As the engine gives it."},"cpu_percent":{"$ref":"#/components/schemas/Amount","description":"O\#
        f one processor, over the last second."},"cpu_s":{"$ref":"#/components/schemas/Amount"},"memory_bytes":{"$ref"\#
        :"#/components/schemas/Count"},"memory_limit_bytes":{"$ref":"#/components/schemas/Count"},"processes":{"$ref":\#
        "#/components/schemas/Count"},"received_bytes":{"$ref":"#/components/schemas/Count"},"sent_bytes":{"$ref":"#/c\#
        omponents/schemas/Count"},"read_bytes":{"$ref":"#/components/schemas/Count"},"written_bytes":{"$ref":"#/compon\#
        ents/schemas/Count"}}},"Exit":{"description":"How a process ended.","type":"object","required":["cause","at","\#
        requested","uptime_s","stderr"],"properties":{"cause":{"enum":["exited","signalled","out_of_memory","watchdog"\#
        ,"start_failed","start_timeout"]},"code":{"type":"integer"},"signal":{"type":"integer"},"signal_name":{"type":\#
        "string"},"core_dumped":{"type":"boolean"},"message":{"type":"string"},"at":{"$ref":"#/components/schemas/Time\#
        "},"requested":{"type":"boolean","description":"Whether the supervisor had asked for it."},"uptime_s":{"$ref":\#
        "#/components/schemas/Amount"},"stderr":{"type":"array","items":{"type":"string"},"description":"What it last w\#
        rote, 20 lines at most."}}},"Subsystem":{"type":"object","required":["name","state","generation","since","rest\#
        arts"],"properties":{"name":{"enum":["probed","heartbeatd","deployd","apid"]},"state":{"enum":["stopped","star\#
        ting","ready","failing","stopping","backing_off"]},"reason":{"type":"string"},"runs_previous_program":{"type":\#
        "boolean"},"status_text":{"type":"string"},"pid":{"type":"integer","minimum":1},"generation":{"$ref":"#/compon\#
        ents/schemas/Count"},"since":{"$ref":"#/components/schemas/Time"},"uptime_s":{"$ref":"#/components/schemas/Amo\#
        unt"},"restarts":{"type":"integer","minimum":0,"description":"That nobody asked for."},"last_exit":{"$ref":"#/\#
        components/schemas/Exit"},"next_attempt_s":{"$ref":"#/components/schemas/Amount"},"startup_ms":{"$ref":"#/comp\#
        onents/schemas/Amount"},"memory_bytes":{"$ref":"#/components/schemas/Count"},"cpu_s":{"$ref":"#/components/sch\#
        emas/Amount"},"open_descriptors":{"$ref":"#/components/schemas/Count"},"watchdog_age_s":{"$ref":"#/components/\#
        schemas/Amount"},"sequence":{"$ref":"#/components/schemas/Count"}}},"Start":{"type":"object","required":["name\#
        ","generation","pid","boot_id","started_at","monotonic_s"],"properties":{"name":{"enum":["probed","heartbeatd"\#
        ,"deployd","apid"]},"generation":{"$ref":"#/components/schemas/Count"},"pid":{"type":"integer","minimum":1},"b\#
        oot_id":{"type":"string"},"started_at":{"$ref":"#/components/schemas/Time"},"monotonic_s":{"$ref":"#/component\#
        s/schemas/Amount"},"previous_exit":{"type":"object","required":["generation","pid","report"],"properties":{"ge\#
        neration":{"$ref":"#/components/schemas/Count"},"pid":{"type":"integer","minimum":1},"report":{"$ref":"#/compo\#
        nents/schemas/Exit"}}}}}}}}
        """#
}
