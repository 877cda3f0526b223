// swift-format-ignore-file
// Made by script/describe-api from docs/openapi.yaml.

/// The description of the API, as JSON.
enum APIDescription {
    static let json: StaticString = #"""
        {"openapi":"3.1.0","info":{"title":"aerekos worker node","version":"1","summary":"How the node is, and what ca\#
        n be done to it.","description":"Served by apid. Reading is free for whoever reaches the address. Changes, out\#
        put and settings are free on a loopback address, though not for web pages of other origins; on any other addre\#
        ss they need the API token. With API_READ=token all of it needs the token on every address, but for the page, t\#
        his description, /livez, /readyz and the reports of services. Every GET is also there as HEAD; OPTIONS tells w\#
        hat a path has. Text of over 1 kB is sent in gzip to who takes it. A query parameter that is not described her\#
        e is answered with 400 and its name. Members may be added to answers; those that are here stay. With API_TLS_C\#
        ERT all of it is https; with API_TLS_CLIENT_CA a client shows a certificate besides any token. What is no requ\#
        est of HTTP, is too long or too slow, or is one too many is answered with 400, 405, 408, 413, 414, 417, 431, 5\#
        01, 503 or 505 on any path, and a body that is not application/json with 415; each with an error's body. Every\#
         answer to a GET comes from memory, the status cache or the engine's file of a service's output and waits for n\#
        o other daemon, but for `logs` of a service whose file cannot be read, which are asked of deployd, and `logs` o\#
        f a subsystem, which are asked of the supervisor, each with a deadline. The body of a change may be left out; e\#
        lse it is a JSON object.\n","license":{"name":"see the repository","url":"https://spdx.org/licenses/"}},"serve\#
        rs":[{"url":"/"}],"tags":[{"name":"node","description":"The node as a whole."},{"name":"services","description\#
        ":"What it runs."},{"name":"subsystems","description":"The daemons that it is made of."},{"name":"api","descri\#
        ption":"The API itself."}],"security":[{},{"token":[]}],"paths":{"/":{"get":{"operationId":"page","tags":["api\#
        "],"summary":"The page for browsers.","parameters":[{"$ref":"#/components/parameters/RequestID"},{"$ref":"#/co\#
        mponents/parameters/IfNoneMatch"}],"responses":{"200":{"description":"One self-contained page.","headers":{"X-\#
        Request-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"content":{\#
        "text/html":{"schema":{"type":"string"},"example":"<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\#
        \"utf-8\">\n…\n</html>\n"}}},"304":{"$ref":"#/components/responses/NotModified"},"400":{"$ref":"#/components/r\#
        esponses/BadRequest"},"406":{"$ref":"#/components/responses/NotAcceptable"},"500":{"$ref":"#/components/respon\#
        ses/Internal"}}}},"/livez":{"get":{"operationId":"live","tags":["node"],"summary":"That apid serves.","paramet\#
        ers":[{"$ref":"#/components/parameters/RequestID"}],"responses":{"200":{"description":"It does.","headers":{"X\#
        -Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"text/plain":{"schema":{"type":"string"},"e\#
        xample":"ok\n"}}},"400":{"$ref":"#/components/responses/BadRequest"},"406":{"$ref":"#/components/responses/Not\#
        Acceptable"},"500":{"$ref":"#/components/responses/Internal"}}}},"/readyz":{"get":{"operationId":"ready","tags\#
        ":["node"],"summary":"Whether apid can tell how the node is.","description":"It hears the supervisor, and can r\#
        ead the status cache. Whether the node is well is for /health to say.","parameters":[{"$ref":"#/components/par\#
        ameters/RequestID"}],"responses":{"200":{"description":"It can.","headers":{"X-Request-ID":{"$ref":"#/componen\#
        ts/headers/RequestID"}},"content":{"application/json":{"schema":{"type":"object","required":["ready","reasons"\#
        ],"properties":{"ready":{"const":true},"reasons":{"type":"array","maxItems":0}}},"example":{"ready":true,"reas\#
        ons":[]}}}},"400":{"$ref":"#/components/responses/BadRequest"},"406":{"$ref":"#/components/responses/NotAccept\#
        able"},"500":{"$ref":"#/components/responses/Internal"},"503":{"description":"It cannot, and why.","headers":{\#
        "X-Request-ID":{"$ref":"#/components/headers/RequestID"},"Retry-After":{"$ref":"#/components/headers/RetryAfte\#
        r"}},"content":{"application/json":{"schema":{"type":"object","required":["ready","reasons","error"],"properti\#
        es":{"ready":{"const":false},"reasons":{"type":"array","minItems":1,"items":{"type":"string"}},"error":{"$ref"\#
        :"#/components/schemas/Fault"}}},"example":{"ready":false,"reasons":["supervisor: has not answered"],"error":{\#
        "message":"Not ready: supervisor: has not answered","status":503}}}}}}}},"/health":{"get":{"operationId":"heal\#
        th","tags":["node"],"summary":"Whether the node is well, and which part of it is not.","description":"200 what\#
        ever the node is like; its state is in the answer.","parameters":[{"$ref":"#/components/parameters/RequestID"}\#
        ,{"$ref":"#/components/parameters/IfNoneMatch"}],"responses":{"200":{"description":"How it is.","headers":{"X-\#
        Request-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"content":{\#
        "application/json":{"schema":{"$ref":"#/components/schemas/Health"},"example":{"status":"degraded","hostname":\#
        "node-1","ip_address":"192.0.2.1","conductor_url":"https://conductor.example","registered":true,"worker_id":"0\#
        0000000-0000-4000-8000-000000000000","docker_connected":false,"resources":{"cpu_cores":4,"ram_gb":7.6,"disk_gb\#
        ":100,"network_mbps":1000},"timestamp":"2026-01-31T08:05:09.042Z","stale":false,"degraded":["docker"],"problem\#
        s":[{"subject":"docker","reason":"the container engine is not reachable"}],"parts":[{"name":"supervisor","stat\#
        us":"ok","reason":null,"since":"2026-01-31T08:00:00.000Z"},{"name":"docker","status":"problem","reason":"the c\#
        ontainer engine is not reachable","since":"2026-01-31T08:04:00.000Z"}],"conductor":{"reason":null,"detail":nul\#
        l,"last_heartbeat":"2026-01-31T08:05:01.000Z","consecutive_failures":0,"age_s":8.1},"docker":{"connected":fals\#
        e,"state":"unavailable","reason":"the container engine is not reachable"},"version":"0.1.0"}}}},"304":{"$ref":\#
        "#/components/responses/NotModified"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/comp\#
        onents/responses/Unauthorized"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/compone\#
        nts/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"500":{"$ref":"#/components/respon\#
        ses/Internal"}}}},"/status":{"get":{"operationId":"status","tags":["node"],"summary":"The node, its resources a\#
        nd its services in one answer.","parameters":[{"$ref":"#/components/parameters/RequestID"},{"$ref":"#/componen\#
        ts/parameters/IfNoneMatch"}],"responses":{"200":{"description":"All of it.","headers":{"X-Request-ID":{"$ref":\#
        "#/components/headers/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"content":{"application/json":{\#
        "schema":{"$ref":"#/components/schemas/Status"},"example":{"worker":{"hostname":"node-1","ip_address":"192.0.2\#
        .1","id":"00000000-0000-4000-8000-000000000000","registered":true,"conductor_url":"https://conductor.example",\#
        "docker_connected":true},"resources":{"cpu":{"cores":2,"physicalCores":2,"processors":1,"usage":12.5,"usagePer\#
        cent":12.5,"perCore":[{"core":1,"usage":15,"usagePercent":15},{"core":2,"usage":10,"usagePercent":10}],"model"\#
        :"AMD EPYC","speed":2.6},"ram":{"total_gb":7.6,"available_gb":5.7,"used_gb":1.9,"free_gb":3.8,"usagePercent":2\#
        5,"total_bytes":8160437862,"used_bytes":2040109466,"available_bytes":6120328396},"disk":{"total_gb":100,"avail\#
        able_gb":39,"used_gb":61,"usagePercent":61,"read_bytes":111038059520,"write_bytes":465169059840,"read_bytes_pe\#
        r_sec":0,"write_bytes_per_sec":8192,"total_bytes":107374182400,"used_bytes":65498251264,"available_bytes":4187\#
        5931136},"network":{"interfaces":2,"primary_interface":"eth0","ip4":"192.0.2.1","ip6":null,"mac":"02:00:00:00:\#
        00:01","speed_mbps":1000,"rx_bytes":1458419792,"tx_bytes":4313319,"rx_bytes_per_sec":1024,"tx_bytes_per_sec":5\#
        12,"rx_dropped":0,"tx_dropped":0,"rx_errors":0,"tx_errors":0}},"services":[{"service":"web","id":"c0ffee","nam\#
        e":"aerekos-web","status":"running","running":true,"image":"nginx:alpine","created":1769846709,"startedAt":"20\#
        26-01-31T08:05:09.042123456Z","restartCount":0,"exit_code":null,"project":null,"instruction_id":null,"instruct\#
        ion_outcome":null,"health":null,"error":null,"progress":null}],"intervals":{"heartbeat":30,"resource_check":60\#
        ,"deployment_check":10,"service_status":30},"timestamp":"2026-01-31T08:05:09.042Z","stale":false}}}},"304":{"$\#
        ref":"#/components/responses/NotModified"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#\#
        /components/responses/Unauthorized"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/co\#
        mponents/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"500":{"$ref":"#/components/r\#
        esponses/Internal"}}}},"/resources":{"get":{"operationId":"resources","tags":["node"],"summary":"The newest re\#
        port of the host, and how old it is.","parameters":[{"$ref":"#/components/parameters/RequestID"},{"$ref":"#/co\#
        mponents/parameters/IfNoneMatch"}],"responses":{"200":{"description":"The report as the conductor gets it.","h\#
        eaders":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}}\#
        ,"content":{"application/json":{"schema":{"type":"object","required":["resources","age_s","stale"],"properties\#
        ":{"resources":{"$ref":"#/components/schemas/ResourceReport"},"age_s":{"$ref":"#/components/schemas/Amount"},"\#
        stale":{"$ref":"#/components/schemas/Stale"}}},"example":{"resources":{"timestamp":"2026-01-31T08:05:06.160Z",\#
        "cpu":{"cores":2,"physicalCores":2,"processors":1,"usage":12.5,"usagePercent":12.5,"perCore":[{"core":1,"usage\#
        ":15,"usagePercent":15},{"core":2,"usage":10,"usagePercent":10}],"model":"AMD EPYC","speed":2.6},"ram":{"total\#
        _gb":7.6,"available_gb":5.7,"used_gb":1.9,"free_gb":3.8,"usagePercent":25,"total_bytes":8160437862,"used_bytes\#
        ":2040109466,"available_bytes":6120328396},"disk":{"total_gb":100,"available_gb":39,"used_gb":61,"usagePercent\#
        ":61,"read_bytes":111038059520,"write_bytes":465169059840,"read_bytes_per_sec":0,"write_bytes_per_sec":8192,"t\#
        otal_bytes":107374182400,"used_bytes":65498251264,"available_bytes":41875931136},"network":{"interfaces":2,"pr\#
        imary_interface":"eth0","ip4":"192.0.2.1","ip6":null,"mac":"02:00:00:00:00:01","speed_mbps":1000,"rx_bytes":14\#
        58419792,"tx_bytes":4313319,"rx_bytes_per_sec":1024,"tx_bytes_per_sec":512,"rx_dropped":0,"tx_dropped":0,"rx_e\#
        rrors":0,"tx_errors":0},"load":{"1":0.5,"5":0.42,"15":0.4},"cpu_cores":2,"ram_gb":7.6,"disk_gb":100,"network_m\#
        bps":1000},"age_s":2.882212481,"stale":false}}}},"304":{"$ref":"#/components/responses/NotModified"},"400":{"$\#
        ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"406":{"$ref":"\#
        #/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/co\#
        mponents/responses/TooMany"},"500":{"$ref":"#/components/responses/Internal"},"503":{"$ref":"#/components/resp\#
        onses/Unavailable"}}}},"/resources/history":{"get":{"operationId":"resourceHistory","tags":["node"],"summary":\#
        "How the host was in the last day, the oldest first.","description":"Means over 10 s for the last ten minutes,\#
         over a minute for two hours, over ten minutes for a day; each time once, in the finest that there is. Kept in\#
         the status cache: it outlives a restart of every daemon, and not one of the host. A cursor never expires.\n",\#
        "parameters":[{"$ref":"#/components/parameters/RequestID"},{"$ref":"#/components/parameters/IfNoneMatch"},{"na\#
        me":"since","in":"query","required":false,"description":"From when on; Unix seconds, a time in UTC, or how lon\#
        g ago.","schema":{"$ref":"#/components/schemas/Since"},"example":"2h"},{"$ref":"#/components/parameters/Limit"\#
        },{"$ref":"#/components/parameters/Cursor"}],"responses":{"200":{"description":"The points.","headers":{"X-Req\#
        uest-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"content":{"ap\#
        plication/json":{"schema":{"type":"object","required":["points","next_cursor"],"properties":{"points":{"type":\#
        "array","items":{"$ref":"#/components/schemas/ResourcePoint"}},"next_cursor":{"$ref":"#/components/schemas/Nex\#
        tCursor"}}},"example":{"points":[{"at":"2026-01-31T08:05:00.000Z","step_s":10,"cpu_percent":12.5,"ram_percent"\#
        :40.2,"disk_percent":61,"rx_bytes_per_sec":1024,"tx_bytes_per_sec":512,"load":0.5}],"next_cursor":null}}}},"30\#
        4":{"$ref":"#/components/responses/NotModified"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$r\#
        ef":"#/components/responses/Unauthorized"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref"\#
        :"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"500":{"$ref":"#/compon\#
        ents/responses/Internal"}}}},"/events":{"get":{"operationId":"events","tags":["node"],"summary":"What happens o\#
        n the node, as a stream; or what has happened, in pages.","description":"A stream of server-sent events (HTML s\#
        tandard, section 9.2) for who accepts `text/event-stream` or anything; with `Last-Event-ID` it begins behind t\#
        hat event, or with an event `reset` when that is not known any more. At most 64 at a time. A page, the newest f\#
        irst, for who accepts `application/json` alone, or gives `limit` or `cursor`. States that last shorter than ha\#
        lf a second may be in neither.\n","parameters":[{"$ref":"#/components/parameters/RequestID"},{"name":"Last-Eve\#
        nt-ID","in":"header","required":false,"description":"Of a stream; the id of the event last seen.","schema":{"t\#
        ype":"string"}},{"$ref":"#/components/parameters/Limit"},{"$ref":"#/components/parameters/Cursor"}],"responses\#
        ":{"200":{"description":"The kinds are `subsystem` (data as in /subsystems), `conductor`, `service` (as in /se\#
        rvices/{name}, without its configuration), in a stream `reset`, and in pages `start`, the starts of daemons be\#
        fore the oldest event.\n","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"app\#
        lication/json":{"schema":{"type":"object","required":["events","next_cursor","last_event_id"],"properties":{"e\#
        vents":{"type":"array","items":{"type":"object","required":["id","event","at","data"],"properties":{"id":{"typ\#
        e":"string","minLength":1},"event":{"enum":["subsystem","conductor","service","start"]},"at":{"$ref":"#/compon\#
        ents/schemas/Time"},"data":{"type":"object","additionalProperties":true}}}},"next_cursor":{"$ref":"#/component\#
        s/schemas/NextCursor"},"last_event_id":{"description":"A stream with this as its Last-Event-ID goes on where t\#
        he newest page ends.","type":"string"}}},"example":{"events":[{"id":"1.abc-7","event":"conductor","at":"2026-0\#
        1-31T08:05:09.042Z","data":{"status":"offline","registered":true,"conductor_url":"https://conductor.example","\#
        reason":"unreachable"}}],"next_cursor":null,"last_event_id":"1.abc-7"}},"text/event-stream":{"schema":{"type":\#
        "string"},"example":"retry: 1000\nid: 1.abc-6\n\nevent: conductor\nid: 1.abc-7\ndata: {\"conductor_url\":\"htt\#
        ps://conductor.example\",\"reason\":\"unreachable\",\"registered\":true,\"status\":\"offline\",\"worker_id\":\"\#
        00000000-0000-4000-8000-000000000000\"}\n"}}},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref"\#
        :"#/components/responses/Unauthorized"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#\#
        /components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"500":{"$ref":"#/component\#
        s/responses/Internal"},"410":{"description":"What the cursor points to is not known any more; begin again with\#
        out one.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json":{\#
        "schema":{"$ref":"#/components/schemas/Error"},"example":{"error":{"message":"What this cursor points to is no\#
        t known any more; begin again without one","status":410}}}}},"503":{"$ref":"#/components/responses/Full"}}}},"\#
        /config":{"get":{"operationId":"configuration","tags":["node"],"summary":"The settings that the node runs with\#
        , without what is secret in them.","security":[{"token":[]}],"parameters":[{"$ref":"#/components/parameters/Re\#
        questID"}],"responses":{"200":{"description":"Every setting, in the order in which they are read.","headers":{\#
        "X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json":{"schema":{"type":"obj\#
        ect","required":["settings","stale","reason"],"properties":{"settings":{"type":"array","items":{"$ref":"#/comp\#
        onents/schemas/Setting"}},"stale":{"$ref":"#/components/schemas/Stale"},"reason":{"$ref":"#/components/schemas\#
        /Text"}}},"example":{"settings":[{"key":"HEARTBEAT_INTERVAL","value":10,"default":30,"unit":"s","source":"envi\#
        ronment","secret":false},{"key":"CONDUCTOR_TOKEN","value":"***","default":null,"unit":null,"source":"file","se\#
        cret":true}],"stale":false,"reason":null}}}},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":\#
        "#/components/responses/Unauthorized"},"403":{"$ref":"#/components/responses/Forbidden"},"406":{"$ref":"#/comp\#
        onents/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/componen\#
        ts/responses/TooMany"},"500":{"$ref":"#/components/responses/Internal"},"503":{"$ref":"#/components/responses/\#
        Unavailable"}}}},"/doctor":{"get":{"operationId":"doctor","tags":["node"],"summary":"What is not as it should b\#
        e, how that was seen, and what helps.","description":"Found out by apid from what is known and this machine's f\#
        iles; `workerctl doctor` asks more.","parameters":[{"$ref":"#/components/parameters/RequestID"},{"$ref":"#/com\#
        ponents/parameters/IfNoneMatch"}],"responses":{"200":{"description":"A verdict on each check.","headers":{"X-R\#
        equest-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"content":{"\#
        application/json":{"schema":{"type":"object","required":["verdict","node_runs","findings","timestamp"],"proper\#
        ties":{"verdict":{"$ref":"#/components/schemas/Verdict"},"node_runs":{"type":"boolean"},"findings":{"type":"ar\#
        ray","items":{"type":"object","required":["check","verdict","evidence"],"properties":{"check":{"type":"string"\#
        ,"minLength":1},"verdict":{"$ref":"#/components/schemas/Verdict"},"evidence":{"type":"string"},"remedy":{"type\#
        ":"string"}}}},"timestamp":{"$ref":"#/components/schemas/Time"}}},"example":{"verdict":"problem","node_runs":t\#
        rue,"findings":[{"check":"engine","verdict":"problem","evidence":"nobody answers at unix:///var/run/docker.soc\#
        k","remedy":"start the container engine"}],"timestamp":"2026-01-31T08:05:09.042Z"}}}},"304":{"$ref":"#/compone\#
        nts/responses/NotModified"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/res\#
        ponses/Unauthorized"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/respon\#
        ses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"500":{"$ref":"#/components/responses/Intern\#
        al"}}}},"/metrics":{"get":{"operationId":"metrics","tags":["node"],"summary":"What the node counts and measure\#
        s, for Prometheus.","parameters":[{"$ref":"#/components/parameters/RequestID"}],"responses":{"200":{"descripti\#
        on":"Prometheus' text format, version 0.0.4.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestI\#
        D"}},"content":{"text/plain":{"schema":{"type":"string"},"example":"# HELP aerekos_node_status 1 for the node'\#
        s present status, 0 for the others.\n# TYPE aerekos_node_status gauge\naerekos_node_status{status=\"online\"} 1\#
        \naerekos_node_status{status=\"degraded\"} 0\naerekos_node_status{status=\"offline\"} 0\n# HELP aerekos_host_c\#
        pu_usage_ratio Share of processor time that was used, 0 to 1.\n# TYPE aerekos_host_cpu_usage_ratio gauge\naere\#
        kos_host_cpu_usage_ratio 0.125\n# HELP aerekos_subsystem_restarts_total Restarts that nobody asked for.\n# TYP\#
        E aerekos_subsystem_restarts_total counter\naerekos_subsystem_restarts_total{subsystem=\"probed\"} 0\n"}}},"40\#
        0":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"406":{"$\#
        ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref"\#
        :"#/components/responses/TooMany"},"500":{"$ref":"#/components/responses/Internal"}}}},"/openapi.json":{"get":\#
        {"operationId":"description","tags":["api"],"summary":"This description.","parameters":[{"$ref":"#/components/\#
        parameters/RequestID"},{"$ref":"#/components/parameters/IfNoneMatch"}],"responses":{"200":{"description":"In J\#
        SON.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/headers\#
        /ETag"}},"content":{"application/json":{"schema":{"type":"object","required":["openapi","info","paths"],"addit\#
        ionalProperties":true,"properties":{"openapi":{"type":"string"}}},"example":{"openapi":"3.1.0","info":{"title"\#
        :"aerekos worker node","version":"1"},"paths":{"/livez":{"get":{"operationId":"live","summary":"That apid serv\#
        es."}}}}}}},"304":{"$ref":"#/components/responses/NotModified"},"400":{"$ref":"#/components/responses/BadReque\#
        st"},"406":{"$ref":"#/components/responses/NotAcceptable"},"500":{"$ref":"#/components/responses/Internal"}}}}\#
        ,"/services":{"get":{"operationId":"services","tags":["services"],"summary":"Every service, by name.","paramet\#
        ers":[{"$ref":"#/components/parameters/RequestID"},{"$ref":"#/components/parameters/IfNoneMatch"},{"$ref":"#/c\#
        omponents/parameters/Limit"},{"$ref":"#/components/parameters/Cursor"}],"responses":{"200":{"description":"All\#
         of them; with `limit`, a page. A cursor never expires.","headers":{"X-Request-ID":{"$ref":"#/components/heade\#
        rs/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"content":{"application/json":{"schema":{"type":"o\#
        bject","required":["services","stale","next_cursor"],"properties":{"services":{"type":"array","items":{"$ref":\#
        "#/components/schemas/Service"}},"stale":{"$ref":"#/components/schemas/Stale"},"next_cursor":{"$ref":"#/compon\#
        ents/schemas/NextCursor"}}},"example":{"services":[{"service":"web","id":"c0ffee","name":"aerekos-web","status\#
        ":"running","running":true,"image":"nginx:alpine","created":1769846709,"startedAt":"2026-01-31T08:05:09.042123\#
        456Z","health":null,"error":null,"progress":null}],"stale":false,"next_cursor":null}}}},"304":{"$ref":"#/compo\#
        nents/responses/NotModified"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/r\#
        esponses/Unauthorized"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/resp\#
        onses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"500":{"$ref":"#/components/responses/Inte\#
        rnal"}}}},"/services/{name}":{"parameters":[{"$ref":"#/components/parameters/Service"},{"$ref":"#/components/p\#
        arameters/RequestID"}],"get":{"operationId":"service","tags":["services"],"summary":"One service.","parameters\#
        ":[{"$ref":"#/components/parameters/IfNoneMatch"}],"responses":{"200":{"description":"The service. No secret i\#
        s in its configuration.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#\#
        /components/headers/ETag"}},"content":{"application/json":{"schema":{"type":"object","required":["service","st\#
        ale"],"properties":{"service":{"$ref":"#/components/schemas/ServiceDetail"},"stale":{"$ref":"#/components/sche\#
        mas/Stale"}}},"example":{"service":{"service":"web","id":"c0ffee","name":"aerekos-web","status":"running","run\#
        ning":true,"image":"nginx:alpine","created":1769846709,"startedAt":"2026-01-31T08:05:09.042123456Z","restartCo\#
        unt":0,"config":{"image":"nginx:alpine","ports":{"80":8080},"environment":{"PASSWORD":"********"}},"health":nu\#
        ll,"exit_code":null,"error":null,"progress":null,"image_digest":"sha256:c0ffee","report":{"content":{"ready":t\#
        rue},"at":"2026-01-31T08:05:10.000Z"},"project":null,"next_attempt":null,"instruction_id":null,"instruction_ou\#
        tcome":null},"stale":false}}}},"304":{"$ref":"#/components/responses/NotModified"},"400":{"$ref":"#/components\#
        /responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"404":{"$ref":"#/components/respo\#
        nses/NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Mi\#
        sdirected"},"429":{"$ref":"#/components/responses/TooMany"},"500":{"$ref":"#/components/responses/Internal"}}}\#
        ,"delete":{"operationId":"removeService","tags":["services"],"summary":"Has the service removed, with its cont\#
        ainer. Its volumes stay.","security":[{"token":[]}],"responses":{"202":{"$ref":"#/components/responses/Instruc\#
        ted"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},\#
        "403":{"$ref":"#/components/responses/Forbidden"},"404":{"$ref":"#/components/responses/NotFound"},"406":{"$re\#
        f":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"\#
        #/components/responses/TooMany"},"500":{"$ref":"#/components/responses/Internal"},"409":{"$ref":"#/components/\#
        responses/Conflict"},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/services/{name}/restart":{"param\#
        eters":[{"$ref":"#/components/parameters/Service"},{"$ref":"#/components/parameters/RequestID"}],"post":{"oper\#
        ationId":"restartService","tags":["services"],"summary":"Restarts the service's container; the answer comes wh\#
        en that is done.","security":[{"token":[]}],"requestBody":{"$ref":"#/components/requestBodies/Nothing"},"respo\#
        nses":{"200":{"description":"It has been restarted.","headers":{"X-Request-ID":{"$ref":"#/components/headers/R\#
        equestID"}},"content":{"application/json":{"schema":{"type":"object","required":["result"],"properties":{"resu\#
        lt":{"type":"object","required":["id","name","status","service","running"],"properties":{"id":{"$ref":"#/compo\#
        nents/schemas/Text"},"name":{"type":"string"},"status":{"const":"restarted"},"service":{"type":"string"},"runn\#
        ing":{"type":"boolean"}}}}},"example":{"result":{"id":"c0ffee","name":"aerekos-web","status":"restarted","serv\#
        ice":"web","running":true}}}}},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/\#
        responses/Unauthorized"},"403":{"$ref":"#/components/responses/Forbidden"},"404":{"$ref":"#/components/respons\#
        es/NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"413":{"$ref":"#/components/responses/TooL\#
        arge"},"415":{"$ref":"#/components/responses/WrongMediaType"},"421":{"$ref":"#/components/responses/Misdirecte\#
        d"},"429":{"$ref":"#/components/responses/TooMany"},"500":{"$ref":"#/components/responses/Internal"},"409":{"$\#
        ref":"#/components/responses/Conflict"},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/services/{nam\#
        e}/start":{"parameters":[{"$ref":"#/components/parameters/Service"},{"$ref":"#/components/parameters/RequestID\#
        "}],"post":{"operationId":"startService","tags":["services"],"summary":"Has the service started.","security":[\#
        {"token":[]}],"requestBody":{"$ref":"#/components/requestBodies/Nothing"},"responses":{"202":{"$ref":"#/compon\#
        ents/responses/Instructed"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/res\#
        ponses/Unauthorized"},"403":{"$ref":"#/components/responses/Forbidden"},"404":{"$ref":"#/components/responses/\#
        NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"413":{"$ref":"#/components/responses/TooLarg\#
        e"},"415":{"$ref":"#/components/responses/WrongMediaType"},"421":{"$ref":"#/components/responses/Misdirected"}\#
        ,"429":{"$ref":"#/components/responses/TooMany"},"500":{"$ref":"#/components/responses/Internal"},"409":{"$ref\#
        ":"#/components/responses/Conflict"},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/services/{name}/\#
        stop":{"parameters":[{"$ref":"#/components/parameters/Service"},{"$ref":"#/components/parameters/RequestID"}],\#
        "post":{"operationId":"stopService","tags":["services"],"summary":"Has the service stopped. It stays stopped u\#
        ntil it is started.","security":[{"token":[]}],"requestBody":{"$ref":"#/components/requestBodies/Nothing"},"re\#
        sponses":{"202":{"$ref":"#/components/responses/Instructed"},"400":{"$ref":"#/components/responses/BadRequest"\#
        },"401":{"$ref":"#/components/responses/Unauthorized"},"403":{"$ref":"#/components/responses/Forbidden"},"404"\#
        :{"$ref":"#/components/responses/NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"413":{"$ref\#
        ":"#/components/responses/TooLarge"},"415":{"$ref":"#/components/responses/WrongMediaType"},"421":{"$ref":"#/c\#
        omponents/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"500":{"$ref":"#/components/\#
        responses/Internal"},"409":{"$ref":"#/components/responses/Conflict"},"503":{"$ref":"#/components/responses/Un\#
        available"}}}},"/services/{name}/explain":{"parameters":[{"$ref":"#/components/parameters/Service"},{"$ref":"#\#
        /components/parameters/RequestID"}],"get":{"operationId":"explainService","tags":["services"],"summary":"Why t\#
        he service is as it is, and what would help; as deployd has last written it, also when that is away.","paramet\#
        ers":[{"$ref":"#/components/parameters/IfNoneMatch"}],"responses":{"200":{"description":"From what is wanted t\#
        o what would help.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/comp\#
        onents/headers/ETag"}},"content":{"application/json":{"schema":{"type":"object","required":["explanation","sta\#
        le"],"properties":{"explanation":{"$ref":"#/components/schemas/Explanation"},"stale":{"$ref":"#/components/sch\#
        emas/Stale"}}},"example":{"stale":false,"explanation":{"service":"web","status":"running","running":true,"summ\#
        ary":"web runs as wanted","wanted":{"state":"running","image":"nginx:alpine","revision":1,"source":"conductor"\#
        }}}}}},"304":{"$ref":"#/components/responses/NotModified"},"400":{"$ref":"#/components/responses/BadRequest"},\#
        "401":{"$ref":"#/components/responses/Unauthorized"},"404":{"$ref":"#/components/responses/NotFound"},"406":{"\#
        $ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref\#
        ":"#/components/responses/TooMany"},"500":{"$ref":"#/components/responses/Internal"},"503":{"$ref":"#/componen\#
        ts/responses/Unavailable"}}}},"/services/{name}/stats":{"parameters":[{"$ref":"#/components/parameters/Service\#
        "},{"$ref":"#/components/parameters/RequestID"}],"get":{"operationId":"serviceStatistics","tags":["services"],\#
        "summary":"What the service's container used when it was last measured.","description":"deployd measures at SE\#
        RVICE_STATUS_INTERVAL, of many services the 50 that were not measured for longest, and a new container within a\#
         few seconds. Who asks has the service measured anew, for who asks next, when the answer is older than a secon\#
        d.\n","responses":{"200":{"description":"Counters run since the container's start.","headers":{"X-Request-ID":\#
        {"$ref":"#/components/headers/RequestID"}},"content":{"application/json":{"schema":{"type":"object","required"\#
        :["stats","age_s","stale"],"properties":{"stats":{"$ref":"#/components/schemas/Statistics"},"age_s":{"$ref":"#\#
        /components/schemas/Amount","description":"How long ago it was measured."},"stale":{"$ref":"#/components/schem\#
        as/Stale"}}},"example":{"age_s":8.2,"stale":false,"stats":{"service":"web","read_at":"2026-01-31T08:05:09.0421\#
        23456Z","cpu_percent":0.25,"cpu_s":0.05,"memory_bytes":3145728,"memory_limit_bytes":8160437862,"processes":3,"\#
        received_bytes":1026,"sent_bytes":612,"read_bytes":0,"written_bytes":4096}}}}},"400":{"$ref":"#/components/res\#
        ponses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"404":{"$ref":"#/components/responses\#
        /NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdir\#
        ected"},"429":{"$ref":"#/components/responses/TooMany"},"500":{"$ref":"#/components/responses/Internal"},"409"\#
        :{"$ref":"#/components/responses/Conflict"},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/services/\#
        {name}/logs":{"parameters":[{"$ref":"#/components/parameters/Service"},{"$ref":"#/components/parameters/Reques\#
        tID"}],"get":{"operationId":"serviceLogs","tags":["services"],"summary":"The output of the service's container\#
        , from the engine's file; else asked of deployd, the first piece within 10 s.","security":[{"token":[]}],"para\#
        meters":[{"$ref":"#/components/parameters/Follow"},{"$ref":"#/components/parameters/Tail"},{"name":"since","in\#
        ":"query","required":false,"description":"From when on; Unix seconds, a time in UTC, or how long ago.","schema\#
        ":{"$ref":"#/components/schemas/Since"},"example":"10m"},{"name":"timestamps","in":"query","required":false,"d\#
        escription":"Each line with its time.","schema":{"$ref":"#/components/schemas/Flag"}},{"name":"stream","in":"q\#
        uery","required":false,"schema":{"type":"string","enum":["stdout","stderr","all"]}}],"responses":{"200":{"desc\#
        ription":"A line each, as text, or as a JSON object for who accepts that.","headers":{"X-Request-ID":{"$ref":"\#
        #/components/headers/RequestID"}},"content":{"text/plain":{"schema":{"type":"string"},"example":"192.0.2.7 - -\#
         [31/Jan/2026:08:05:09 +0000] \"GET / HTTP/1.1\" 200 615 \"-\" \"curl/8.14.1\" \"-\"\n"},"application/x-ndjson\#
        ":{"schema":{"type":"string"},"example":"{\"stream\":\"stderr\",\"text\":\"[notice] 1#1: start worker processe\#
        s\"}\n"}}},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthoriz\#
        ed"},"403":{"$ref":"#/components/responses/Forbidden"},"404":{"$ref":"#/components/responses/NotFound"},"406":\#
        {"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$r\#
        ef":"#/components/responses/TooMany"},"500":{"$ref":"#/components/responses/Internal"},"409":{"$ref":"#/compon\#
        ents/responses/Conflict"},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/services/{name}/report":{"p\#
        arameters":[{"$ref":"#/components/parameters/Service"},{"$ref":"#/components/parameters/RequestID"}],"post":{"\#
        operationId":"report","tags":["services"],"summary":"What a service says of itself, with the token that its co\#
        ntainer was given (SERVICE_TOKEN).","security":[{"serviceToken":[]}],"requestBody":{"required":true,"content":\#
        {"application/json":{"schema":{"type":"object","additionalProperties":true,"description":"At most 4096 bytes."\#
        },"example":{"ready":true}}}},"responses":{"204":{"description":"Taken; it is shown in the service's status.",\#
        "headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}}},"400":{"$ref":"#/components/responses/Ba\#
        dRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"404":{"$ref":"#/components/responses/NotFound\#
        "},"406":{"$ref":"#/components/responses/NotAcceptable"},"500":{"$ref":"#/components/responses/Internal"},"413\#
        ":{"description":"The report is over 4096 bytes.","headers":{"X-Request-ID":{"$ref":"#/components/headers/Requ\#
        estID"}},"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"},"example":{"error":{"me\#
        ssage":"The body is over the limit of 4096 bytes","status":413}}}}},"415":{"$ref":"#/components/responses/Wron\#
        gMediaType"},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/subsystems":{"get":{"operationId":"subsy\#
        stems","tags":["subsystems"],"summary":"The node's daemons, as the supervisor last told of them.","parameters"\#
        :[{"$ref":"#/components/parameters/RequestID"},{"$ref":"#/components/parameters/IfNoneMatch"}],"responses":{"2\#
        00":{"description":"All of them; none before the supervisor has answered.","headers":{"X-Request-ID":{"$ref":"\#
        #/components/headers/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"content":{"application/json":{"\#
        schema":{"type":"object","required":["subsystems","supervisor","stale","reason","age_s"],"properties":{"subsys\#
        tems":{"type":"array","items":{"$ref":"#/components/schemas/Subsystem"}},"supervisor":{"type":["object","null"\#
        ],"required":["pid","version","uptime_s"],"properties":{"pid":{"type":"integer","minimum":1},"version":{"type"\#
        :"string"},"uptime_s":{"$ref":"#/components/schemas/Amount"}}},"stale":{"$ref":"#/components/schemas/Stale"},"\#
        reason":{"$ref":"#/components/schemas/Text"},"age_s":{"$ref":"#/components/schemas/Age"}}},"example":{"subsyst\#
        ems":[{"name":"probed","state":"ready","status_text":"serving","pid":311,"generation":2,"since":"2026-01-31T08\#
        :05:00.873Z","uptime_s":8.5,"restarts":1,"last_exit":{"cause":"signalled","signal":9,"signal_name":"SIGKILL","\#
        core_dumped":false,"pid":307,"generation":1,"at":"2026-01-31T08:05:00.851Z","requested":false,"uptime_s":31.2,\#
        "user_cpu_s":0.014,"system_cpu_s":0.022,"max_rss_bytes":13565952,"next_attempt_s":0.0,"stderr":[]},"startup_ms\#
        ":21.533607,"memory_bytes":3666944,"cpu_s":0.02,"open_descriptors":14,"watchdog_age_s":0.005983304}],"supervis\#
        or":{"pid":305,"version":"0.1.0","uptime_s":8.6},"stale":false,"reason":null,"age_s":0.5}}}},"304":{"$ref":"#/\#
        components/responses/NotModified"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/compone\#
        nts/responses/Unauthorized"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components\#
        /responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"500":{"$ref":"#/components/responses\#
        /Internal"}}}},"/subsystems/{name}":{"parameters":[{"$ref":"#/components/parameters/Subsystem"},{"$ref":"#/com\#
        ponents/parameters/RequestID"}],"get":{"operationId":"subsystem","tags":["subsystems"],"summary":"One daemon, a\#
        nd its last starts.","parameters":[{"$ref":"#/components/parameters/IfNoneMatch"}],"responses":{"200":{"descri\#
        ption":"The daemon.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/com\#
        ponents/headers/ETag"}},"content":{"application/json":{"schema":{"type":"object","required":["subsystem","hist\#
        ory","stale","reason","age_s"],"properties":{"subsystem":{"$ref":"#/components/schemas/Subsystem"},"history":{\#
        "description":"The newest first, 50 at most.","type":"array","items":{"$ref":"#/components/schemas/Start"}},"s\#
        tale":{"$ref":"#/components/schemas/Stale"},"reason":{"$ref":"#/components/schemas/Text"},"age_s":{"$ref":"#/c\#
        omponents/schemas/Age"}}},"example":{"subsystem":{"name":"probed","state":"ready","status_text":"serving","pid\#
        ":311,"generation":1,"since":"2026-01-31T08:05:00.873Z","uptime_s":8.5,"restarts":0,"startup_ms":21.533607,"me\#
        mory_bytes":3666944,"cpu_s":0.02,"open_descriptors":14,"watchdog_age_s":0.005983304},"history":[{"name":"probe\#
        d","generation":1,"pid":311,"boot_id":"0ce54b2e-ed9d-46aa-ac56-b7b2940885d4","started_at":"2026-01-31T08:05:00\#
        .855Z","monotonic_s":41755.665780802}],"stale":false,"reason":null,"age_s":0.5}}}},"304":{"$ref":"#/components\#
        /responses/NotModified"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/respon\#
        ses/Unauthorized"},"404":{"$ref":"#/components/responses/NotFound"},"406":{"$ref":"#/components/responses/NotA\#
        cceptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"\#
        },"500":{"$ref":"#/components/responses/Internal"},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/su\#
        bsystems/{name}/restart":{"parameters":[{"$ref":"#/components/parameters/Subsystem"},{"$ref":"#/components/par\#
        ameters/RequestID"}],"post":{"operationId":"restartSubsystem","tags":["subsystems"],"summary":"Has the daemon s\#
        topped in order and started again.","security":[{"token":[]}],"requestBody":{"$ref":"#/components/requestBodie\#
        s/Nothing"},"responses":{"202":{"description":"How it is at this moment.","headers":{"X-Request-ID":{"$ref":"#\#
        /components/headers/RequestID"}},"content":{"application/json":{"schema":{"type":"object","required":["subsyst\#
        em"],"properties":{"subsystem":{"$ref":"#/components/schemas/Subsystem"}}},"example":{"subsystem":{"name":"pro\#
        bed","state":"stopping","status_text":"serving","pid":311,"generation":1,"since":"2026-01-31T08:05:00.873Z","u\#
        ptime_s":8.5,"restarts":0,"startup_ms":21.533607,"memory_bytes":3666944,"cpu_s":0.02,"open_descriptors":14}}}}\#
        },"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"403\#
        ":{"$ref":"#/components/responses/Forbidden"},"404":{"$ref":"#/components/responses/NotFound"},"406":{"$ref":"\#
        #/components/responses/NotAcceptable"},"413":{"$ref":"#/components/responses/TooLarge"},"415":{"$ref":"#/compo\#
        nents/responses/WrongMediaType"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/componen\#
        ts/responses/TooMany"},"500":{"$ref":"#/components/responses/Internal"},"409":{"$ref":"#/components/responses/\#
        Conflict"},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/subsystems/{name}/logs":{"parameters":[{"$\#
        ref":"#/components/parameters/LogWriter"},{"$ref":"#/components/parameters/RequestID"}],"get":{"operationId":"\#
        subsystemLogs","tags":["subsystems"],"summary":"What the daemon, or the supervisor itself, has written lately.\#
        ","description":"Read from the file that the supervisor keeps it in, also while that does not run. 503 when th\#
        ere is none, or it is not the supervisor's.\n","security":[{"token":[]}],"parameters":[{"$ref":"#/components/p\#
        arameters/Follow"},{"$ref":"#/components/parameters/Tail"}],"responses":{"200":{"description":"A line each.","\#
        headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"text/plain":{"schema":{"type":\#
        "string"},"example":"2026-01-31T08:05:09.042Z NOTICE heartbeatd: registered with the conductor request.id=01d8\#
        573d worker.id=00000000-0000-4000-8000-000000000000\n"}}},"400":{"$ref":"#/components/responses/BadRequest"},"\#
        401":{"$ref":"#/components/responses/Unauthorized"},"403":{"$ref":"#/components/responses/Forbidden"},"404":{"\#
        $ref":"#/components/responses/NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"\#
        #/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"500":{"$ref":"#/componen\#
        ts/responses/Internal"},"503":{"$ref":"#/components/responses/Unavailable"}}}}},"components":{"securitySchemes\#
        ":{"token":{"type":"http","scheme":"bearer","description":"One of API_TOKEN or API_TOKEN_FILE. Not needed on a\#
         loopback address unless API_READ is token."},"serviceToken":{"type":"http","scheme":"bearer","description":"S\#
        ERVICE_TOKEN of the service's container."}},"parameters":{"RequestID":{"name":"X-Request-ID","in":"header","re\#
        quired":false,"description":"Comes back with the answer, and stands in the log. 1 to 128 printable ASCII chara\#
        cters; others are replaced.","schema":{"type":"string"}},"IfNoneMatch":{"name":"If-None-Match","in":"header","\#
        required":false,"description":"The `ETag` of the answer last seen.","schema":{"type":"string"}},"Limit":{"name\#
        ":"limit","in":"query","required":false,"description":"How many at most.","schema":{"type":"integer","minimum"\#
        :1,"maximum":500},"example":20},"Cursor":{"name":"cursor","in":"query","required":false,"description":"The `ne\#
        xt_cursor` of the page before. Any other text is answered with 400.","schema":{"type":"string","minLength":2,"\#
        maxLength":512,"pattern":"^([0-9a-f]{2})+$"}},"Service":{"name":"name","in":"path","required":true,"descriptio\#
        n":"The service.","schema":{"type":"string","pattern":"^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}$"},"example":"web"},"S\#
        ubsystem":{"name":"name","in":"path","required":true,"description":"The daemon.","schema":{"type":"string","en\#
        um":["probed","heartbeatd","deployd","apid"]},"example":"probed"},"LogWriter":{"name":"name","in":"path","requ\#
        ired":true,"description":"The daemon, or the supervisor.","schema":{"type":"string","enum":["probed","heartbea\#
        td","deployd","apid","supervisor"]},"example":"probed"},"Follow":{"name":"follow","in":"query","required":fals\#
        e,"description":"To go on with what is still to come.","schema":{"$ref":"#/components/schemas/Flag"}},"Tail":{\#
        "name":"tail","in":"query","required":false,"description":"How many lines from the end; all by default.","sche\#
        ma":{"anyOf":[{"type":"integer","minimum":0,"maximum":1000000000},{"const":"all"}]},"example":100}},"requestBo\#
        dies":{"Nothing":{"description":"An object, in which nothing is looked at; or no body.","required":false,"cont\#
        ent":{"application/json":{"schema":{"type":"object","additionalProperties":true},"example":{}}}}},"headers":{"\#
        RequestID":{"required":true,"description":"The one sent, or one of the node's.","schema":{"type":"string","min\#
        Length":1}},"ETag":{"required":true,"description":"Tells this state from another; times and ages do not count.\#
        ","schema":{"type":"string","minLength":2}},"RetryAfter":{"required":false,"description":"Seconds after which i\#
        t may be otherwise.","schema":{"type":"string","pattern":"^[0-9]+$"}}},"responses":{"NotModified":{"descriptio\#
        n":"The client has this state already.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"E\#
        Tag":{"$ref":"#/components/headers/ETag"}}},"BadRequest":{"description":"A query parameter is unknown, given t\#
        wice or not what it may be; the path is not UTF-8 in percent encoding; or there is a body, and it is not a JSO\#
        N object.\n","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json\#
        ":{"schema":{"$ref":"#/components/schemas/Error"},"example":{"error":{"message":"The query parameter \"limit\"\#
         must be a whole number from 1 to 500","status":400}}}}},"Unauthorized":{"description":"It needs a token, or a\#
        nother one.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"WWW-Authenticate":{"required\#
        ":false,"schema":{"type":"string"}}},"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Err\#
        or"},"example":{"error":{"message":"This needs \"Authorization: Bearer <token>\" with a token of the node's AP\#
        I","status":401}}}}},"Forbidden":{"description":"The token may not do this; a web page of another origin asks;\#
         or the node has no token and listens beyond loopback.","headers":{"X-Request-ID":{"$ref":"#/components/header\#
        s/RequestID"}},"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"},"example":{"error\#
        ":{"message":"Web pages of other origins may change nothing here","status":403}}}}},"NotFound":{"description":\#
        "There is none of that name.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{\#
        "application/json":{"schema":{"$ref":"#/components/schemas/Error"},"example":{"error":{"message":"There is no s\#
        ervice \"nobody\"","status":404}}}}},"NotAcceptable":{"description":"Accept leaves out every media type that i\#
        s here.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json":{"\#
        schema":{"$ref":"#/components/schemas/Error"},"example":{"error":{"message":"Accept leaves out what is here: a\#
        pplication/json","status":406}}}}},"Misdirected":{"description":"The header Host has a name that is not the no\#
        de's; API_HOSTS lists more.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"\#
        application/json":{"schema":{"$ref":"#/components/schemas/Error"},"example":{"error":{"message":"The node is n\#
        ot called so: API_HOSTS would have to list the name in the header Host","status":421}}}}},"TooMany":{"descript\#
        ion":"So many wrong tokens have come from this address that it has to wait.","headers":{"X-Request-ID":{"$ref"\#
        :"#/components/headers/RequestID"},"Retry-After":{"$ref":"#/components/headers/RetryAfter"}},"content":{"appli\#
        cation/json":{"schema":{"$ref":"#/components/schemas/Error"},"example":{"error":{"message":"Too many wrong tok\#
        ens from your address","status":429}}}}},"TooLarge":{"description":"The body is over 100 kB.","headers":{"X-Re\#
        quest-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json":{"schema":{"$ref":"#/compon\#
        ents/schemas/Error"},"example":{"error":{"message":"The body is over the limit of 102400 bytes","status":413}}\#
        }}},"WrongMediaType":{"description":"The body is not application/json.","headers":{"X-Request-ID":{"$ref":"#/c\#
        omponents/headers/RequestID"}},"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"},"\#
        example":{"error":{"message":"The body must be application/json","status":415}}}}},"Internal":{"description":"\#
        A defect of the node's. Its log has more under the request id.","headers":{"X-Request-ID":{"$ref":"#/component\#
        s/headers/RequestID"}},"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"},"example"\#
        :{"error":{"message":"Internal error; the log has more under request id 01d8573d","status":500}}}}},"Full":{"d\#
        escription":"There are 64 streams of events already, or 16 to this address, if it is beyond this machine. A pa\#
        ge is to be had all the same.\n","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"Retry-Af\#
        ter":{"$ref":"#/components/headers/RetryAfter"}},"content":{"application/json":{"schema":{"$ref":"#/components\#
        /schemas/Error"},"example":{"error":{"message":"There are 64 streams of events already","status":503}}}}},"Con\#
        flict":{"description":"It is not in a state for that.","headers":{"X-Request-ID":{"$ref":"#/components/headers\#
        /RequestID"}},"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"},"example":{"error"\#
        :{"message":"web does not run","status":409}}}}},"Unavailable":{"description":"The daemon that has to be asked\#
         is down, does not answer in time, has failed, or is of another version; what it needs, like the container eng\#
        ine or its state directory, is not to be had; or nothing has been written yet of what is asked for.\n","header\#
        s":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"Retry-After":{"$ref":"#/components/headers/Retry\#
        After"}},"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"},"example":{"error":{"me\#
        ssage":"deployd is not running","status":503}}}}},"Instructed":{"description":"The instruction is stored, and i\#
        s carried out from now on.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"a\#
        pplication/json":{"schema":{"type":"object","required":["result"],"properties":{"result":{"type":"object","req\#
        uired":["service","action","instruction_id"],"properties":{"service":{"type":"string"},"action":{"enum":["star\#
        t","stop","remove"]},"instruction_id":{"type":"string","minLength":1}}}}},"example":{"result":{"service":"web"\#
        ,"action":"stop","instruction_id":"local-f81d4fae"}}}}}},"schemas":{"Time":{"type":"string","pattern":"^\\d{4}\#
        -\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$","examples":["2026-01-31T08:05:09.042Z"]},"EngineTime":{"descri\#
        ption":"As the engine gives it.","type":["string","null"]},"Since":{"type":"string","pattern":"^([0-9]{1,15}(\\.\#
        [0-9]{1,15})?[smhd]?|(20[0-9]{2}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|\#
        02-(0[1-9]|1[0-9]|2[0-8]))|20([02468][048]|[13579][26])-02-29)T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-\#
        9]{1,9})?Z)$","examples":["90s","10m","2h","1d","2026-01-31T08:05:09Z","1769846709"]},"Flag":{"description":"W\#
        ithout a value it is set.","type":"string","enum":["","1","true","0","false"]},"Text":{"type":["string","null"\#
        ]},"Amount":{"type":"number","minimum":0},"Age":{"description":"Seconds; null when it was never told.","type":\#
        ["number","null"],"minimum":0},"Count":{"type":"integer","minimum":0},"Percent":{"type":"number","minimum":0,"\#
        maximum":100},"Stale":{"description":"Whether it may be otherwise by now, since whoever tells of it has not be\#
        en heard lately.","type":"boolean"},"NextCursor":{"description":"Where the next page begins; null at the end."\#
        ,"type":["string","null"]},"Verdict":{"enum":["ok","unknown","warning","problem"]},"Fault":{"type":"object","r\#
        equired":["message","status"],"properties":{"message":{"type":"string","minLength":1},"status":{"type":"intege\#
        r","minimum":400,"maximum":599}}},"Error":{"type":"object","required":["error"],"properties":{"error":{"$ref":\#
        "#/components/schemas/Fault"}}},"Health":{"type":"object","required":["status","hostname","ip_address","conduc\#
        tor_url","registered","worker_id","docker_connected","resources","timestamp","stale","degraded","problems","pa\#
        rts","conductor","docker","version"],"properties":{"status":{"description":"`online`: registered, and everythi\#
        ng works. `degraded`: the conductor hears from the node, but something of it does not work, or is not known to\#
        . `offline`: the conductor does not hear from it.\n","enum":["online","degraded","offline"]},"hostname":{"type\#
        ":"string"},"ip_address":{"type":"string"},"conductor_url":{"type":"string"},"registered":{"type":"boolean"},"\#
        worker_id":{"$ref":"#/components/schemas/Text"},"docker_connected":{"type":"boolean"},"resources":{"type":"obj\#
        ect","required":["cpu_cores","ram_gb","disk_gb","network_mbps"],"properties":{"cpu_cores":{"$ref":"#/component\#
        s/schemas/Amount"},"ram_gb":{"$ref":"#/components/schemas/Amount"},"disk_gb":{"$ref":"#/components/schemas/Amo\#
        unt"},"network_mbps":{"$ref":"#/components/schemas/Amount"}}},"timestamp":{"$ref":"#/components/schemas/Time"}\#
        ,"stale":{"$ref":"#/components/schemas/Stale"},"degraded":{"type":"array","items":{"type":"string"},"descripti\#
        on":"The subjects of the problems."},"problems":{"type":"array","items":{"type":"object","required":["subject"\#
        ,"reason"],"properties":{"subject":{"type":"string"},"reason":{"type":"string"}}}},"parts":{"description":"Eve\#
        ry part, always in the same order.","type":"array","items":{"type":"object","required":["name","status","reaso\#
        n","since"],"properties":{"name":{"enum":["supervisor","probed","heartbeatd","deployd","apid","conductor","doc\#
        ker","resources","services"]},"status":{"description":"Unknown is what was never told, or too long ago.","enum\#
        ":["ok","problem","unknown"]},"reason":{"$ref":"#/components/schemas/Text"},"since":{"description":"Since when\#
         its status is so; null where that is not known.","type":["string","null"]}}}},"conductor":{"description":"Nul\#
        l when heartbeatd has never told of it.","type":["object","null"],"required":["reason","detail","last_heartbea\#
        t","consecutive_failures","age_s"],"properties":{"reason":{"$ref":"#/components/schemas/Text"},"detail":{"$ref\#
        ":"#/components/schemas/Text"},"last_heartbeat":{"$ref":"#/components/schemas/Text"},"consecutive_failures":{"\#
        $ref":"#/components/schemas/Count"},"age_s":{"$ref":"#/components/schemas/Amount"}}},"docker":{"description":"\#
        Null when deployd has never told of it.","type":["object","null"],"required":["connected","state"],"properties\#
        ":{"connected":{"type":"boolean"},"state":{"enum":["available","unavailable","unresponsive"]},"version":{"type\#
        ":"string"},"api_version":{"type":"string"},"reason":{"type":"string"},"since":{"$ref":"#/components/schemas/T\#
        ime"},"information":{"type":"object","required":["storage_driver","logging_driver","data_root","local","podman\#
        "],"properties":{"storage_driver":{"type":"string"},"backing_file_system":{"type":"string"},"cgroup_version":{\#
        "type":"integer"},"logging_driver":{"type":"string"},"data_root":{"type":"string"},"local":{"type":"boolean"},\#
        "podman":{"type":"boolean"}}}}},"version":{"type":"string"}}},"Status":{"type":"object","required":["worker","\#
        resources","services","intervals","timestamp","stale"],"properties":{"worker":{"type":"object","required":["ho\#
        stname","ip_address","id","registered","conductor_url","docker_connected"],"properties":{"hostname":{"type":"s\#
        tring"},"ip_address":{"type":"string"},"id":{"$ref":"#/components/schemas/Text"},"registered":{"type":"boolean\#
        "},"conductor_url":{"type":"string"},"docker_connected":{"type":"boolean"}}},"resources":{"description":"Parts\#
         of the newest report; empty before the first.","type":"object","required":["cpu","ram","disk","network"],"pro\#
        perties":{"cpu":{"type":"object","additionalProperties":true},"ram":{"type":"object","additionalProperties":tr\#
        ue},"disk":{"type":"object","additionalProperties":true},"network":{"type":"object","additionalProperties":tru\#
        e}}},"services":{"type":"array","items":{"$ref":"#/components/schemas/Service"}},"intervals":{"description":"I\#
        n seconds.","type":"object","required":["heartbeat","resource_check","deployment_check","service_status"],"pro\#
        perties":{"heartbeat":{"$ref":"#/components/schemas/Amount"},"resource_check":{"$ref":"#/components/schemas/Am\#
        ount"},"deployment_check":{"$ref":"#/components/schemas/Amount"},"service_status":{"$ref":"#/components/schema\#
        s/Amount"}}},"timestamp":{"$ref":"#/components/schemas/Time"},"stale":{"$ref":"#/components/schemas/Stale"}}},\#
        "ResourceReport":{"description":"GB are GiB; shares and rates are over the time since the report before.","typ\#
        e":"object","required":["timestamp","cpu","ram","disk","network","load","cpu_cores","ram_gb","disk_gb","networ\#
        k_mbps"],"properties":{"timestamp":{"$ref":"#/components/schemas/Time"},"cpu":{"type":"object","required":["co\#
        res","physicalCores","processors","usage","usagePercent","perCore","model","speed"],"properties":{"cores":{"ty\#
        pe":"integer","minimum":1},"physicalCores":{"type":"integer","minimum":1},"processors":{"type":"integer","mini\#
        mum":1},"usage":{"$ref":"#/components/schemas/Percent"},"usagePercent":{"$ref":"#/components/schemas/Percent"}\#
        ,"perCore":{"type":"array","items":{"type":"object","required":["core","usage","usagePercent"],"properties":{"\#
        core":{"type":"integer","minimum":1},"usage":{"$ref":"#/components/schemas/Percent"},"usagePercent":{"$ref":"#\#
        /components/schemas/Percent"}}}},"model":{"type":"string"},"speed":{"$ref":"#/components/schemas/Amount"}}},"r\#
        am":{"type":"object","required":["total_gb","available_gb","used_gb","free_gb","usagePercent","total_bytes","u\#
        sed_bytes","available_bytes"],"properties":{"total_gb":{"$ref":"#/components/schemas/Amount"},"available_gb":{\#
        "$ref":"#/components/schemas/Amount"},"used_gb":{"$ref":"#/components/schemas/Amount"},"free_gb":{"$ref":"#/co\#
        mponents/schemas/Amount"},"usagePercent":{"$ref":"#/components/schemas/Percent"},"total_bytes":{"$ref":"#/comp\#
        onents/schemas/Count"},"used_bytes":{"$ref":"#/components/schemas/Count"},"available_bytes":{"$ref":"#/compone\#
        nts/schemas/Count"}}},"disk":{"type":"object","required":["total_gb","available_gb","used_gb","usagePercent","\#
        read_bytes","write_bytes","total_bytes","used_bytes"],"properties":{"total_gb":{"$ref":"#/components/schemas/A\#
        mount"},"available_gb":{"$ref":"#/components/schemas/Amount"},"used_gb":{"$ref":"#/components/schemas/Amount"}\#
        ,"usagePercent":{"$ref":"#/components/schemas/Percent"},"read_bytes":{"$ref":"#/components/schemas/Count"},"wr\#
        ite_bytes":{"$ref":"#/components/schemas/Count"},"read_bytes_per_sec":{"$ref":"#/components/schemas/Amount"},"\#
        write_bytes_per_sec":{"$ref":"#/components/schemas/Amount"},"total_bytes":{"$ref":"#/components/schemas/Count"\#
        },"used_bytes":{"$ref":"#/components/schemas/Count"},"available_bytes":{"$ref":"#/components/schemas/Count"}}}\#
        ,"network":{"type":"object","required":["interfaces","primary_interface","ip4","ip6","mac","speed_mbps","rx_by\#
        tes","tx_bytes"],"properties":{"interfaces":{"$ref":"#/components/schemas/Count"},"primary_interface":{"$ref":\#
        "#/components/schemas/Text"},"ip4":{"$ref":"#/components/schemas/Text"},"ip6":{"$ref":"#/components/schemas/Te\#
        xt"},"mac":{"$ref":"#/components/schemas/Text"},"speed_mbps":{"$ref":"#/components/schemas/Count"},"rx_bytes":\#
        {"$ref":"#/components/schemas/Count"},"tx_bytes":{"$ref":"#/components/schemas/Count"},"rx_bytes_per_sec":{"$r\#
        ef":"#/components/schemas/Amount"},"tx_bytes_per_sec":{"$ref":"#/components/schemas/Amount"},"rx_dropped":{"$r\#
        ef":"#/components/schemas/Count"},"tx_dropped":{"$ref":"#/components/schemas/Count"},"rx_errors":{"$ref":"#/co\#
        mponents/schemas/Count"},"tx_errors":{"$ref":"#/components/schemas/Count"}}},"load":{"description":"How many t\#
        asks ran or waited to, over so many minutes; null where the host does not tell.","type":["object","null"],"req\#
        uired":["1","5","15"],"properties":{"1":{"$ref":"#/components/schemas/Amount"},"5":{"$ref":"#/components/schem\#
        as/Amount"},"15":{"$ref":"#/components/schemas/Amount"}}},"cpu_cores":{"type":"integer","minimum":1},"ram_gb":\#
        {"$ref":"#/components/schemas/Amount"},"disk_gb":{"$ref":"#/components/schemas/Amount"},"network_mbps":{"$ref"\#
        :"#/components/schemas/Count"}}},"ResourcePoint":{"type":"object","required":["at","step_s","cpu_percent","ram\#
        _percent","disk_percent","rx_bytes_per_sec","tx_bytes_per_sec","load"],"properties":{"at":{"description":"When\#
         the time begins that it is the mean of.","allOf":[{"$ref":"#/components/schemas/Time"}]},"step_s":{"enum":[10\#
        ,60,600],"description":"How long that time is."},"cpu_percent":{"$ref":"#/components/schemas/Percent"},"ram_pe\#
        rcent":{"$ref":"#/components/schemas/Percent"},"disk_percent":{"$ref":"#/components/schemas/Percent"},"rx_byte\#
        s_per_sec":{"$ref":"#/components/schemas/Amount"},"tx_bytes_per_sec":{"$ref":"#/components/schemas/Amount"},"l\#
        oad":{"$ref":"#/components/schemas/Amount"}}},"Setting":{"type":"object","required":["key","value","default","\#
        unit","source","secret"],"properties":{"key":{"type":"string","pattern":"^[A-Z][A-Z0-9_]*$"},"value":{"type":[\#
        "string","number","null"],"description":"Of a secret that is set, `***`; null where nothing is."},"default":{"\#
        type":["string","number","null"],"description":"What it is when nobody sets it."},"unit":{"enum":["s","bytes",\#
        "percent",null],"description":"Of both."},"source":{"description":"The supervisor's environment, the settings f\#
        ile, or nobody.","enum":["environment","file","default"]},"secret":{"type":"boolean"}}},"ServiceState":{"enum"\#
        :["pending","pulling","starting","running","unhealthy","stopped","failed","removed","rolled_back"]},"Service":\#
        {"type":"object","required":["service","id","name","status","running","image","created","startedAt","health","\#
        error","progress"],"properties":{"service":{"type":"string","minLength":1},"id":{"$ref":"#/components/schemas/\#
        Text"},"name":{"type":"string","description":"The container's."},"status":{"$ref":"#/components/schemas/Servic\#
        eState"},"running":{"type":"boolean"},"image":{"type":"string"},"created":{"type":["integer","null"],"descript\#
        ion":"Unix seconds."},"startedAt":{"$ref":"#/components/schemas/EngineTime"},"restartCount":{"$ref":"#/compone\#
        nts/schemas/Count"},"exit_code":{"type":["integer","null"]},"project":{"$ref":"#/components/schemas/Text"},"in\#
        struction_id":{"description":"The newest instruction for it; null when deployd was started after that had ende\#
        d.","type":["string","null"]},"instruction_outcome":{"description":"How that ended; null while it goes on.","t\#
        ype":["string","null"],"enum":["success","failed",null]},"health":{"$ref":"#/components/schemas/Text"},"error"\#
        :{"type":["object","null"],"required":["type","message"],"properties":{"type":{"type":"string"},"message":{"ty\#
        pe":"string"}}},"progress":{"description":"How far a pull has come.","type":["object","null"],"additionalPrope\#
        rties":true}}},"ServiceDetail":{"type":"object","required":["service","id","name","status","running","image","\#
        created","startedAt","restartCount","config","health","exit_code","error","progress","image_digest","report","\#
        project","next_attempt"],"properties":{"service":{"type":"string","minLength":1},"id":{"$ref":"#/components/sc\#
        hemas/Text"},"name":{"type":"string"},"status":{"$ref":"#/components/schemas/ServiceState"},"running":{"type":\#
        "boolean"},"image":{"type":"string"},"created":{"type":["integer","null"]},"startedAt":{"$ref":"#/components/s\#
        chemas/EngineTime"},"restartCount":{"$ref":"#/components/schemas/Count"},"config":{"description":"What was ask\#
        ed for; secrets are masked.","type":["object","null"],"additionalProperties":true},"health":{"$ref":"#/compone\#
        nts/schemas/Text"},"exit_code":{"type":["integer","null"]},"error":{"type":["object","null"],"required":["type\#
        ","message"],"properties":{"type":{"type":"string"},"message":{"type":"string"}}},"progress":{"description":"H\#
        ow far a pull has come.","type":["object","null"],"additionalProperties":true},"image_digest":{"$ref":"#/compo\#
        nents/schemas/Text"},"report":{"description":"What the service last said of itself.","type":["object","null"],\#
        "required":["content","at"],"properties":{"content":{"type":"object","additionalProperties":true},"at":{"$ref"\#
        :"#/components/schemas/Time"}}},"project":{"$ref":"#/components/schemas/Text"},"next_attempt":{"$ref":"#/compo\#
        nents/schemas/Text"},"instruction_id":{"description":"The newest instruction for it; null when deployd was sta\#
        rted after that had ended.","type":["string","null"]},"instruction_outcome":{"description":"How that ended; nu\#
        ll while it goes on.","type":["string","null"],"enum":["success","failed",null]}}},"Explanation":{"type":"obje\#
        ct","required":["service","status","running","summary","wanted"],"properties":{"service":{"type":"string"},"st\#
        atus":{"$ref":"#/components/schemas/ServiceState"},"running":{"type":"boolean"},"summary":{"type":"string","mi\#
        nLength":1},"wanted":{"type":"object","required":["state","image","revision","source"],"properties":{"state":{\#
        "enum":["running","stopped","removed"]},"image":{"type":"string"},"revision":{"$ref":"#/components/schemas/Cou\#
        nt"},"instruction_id":{"type":"string"},"source":{"enum":["conductor","operator","file","store"]}}},"plan":{"t\#
        ype":"object","required":["steps","made_at"],"properties":{"steps":{"type":"array","items":{"type":"string"}},\#
        "made_at":{"$ref":"#/components/schemas/Time"}}},"step":{"type":"string"},"failure":{"type":"object","required\#
        ":["type","message","attempts"],"properties":{"step":{"type":"string"},"type":{"type":"string"},"message":{"ty\#
        pe":"string"},"since":{"$ref":"#/components/schemas/Time"},"attempts":{"$ref":"#/components/schemas/Count"}}},\#
        "next_attempt":{"$ref":"#/components/schemas/Time"},"help":{"type":"string"},"refused":{"type":"object","requi\#
        red":["service","instruction_id","status","message","at"],"properties":{"service":{"type":"string"},"instructi\#
        on_id":{"type":"string"},"status":{"enum":["success","failed"]},"message":{"type":"string"},"at":{"$ref":"#/co\#
        mponents/schemas/Time"}}}}},"Statistics":{"type":"object","required":["service","read_at","cpu_s","memory_byte\#
        s","memory_limit_bytes","processes","received_bytes","sent_bytes","read_bytes","written_bytes"],"properties":{\#
        "service":{"type":"string"},"read_at":{"type":"string","description":"As the engine gives it."},"cpu_percent":\#
        {"$ref":"#/components/schemas/Amount","description":"Of one processor, over a second or since it was measured b\#
        efore."},"cpu_s":{"$ref":"#/components/schemas/Amount"},"memory_bytes":{"$ref":"#/components/schemas/Count"},"\#
        memory_limit_bytes":{"$ref":"#/components/schemas/Count"},"processes":{"$ref":"#/components/schemas/Count"},"r\#
        eceived_bytes":{"$ref":"#/components/schemas/Count"},"sent_bytes":{"$ref":"#/components/schemas/Count"},"read_\#
        bytes":{"$ref":"#/components/schemas/Count"},"written_bytes":{"$ref":"#/components/schemas/Count"}}},"Exit":{"\#
        description":"How a process ended.","type":"object","required":["cause","at","requested","uptime_s","stderr"],\#
        "properties":{"cause":{"enum":["exited","signalled","out_of_memory","watchdog","start_failed","start_timeout"]\#
        },"code":{"type":"integer"},"signal":{"type":"integer"},"signal_name":{"type":"string"},"core_dumped":{"type":\#
        "boolean"},"message":{"type":"string"},"pid":{"type":"integer","minimum":1},"generation":{"$ref":"#/components\#
        /schemas/Count"},"at":{"$ref":"#/components/schemas/Time"},"requested":{"type":"boolean","description":"Whethe\#
        r the supervisor had asked for it."},"uptime_s":{"$ref":"#/components/schemas/Amount"},"user_cpu_s":{"$ref":"#\#
        /components/schemas/Amount"},"system_cpu_s":{"$ref":"#/components/schemas/Amount"},"max_rss_bytes":{"descripti\#
        on":"Never less than the supervisor had when it started the process.","allOf":[{"$ref":"#/components/schemas/C\#
        ount"}]},"next_attempt_s":{"description":"After which time the next start was to be; 0 at once.","allOf":[{"$r\#
        ef":"#/components/schemas/Amount"}]},"stderr":{"type":"array","items":{"type":"string"},"description":"What it\#
         last wrote, 20 lines at most."}}},"Subsystem":{"type":"object","required":["name","state","generation","since\#
        ","restarts"],"properties":{"name":{"enum":["probed","heartbeatd","deployd","apid"]},"state":{"enum":["stopped\#
        ","starting","ready","failing","stopping","backing_off"]},"reason":{"type":"string"},"runs_previous_program":{\#
        "type":"boolean"},"status_text":{"type":"string"},"pid":{"type":"integer","minimum":1},"generation":{"$ref":"#\#
        /components/schemas/Count"},"since":{"$ref":"#/components/schemas/Time"},"uptime_s":{"$ref":"#/components/sche\#
        mas/Amount"},"restarts":{"type":"integer","minimum":0,"description":"That nobody asked for."},"last_exit":{"$r\#
        ef":"#/components/schemas/Exit"},"next_attempt_s":{"$ref":"#/components/schemas/Amount"},"startup_ms":{"$ref":\#
        "#/components/schemas/Amount"},"memory_bytes":{"$ref":"#/components/schemas/Count"},"cpu_s":{"$ref":"#/compone\#
        nts/schemas/Amount"},"open_descriptors":{"$ref":"#/components/schemas/Count"},"watchdog_age_s":{"$ref":"#/comp\#
        onents/schemas/Amount"},"sequence":{"$ref":"#/components/schemas/Count"}}},"Start":{"type":"object","required"\#
        :["name","generation","pid","boot_id","started_at","monotonic_s"],"properties":{"name":{"enum":["probed","hear\#
        tbeatd","deployd","apid"]},"generation":{"$ref":"#/components/schemas/Count"},"pid":{"type":"integer","minimum\#
        ":1},"boot_id":{"type":"string"},"started_at":{"$ref":"#/components/schemas/Time"},"monotonic_s":{"$ref":"#/co\#
        mponents/schemas/Amount"},"previous_exit":{"type":"object","required":["generation","pid","report"],"propertie\#
        s":{"generation":{"$ref":"#/components/schemas/Count"},"pid":{"type":"integer","minimum":1},"report":{"$ref":"\#
        #/components/schemas/Exit"}}}}}}}}
        """#
}
