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
         answer to a GET comes from memory or the status cache and waits for no other daemon, but for output: `logs` o\#
        f a service are asked of deployd, `logs` of a subsystem of the supervisor, each with a deadline. The body of a\#
         change may be left out; else it is a JSON object.\n","license":{"name":"see the repository","url":"https://sp\#
        dx.org/licenses/"}},"servers":[{"url":"/"}],"tags":[{"name":"node","description":"The node as a whole."},{"nam\#
        e":"services","description":"What it runs."},{"name":"subsystems","description":"The daemons that it is made o\#
        f."},{"name":"api","description":"The API itself."}],"security":[{},{"token":[]}],"paths":{"/":{"get":{"operat\#
        ionId":"page","tags":["api"],"summary":"The page for browsers.","parameters":[{"$ref":"#/components/parameters\#
        /RequestID"},{"$ref":"#/components/parameters/IfNoneMatch"}],"responses":{"200":{"description":"One self-conta\#
        ined page.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/h\#
        eaders/ETag"}},"content":{"text/html":{"schema":{"type":"string"},"example":"<!doctype html>\n<html lang=\"en\"\#
        >\n<head>\n<meta charset=\"utf-8\">\n…\n</html>\n"}}},"304":{"$ref":"#/components/responses/NotModified"},"400\#
        ":{"$ref":"#/components/responses/BadRequest"},"406":{"$ref":"#/components/responses/NotAcceptable"},"500":{"$\#
        ref":"#/components/responses/Internal"}}}},"/livez":{"get":{"operationId":"live","tags":["node"],"summary":"Th\#
        at apid serves.","parameters":[{"$ref":"#/components/parameters/RequestID"}],"responses":{"200":{"description"\#
        :"It does.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"text/plain":{"sch\#
        ema":{"type":"string"},"example":"ok\n"}}},"400":{"$ref":"#/components/responses/BadRequest"},"406":{"$ref":"#\#
        /components/responses/NotAcceptable"},"500":{"$ref":"#/components/responses/Internal"}}}},"/readyz":{"get":{"o\#
        perationId":"ready","tags":["node"],"summary":"Whether apid can tell how the node is.","description":"It hears\#
         the supervisor, and can read the status cache. Whether the node is well is for /health to say.","parameters":\#
        [{"$ref":"#/components/parameters/RequestID"}],"responses":{"200":{"description":"It can.","headers":{"X-Reque\#
        st-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json":{"schema":{"type":"object","re\#
        quired":["ready","reasons"],"properties":{"ready":{"const":true},"reasons":{"type":"array","maxItems":0}}},"ex\#
        ample":{"ready":true,"reasons":[]}}}},"400":{"$ref":"#/components/responses/BadRequest"},"406":{"$ref":"#/comp\#
        onents/responses/NotAcceptable"},"500":{"$ref":"#/components/responses/Internal"},"503":{"description":"It can\#
        not, and why.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"Retry-After":{"$ref":"#/co\#
        mponents/headers/RetryAfter"}},"content":{"application/json":{"schema":{"type":"object","required":["ready","r\#
        easons","error"],"properties":{"ready":{"const":false},"reasons":{"type":"array","minItems":1,"items":{"type":\#
        "string"}},"error":{"$ref":"#/components/schemas/Fault"}}},"example":{"ready":false,"reasons":["supervisor: ha\#
        s not answered"],"error":{"message":"Not ready: supervisor: has not answered","status":503}}}}}}}},"/health":{\#
        "get":{"operationId":"health","tags":["node"],"summary":"Whether the node is well, and which part of it is not\#
        .","description":"200 whatever the node is like; its state is in the answer.","parameters":[{"$ref":"#/compone\#
        nts/parameters/RequestID"},{"$ref":"#/components/parameters/IfNoneMatch"}],"responses":{"200":{"description":"\#
        How it is.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/h\#
        eaders/ETag"}},"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Health"},"example":{"stat\#
        us":"degraded","hostname":"node-1","ip_address":"192.0.2.1","conductor_url":"https://conductor.example","regis\#
        tered":true,"worker_id":"00000000-0000-4000-8000-000000000000","docker_connected":false,"resources":{"cpu_core\#
        s":4,"ram_gb":7.6,"disk_gb":100,"network_mbps":1000},"timestamp":"2026-01-31T08:05:09.042Z","stale":false,"deg\#
        raded":["docker"],"problems":[{"subject":"docker","reason":"the container engine is not reachable"}],"parts":[\#
        {"name":"supervisor","status":"ok","reason":null,"since":"2026-01-31T08:00:00.000Z"},{"name":"docker","status"\#
        :"problem","reason":"the container engine is not reachable","since":"2026-01-31T08:04:00.000Z"}],"conductor":{\#
        "reason":null,"detail":null,"last_heartbeat":"2026-01-31T08:05:01.000Z","consecutive_failures":0,"age_s":8.1},\#
        "docker":{"connected":false,"state":"unavailable","reason":"the container engine is not reachable"},"version":\#
        "0.1.0"}}}},"304":{"$ref":"#/components/responses/NotModified"},"400":{"$ref":"#/components/responses/BadReque\#
        st"},"401":{"$ref":"#/components/responses/Unauthorized"},"406":{"$ref":"#/components/responses/NotAcceptable"\#
        },"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"500":{"\#
        $ref":"#/components/responses/Internal"}}}},"/status":{"get":{"operationId":"status","tags":["node"],"summary"\#
        :"The node, its resources and its services in one answer.","parameters":[{"$ref":"#/components/parameters/Requ\#
        estID"},{"$ref":"#/components/parameters/IfNoneMatch"}],"responses":{"200":{"description":"All of it.","header\#
        s":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"con\#
        tent":{"application/json":{"schema":{"$ref":"#/components/schemas/Status"},"example":{"worker":{"hostname":"no\#
        de-1","ip_address":"192.0.2.1","id":"00000000-0000-4000-8000-000000000000","registered":true,"conductor_url":"\#
        https://conductor.example","docker_connected":true},"resources":{"cpu":{"cores":2,"physicalCores":2,"processor\#
        s":1,"usage":12.5,"usagePercent":12.5,"perCore":[{"core":1,"usage":15,"usagePercent":15},{"core":2,"usage":10,\#
        "usagePercent":10}],"model":"AMD EPYC","speed":2.6},"ram":{"total_gb":7.6,"available_gb":5.7,"used_gb":1.9,"fr\#
        ee_gb":3.8,"usagePercent":25,"total_bytes":8160437862,"used_bytes":2040109466,"available_bytes":6120328396},"d\#
        isk":{"total_gb":100,"available_gb":39,"used_gb":61,"usagePercent":61,"read_bytes":111038059520,"write_bytes":\#
        465169059840,"read_bytes_per_sec":0,"write_bytes_per_sec":8192,"total_bytes":107374182400,"used_bytes":6549825\#
        1264,"available_bytes":41875931136},"network":{"interfaces":2,"primary_interface":"eth0","ip4":"192.0.2.1","ip\#
        6":null,"mac":"02:00:00:00:00:01","speed_mbps":1000,"rx_bytes":1458419792,"tx_bytes":4313319,"rx_bytes_per_sec\#
        ":1024,"tx_bytes_per_sec":512,"rx_dropped":0,"tx_dropped":0,"rx_errors":0,"tx_errors":0}},"services":[{"servic\#
        e":"web","id":"c0ffee","name":"aerekos-web","status":"running","running":true,"image":"nginx:alpine","created"\#
        :1769846709,"startedAt":"2026-01-31T08:05:09.042123456Z","restartCount":0,"exit_code":null,"project":null,"ins\#
        truction_id":null,"instruction_outcome":null,"health":null,"error":null,"progress":null}],"intervals":{"heartb\#
        eat":30,"resource_check":60,"deployment_check":10,"service_status":30},"timestamp":"2026-01-31T08:05:09.042Z",\#
        "stale":false}}}},"304":{"$ref":"#/components/responses/NotModified"},"400":{"$ref":"#/components/responses/Ba\#
        dRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"406":{"$ref":"#/components/responses/NotAccep\#
        table"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"5\#
        00":{"$ref":"#/components/responses/Internal"}}}},"/resources":{"get":{"operationId":"resources","tags":["node\#
        "],"summary":"The newest report of the host, and how old it is.","parameters":[{"$ref":"#/components/parameter\#
        s/RequestID"},{"$ref":"#/components/parameters/IfNoneMatch"}],"responses":{"200":{"description":"The report as\#
         the conductor gets it.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#\#
        /components/headers/ETag"}},"content":{"application/json":{"schema":{"type":"object","required":["resources","\#
        age_s","stale"],"properties":{"resources":{"$ref":"#/components/schemas/ResourceReport"},"age_s":{"$ref":"#/co\#
        mponents/schemas/Amount"},"stale":{"$ref":"#/components/schemas/Stale"}}},"example":{"resources":{"timestamp":\#
        "2026-01-31T08:05:06.160Z","cpu":{"cores":2,"physicalCores":2,"processors":1,"usage":12.5,"usagePercent":12.5,\#
        "perCore":[{"core":1,"usage":15,"usagePercent":15},{"core":2,"usage":10,"usagePercent":10}],"model":"AMD EPYC"\#
        ,"speed":2.6},"ram":{"total_gb":7.6,"available_gb":5.7,"used_gb":1.9,"free_gb":3.8,"usagePercent":25,"total_by\#
        tes":8160437862,"used_bytes":2040109466,"available_bytes":6120328396},"disk":{"total_gb":100,"available_gb":39\#
        ,"used_gb":61,"usagePercent":61,"read_bytes":111038059520,"write_bytes":465169059840,"read_bytes_per_sec":0,"w\#
        rite_bytes_per_sec":8192,"total_bytes":107374182400,"used_bytes":65498251264,"available_bytes":41875931136},"n\#
        etwork":{"interfaces":2,"primary_interface":"eth0","ip4":"192.0.2.1","ip6":null,"mac":"02:00:00:00:00:01","spe\#
        ed_mbps":1000,"rx_bytes":1458419792,"tx_bytes":4313319,"rx_bytes_per_sec":1024,"tx_bytes_per_sec":512,"rx_drop\#
        ped":0,"tx_dropped":0,"rx_errors":0,"tx_errors":0},"load":{"1":0.5,"5":0.42,"15":0.4},"cpu_cores":2,"ram_gb":7\#
        .6,"disk_gb":100,"network_mbps":1000},"age_s":2.882212481,"stale":false}}}},"304":{"$ref":"#/components/respon\#
        ses/NotModified"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Una\#
        uthorized"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdir\#
        ected"},"429":{"$ref":"#/components/responses/TooMany"},"500":{"$ref":"#/components/responses/Internal"},"503"\#
        :{"$ref":"#/components/responses/Unavailable"}}}},"/resources/history":{"get":{"operationId":"resourceHistory"\#
        ,"tags":["node"],"summary":"How the host was in the last day, the oldest first.","description":"Means over 10 s\#
         for the last ten minutes, over a minute for two hours, over ten minutes for a day; each time once, in the fin\#
        est that there is. Kept in the status cache: it outlives a restart of every daemon, and not one of the host. A\#
         cursor never expires.\n","parameters":[{"$ref":"#/components/parameters/RequestID"},{"$ref":"#/components/par\#
        ameters/IfNoneMatch"},{"name":"since","in":"query","required":false,"description":"From when on; Unix seconds,\#
         a time in UTC, or how long ago.","schema":{"$ref":"#/components/schemas/Since"},"example":"2h"},{"$ref":"#/co\#
        mponents/parameters/Limit"},{"$ref":"#/components/parameters/Cursor"}],"responses":{"200":{"description":"The p\#
        oints.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/heade\#
        rs/ETag"}},"content":{"application/json":{"schema":{"type":"object","required":["points","next_cursor"],"prope\#
        rties":{"points":{"type":"array","items":{"$ref":"#/components/schemas/ResourcePoint"}},"next_cursor":{"$ref":\#
        "#/components/schemas/NextCursor"}}},"example":{"points":[{"at":"2026-01-31T08:05:00.000Z","step_s":10,"cpu_pe\#
        rcent":12.5,"ram_percent":40.2,"disk_percent":61,"rx_bytes_per_sec":1024,"tx_bytes_per_sec":512,"load":0.5}],"\#
        next_cursor":null}}}},"304":{"$ref":"#/components/responses/NotModified"},"400":{"$ref":"#/components/response\#
        s/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"406":{"$ref":"#/components/responses/NotA\#
        cceptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"\#
        },"500":{"$ref":"#/components/responses/Internal"}}}},"/events":{"get":{"operationId":"events","tags":["node"]\#
        ,"summary":"What happens on the node, as a stream; or what has happened, in pages.","description":"A stream of\#
         server-sent events (HTML standard, section 9.2) for who accepts `text/event-stream` or anything; with `Last-E\#
        vent-ID` it begins behind that event, or with an event `reset` when that is not known any more. At most 64 at a\#
         time. A page, the newest first, for who accepts `application/json` alone, or gives `limit` or `cursor`. State\#
        s that last shorter than half a second may be in neither.\n","parameters":[{"$ref":"#/components/parameters/Re\#
        questID"},{"name":"Last-Event-ID","in":"header","required":false,"description":"Of a stream; the id of the eve\#
        nt last seen.","schema":{"type":"string"}},{"$ref":"#/components/parameters/Limit"},{"$ref":"#/components/para\#
        meters/Cursor"}],"responses":{"200":{"description":"The kinds are `subsystem` (data as in /subsystems), `condu\#
        ctor`, `service` (as in /services/{name}, without its configuration), in a stream `reset`, and in pages `start\#
        `, the starts of daemons before the oldest event.\n","headers":{"X-Request-ID":{"$ref":"#/components/headers/R\#
        equestID"}},"content":{"application/json":{"schema":{"type":"object","required":["events","next_cursor","last_\#
        event_id"],"properties":{"events":{"type":"array","items":{"type":"object","required":["id","event","at","data\#
        "],"properties":{"id":{"type":"string","minLength":1},"event":{"enum":["subsystem","conductor","service","star\#
        t"]},"at":{"$ref":"#/components/schemas/Time"},"data":{"type":"object","additionalProperties":true}}}},"next_c\#
        ursor":{"$ref":"#/components/schemas/NextCursor"},"last_event_id":{"description":"A stream with this as its La\#
        st-Event-ID goes on where the newest page ends.","type":"string"}}},"example":{"events":[{"id":"1.abc-7","even\#
        t":"conductor","at":"2026-01-31T08:05:09.042Z","data":{"status":"offline","registered":true,"conductor_url":"h\#
        ttps://conductor.example","reason":"unreachable"}}],"next_cursor":null,"last_event_id":"1.abc-7"}},"text/event\#
        -stream":{"schema":{"type":"string"},"example":"retry: 1000\nid: 1.abc-6\n\nevent: conductor\nid: 1.abc-7\ndat\#
        a: {\"conductor_url\":\"https://conductor.example\",\"reason\":\"unreachable\",\"registered\":true,\"status\":\#
        \"offline\",\"worker_id\":\"00000000-0000-4000-8000-000000000000\"}\n"}}},"400":{"$ref":"#/components/response\#
        s/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"406":{"$ref":"#/components/responses/NotA\#
        cceptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"\#
        },"500":{"$ref":"#/components/responses/Internal"},"410":{"description":"What the cursor points to is not know\#
        n any more; begin again without one.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"co\#
        ntent":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"},"example":{"error":{"message":"What\#
         this cursor points to is not known any more; begin again without one","status":410}}}}},"503":{"$ref":"#/comp\#
        onents/responses/Full"}}}},"/config":{"get":{"operationId":"configuration","tags":["node"],"summary":"The sett\#
        ings that the node runs with, without what is secret in them.","security":[{"token":[]}],"parameters":[{"$ref"\#
        :"#/components/parameters/RequestID"}],"responses":{"200":{"description":"Every setting, in the order in which\#
         they are read.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/\#
        json":{"schema":{"type":"object","required":["settings","stale","reason"],"properties":{"settings":{"type":"ar\#
        ray","items":{"$ref":"#/components/schemas/Setting"}},"stale":{"$ref":"#/components/schemas/Stale"},"reason":{\#
        "$ref":"#/components/schemas/Text"}}},"example":{"settings":[{"key":"HEARTBEAT_INTERVAL","value":10,"default":\#
        30,"unit":"s","source":"environment","secret":false},{"key":"CONDUCTOR_TOKEN","value":"***","default":null,"un\#
        it":null,"source":"file","secret":true}],"stale":false,"reason":null}}}},"400":{"$ref":"#/components/responses\#
        /BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"403":{"$ref":"#/components/responses/Forbi\#
        dden"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdirected\#
        "},"429":{"$ref":"#/components/responses/TooMany"},"500":{"$ref":"#/components/responses/Internal"},"503":{"$r\#
        ef":"#/components/responses/Unavailable"}}}},"/doctor":{"get":{"operationId":"doctor","tags":["node"],"summary\#
        ":"What is not as it should be, how that was seen, and what helps.","description":"Found out by apid from what\#
         is known and this machine's files; `workerctl doctor` asks more.","parameters":[{"$ref":"#/components/paramet\#
        ers/RequestID"},{"$ref":"#/components/parameters/IfNoneMatch"}],"responses":{"200":{"description":"A verdict o\#
        n each check.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/component\#
        s/headers/ETag"}},"content":{"application/json":{"schema":{"type":"object","required":["verdict","node_runs","\#
        findings","timestamp"],"properties":{"verdict":{"$ref":"#/components/schemas/Verdict"},"node_runs":{"type":"bo\#
        olean"},"findings":{"type":"array","items":{"type":"object","required":["check","verdict","evidence"],"propert\#
        ies":{"check":{"type":"string","minLength":1},"verdict":{"$ref":"#/components/schemas/Verdict"},"evidence":{"t\#
        ype":"string"},"remedy":{"type":"string"}}}},"timestamp":{"$ref":"#/components/schemas/Time"}}},"example":{"ve\#
        rdict":"problem","node_runs":true,"findings":[{"check":"engine","verdict":"problem","evidence":"nobody answers\#
         at unix:///var/run/docker.sock","remedy":"start the container engine"}],"timestamp":"2026-01-31T08:05:09.042Z\#
        "}}}},"304":{"$ref":"#/components/responses/NotModified"},"400":{"$ref":"#/components/responses/BadRequest"},"\#
        401":{"$ref":"#/components/responses/Unauthorized"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421\#
        ":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"500":{"$ref":\#
        "#/components/responses/Internal"}}}},"/metrics":{"get":{"operationId":"metrics","tags":["node"],"summary":"Wh\#
        at the node counts and measures, for Prometheus.","parameters":[{"$ref":"#/components/parameters/RequestID"}],\#
        "responses":{"200":{"description":"Prometheus' text format, version 0.0.4.","headers":{"X-Request-ID":{"$ref":\#
        "#/components/headers/RequestID"}},"content":{"text/plain":{"schema":{"type":"string"},"example":"# HELP aerek\#
        os_node_status 1 for the node's present status, 0 for the others.\n# TYPE aerekos_node_status gauge\naerekos_n\#
        ode_status{status=\"online\"} 1\naerekos_node_status{status=\"degraded\"} 0\naerekos_node_status{status=\"offl\#
        ine\"} 0\n# HELP aerekos_host_cpu_usage_ratio Share of processor time that was used, 0 to 1.\n# TYPE aerekos_h\#
        ost_cpu_usage_ratio gauge\naerekos_host_cpu_usage_ratio 0.125\n# HELP aerekos_subsystem_restarts_total Restart\#
        s that nobody asked for.\n# TYPE aerekos_subsystem_restarts_total counter\naerekos_subsystem_restarts_total{su\#
        bsystem=\"probed\"} 0\n"}}},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/res\#
        ponses/Unauthorized"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/respon\#
        ses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"500":{"$ref":"#/components/responses/Intern\#
        al"}}}},"/openapi.json":{"get":{"operationId":"description","tags":["api"],"summary":"This description.","para\#
        meters":[{"$ref":"#/components/parameters/RequestID"},{"$ref":"#/components/parameters/IfNoneMatch"}],"respons\#
        es":{"200":{"description":"In JSON.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"ETag\#
        ":{"$ref":"#/components/headers/ETag"}},"content":{"application/json":{"schema":{"type":"object","required":["\#
        openapi","info","paths"],"additionalProperties":true,"properties":{"openapi":{"type":"string"}}},"example":{"o\#
        penapi":"3.1.0","info":{"title":"aerekos worker node","version":"1"},"paths":{"/livez":{"get":{"operationId":"\#
        live","summary":"That apid serves."}}}}}}},"304":{"$ref":"#/components/responses/NotModified"},"400":{"$ref":"\#
        #/components/responses/BadRequest"},"406":{"$ref":"#/components/responses/NotAcceptable"},"500":{"$ref":"#/com\#
        ponents/responses/Internal"}}}},"/services":{"get":{"operationId":"services","tags":["services"],"summary":"Ev\#
        ery service, by name.","parameters":[{"$ref":"#/components/parameters/RequestID"},{"$ref":"#/components/parame\#
        ters/IfNoneMatch"},{"$ref":"#/components/parameters/Limit"},{"$ref":"#/components/parameters/Cursor"}],"respon\#
        ses":{"200":{"description":"All of them; with `limit`, a page. A cursor never expires.","headers":{"X-Request-\#
        ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"content":{"applica\#
        tion/json":{"schema":{"type":"object","required":["services","stale","next_cursor"],"properties":{"services":{\#
        "type":"array","items":{"$ref":"#/components/schemas/Service"}},"stale":{"$ref":"#/components/schemas/Stale"},\#
        "next_cursor":{"$ref":"#/components/schemas/NextCursor"}}},"example":{"services":[{"service":"web","id":"c0ffe\#
        e","name":"aerekos-web","status":"running","running":true,"image":"nginx:alpine","created":1769846709,"started\#
        At":"2026-01-31T08:05:09.042123456Z","health":null,"error":null,"progress":null}],"stale":false,"next_cursor":\#
        null}}}},"304":{"$ref":"#/components/responses/NotModified"},"400":{"$ref":"#/components/responses/BadRequest"\#
        },"401":{"$ref":"#/components/responses/Unauthorized"},"406":{"$ref":"#/components/responses/NotAcceptable"},"\#
        421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"500":{"$re\#
        f":"#/components/responses/Internal"}}}},"/services/{name}":{"parameters":[{"$ref":"#/components/parameters/Se\#
        rvice"},{"$ref":"#/components/parameters/RequestID"}],"get":{"operationId":"service","tags":["services"],"summ\#
        ary":"One service.","parameters":[{"$ref":"#/components/parameters/IfNoneMatch"}],"responses":{"200":{"descrip\#
        tion":"The service. No secret is in its configuration.","headers":{"X-Request-ID":{"$ref":"#/components/header\#
        s/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"content":{"application/json":{"schema":{"type":"ob\#
        ject","required":["service","stale"],"properties":{"service":{"$ref":"#/components/schemas/ServiceDetail"},"st\#
        ale":{"$ref":"#/components/schemas/Stale"}}},"example":{"service":{"service":"web","id":"c0ffee","name":"aerek\#
        os-web","status":"running","running":true,"image":"nginx:alpine","created":1769846709,"startedAt":"2026-01-31T\#
        08:05:09.042123456Z","restartCount":0,"config":{"image":"nginx:alpine","ports":{"80":8080},"environment":{"PAS\#
        SWORD":"********"}},"health":null,"exit_code":null,"error":null,"progress":null,"image_digest":"sha256:c0ffee"\#
        ,"report":{"content":{"ready":true},"at":"2026-01-31T08:05:10.000Z"},"project":null,"next_attempt":null,"instr\#
        uction_id":null,"instruction_outcome":null},"stale":false}}}},"304":{"$ref":"#/components/responses/NotModifie\#
        d"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"4\#
        04":{"$ref":"#/components/responses/NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$\#
        ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"500":{"$ref":"#/co\#
        mponents/responses/Internal"}}},"delete":{"operationId":"removeService","tags":["services"],"summary":"Has the\#
         service removed, with its container. Its volumes stay.","security":[{"token":[]}],"responses":{"202":{"$ref":\#
        "#/components/responses/Instructed"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/compo\#
        nents/responses/Unauthorized"},"403":{"$ref":"#/components/responses/Forbidden"},"404":{"$ref":"#/components/r\#
        esponses/NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/response\#
        s/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"500":{"$ref":"#/components/responses/Internal\#
        "},"409":{"$ref":"#/components/responses/Conflict"},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/s\#
        ervices/{name}/restart":{"parameters":[{"$ref":"#/components/parameters/Service"},{"$ref":"#/components/parame\#
        ters/RequestID"}],"post":{"operationId":"restartService","tags":["services"],"summary":"Restarts the service's\#
         container; the answer comes when that is done.","security":[{"token":[]}],"requestBody":{"$ref":"#/components\#
        /requestBodies/Nothing"},"responses":{"200":{"description":"It has been restarted.","headers":{"X-Request-ID":\#
        {"$ref":"#/components/headers/RequestID"}},"content":{"application/json":{"schema":{"type":"object","required"\#
        :["result"],"properties":{"result":{"type":"object","required":["id","name","status","service","running"],"pro\#
        perties":{"id":{"$ref":"#/components/schemas/Text"},"name":{"type":"string"},"status":{"const":"restarted"},"s\#
        ervice":{"type":"string"},"running":{"type":"boolean"}}}}},"example":{"result":{"id":"c0ffee","name":"aerekos-\#
        web","status":"restarted","service":"web","running":true}}}}},"400":{"$ref":"#/components/responses/BadRequest\#
        "},"401":{"$ref":"#/components/responses/Unauthorized"},"403":{"$ref":"#/components/responses/Forbidden"},"404\#
        ":{"$ref":"#/components/responses/NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"413":{"$re\#
        f":"#/components/responses/TooLarge"},"415":{"$ref":"#/components/responses/WrongMediaType"},"421":{"$ref":"#/\#
        components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"500":{"$ref":"#/components\#
        /responses/Internal"},"409":{"$ref":"#/components/responses/Conflict"},"503":{"$ref":"#/components/responses/U\#
        navailable"}}}},"/services/{name}/start":{"parameters":[{"$ref":"#/components/parameters/Service"},{"$ref":"#/\#
        components/parameters/RequestID"}],"post":{"operationId":"startService","tags":["services"],"summary":"Has the\#
         service started.","security":[{"token":[]}],"requestBody":{"$ref":"#/components/requestBodies/Nothing"},"resp\#
        onses":{"202":{"$ref":"#/components/responses/Instructed"},"400":{"$ref":"#/components/responses/BadRequest"},\#
        "401":{"$ref":"#/components/responses/Unauthorized"},"403":{"$ref":"#/components/responses/Forbidden"},"404":{\#
        "$ref":"#/components/responses/NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"413":{"$ref":\#
        "#/components/responses/TooLarge"},"415":{"$ref":"#/components/responses/WrongMediaType"},"421":{"$ref":"#/com\#
        ponents/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"500":{"$ref":"#/components/re\#
        sponses/Internal"},"409":{"$ref":"#/components/responses/Conflict"},"503":{"$ref":"#/components/responses/Unav\#
        ailable"}}}},"/services/{name}/stop":{"parameters":[{"$ref":"#/components/parameters/Service"},{"$ref":"#/comp\#
        onents/parameters/RequestID"}],"post":{"operationId":"stopService","tags":["services"],"summary":"Has the serv\#
        ice stopped. It stays stopped until it is started.","security":[{"token":[]}],"requestBody":{"$ref":"#/compone\#
        nts/requestBodies/Nothing"},"responses":{"202":{"$ref":"#/components/responses/Instructed"},"400":{"$ref":"#/c\#
        omponents/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"403":{"$ref":"#/compone\#
        nts/responses/Forbidden"},"404":{"$ref":"#/components/responses/NotFound"},"406":{"$ref":"#/components/respons\#
        es/NotAcceptable"},"413":{"$ref":"#/components/responses/TooLarge"},"415":{"$ref":"#/components/responses/Wron\#
        gMediaType"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany\#
        "},"500":{"$ref":"#/components/responses/Internal"},"409":{"$ref":"#/components/responses/Conflict"},"503":{"$\#
        ref":"#/components/responses/Unavailable"}}}},"/services/{name}/explain":{"parameters":[{"$ref":"#/components/\#
        parameters/Service"},{"$ref":"#/components/parameters/RequestID"}],"get":{"operationId":"explainService","tags\#
        ":["services"],"summary":"Why the service is as it is, and what would help; as deployd has last written it, al\#
        so when that is away.","parameters":[{"$ref":"#/components/parameters/IfNoneMatch"}],"responses":{"200":{"desc\#
        ription":"From what is wanted to what would help.","headers":{"X-Request-ID":{"$ref":"#/components/headers/Req\#
        uestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"content":{"application/json":{"schema":{"type":"object"\#
        ,"required":["explanation","stale"],"properties":{"explanation":{"$ref":"#/components/schemas/Explanation"},"s\#
        tale":{"$ref":"#/components/schemas/Stale"}}},"example":{"stale":false,"explanation":{"service":"web","status"\#
        :"running","running":true,"summary":"web runs as wanted","wanted":{"state":"running","image":"nginx:alpine","r\#
        evision":1,"source":"conductor"}}}}}},"304":{"$ref":"#/components/responses/NotModified"},"400":{"$ref":"#/com\#
        ponents/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"404":{"$ref":"#/component\#
        s/responses/NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/respo\#
        nses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"500":{"$ref":"#/components/responses/Inter\#
        nal"},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/services/{name}/stats":{"parameters":[{"$ref":"\#
        #/components/parameters/Service"},{"$ref":"#/components/parameters/RequestID"}],"get":{"operationId":"serviceS\#
        tatistics","tags":["services"],"summary":"What the service's container used when it was last measured.","descr\#
        iption":"deployd measures at SERVICE_STATUS_INTERVAL, of many services the 50 that were not measured for longe\#
        st, and a new container within a few seconds. Who asks has the service measured anew, for who asks next, when t\#
        he answer is older than a second.\n","responses":{"200":{"description":"Counters run since the container's sta\#
        rt.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json":{"sche\#
        ma":{"type":"object","required":["stats","age_s","stale"],"properties":{"stats":{"$ref":"#/components/schemas/\#
        Statistics"},"age_s":{"$ref":"#/components/schemas/Amount","description":"How long ago it was measured."},"sta\#
        le":{"$ref":"#/components/schemas/Stale"}}},"example":{"age_s":8.2,"stale":false,"stats":{"service":"web","rea\#
        d_at":"2026-01-31T08:05:09.042123456Z","cpu_percent":0.25,"cpu_s":0.05,"memory_bytes":3145728,"memory_limit_by\#
        tes":8160437862,"processes":3,"received_bytes":1026,"sent_bytes":612,"read_bytes":0,"written_bytes":4096}}}}},\#
        "400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"404":\#
        {"$ref":"#/components/responses/NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref"\#
        :"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"500":{"$ref":"#/compon\#
        ents/responses/Internal"},"409":{"$ref":"#/components/responses/Conflict"},"503":{"$ref":"#/components/respons\#
        es/Unavailable"}}}},"/services/{name}/logs":{"parameters":[{"$ref":"#/components/parameters/Service"},{"$ref":\#
        "#/components/parameters/RequestID"}],"get":{"operationId":"serviceLogs","tags":["services"],"summary":"The ou\#
        tput of the service's container. Asked of deployd; the first piece within 10 s.","security":[{"token":[]}],"pa\#
        rameters":[{"$ref":"#/components/parameters/Follow"},{"$ref":"#/components/parameters/Tail"},{"name":"since","\#
        in":"query","required":false,"description":"From when on; Unix seconds, a time in UTC, or how long ago.","sche\#
        ma":{"$ref":"#/components/schemas/Since"},"example":"10m"},{"name":"timestamps","in":"query","required":false,\#
        "description":"Each line with its time.","schema":{"$ref":"#/components/schemas/Flag"}},{"name":"stream","in":\#
        "query","required":false,"schema":{"type":"string","enum":["stdout","stderr","all"]}}],"responses":{"200":{"de\#
        scription":"A line each, as text, or as a JSON object for who accepts that.","headers":{"X-Request-ID":{"$ref"\#
        :"#/components/headers/RequestID"}},"content":{"text/plain":{"schema":{"type":"string"},"example":"192.0.2.7 -\#
         - [31/Jan/2026:08:05:09 +0000] \"GET / HTTP/1.1\" 200 615 \"-\" \"curl/8.14.1\" \"-\"\n"},"application/x-ndjs\#
        on":{"schema":{"type":"string"},"example":"{\"stream\":\"stderr\",\"text\":\"[notice] 1#1: start worker proces\#
        ses\"}\n"}}},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthor\#
        ized"},"403":{"$ref":"#/components/responses/Forbidden"},"404":{"$ref":"#/components/responses/NotFound"},"406\#
        ":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"\#
        $ref":"#/components/responses/TooMany"},"500":{"$ref":"#/components/responses/Internal"},"409":{"$ref":"#/comp\#
        onents/responses/Conflict"},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/services/{name}/report":{\#
        "parameters":[{"$ref":"#/components/parameters/Service"},{"$ref":"#/components/parameters/RequestID"}],"post":\#
        {"operationId":"report","tags":["services"],"summary":"What a service says of itself, with the token that its c\#
        ontainer was given (SERVICE_TOKEN).","security":[{"serviceToken":[]}],"requestBody":{"required":true,"content"\#
        :{"application/json":{"schema":{"type":"object","additionalProperties":true,"description":"At most 4096 bytes.\#
        "},"example":{"ready":true}}}},"responses":{"204":{"description":"Taken; it is shown in the service's status."\#
        ,"headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}}},"400":{"$ref":"#/components/responses/B\#
        adRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"404":{"$ref":"#/components/responses/NotFoun\#
        d"},"406":{"$ref":"#/components/responses/NotAcceptable"},"500":{"$ref":"#/components/responses/Internal"},"41\#
        3":{"description":"The report is over 4096 bytes.","headers":{"X-Request-ID":{"$ref":"#/components/headers/Req\#
        uestID"}},"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"},"example":{"error":{"m\#
        essage":"The body is over the limit of 4096 bytes","status":413}}}}},"415":{"$ref":"#/components/responses/Wro\#
        ngMediaType"},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/subsystems":{"get":{"operationId":"subs\#
        ystems","tags":["subsystems"],"summary":"The node's daemons, as the supervisor last told of them.","parameters\#
        ":[{"$ref":"#/components/parameters/RequestID"},{"$ref":"#/components/parameters/IfNoneMatch"}],"responses":{"\#
        200":{"description":"All of them; none before the supervisor has answered.","headers":{"X-Request-ID":{"$ref":\#
        "#/components/headers/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"content":{"application/json":{\#
        "schema":{"type":"object","required":["subsystems","supervisor","stale","reason","age_s"],"properties":{"subsy\#
        stems":{"type":"array","items":{"$ref":"#/components/schemas/Subsystem"}},"supervisor":{"type":["object","null\#
        "],"required":["pid","version","uptime_s"],"properties":{"pid":{"type":"integer","minimum":1},"version":{"type\#
        ":"string"},"uptime_s":{"$ref":"#/components/schemas/Amount"}}},"stale":{"$ref":"#/components/schemas/Stale"},\#
        "reason":{"$ref":"#/components/schemas/Text"},"age_s":{"$ref":"#/components/schemas/Age"}}},"example":{"subsys\#
        tems":[{"name":"probed","state":"ready","status_text":"serving","pid":311,"generation":2,"since":"2026-01-31T0\#
        8:05:00.873Z","uptime_s":8.5,"restarts":1,"last_exit":{"cause":"signalled","signal":9,"signal_name":"SIGKILL",\#
        "core_dumped":false,"pid":307,"generation":1,"at":"2026-01-31T08:05:00.851Z","requested":false,"uptime_s":31.2\#
        ,"user_cpu_s":0.014,"system_cpu_s":0.022,"max_rss_bytes":13565952,"next_attempt_s":0.0,"stderr":[]},"startup_m\#
        s":21.533607,"memory_bytes":3666944,"cpu_s":0.02,"open_descriptors":14,"watchdog_age_s":0.005983304}],"supervi\#
        sor":{"pid":305,"version":"0.1.0","uptime_s":8.6},"stale":false,"reason":null,"age_s":0.5}}}},"304":{"$ref":"#\#
        /components/responses/NotModified"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/compon\#
        ents/responses/Unauthorized"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/component\#
        s/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"500":{"$ref":"#/components/response\#
        s/Internal"}}}},"/subsystems/{name}":{"parameters":[{"$ref":"#/components/parameters/Subsystem"},{"$ref":"#/co\#
        mponents/parameters/RequestID"}],"get":{"operationId":"subsystem","tags":["subsystems"],"summary":"One daemon,\#
         and its last starts.","parameters":[{"$ref":"#/components/parameters/IfNoneMatch"}],"responses":{"200":{"desc\#
        ription":"The daemon.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/c\#
        omponents/headers/ETag"}},"content":{"application/json":{"schema":{"type":"object","required":["subsystem","hi\#
        story","stale","reason","age_s"],"properties":{"subsystem":{"$ref":"#/components/schemas/Subsystem"},"history"\#
        :{"description":"The newest first, 50 at most.","type":"array","items":{"$ref":"#/components/schemas/Start"}},\#
        "stale":{"$ref":"#/components/schemas/Stale"},"reason":{"$ref":"#/components/schemas/Text"},"age_s":{"$ref":"#\#
        /components/schemas/Age"}}},"example":{"subsystem":{"name":"probed","state":"ready","status_text":"serving","p\#
        id":311,"generation":1,"since":"2026-01-31T08:05:00.873Z","uptime_s":8.5,"restarts":0,"startup_ms":21.533607,"\#
        memory_bytes":3666944,"cpu_s":0.02,"open_descriptors":14,"watchdog_age_s":0.005983304},"history":[{"name":"pro\#
        bed","generation":1,"pid":311,"boot_id":"0ce54b2e-ed9d-46aa-ac56-b7b2940885d4","started_at":"2026-01-31T08:05:\#
        00.855Z","monotonic_s":41755.665780802}],"stale":false,"reason":null,"age_s":0.5}}}},"304":{"$ref":"#/componen\#
        ts/responses/NotModified"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/resp\#
        onses/Unauthorized"},"404":{"$ref":"#/components/responses/NotFound"},"406":{"$ref":"#/components/responses/No\#
        tAcceptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMan\#
        y"},"500":{"$ref":"#/components/responses/Internal"},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/\#
        subsystems/{name}/restart":{"parameters":[{"$ref":"#/components/parameters/Subsystem"},{"$ref":"#/components/p\#
        arameters/RequestID"}],"post":{"operationId":"restartSubsystem","tags":["subsystems"],"summary":"Has the daemo\#
        n stopped in order and started again.","security":[{"token":[]}],"requestBody":{"$ref":"#/components/requestBo\#
        dies/Nothing"},"responses":{"202":{"description":"How it is at this moment.","headers":{"X-Request-ID":{"$ref"\#
        :"#/components/headers/RequestID"}},"content":{"application/json":{"schema":{"type":"object","required":["subs\#
        ystem"],"properties":{"subsystem":{"$ref":"#/components/schemas/Subsystem"}}},"example":{"subsystem":{"name":"\#
        probed","state":"stopping","status_text":"serving","pid":311,"generation":1,"since":"2026-01-31T08:05:00.873Z"\#
        ,"uptime_s":8.5,"restarts":0,"startup_ms":21.533607,"memory_bytes":3666944,"cpu_s":0.02,"open_descriptors":14}\#
        }}}},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"\#
        403":{"$ref":"#/components/responses/Forbidden"},"404":{"$ref":"#/components/responses/NotFound"},"406":{"$ref\#
        ":"#/components/responses/NotAcceptable"},"413":{"$ref":"#/components/responses/TooLarge"},"415":{"$ref":"#/co\#
        mponents/responses/WrongMediaType"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/compo\#
        nents/responses/TooMany"},"500":{"$ref":"#/components/responses/Internal"},"409":{"$ref":"#/components/respons\#
        es/Conflict"},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/subsystems/{name}/logs":{"parameters":[\#
        {"$ref":"#/components/parameters/LogWriter"},{"$ref":"#/components/parameters/RequestID"}],"get":{"operationId\#
        ":"subsystemLogs","tags":["subsystems"],"summary":"What the daemon, or the supervisor itself, has written late\#
        ly. Asked of the supervisor.","security":[{"token":[]}],"parameters":[{"$ref":"#/components/parameters/Follow"\#
        },{"$ref":"#/components/parameters/Tail"}],"responses":{"200":{"description":"A line each.","headers":{"X-Requ\#
        est-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"text/plain":{"schema":{"type":"string"},"exampl\#
        e":"2026-01-31T08:05:09.042Z NOTICE heartbeatd: registered with the conductor request.id=01d8573d worker.id=00\#
        000000-0000-4000-8000-000000000000\n"}}},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/c\#
        omponents/responses/Unauthorized"},"403":{"$ref":"#/components/responses/Forbidden"},"404":{"$ref":"#/componen\#
        ts/responses/NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/resp\#
        onses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"500":{"$ref":"#/components/responses/Inte\#
        rnal"},"503":{"$ref":"#/components/responses/Unavailable"}}}}},"components":{"securitySchemes":{"token":{"type\#
        ":"http","scheme":"bearer","description":"One of API_TOKEN or API_TOKEN_FILE. Not needed on a loopback address\#
         unless API_READ is token."},"serviceToken":{"type":"http","scheme":"bearer","description":"SERVICE_TOKEN of t\#
        he service's container."}},"parameters":{"RequestID":{"name":"X-Request-ID","in":"header","required":false,"de\#
        scription":"Comes back with the answer, and stands in the log. 1 to 128 printable ASCII characters; others are\#
         replaced.","schema":{"type":"string"}},"IfNoneMatch":{"name":"If-None-Match","in":"header","required":false,"\#
        description":"The `ETag` of the answer last seen.","schema":{"type":"string"}},"Limit":{"name":"limit","in":"q\#
        uery","required":false,"description":"How many at most.","schema":{"type":"integer","minimum":1,"maximum":500}\#
        ,"example":20},"Cursor":{"name":"cursor","in":"query","required":false,"description":"The `next_cursor` of the\#
         page before. Any other text is answered with 400.","schema":{"type":"string","minLength":2,"maxLength":512,"p\#
        attern":"^([0-9a-f]{2})+$"}},"Service":{"name":"name","in":"path","required":true,"description":"The service."\#
        ,"schema":{"type":"string","pattern":"^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}$"},"example":"web"},"Subsystem":{"name"\#
        :"name","in":"path","required":true,"description":"The daemon.","schema":{"type":"string","enum":["probed","he\#
        artbeatd","deployd","apid"]},"example":"probed"},"LogWriter":{"name":"name","in":"path","required":true,"descr\#
        iption":"The daemon, or the supervisor.","schema":{"type":"string","enum":["probed","heartbeatd","deployd","ap\#
        id","supervisor"]},"example":"probed"},"Follow":{"name":"follow","in":"query","required":false,"description":"\#
        To go on with what is still to come.","schema":{"$ref":"#/components/schemas/Flag"}},"Tail":{"name":"tail","in\#
        ":"query","required":false,"description":"How many lines from the end; all by default.","schema":{"anyOf":[{"t\#
        ype":"integer","minimum":0,"maximum":1000000000},{"const":"all"}]},"example":100}},"requestBodies":{"Nothing":\#
        {"description":"An object, in which nothing is looked at; or no body.","required":false,"content":{"applicatio\#
        n/json":{"schema":{"type":"object","additionalProperties":true},"example":{}}}}},"headers":{"RequestID":{"requ\#
        ired":true,"description":"The one sent, or one of the node's.","schema":{"type":"string","minLength":1}},"ETag\#
        ":{"required":true,"description":"Tells this state from another; times and ages do not count.","schema":{"type\#
        ":"string","minLength":2}},"RetryAfter":{"required":false,"description":"Seconds after which it may be otherwi\#
        se.","schema":{"type":"string","pattern":"^[0-9]+$"}}},"responses":{"NotModified":{"description":"The client h\#
        as this state already.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/\#
        components/headers/ETag"}}},"BadRequest":{"description":"A query parameter is unknown, given twice or not what\#
         it may be; the path is not UTF-8 in percent encoding; or there is a body, and it is not a JSON object.\n","he\#
        aders":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json":{"schema":{"$r\#
        ef":"#/components/schemas/Error"},"example":{"error":{"message":"The query parameter \"limit\" must be a whole\#
         number from 1 to 500","status":400}}}}},"Unauthorized":{"description":"It needs a token, or another one.","he\#
        aders":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"WWW-Authenticate":{"required":false,"schema"\#
        :{"type":"string"}}},"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"},"example":{\#
        "error":{"message":"This needs \"Authorization: Bearer <token>\" with a token of the node's API","status":401}\#
        }}}},"Forbidden":{"description":"The token may not do this; a web page of another origin asks; or the node has\#
         no token and listens beyond loopback.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"\#
        content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"},"example":{"error":{"message":"We\#
        b pages of other origins may change nothing here","status":403}}}}},"NotFound":{"description":"There is none o\#
        f that name.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/jso\#
        n":{"schema":{"$ref":"#/components/schemas/Error"},"example":{"error":{"message":"There is no service \"nobody\#
        \"","status":404}}}}},"NotAcceptable":{"description":"Accept leaves out every media type that is here.","heade\#
        rs":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json":{"schema":{"$ref"\#
        :"#/components/schemas/Error"},"example":{"error":{"message":"Accept leaves out what is here: application/json\#
        ","status":406}}}}},"Misdirected":{"description":"The header Host has a name that is not the node's; API_HOSTS\#
         lists more.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/jso\#
        n":{"schema":{"$ref":"#/components/schemas/Error"},"example":{"error":{"message":"The node is not called so: A\#
        PI_HOSTS would have to list the name in the header Host","status":421}}}}},"TooMany":{"description":"So many w\#
        rong tokens have come from this address that it has to wait.","headers":{"X-Request-ID":{"$ref":"#/components/\#
        headers/RequestID"},"Retry-After":{"$ref":"#/components/headers/RetryAfter"}},"content":{"application/json":{"\#
        schema":{"$ref":"#/components/schemas/Error"},"example":{"error":{"message":"Too many wrong tokens from your a\#
        ddress","status":429}}}}},"TooLarge":{"description":"The body is over 100 kB.","headers":{"X-Request-ID":{"$re\#
        f":"#/components/headers/RequestID"}},"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Er\#
        ror"},"example":{"error":{"message":"The body is over the limit of 102400 bytes","status":413}}}}},"WrongMedia\#
        Type":{"description":"The body is not application/json.","headers":{"X-Request-ID":{"$ref":"#/components/heade\#
        rs/RequestID"}},"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"},"example":{"erro\#
        r":{"message":"The body must be application/json","status":415}}}}},"Internal":{"description":"A defect of the\#
         node's. Its log has more under the request id.","headers":{"X-Request-ID":{"$ref":"#/components/headers/Reque\#
        stID"}},"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"},"example":{"error":{"mes\#
        sage":"Internal error; the log has more under request id 01d8573d","status":500}}}}},"Full":{"description":"Th\#
        ere are 64 streams of events already, or 16 to this address, if it is beyond this machine. A page is to be had\#
         all the same.\n","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"Retry-After":{"$ref":"#\#
        /components/headers/RetryAfter"}},"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"\#
        },"example":{"error":{"message":"There are 64 streams of events already","status":503}}}}},"Conflict":{"descri\#
        ption":"It is not in a state for that.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"\#
        content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"},"example":{"error":{"message":"we\#
        b does not run","status":409}}}}},"Unavailable":{"description":"The daemon that has to be asked is down, does n\#
        ot answer in time, has failed, or is of another version; what it needs, like the container engine or its state\#
         directory, is not to be had; or nothing has been written yet of what is asked for.\n","headers":{"X-Request-I\#
        D":{"$ref":"#/components/headers/RequestID"},"Retry-After":{"$ref":"#/components/headers/RetryAfter"}},"conten\#
        t":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"},"example":{"error":{"message":"deployd i\#
        s not running","status":503}}}}},"Instructed":{"description":"The instruction is stored, and is carried out fr\#
        om now on.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json"\#
        :{"schema":{"type":"object","required":["result"],"properties":{"result":{"type":"object","required":["service\#
        ","action","instruction_id"],"properties":{"service":{"type":"string"},"action":{"enum":["start","stop","remov\#
        e"]},"instruction_id":{"type":"string","minLength":1}}}}},"example":{"result":{"service":"web","action":"stop"\#
        ,"instruction_id":"local-f81d4fae"}}}}}},"schemas":{"Time":{"type":"string","pattern":"^\\d{4}-\\d\\d-\\d\\dT\\d\#
        \\d:\\d\\d:\\d\\d\\.\\d{3}Z$","examples":["2026-01-31T08:05:09.042Z"]},"EngineTime":{"description":"As the eng\#
        ine gives it.","type":["string","null"]},"Since":{"type":"string","pattern":"^([0-9]{1,15}(\\.[0-9]{1,15})?[sm\#
        hd]?|(20[0-9]{2}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9\#
        ]|2[0-8]))|20([02468][048]|[13579][26])-02-29)T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?Z)$","e\#
        xamples":["90s","10m","2h","1d","2026-01-31T08:05:09Z","1769846709"]},"Flag":{"description":"Without a value i\#
        t is set.","type":"string","enum":["","1","true","0","false"]},"Text":{"type":["string","null"]},"Amount":{"ty\#
        pe":"number","minimum":0},"Age":{"description":"Seconds; null when it was never told.","type":["number","null"\#
        ],"minimum":0},"Count":{"type":"integer","minimum":0},"Percent":{"type":"number","minimum":0,"maximum":100},"S\#
        tale":{"description":"Whether it may be otherwise by now, since whoever tells of it has not been heard lately.\#
        ","type":"boolean"},"NextCursor":{"description":"Where the next page begins; null at the end.","type":["string\#
        ","null"]},"Verdict":{"enum":["ok","unknown","warning","problem"]},"Fault":{"type":"object","required":["messa\#
        ge","status"],"properties":{"message":{"type":"string","minLength":1},"status":{"type":"integer","minimum":400\#
        ,"maximum":599}}},"Error":{"type":"object","required":["error"],"properties":{"error":{"$ref":"#/components/sc\#
        hemas/Fault"}}},"Health":{"type":"object","required":["status","hostname","ip_address","conductor_url","regist\#
        ered","worker_id","docker_connected","resources","timestamp","stale","degraded","problems","parts","conductor"\#
        ,"docker","version"],"properties":{"status":{"description":"`online`: registered, and everything works. `degra\#
        ded`: the conductor hears from the node, but something of it does not work, or is not known to. `offline`: the\#
         conductor does not hear from it.\n","enum":["online","degraded","offline"]},"hostname":{"type":"string"},"ip_\#
        address":{"type":"string"},"conductor_url":{"type":"string"},"registered":{"type":"boolean"},"worker_id":{"$re\#
        f":"#/components/schemas/Text"},"docker_connected":{"type":"boolean"},"resources":{"type":"object","required":\#
        ["cpu_cores","ram_gb","disk_gb","network_mbps"],"properties":{"cpu_cores":{"$ref":"#/components/schemas/Amount\#
        "},"ram_gb":{"$ref":"#/components/schemas/Amount"},"disk_gb":{"$ref":"#/components/schemas/Amount"},"network_m\#
        bps":{"$ref":"#/components/schemas/Amount"}}},"timestamp":{"$ref":"#/components/schemas/Time"},"stale":{"$ref"\#
        :"#/components/schemas/Stale"},"degraded":{"type":"array","items":{"type":"string"},"description":"The subject\#
        s of the problems."},"problems":{"type":"array","items":{"type":"object","required":["subject","reason"],"prop\#
        erties":{"subject":{"type":"string"},"reason":{"type":"string"}}}},"parts":{"description":"Every part, always i\#
        n the same order.","type":"array","items":{"type":"object","required":["name","status","reason","since"],"prop\#
        erties":{"name":{"enum":["supervisor","probed","heartbeatd","deployd","apid","conductor","docker","resources",\#
        "services"]},"status":{"description":"Unknown is what was never told, or too long ago.","enum":["ok","problem"\#
        ,"unknown"]},"reason":{"$ref":"#/components/schemas/Text"},"since":{"description":"Since when its status is so\#
        ; null where that is not known.","type":["string","null"]}}}},"conductor":{"description":"Null when heartbeatd\#
         has never told of it.","type":["object","null"],"required":["reason","detail","last_heartbeat","consecutive_f\#
        ailures","age_s"],"properties":{"reason":{"$ref":"#/components/schemas/Text"},"detail":{"$ref":"#/components/s\#
        chemas/Text"},"last_heartbeat":{"$ref":"#/components/schemas/Text"},"consecutive_failures":{"$ref":"#/componen\#
        ts/schemas/Count"},"age_s":{"$ref":"#/components/schemas/Amount"}}},"docker":{"description":"Null when deployd\#
         has never told of it.","type":["object","null"],"required":["connected","state"],"properties":{"connected":{"\#
        type":"boolean"},"state":{"enum":["available","unavailable","unresponsive"]},"version":{"type":"string"},"api_\#
        version":{"type":"string"},"reason":{"type":"string"},"since":{"$ref":"#/components/schemas/Time"},"informatio\#
        n":{"type":"object","required":["storage_driver","logging_driver","data_root","local","podman"],"properties":{\#
        "storage_driver":{"type":"string"},"backing_file_system":{"type":"string"},"cgroup_version":{"type":"integer"}\#
        ,"logging_driver":{"type":"string"},"data_root":{"type":"string"},"local":{"type":"boolean"},"podman":{"type":\#
        "boolean"}}}}},"version":{"type":"string"}}},"Status":{"type":"object","required":["worker","resources","servi\#
        ces","intervals","timestamp","stale"],"properties":{"worker":{"type":"object","required":["hostname","ip_addre\#
        ss","id","registered","conductor_url","docker_connected"],"properties":{"hostname":{"type":"string"},"ip_addre\#
        ss":{"type":"string"},"id":{"$ref":"#/components/schemas/Text"},"registered":{"type":"boolean"},"conductor_url\#
        ":{"type":"string"},"docker_connected":{"type":"boolean"}}},"resources":{"description":"Parts of the newest re\#
        port; empty before the first.","type":"object","required":["cpu","ram","disk","network"],"properties":{"cpu":{\#
        "type":"object","additionalProperties":true},"ram":{"type":"object","additionalProperties":true},"disk":{"type\#
        ":"object","additionalProperties":true},"network":{"type":"object","additionalProperties":true}}},"services":{\#
        "type":"array","items":{"$ref":"#/components/schemas/Service"}},"intervals":{"description":"In seconds.","type\#
        ":"object","required":["heartbeat","resource_check","deployment_check","service_status"],"properties":{"heartb\#
        eat":{"$ref":"#/components/schemas/Amount"},"resource_check":{"$ref":"#/components/schemas/Amount"},"deploymen\#
        t_check":{"$ref":"#/components/schemas/Amount"},"service_status":{"$ref":"#/components/schemas/Amount"}}},"tim\#
        estamp":{"$ref":"#/components/schemas/Time"},"stale":{"$ref":"#/components/schemas/Stale"}}},"ResourceReport":\#
        {"description":"GB are GiB; shares and rates are over the time since the report before.","type":"object","requ\#
        ired":["timestamp","cpu","ram","disk","network","load","cpu_cores","ram_gb","disk_gb","network_mbps"],"propert\#
        ies":{"timestamp":{"$ref":"#/components/schemas/Time"},"cpu":{"type":"object","required":["cores","physicalCor\#
        es","processors","usage","usagePercent","perCore","model","speed"],"properties":{"cores":{"type":"integer","mi\#
        nimum":1},"physicalCores":{"type":"integer","minimum":1},"processors":{"type":"integer","minimum":1},"usage":{\#
        "$ref":"#/components/schemas/Percent"},"usagePercent":{"$ref":"#/components/schemas/Percent"},"perCore":{"type\#
        ":"array","items":{"type":"object","required":["core","usage","usagePercent"],"properties":{"core":{"type":"in\#
        teger","minimum":1},"usage":{"$ref":"#/components/schemas/Percent"},"usagePercent":{"$ref":"#/components/schem\#
        as/Percent"}}}},"model":{"type":"string"},"speed":{"$ref":"#/components/schemas/Amount"}}},"ram":{"type":"obje\#
        ct","required":["total_gb","available_gb","used_gb","free_gb","usagePercent","total_bytes","used_bytes","avail\#
        able_bytes"],"properties":{"total_gb":{"$ref":"#/components/schemas/Amount"},"available_gb":{"$ref":"#/compone\#
        nts/schemas/Amount"},"used_gb":{"$ref":"#/components/schemas/Amount"},"free_gb":{"$ref":"#/components/schemas/\#
        Amount"},"usagePercent":{"$ref":"#/components/schemas/Percent"},"total_bytes":{"$ref":"#/components/schemas/Co\#
        unt"},"used_bytes":{"$ref":"#/components/schemas/Count"},"available_bytes":{"$ref":"#/components/schemas/Count\#
        "}}},"disk":{"type":"object","required":["total_gb","available_gb","used_gb","usagePercent","read_bytes","writ\#
        e_bytes","total_bytes","used_bytes"],"properties":{"total_gb":{"$ref":"#/components/schemas/Amount"},"availabl\#
        e_gb":{"$ref":"#/components/schemas/Amount"},"used_gb":{"$ref":"#/components/schemas/Amount"},"usagePercent":{\#
        "$ref":"#/components/schemas/Percent"},"read_bytes":{"$ref":"#/components/schemas/Count"},"write_bytes":{"$ref\#
        ":"#/components/schemas/Count"},"read_bytes_per_sec":{"$ref":"#/components/schemas/Amount"},"write_bytes_per_s\#
        ec":{"$ref":"#/components/schemas/Amount"},"total_bytes":{"$ref":"#/components/schemas/Count"},"used_bytes":{"\#
        $ref":"#/components/schemas/Count"},"available_bytes":{"$ref":"#/components/schemas/Count"}}},"network":{"type\#
        ":"object","required":["interfaces","primary_interface","ip4","ip6","mac","speed_mbps","rx_bytes","tx_bytes"],\#
        "properties":{"interfaces":{"$ref":"#/components/schemas/Count"},"primary_interface":{"$ref":"#/components/sch\#
        emas/Text"},"ip4":{"$ref":"#/components/schemas/Text"},"ip6":{"$ref":"#/components/schemas/Text"},"mac":{"$ref\#
        ":"#/components/schemas/Text"},"speed_mbps":{"$ref":"#/components/schemas/Count"},"rx_bytes":{"$ref":"#/compon\#
        ents/schemas/Count"},"tx_bytes":{"$ref":"#/components/schemas/Count"},"rx_bytes_per_sec":{"$ref":"#/components\#
        /schemas/Amount"},"tx_bytes_per_sec":{"$ref":"#/components/schemas/Amount"},"rx_dropped":{"$ref":"#/components\#
        /schemas/Count"},"tx_dropped":{"$ref":"#/components/schemas/Count"},"rx_errors":{"$ref":"#/components/schemas/\#
        Count"},"tx_errors":{"$ref":"#/components/schemas/Count"}}},"load":{"description":"How many tasks ran or waite\#
        d to, over so many minutes; null where the host does not tell.","type":["object","null"],"required":["1","5","\#
        15"],"properties":{"1":{"$ref":"#/components/schemas/Amount"},"5":{"$ref":"#/components/schemas/Amount"},"15":\#
        {"$ref":"#/components/schemas/Amount"}}},"cpu_cores":{"type":"integer","minimum":1},"ram_gb":{"$ref":"#/compon\#
        ents/schemas/Amount"},"disk_gb":{"$ref":"#/components/schemas/Amount"},"network_mbps":{"$ref":"#/components/sc\#
        hemas/Count"}}},"ResourcePoint":{"type":"object","required":["at","step_s","cpu_percent","ram_percent","disk_p\#
        ercent","rx_bytes_per_sec","tx_bytes_per_sec","load"],"properties":{"at":{"description":"When the time begins t\#
        hat it is the mean of.","allOf":[{"$ref":"#/components/schemas/Time"}]},"step_s":{"enum":[10,60,600],"descript\#
        ion":"How long that time is."},"cpu_percent":{"$ref":"#/components/schemas/Percent"},"ram_percent":{"$ref":"#/\#
        components/schemas/Percent"},"disk_percent":{"$ref":"#/components/schemas/Percent"},"rx_bytes_per_sec":{"$ref"\#
        :"#/components/schemas/Amount"},"tx_bytes_per_sec":{"$ref":"#/components/schemas/Amount"},"load":{"$ref":"#/co\#
        mponents/schemas/Amount"}}},"Setting":{"type":"object","required":["key","value","default","unit","source","se\#
        cret"],"properties":{"key":{"type":"string","pattern":"^[A-Z][A-Z0-9_]*$"},"value":{"type":["string","number",\#
        "null"],"description":"Of a secret that is set, `***`; null where nothing is."},"default":{"type":["string","n\#
        umber","null"],"description":"What it is when nobody sets it."},"unit":{"enum":["s","bytes","percent",null],"d\#
        escription":"Of both."},"source":{"description":"The supervisor's environment, the settings file, or nobody.",\#
        "enum":["environment","file","default"]},"secret":{"type":"boolean"}}},"ServiceState":{"enum":["pending","pull\#
        ing","starting","running","unhealthy","stopped","failed","removed","rolled_back"]},"Service":{"type":"object",\#
        "required":["service","id","name","status","running","image","created","startedAt","health","error","progress"\#
        ],"properties":{"service":{"type":"string","minLength":1},"id":{"$ref":"#/components/schemas/Text"},"name":{"t\#
        ype":"string","description":"The container's."},"status":{"$ref":"#/components/schemas/ServiceState"},"running\#
        ":{"type":"boolean"},"image":{"type":"string"},"created":{"type":["integer","null"],"description":"Unix second\#
        s."},"startedAt":{"$ref":"#/components/schemas/EngineTime"},"restartCount":{"$ref":"#/components/schemas/Count\#
        "},"exit_code":{"type":["integer","null"]},"project":{"$ref":"#/components/schemas/Text"},"instruction_id":{"d\#
        escription":"The newest instruction for it; null when deployd was started after that had ended.","type":["stri\#
        ng","null"]},"instruction_outcome":{"description":"How that ended; null while it goes on.","type":["string","n\#
        ull"],"enum":["success","failed",null]},"health":{"$ref":"#/components/schemas/Text"},"error":{"type":["object\#
        ","null"],"required":["type","message"],"properties":{"type":{"type":"string"},"message":{"type":"string"}}},"\#
        progress":{"description":"How far a pull has come.","type":["object","null"],"additionalProperties":true}}},"S\#
        erviceDetail":{"type":"object","required":["service","id","name","status","running","image","created","started\#
        At","restartCount","config","health","exit_code","error","progress","image_digest","report","project","next_at\#
        tempt"],"properties":{"service":{"type":"string","minLength":1},"id":{"$ref":"#/components/schemas/Text"},"nam\#
        e":{"type":"string"},"status":{"$ref":"#/components/schemas/ServiceState"},"running":{"type":"boolean"},"image\#
        ":{"type":"string"},"created":{"type":["integer","null"]},"startedAt":{"$ref":"#/components/schemas/EngineTime\#
        "},"restartCount":{"$ref":"#/components/schemas/Count"},"config":{"description":"What was asked for; secrets a\#
        re masked.","type":["object","null"],"additionalProperties":true},"health":{"$ref":"#/components/schemas/Text"\#
        },"exit_code":{"type":["integer","null"]},"error":{"type":["object","null"],"required":["type","message"],"pro\#
        perties":{"type":{"type":"string"},"message":{"type":"string"}}},"progress":{"description":"How far a pull has\#
         come.","type":["object","null"],"additionalProperties":true},"image_digest":{"$ref":"#/components/schemas/Tex\#
        t"},"report":{"description":"What the service last said of itself.","type":["object","null"],"required":["cont\#
        ent","at"],"properties":{"content":{"type":"object","additionalProperties":true},"at":{"$ref":"#/components/sc\#
        hemas/Time"}}},"project":{"$ref":"#/components/schemas/Text"},"next_attempt":{"$ref":"#/components/schemas/Tex\#
        t"},"instruction_id":{"description":"The newest instruction for it; null when deployd was started after that h\#
        ad ended.","type":["string","null"]},"instruction_outcome":{"description":"How that ended; null while it goes o\#
        n.","type":["string","null"],"enum":["success","failed",null]}}},"Explanation":{"type":"object","required":["s\#
        ervice","status","running","summary","wanted"],"properties":{"service":{"type":"string"},"status":{"$ref":"#/c\#
        omponents/schemas/ServiceState"},"running":{"type":"boolean"},"summary":{"type":"string","minLength":1},"wante\#
        d":{"type":"object","required":["state","image","revision","source"],"properties":{"state":{"enum":["running",\#
        "stopped","removed"]},"image":{"type":"string"},"revision":{"$ref":"#/components/schemas/Count"},"instruction_\#
        id":{"type":"string"},"source":{"enum":["conductor","operator","file","store"]}}},"plan":{"type":"object","req\#
        uired":["steps","made_at"],"properties":{"steps":{"type":"array","items":{"type":"string"}},"made_at":{"$ref":\#
        "#/components/schemas/Time"}}},"step":{"type":"string"},"failure":{"type":"object","required":["type","message\#
        ","attempts"],"properties":{"step":{"type":"string"},"type":{"type":"string"},"message":{"type":"string"},"sin\#
        ce":{"$ref":"#/components/schemas/Time"},"attempts":{"$ref":"#/components/schemas/Count"}}},"next_attempt":{"$\#
        ref":"#/components/schemas/Time"},"help":{"type":"string"},"refused":{"type":"object","required":["service","i\#
        nstruction_id","status","message","at"],"properties":{"service":{"type":"string"},"instruction_id":{"type":"st\#
        ring"},"status":{"enum":["success","failed"]},"message":{"type":"string"},"at":{"$ref":"#/components/schemas/T\#
        ime"}}}}},"Statistics":{"type":"object","required":["service","read_at","cpu_s","memory_bytes","memory_limit_b\#
        ytes","processes","received_bytes","sent_bytes","read_bytes","written_bytes"],"properties":{"service":{"type":\#
        "string"},"read_at":{"type":"string","description":"As the engine gives it."},"cpu_percent":{"$ref":"#/compone\#
        nts/schemas/Amount","description":"Of one processor, over a second or since it was measured before."},"cpu_s":\#
        {"$ref":"#/components/schemas/Amount"},"memory_bytes":{"$ref":"#/components/schemas/Count"},"memory_limit_byte\#
        s":{"$ref":"#/components/schemas/Count"},"processes":{"$ref":"#/components/schemas/Count"},"received_bytes":{"\#
        $ref":"#/components/schemas/Count"},"sent_bytes":{"$ref":"#/components/schemas/Count"},"read_bytes":{"$ref":"#\#
        /components/schemas/Count"},"written_bytes":{"$ref":"#/components/schemas/Count"}}},"Exit":{"description":"How\#
         a process ended.","type":"object","required":["cause","at","requested","uptime_s","stderr"],"properties":{"ca\#
        use":{"enum":["exited","signalled","out_of_memory","watchdog","start_failed","start_timeout"]},"code":{"type":\#
        "integer"},"signal":{"type":"integer"},"signal_name":{"type":"string"},"core_dumped":{"type":"boolean"},"messa\#
        ge":{"type":"string"},"pid":{"type":"integer","minimum":1},"generation":{"$ref":"#/components/schemas/Count"},\#
        "at":{"$ref":"#/components/schemas/Time"},"requested":{"type":"boolean","description":"Whether the supervisor h\#
        ad asked for it."},"uptime_s":{"$ref":"#/components/schemas/Amount"},"user_cpu_s":{"$ref":"#/components/schema\#
        s/Amount"},"system_cpu_s":{"$ref":"#/components/schemas/Amount"},"max_rss_bytes":{"description":"Never less th\#
        an the supervisor had when it started the process.","allOf":[{"$ref":"#/components/schemas/Count"}]},"next_att\#
        empt_s":{"description":"After which time the next start was to be; 0 at once.","allOf":[{"$ref":"#/components/\#
        schemas/Amount"}]},"stderr":{"type":"array","items":{"type":"string"},"description":"What it last wrote, 20 li\#
        nes at most."}}},"Subsystem":{"type":"object","required":["name","state","generation","since","restarts"],"pro\#
        perties":{"name":{"enum":["probed","heartbeatd","deployd","apid"]},"state":{"enum":["stopped","starting","read\#
        y","failing","stopping","backing_off"]},"reason":{"type":"string"},"runs_previous_program":{"type":"boolean"},\#
        "status_text":{"type":"string"},"pid":{"type":"integer","minimum":1},"generation":{"$ref":"#/components/schema\#
        s/Count"},"since":{"$ref":"#/components/schemas/Time"},"uptime_s":{"$ref":"#/components/schemas/Amount"},"rest\#
        arts":{"type":"integer","minimum":0,"description":"That nobody asked for."},"last_exit":{"$ref":"#/components/\#
        schemas/Exit"},"next_attempt_s":{"$ref":"#/components/schemas/Amount"},"startup_ms":{"$ref":"#/components/sche\#
        mas/Amount"},"memory_bytes":{"$ref":"#/components/schemas/Count"},"cpu_s":{"$ref":"#/components/schemas/Amount\#
        "},"open_descriptors":{"$ref":"#/components/schemas/Count"},"watchdog_age_s":{"$ref":"#/components/schemas/Amo\#
        unt"},"sequence":{"$ref":"#/components/schemas/Count"}}},"Start":{"type":"object","required":["name","generati\#
        on","pid","boot_id","started_at","monotonic_s"],"properties":{"name":{"enum":["probed","heartbeatd","deployd",\#
        "apid"]},"generation":{"$ref":"#/components/schemas/Count"},"pid":{"type":"integer","minimum":1},"boot_id":{"t\#
        ype":"string"},"started_at":{"$ref":"#/components/schemas/Time"},"monotonic_s":{"$ref":"#/components/schemas/A\#
        mount"},"previous_exit":{"type":"object","required":["generation","pid","report"],"properties":{"generation":{\#
        "$ref":"#/components/schemas/Count"},"pid":{"type":"integer","minimum":1},"report":{"$ref":"#/components/schem\#
        as/Exit"}}}}}}}}
        """#
}
