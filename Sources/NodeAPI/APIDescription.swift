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
        01, 503 or 505 on any path, and a body that is not application/json with 415; each with an error's body. `stat\#
        s` and `logs` of a service are asked of deployd, `logs` of a subsystem of the supervisor, each with a deadline\#
        ; every other answer comes from memory or the status cache and waits for no other daemon.\n","license":{"name"\#
        :"see the repository","url":"https://spdx.org/licenses/"}},"servers":[{"url":"/"}],"tags":[{"name":"node","des\#
        cription":"The node as a whole."},{"name":"services","description":"What it runs."},{"name":"subsystems","desc\#
        ription":"The daemons that it is made of."},{"name":"api","description":"The API itself."}],"security":[{},{"t\#
        oken":[]}],"paths":{"/":{"get":{"operationId":"page","tags":["api"],"summary":"The page for browsers.","parame\#
        ters":[{"$ref":"#/components/parameters/RequestID"},{"$ref":"#/components/parameters/IfNoneMatch"}],"responses\#
        ":{"200":{"description":"One self-contained page.","headers":{"X-Request-ID":{"$ref":"#/components/headers/Req\#
        uestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"content":{"text/html":{"schema":{"type":"string"},"exam\#
        ple":"<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n…\n</html>\n"}}},"304":{"$ref":"#\#
        /components/responses/NotModified"},"400":{"$ref":"#/components/responses/BadRequest"},"406":{"$ref":"#/compon\#
        ents/responses/NotAcceptable"}}}},"/livez":{"get":{"operationId":"live","tags":["node"],"summary":"That apid s\#
        erves.","parameters":[{"$ref":"#/components/parameters/RequestID"}],"responses":{"200":{"description":"It does\#
        .","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"text/plain":{"schema":{"ty\#
        pe":"string"},"example":"ok\n"}}},"400":{"$ref":"#/components/responses/BadRequest"},"406":{"$ref":"#/componen\#
        ts/responses/NotAcceptable"}}}},"/readyz":{"get":{"operationId":"ready","tags":["node"],"summary":"Whether api\#
        d can tell how the node is.","description":"It hears the supervisor, and can read the status cache. Whether th\#
        e node is well is for /health to say.","parameters":[{"$ref":"#/components/parameters/RequestID"}],"responses"\#
        :{"200":{"description":"It can.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content\#
        ":{"application/json":{"schema":{"type":"object","required":["ready","reasons"],"properties":{"ready":{"const"\#
        :true},"reasons":{"type":"array","maxItems":0}}},"example":{"ready":true,"reasons":[]}}}},"400":{"$ref":"#/com\#
        ponents/responses/BadRequest"},"406":{"$ref":"#/components/responses/NotAcceptable"},"503":{"description":"It c\#
        annot, and why.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"Retry-After":{"$ref":"#/\#
        components/headers/RetryAfter"}},"content":{"application/json":{"schema":{"type":"object","required":["ready",\#
        "reasons","error"],"properties":{"ready":{"const":false},"reasons":{"type":"array","minItems":1,"items":{"type\#
        ":"string"}},"error":{"$ref":"#/components/schemas/Fault"}}},"example":{"ready":false,"reasons":["supervisor: h\#
        as not answered"],"error":{"message":"Not ready: supervisor: has not answered","status":503}}}}}}}},"/health":\#
        {"get":{"operationId":"health","tags":["node"],"summary":"Whether the node is well, and which part of it is no\#
        t.","description":"200 whatever the node is like; its state is in the answer.","parameters":[{"$ref":"#/compon\#
        ents/parameters/RequestID"},{"$ref":"#/components/parameters/IfNoneMatch"}],"responses":{"200":{"description":\#
        "How it is.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/\#
        headers/ETag"}},"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Health"},"example":{"sta\#
        tus":"degraded","hostname":"node-1","ip_address":"192.0.2.1","conductor_url":"https://conductor.example","regi\#
        stered":true,"worker_id":"00000000-0000-4000-8000-000000000000","docker_connected":false,"resources":{"cpu_cor\#
        es":4,"ram_gb":7.6,"disk_gb":100,"network_mbps":1000},"timestamp":"2026-01-31T08:05:09.042Z","stale":false,"de\#
        graded":["docker"],"problems":[{"subject":"docker","reason":"the container engine is not reachable"}],"parts":\#
        [{"name":"supervisor","status":"ok","reason":null,"since":"2026-01-31T08:00:00.000Z"},{"name":"docker","status\#
        ":"problem","reason":"the container engine is not reachable","since":"2026-01-31T08:04:00.000Z"}],"conductor":\#
        {"reason":null,"detail":null,"last_heartbeat":"2026-01-31T08:05:01.000Z","consecutive_failures":0,"age_s":8.1}\#
        ,"docker":{"connected":false,"state":"unavailable","reason":"the container engine is not reachable"},"version"\#
        :"0.1.0"}}}},"304":{"$ref":"#/components/responses/NotModified"},"400":{"$ref":"#/components/responses/BadRequ\#
        est"},"401":{"$ref":"#/components/responses/Unauthorized"},"406":{"$ref":"#/components/responses/NotAcceptable\#
        "},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"}}}},"/st\#
        atus":{"get":{"operationId":"status","tags":["node"],"summary":"The node, its resources and its services in on\#
        e answer.","parameters":[{"$ref":"#/components/parameters/RequestID"},{"$ref":"#/components/parameters/IfNoneM\#
        atch"}],"responses":{"200":{"description":"All of it.","headers":{"X-Request-ID":{"$ref":"#/components/headers\#
        /RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"content":{"application/json":{"schema":{"$ref":"#/c\#
        omponents/schemas/Status"},"example":{"worker":{"hostname":"node-1","ip_address":"192.0.2.1","id":"00000000-00\#
        00-4000-8000-000000000000","registered":true,"conductor_url":"https://conductor.example","docker_connected":tr\#
        ue},"resources":{"cpu":{"cores":2,"physicalCores":2,"processors":1,"usage":12.5,"usagePercent":12.5,"perCore":\#
        [{"core":1,"usage":15,"usagePercent":15},{"core":2,"usage":10,"usagePercent":10}],"model":"AMD EPYC","speed":2\#
        .6},"ram":{"total_gb":7.6,"available_gb":5.7,"used_gb":1.9,"free_gb":3.8,"usagePercent":25,"total_bytes":81604\#
        37862,"used_bytes":2040109466,"available_bytes":6120328396},"disk":{"total_gb":100,"available_gb":39,"used_gb"\#
        :61,"usagePercent":61,"read_bytes":111038059520,"write_bytes":465169059840,"read_bytes_per_sec":0,"write_bytes\#
        _per_sec":8192,"total_bytes":107374182400,"used_bytes":65498251264,"available_bytes":41875931136},"network":{"\#
        interfaces":2,"primary_interface":"eth0","ip4":"192.0.2.1","ip6":null,"mac":"02:00:00:00:00:01","speed_mbps":1\#
        000,"rx_bytes":1458419792,"tx_bytes":4313319,"rx_bytes_per_sec":1024,"tx_bytes_per_sec":512,"rx_dropped":0,"tx\#
        _dropped":0,"rx_errors":0,"tx_errors":0}},"services":[{"service":"web","id":"c0ffee","name":"aerekos-web","sta\#
        tus":"running","running":true,"image":"nginx:alpine","created":1769846709,"startedAt":"2026-01-31T08:05:09.042\#
        123456Z","restartCount":0,"exit_code":null,"project":null,"instruction_id":null,"instruction_outcome":null,"he\#
        alth":null,"error":null,"progress":null}],"intervals":{"heartbeat":30,"resource_check":60,"deployment_check":1\#
        0,"service_status":30},"timestamp":"2026-01-31T08:05:09.042Z","stale":false}}}},"304":{"$ref":"#/components/re\#
        sponses/NotModified"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses\#
        /Unauthorized"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Mi\#
        sdirected"},"429":{"$ref":"#/components/responses/TooMany"}}}},"/resources":{"get":{"operationId":"resources",\#
        "tags":["node"],"summary":"The newest report of the host, and how old it is.","parameters":[{"$ref":"#/compone\#
        nts/parameters/RequestID"},{"$ref":"#/components/parameters/IfNoneMatch"}],"responses":{"200":{"description":"\#
        The report as the conductor gets it.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"ETa\#
        g":{"$ref":"#/components/headers/ETag"}},"content":{"application/json":{"schema":{"type":"object","required":[\#
        "resources","age_s","stale"],"properties":{"resources":{"$ref":"#/components/schemas/ResourceReport"},"age_s":\#
        {"$ref":"#/components/schemas/Amount"},"stale":{"$ref":"#/components/schemas/Stale"}}},"example":{"resources":\#
        {"timestamp":"2026-01-31T08:05:06.160Z","cpu":{"cores":2,"physicalCores":2,"processors":1,"usage":12.5,"usageP\#
        ercent":12.5,"perCore":[{"core":1,"usage":15,"usagePercent":15},{"core":2,"usage":10,"usagePercent":10}],"mode\#
        l":"AMD EPYC","speed":2.6},"ram":{"total_gb":7.6,"available_gb":5.7,"used_gb":1.9,"free_gb":3.8,"usagePercent"\#
        :25,"total_bytes":8160437862,"used_bytes":2040109466,"available_bytes":6120328396},"disk":{"total_gb":100,"ava\#
        ilable_gb":39,"used_gb":61,"usagePercent":61,"read_bytes":111038059520,"write_bytes":465169059840,"read_bytes_\#
        per_sec":0,"write_bytes_per_sec":8192,"total_bytes":107374182400,"used_bytes":65498251264,"available_bytes":41\#
        875931136},"network":{"interfaces":2,"primary_interface":"eth0","ip4":"192.0.2.1","ip6":null,"mac":"02:00:00:0\#
        0:00:01","speed_mbps":1000,"rx_bytes":1458419792,"tx_bytes":4313319,"rx_bytes_per_sec":1024,"tx_bytes_per_sec"\#
        :512,"rx_dropped":0,"tx_dropped":0,"rx_errors":0,"tx_errors":0},"load":{"1":0.5,"5":0.42,"15":0.4},"cpu_cores"\#
        :2,"ram_gb":7.6,"disk_gb":100,"network_mbps":1000},"age_s":2.882212481,"stale":false}}}},"304":{"$ref":"#/comp\#
        onents/responses/NotModified"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/\#
        responses/Unauthorized"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/res\#
        ponses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"503":{"$ref":"#/components/responses/Una\#
        vailable"}}}},"/resources/history":{"get":{"operationId":"resourceHistory","tags":["node"],"summary":"How the h\#
        ost was in the last day, the oldest first.","description":"Means over 10 s for the last ten minutes, over a mi\#
        nute for two hours, over ten minutes for a day; each time once, in the finest that there is. Kept in the statu\#
        s cache: it outlives a restart of every daemon, and not one of the host. A cursor never expires.\n","parameter\#
        s":[{"$ref":"#/components/parameters/RequestID"},{"$ref":"#/components/parameters/IfNoneMatch"},{"name":"since\#
        ","in":"query","required":false,"description":"From when on; Unix seconds, a time in UTC, or how long ago.","s\#
        chema":{"$ref":"#/components/schemas/Since"},"example":"2h"},{"$ref":"#/components/parameters/Limit"},{"$ref":\#
        "#/components/parameters/Cursor"}],"responses":{"200":{"description":"The points.","headers":{"X-Request-ID":{\#
        "$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"content":{"application/\#
        json":{"schema":{"type":"object","required":["points","next_cursor"],"properties":{"points":{"type":"array","i\#
        tems":{"$ref":"#/components/schemas/ResourcePoint"}},"next_cursor":{"$ref":"#/components/schemas/NextCursor"}}\#
        },"example":{"points":[{"at":"2026-01-31T08:05:00.000Z","step_s":10,"cpu_percent":12.5,"ram_percent":40.2,"dis\#
        k_percent":61,"rx_bytes_per_sec":1024,"tx_bytes_per_sec":512,"load":0.5}],"next_cursor":null}}}},"304":{"$ref"\#
        :"#/components/responses/NotModified"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/com\#
        ponents/responses/Unauthorized"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/compon\#
        ents/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"}}}},"/events":{"get":{"operationId\#
        ":"events","tags":["node"],"summary":"What happens on the node, as a stream; or what has happened, in pages.",\#
        "description":"A stream of server-sent events (HTML standard, section 9.2) for who accepts `text/event-stream`\#
         or anything; with `Last-Event-ID` it begins behind that event, or with an event `reset` when that is not know\#
        n any more. At most 64 at a time. A page, the newest first, for who accepts `application/json` alone, or gives\#
         `limit` or `cursor`. States that last shorter than half a second may be in neither.\n","parameters":[{"$ref":\#
        "#/components/parameters/RequestID"},{"name":"Last-Event-ID","in":"header","required":false,"description":"Of a\#
         stream; the id of the event last seen.","schema":{"type":"string"}},{"$ref":"#/components/parameters/Limit"},\#
        {"$ref":"#/components/parameters/Cursor"}],"responses":{"200":{"description":"The kinds are `subsystem` (data a\#
        s in /subsystems), `conductor`, `service` (as in /services/{name}, without its configuration), in a stream `re\#
        set`, and in pages `start`, the starts of daemons before the oldest event.\n","headers":{"X-Request-ID":{"$ref\#
        ":"#/components/headers/RequestID"}},"content":{"application/json":{"schema":{"type":"object","required":["eve\#
        nts","next_cursor","last_event_id"],"properties":{"events":{"type":"array","items":{"type":"object","required"\#
        :["id","event","at","data"],"properties":{"id":{"type":"string","minLength":1},"event":{"enum":["subsystem","c\#
        onductor","service","start"]},"at":{"$ref":"#/components/schemas/Time"},"data":{"type":"object","additionalPro\#
        perties":true}}}},"next_cursor":{"$ref":"#/components/schemas/NextCursor"},"last_event_id":{"description":"A s\#
        tream with this as its Last-Event-ID goes on where the newest page ends.","type":"string"}}},"example":{"event\#
        s":[{"id":"1.abc-7","event":"conductor","at":"2026-01-31T08:05:09.042Z","data":{"status":"offline","registered\#
        ":true,"conductor_url":"https://conductor.example","reason":"unreachable"}}],"next_cursor":null,"last_event_id\#
        ":"1.abc-7"}},"text/event-stream":{"schema":{"type":"string"},"example":"retry: 1000\nid: 1.abc-6\n\nevent: co\#
        nductor\nid: 1.abc-7\ndata: {\"conductor_url\":\"https://conductor.example\",\"reason\":\"unreachable\",\"regi\#
        stered\":true,\"status\":\"offline\",\"worker_id\":\"00000000-0000-4000-8000-000000000000\"}\n"}}},"400":{"$re\#
        f":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"406":{"$ref":"#/\#
        components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/comp\#
        onents/responses/TooMany"},"410":{"description":"What the cursor points to is not known any more; begin again w\#
        ithout one.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json\#
        ":{"schema":{"$ref":"#/components/schemas/Error"},"example":{"error":{"message":"What this cursor points to is\#
         not known any more; begin again without one","status":410}}}}},"503":{"$ref":"#/components/responses/Unavaila\#
        ble"}}}},"/config":{"get":{"operationId":"configuration","tags":["node"],"summary":"The settings that the node\#
         runs with, without what is secret in them.","security":[{"token":[]}],"parameters":[{"$ref":"#/components/par\#
        ameters/RequestID"}],"responses":{"200":{"description":"Every setting, in the order in which they are read.","\#
        headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json":{"schema":{"\#
        type":"object","required":["settings","stale","reason"],"properties":{"settings":{"type":"array","items":{"$re\#
        f":"#/components/schemas/Setting"}},"stale":{"$ref":"#/components/schemas/Stale"},"reason":{"$ref":"#/componen\#
        ts/schemas/Text"}}},"example":{"settings":[{"key":"HEARTBEAT_INTERVAL","value":10,"default":30,"unit":"s","sou\#
        rce":"environment","secret":false},{"key":"CONDUCTOR_TOKEN","value":"***","default":null,"unit":null,"source":\#
        "file","secret":true}],"stale":false,"reason":null}}}},"400":{"$ref":"#/components/responses/BadRequest"},"401\#
        ":{"$ref":"#/components/responses/Unauthorized"},"403":{"$ref":"#/components/responses/Forbidden"},"406":{"$re\#
        f":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"\#
        #/components/responses/TooMany"},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/doctor":{"get":{"ope\#
        rationId":"doctor","tags":["node"],"summary":"What is not as it should be, how that was seen, and what helps."\#
        ,"description":"Found out by apid from what is known and this machine's files; `workerctl doctor` asks more.",\#
        "parameters":[{"$ref":"#/components/parameters/RequestID"},{"$ref":"#/components/parameters/IfNoneMatch"}],"re\#
        sponses":{"200":{"description":"A verdict on each check.","headers":{"X-Request-ID":{"$ref":"#/components/head\#
        ers/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"content":{"application/json":{"schema":{"type":"\#
        object","required":["verdict","node_runs","findings","timestamp"],"properties":{"verdict":{"$ref":"#/component\#
        s/schemas/Verdict"},"node_runs":{"type":"boolean"},"findings":{"type":"array","items":{"type":"object","requir\#
        ed":["check","verdict","evidence"],"properties":{"check":{"type":"string","minLength":1},"verdict":{"$ref":"#/\#
        components/schemas/Verdict"},"evidence":{"type":"string"},"remedy":{"type":"string"}}}},"timestamp":{"$ref":"#\#
        /components/schemas/Time"}}},"example":{"verdict":"problem","node_runs":true,"findings":[{"check":"engine","ve\#
        rdict":"problem","evidence":"nobody answers at unix:///var/run/docker.sock","remedy":"start the container engi\#
        ne"}],"timestamp":"2026-01-31T08:05:09.042Z"}}}},"304":{"$ref":"#/components/responses/NotModified"},"400":{"$\#
        ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"406":{"$ref":"\#
        #/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/co\#
        mponents/responses/TooMany"}}}},"/metrics":{"get":{"operationId":"metrics","tags":["node"],"summary":"What the\#
         node counts and measures, for Prometheus.","parameters":[{"$ref":"#/components/parameters/RequestID"}],"respo\#
        nses":{"200":{"description":"Prometheus' text format, version 0.0.4.","headers":{"X-Request-ID":{"$ref":"#/com\#
        ponents/headers/RequestID"}},"content":{"text/plain":{"schema":{"type":"string"},"example":"# HELP aerekos_nod\#
        e_status 1 for the node's present status, 0 for the others.\n# TYPE aerekos_node_status gauge\naerekos_node_st\#
        atus{status=\"online\"} 1\naerekos_node_status{status=\"degraded\"} 0\naerekos_node_status{status=\"offline\"}\#
         0\n# HELP aerekos_host_cpu_usage_ratio Share of processor time that was used, 0 to 1.\n# TYPE aerekos_host_cp\#
        u_usage_ratio gauge\naerekos_host_cpu_usage_ratio 0.125\n# HELP aerekos_subsystem_restarts_total Restarts that\#
         nobody asked for.\n# TYPE aerekos_subsystem_restarts_total counter\naerekos_subsystem_restarts_total{subsyste\#
        m=\"probed\"} 0\n"}}},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses\#
        /Unauthorized"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Mi\#
        sdirected"},"429":{"$ref":"#/components/responses/TooMany"}}}},"/openapi.json":{"get":{"operationId":"descript\#
        ion","tags":["api"],"summary":"This description.","parameters":[{"$ref":"#/components/parameters/RequestID"},{\#
        "$ref":"#/components/parameters/IfNoneMatch"}],"responses":{"200":{"description":"In JSON.","headers":{"X-Requ\#
        est-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"content":{"app\#
        lication/json":{"schema":{"type":"object","required":["openapi","info","paths"],"additionalProperties":true,"p\#
        roperties":{"openapi":{"type":"string"}}},"example":{"openapi":"3.1.0","info":{"title":"aerekos worker node","\#
        version":"1"},"paths":{"/livez":{"get":{"operationId":"live","summary":"That apid serves."}}}}}}},"304":{"$ref\#
        ":"#/components/responses/NotModified"},"400":{"$ref":"#/components/responses/BadRequest"},"406":{"$ref":"#/co\#
        mponents/responses/NotAcceptable"}}}},"/services":{"get":{"operationId":"services","tags":["services"],"summar\#
        y":"Every service, by name.","parameters":[{"$ref":"#/components/parameters/RequestID"},{"$ref":"#/components/\#
        parameters/IfNoneMatch"},{"$ref":"#/components/parameters/Limit"},{"$ref":"#/components/parameters/Cursor"}],"\#
        responses":{"200":{"description":"All of them; with `limit`, a page. A cursor never expires.","headers":{"X-Re\#
        quest-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"content":{"a\#
        pplication/json":{"schema":{"type":"object","required":["services","stale","next_cursor"],"properties":{"servi\#
        ces":{"type":"array","items":{"$ref":"#/components/schemas/Service"}},"stale":{"$ref":"#/components/schemas/St\#
        ale"},"next_cursor":{"$ref":"#/components/schemas/NextCursor"}}},"example":{"services":[{"service":"web","id":\#
        "c0ffee","name":"aerekos-web","status":"running","running":true,"image":"nginx:alpine","created":1769846709,"s\#
        tartedAt":"2026-01-31T08:05:09.042123456Z","health":null,"error":null,"progress":null}],"stale":false,"next_cu\#
        rsor":null}}}},"304":{"$ref":"#/components/responses/NotModified"},"400":{"$ref":"#/components/responses/BadRe\#
        quest"},"401":{"$ref":"#/components/responses/Unauthorized"},"406":{"$ref":"#/components/responses/NotAcceptab\#
        le"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"}}}},"/\#
        services/{name}":{"parameters":[{"$ref":"#/components/parameters/Service"},{"$ref":"#/components/parameters/Re\#
        questID"}],"get":{"operationId":"service","tags":["services"],"summary":"One service.","parameters":[{"$ref":"\#
        #/components/parameters/IfNoneMatch"}],"responses":{"200":{"description":"The service. No secret is in its con\#
        figuration.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/\#
        headers/ETag"}},"content":{"application/json":{"schema":{"type":"object","required":["service","stale"],"prope\#
        rties":{"service":{"$ref":"#/components/schemas/ServiceDetail"},"stale":{"$ref":"#/components/schemas/Stale"}}\#
        },"example":{"service":{"service":"web","id":"c0ffee","name":"aerekos-web","status":"running","running":true,"\#
        image":"nginx:alpine","created":1769846709,"startedAt":"2026-01-31T08:05:09.042123456Z","restartCount":0,"conf\#
        ig":{"image":"nginx:alpine","ports":{"80":8080},"environment":{"PASSWORD":"********"}},"health":null,"exit_cod\#
        e":null,"error":null,"progress":null,"image_digest":"sha256:c0ffee","report":{"content":{"ready":true},"at":"2\#
        026-01-31T08:05:10.000Z"},"project":null,"next_attempt":null,"instruction_id":null,"instruction_outcome":null}\#
        ,"stale":false}}}},"304":{"$ref":"#/components/responses/NotModified"},"400":{"$ref":"#/components/responses/B\#
        adRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"404":{"$ref":"#/components/responses/NotFoun\#
        d"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdirected"},\#
        "429":{"$ref":"#/components/responses/TooMany"}}},"delete":{"operationId":"removeService","tags":["services"],\#
        "summary":"Has the service removed, with its container. Its volumes stay.","security":[{"token":[]}],"response\#
        s":{"202":{"$ref":"#/components/responses/Instructed"},"400":{"$ref":"#/components/responses/BadRequest"},"401\#
        ":{"$ref":"#/components/responses/Unauthorized"},"403":{"$ref":"#/components/responses/Forbidden"},"404":{"$re\#
        f":"#/components/responses/NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/c\#
        omponents/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"409":{"$ref":"#/components/\#
        responses/Conflict"},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/services/{name}/restart":{"param\#
        eters":[{"$ref":"#/components/parameters/Service"},{"$ref":"#/components/parameters/RequestID"}],"post":{"oper\#
        ationId":"restartService","tags":["services"],"summary":"Restarts the service's container; the answer comes wh\#
        en that is done.","security":[{"token":[]}],"responses":{"200":{"description":"It has been restarted.","header\#
        s":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json":{"schema":{"type":\#
        "object","required":["result"],"properties":{"result":{"type":"object","required":["id","name","status","servi\#
        ce","running"],"properties":{"id":{"$ref":"#/components/schemas/Text"},"name":{"type":"string"},"status":{"con\#
        st":"restarted"},"service":{"type":"string"},"running":{"type":"boolean"}}}}},"example":{"result":{"id":"c0ffe\#
        e","name":"aerekos-web","status":"restarted","service":"web","running":true}}}}},"400":{"$ref":"#/components/r\#
        esponses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"403":{"$ref":"#/components/respons\#
        es/Forbidden"},"404":{"$ref":"#/components/responses/NotFound"},"406":{"$ref":"#/components/responses/NotAccep\#
        table"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"4\#
        09":{"$ref":"#/components/responses/Conflict"},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/servic\#
        es/{name}/start":{"parameters":[{"$ref":"#/components/parameters/Service"},{"$ref":"#/components/parameters/Re\#
        questID"}],"post":{"operationId":"startService","tags":["services"],"summary":"Has the service started.","secu\#
        rity":[{"token":[]}],"responses":{"202":{"$ref":"#/components/responses/Instructed"},"400":{"$ref":"#/componen\#
        ts/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"403":{"$ref":"#/components/res\#
        ponses/Forbidden"},"404":{"$ref":"#/components/responses/NotFound"},"406":{"$ref":"#/components/responses/NotA\#
        cceptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"\#
        },"409":{"$ref":"#/components/responses/Conflict"},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/se\#
        rvices/{name}/stop":{"parameters":[{"$ref":"#/components/parameters/Service"},{"$ref":"#/components/parameters\#
        /RequestID"}],"post":{"operationId":"stopService","tags":["services"],"summary":"Has the service stopped. It s\#
        tays stopped until it is started.","security":[{"token":[]}],"responses":{"202":{"$ref":"#/components/response\#
        s/Instructed"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauth\#
        orized"},"403":{"$ref":"#/components/responses/Forbidden"},"404":{"$ref":"#/components/responses/NotFound"},"4\#
        06":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdirected"},"429":\#
        {"$ref":"#/components/responses/TooMany"},"409":{"$ref":"#/components/responses/Conflict"},"503":{"$ref":"#/co\#
        mponents/responses/Unavailable"}}}},"/services/{name}/explain":{"parameters":[{"$ref":"#/components/parameters\#
        /Service"},{"$ref":"#/components/parameters/RequestID"}],"get":{"operationId":"explainService","tags":["servic\#
        es"],"summary":"Why the service is as it is, and what would help; as deployd has last written it, also when th\#
        at is away.","parameters":[{"$ref":"#/components/parameters/IfNoneMatch"}],"responses":{"200":{"description":"\#
        From what is wanted to what would help.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"\#
        ETag":{"$ref":"#/components/headers/ETag"}},"content":{"application/json":{"schema":{"type":"object","required\#
        ":["explanation","stale"],"properties":{"explanation":{"$ref":"#/components/schemas/Explanation"},"stale":{"$r\#
        ef":"#/components/schemas/Stale"}}},"example":{"stale":false,"explanation":{"service":"web","status":"running"\#
        ,"running":true,"summary":"web runs as wanted","wanted":{"state":"running","image":"nginx:alpine","revision":1\#
        ,"source":"conductor"}}}}}},"304":{"$ref":"#/components/responses/NotModified"},"400":{"$ref":"#/components/re\#
        sponses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"404":{"$ref":"#/components/response\#
        s/NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Misdi\#
        rected"},"429":{"$ref":"#/components/responses/TooMany"},"503":{"$ref":"#/components/responses/Unavailable"}}}\#
        },"/services/{name}/stats":{"parameters":[{"$ref":"#/components/parameters/Service"},{"$ref":"#/components/par\#
        ameters/RequestID"}],"get":{"operationId":"serviceStatistics","tags":["services"],"summary":"What the service'\#
        s container uses. Measured by the engine, which takes a second; 20 s at most.","responses":{"200":{"descriptio\#
        n":"Counters run since the container's start.","headers":{"X-Request-ID":{"$ref":"#/components/headers/Request\#
        ID"}},"content":{"application/json":{"schema":{"type":"object","required":["stats"],"properties":{"stats":{"$r\#
        ef":"#/components/schemas/Statistics"}}},"example":{"stats":{"service":"web","read_at":"2026-01-31T08:05:09.04\#
        2123456Z","cpu_percent":0.25,"cpu_s":0.05,"memory_bytes":3145728,"memory_limit_bytes":8160437862,"processes":3\#
        ,"received_bytes":1026,"sent_bytes":612,"read_bytes":0,"written_bytes":4096}}}}},"400":{"$ref":"#/components/r\#
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
        "string"},"example":"192.0.2.7 - - [31/Jan/2026:08:05:09 +0000] \"GET / HTTP/1.1\" 200 615 \"-\" \"curl/8.14.1\#
        \" \"-\"\n"},"application/x-ndjson":{"schema":{"type":"string"},"example":"{\"stream\":\"stderr\",\"text\":\"[\#
        notice] 1#1: start worker processes\"}\n"}}},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":\#
        "#/components/responses/Unauthorized"},"403":{"$ref":"#/components/responses/Forbidden"},"404":{"$ref":"#/comp\#
        onents/responses/NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/\#
        responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"409":{"$ref":"#/components/responses/\#
        Conflict"},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/services/{name}/report":{"parameters":[{"$\#
        ref":"#/components/parameters/Service"},{"$ref":"#/components/parameters/RequestID"}],"post":{"operationId":"r\#
        eport","tags":["services"],"summary":"What a service says of itself, with the token that its container was giv\#
        en (SERVICE_TOKEN).","security":[{"serviceToken":[]}],"requestBody":{"required":true,"content":{"application/j\#
        son":{"schema":{"type":"object","additionalProperties":true,"description":"At most 4096 bytes."},"example":{"r\#
        eady":true}}}},"responses":{"204":{"description":"Taken; it is shown in the service's status.","headers":{"X-R\#
        equest-ID":{"$ref":"#/components/headers/RequestID"}}},"400":{"$ref":"#/components/responses/BadRequest"},"401\#
        ":{"$ref":"#/components/responses/Unauthorized"},"404":{"$ref":"#/components/responses/NotFound"},"406":{"$ref\#
        ":"#/components/responses/NotAcceptable"},"413":{"description":"The report is over 4096 bytes.","headers":{"X-\#
        Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json":{"schema":{"$ref":"#/comp\#
        onents/schemas/Error"},"example":{"error":{"message":"The body is over the limit of 4096 bytes","status":413}}\#
        }}},"415":{"description":"The body is not application/json.","headers":{"X-Request-ID":{"$ref":"#/components/h\#
        eaders/RequestID"}},"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"},"example":{"\#
        error":{"message":"The body must be application/json","status":415}}}}},"503":{"$ref":"#/components/responses/\#
        Unavailable"}}}},"/subsystems":{"get":{"operationId":"subsystems","tags":["subsystems"],"summary":"The node's d\#
        aemons, as the supervisor last told of them.","parameters":[{"$ref":"#/components/parameters/RequestID"},{"$re\#
        f":"#/components/parameters/IfNoneMatch"}],"responses":{"200":{"description":"All of them; none before the sup\#
        ervisor has answered.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/c\#
        omponents/headers/ETag"}},"content":{"application/json":{"schema":{"type":"object","required":["subsystems","s\#
        upervisor","stale","reason","age_s"],"properties":{"subsystems":{"type":"array","items":{"$ref":"#/components/\#
        schemas/Subsystem"}},"supervisor":{"type":["object","null"],"required":["pid","version","uptime_s"],"propertie\#
        s":{"pid":{"type":"integer","minimum":1},"version":{"type":"string"},"uptime_s":{"$ref":"#/components/schemas/\#
        Amount"}}},"stale":{"$ref":"#/components/schemas/Stale"},"reason":{"$ref":"#/components/schemas/Text"},"age_s"\#
        :{"$ref":"#/components/schemas/Age"}}},"example":{"subsystems":[{"name":"probed","state":"ready","status_text"\#
        :"serving","pid":311,"generation":1,"since":"2026-01-31T08:05:00.873Z","uptime_s":8.5,"restarts":0,"startup_ms\#
        ":21.533607,"memory_bytes":3666944,"cpu_s":0.02,"open_descriptors":14,"watchdog_age_s":0.005983304}],"supervis\#
        or":{"pid":305,"version":"0.1.0","uptime_s":8.6},"stale":false,"reason":null,"age_s":0.5}}}},"304":{"$ref":"#/\#
        components/responses/NotModified"},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/compone\#
        nts/responses/Unauthorized"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components\#
        /responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"}}}},"/subsystems/{name}":{"parameters"\#
        :[{"$ref":"#/components/parameters/Subsystem"},{"$ref":"#/components/parameters/RequestID"}],"get":{"operation\#
        Id":"subsystem","tags":["subsystems"],"summary":"One daemon, and its last starts.","parameters":[{"$ref":"#/co\#
        mponents/parameters/IfNoneMatch"}],"responses":{"200":{"description":"The daemon.","headers":{"X-Request-ID":{\#
        "$ref":"#/components/headers/RequestID"},"ETag":{"$ref":"#/components/headers/ETag"}},"content":{"application/\#
        json":{"schema":{"type":"object","required":["subsystem","history","stale","reason","age_s"],"properties":{"su\#
        bsystem":{"$ref":"#/components/schemas/Subsystem"},"history":{"description":"The newest first, 50 at most.","t\#
        ype":"array","items":{"$ref":"#/components/schemas/Start"}},"stale":{"$ref":"#/components/schemas/Stale"},"rea\#
        son":{"$ref":"#/components/schemas/Text"},"age_s":{"$ref":"#/components/schemas/Age"}}},"example":{"subsystem"\#
        :{"name":"probed","state":"ready","status_text":"serving","pid":311,"generation":1,"since":"2026-01-31T08:05:0\#
        0.873Z","uptime_s":8.5,"restarts":0,"startup_ms":21.533607,"memory_bytes":3666944,"cpu_s":0.02,"open_descripto\#
        rs":14,"watchdog_age_s":0.005983304},"history":[{"name":"probed","generation":1,"pid":311,"boot_id":"0ce54b2e-\#
        ed9d-46aa-ac56-b7b2940885d4","started_at":"2026-01-31T08:05:00.855Z","monotonic_s":41755.665780802}],"stale":f\#
        alse,"reason":null,"age_s":0.5}}}},"304":{"$ref":"#/components/responses/NotModified"},"400":{"$ref":"#/compon\#
        ents/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthorized"},"404":{"$ref":"#/components/r\#
        esponses/NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/response\#
        s/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"503":{"$ref":"#/components/responses/Unavaila\#
        ble"}}}},"/subsystems/{name}/restart":{"parameters":[{"$ref":"#/components/parameters/Subsystem"},{"$ref":"#/c\#
        omponents/parameters/RequestID"}],"post":{"operationId":"restartSubsystem","tags":["subsystems"],"summary":"Ha\#
        s the daemon stopped in order and started again.","security":[{"token":[]}],"responses":{"202":{"description":\#
        "How it is at this moment.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"a\#
        pplication/json":{"schema":{"type":"object","required":["subsystem"],"properties":{"subsystem":{"$ref":"#/comp\#
        onents/schemas/Subsystem"}}},"example":{"subsystem":{"name":"probed","state":"stopping","status_text":"serving\#
        ","pid":311,"generation":1,"since":"2026-01-31T08:05:00.873Z","uptime_s":8.5,"restarts":0,"startup_ms":21.5336\#
        07,"memory_bytes":3666944,"cpu_s":0.02,"open_descriptors":14}}}}},"400":{"$ref":"#/components/responses/BadReq\#
        uest"},"401":{"$ref":"#/components/responses/Unauthorized"},"403":{"$ref":"#/components/responses/Forbidden"},\#
        "404":{"$ref":"#/components/responses/NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{\#
        "$ref":"#/components/responses/Misdirected"},"429":{"$ref":"#/components/responses/TooMany"},"409":{"$ref":"#/\#
        components/responses/Conflict"},"503":{"$ref":"#/components/responses/Unavailable"}}}},"/subsystems/{name}/log\#
        s":{"parameters":[{"$ref":"#/components/parameters/Subsystem"},{"$ref":"#/components/parameters/RequestID"}],"\#
        get":{"operationId":"subsystemLogs","tags":["subsystems"],"summary":"What the daemon has written lately. Asked\#
         of the supervisor.","security":[{"token":[]}],"parameters":[{"$ref":"#/components/parameters/Follow"},{"$ref"\#
        :"#/components/parameters/Tail"}],"responses":{"200":{"description":"A line each.","headers":{"X-Request-ID":{\#
        "$ref":"#/components/headers/RequestID"}},"content":{"text/plain":{"schema":{"type":"string"},"example":"2026-\#
        01-31T08:05:09.042Z NOTICE heartbeatd: registered with the conductor request.id=01d8573d worker.id=00000000-00\#
        00-4000-8000-000000000000\n"}}},"400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components\#
        /responses/Unauthorized"},"403":{"$ref":"#/components/responses/Forbidden"},"404":{"$ref":"#/components/respon\#
        ses/NotFound"},"406":{"$ref":"#/components/responses/NotAcceptable"},"421":{"$ref":"#/components/responses/Mis\#
        directed"},"429":{"$ref":"#/components/responses/TooMany"},"503":{"$ref":"#/components/responses/Unavailable"}\#
        }}}},"components":{"securitySchemes":{"token":{"type":"http","scheme":"bearer","description":"One of API_TOKEN\#
         or API_TOKEN_FILE. Not needed on a loopback address unless API_READ is token."},"serviceToken":{"type":"http"\#
        ,"scheme":"bearer","description":"SERVICE_TOKEN of the service's container."}},"parameters":{"RequestID":{"nam\#
        e":"X-Request-ID","in":"header","required":false,"description":"Comes back with the answer, and stands in the l\#
        og. 1 to 128 printable ASCII characters; others are replaced.","schema":{"type":"string"}},"IfNoneMatch":{"nam\#
        e":"If-None-Match","in":"header","required":false,"description":"The `ETag` of the answer last seen.","schema"\#
        :{"type":"string"}},"Limit":{"name":"limit","in":"query","required":false,"description":"How many at most.","s\#
        chema":{"type":"integer","minimum":1,"maximum":500},"example":20},"Cursor":{"name":"cursor","in":"query","requ\#
        ired":false,"description":"The `next_cursor` of the page before. Any other text is answered with 400.","schema\#
        ":{"type":"string","minLength":2,"maxLength":512,"pattern":"^([0-9a-f]{2})+$"}},"Service":{"name":"name","in":\#
        "path","required":true,"description":"The service.","schema":{"type":"string","pattern":"^[a-zA-Z0-9][a-zA-Z0-\#
        9_.-]{0,62}$"},"example":"web"},"Subsystem":{"name":"name","in":"path","required":true,"description":"The daem\#
        on.","schema":{"type":"string","enum":["probed","heartbeatd","deployd","apid"]},"example":"probed"},"Follow":{\#
        "name":"follow","in":"query","required":false,"description":"To go on with what is still to come.","schema":{"\#
        $ref":"#/components/schemas/Flag"}},"Tail":{"name":"tail","in":"query","required":false,"description":"How man\#
        y lines from the end; all by default.","schema":{"anyOf":[{"type":"integer","minimum":0,"maximum":1000000000},\#
        {"const":"all"}]},"example":100}},"headers":{"RequestID":{"required":true,"description":"The one sent, or one o\#
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
        "example":{"error":{"message":"This needs \"Authorization: Bearer <token>\" with a token of the node's API","s\#
        tatus":401}}}}},"Forbidden":{"description":"The token may not do this; a web page of another origin asks; or t\#
        he node has no token and listens beyond loopback.","headers":{"X-Request-ID":{"$ref":"#/components/headers/Req\#
        uestID"}},"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"},"example":{"error":{"m\#
        essage":"Web pages of other origins may change nothing here","status":403}}}}},"NotFound":{"description":"Ther\#
        e is none of that name.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"appl\#
        ication/json":{"schema":{"$ref":"#/components/schemas/Error"},"example":{"error":{"message":"There is no servi\#
        ce \"nobody\"","status":404}}}}},"NotAcceptable":{"description":"Accept leaves out every media type that is he\#
        re.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json":{"sche\#
        ma":{"$ref":"#/components/schemas/Error"},"example":{"error":{"message":"Accept leaves out what is here: appli\#
        cation/json","status":406}}}}},"Misdirected":{"description":"The header Host has a name that is not the node's\#
        ; API_HOSTS lists more.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"appl\#
        ication/json":{"schema":{"$ref":"#/components/schemas/Error"},"example":{"error":{"message":"The node is not c\#
        alled so: API_HOSTS would have to list the name in the header Host","status":421}}}}},"TooMany":{"description"\#
        :"So many wrong tokens have come from this address that it has to wait.","headers":{"X-Request-ID":{"$ref":"#/\#
        components/headers/RequestID"},"Retry-After":{"$ref":"#/components/headers/RetryAfter"}},"content":{"applicati\#
        on/json":{"schema":{"$ref":"#/components/schemas/Error"},"example":{"error":{"message":"Too many wrong tokens f\#
        rom your address","status":429}}}}},"Conflict":{"description":"It is not in a state for that.","headers":{"X-R\#
        equest-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json":{"schema":{"$ref":"#/compo\#
        nents/schemas/Error"},"example":{"error":{"message":"web does not run","status":409}}}}},"Unavailable":{"descr\#
        iption":"The daemon that has to be asked does not answer, or nothing is known yet.","headers":{"X-Request-ID":\#
        {"$ref":"#/components/headers/RequestID"},"Retry-After":{"$ref":"#/components/headers/RetryAfter"}},"content":\#
        {"application/json":{"schema":{"$ref":"#/components/schemas/Error"},"example":{"error":{"message":"deployd is n\#
        ot running","status":503}}}}},"Instructed":{"description":"The instruction is stored, and is carried out from n\#
        ow on.","headers":{"X-Request-ID":{"$ref":"#/components/headers/RequestID"}},"content":{"application/json":{"s\#
        chema":{"type":"object","required":["result"],"properties":{"result":{"type":"object","required":["service","a\#
        ction","instruction_id"],"properties":{"service":{"type":"string"},"action":{"enum":["start","stop","remove"]}\#
        ,"instruction_id":{"type":"string","minLength":1}}}}},"example":{"result":{"service":"web","action":"stop","in\#
        struction_id":"local-f81d4fae"}}}}}},"schemas":{"Time":{"type":"string","pattern":"^\\d{4}-\\d\\d-\\d\\dT\\d\\d\#
        :\\d\\d:\\d\\d\\.\\d{3}Z$","examples":["2026-01-31T08:05:09.042Z"]},"EngineTime":{"description":"As the engine\#
         gives it.","type":["string","null"]},"Since":{"type":"string","pattern":"^(([0-9]{1,9}(\\.[0-9]{1,9})?[smhd]?\#
        )|(20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?Z\#
        ))$","examples":["90s","10m","2h","1d","2026-01-31T08:05:09Z","1769846709"]},"Flag":{"description":"Without a v\#
        alue it is set.","type":"string","enum":["","1","true","0","false"]},"Text":{"type":["string","null"]},"Amount\#
        ":{"type":"number","minimum":0},"Age":{"description":"Seconds; null when it was never told.","type":["number",\#
        "null"],"minimum":0},"Count":{"type":"integer","minimum":0},"Percent":{"type":"number","minimum":0,"maximum":1\#
        00},"Stale":{"description":"Whether it may be otherwise by now, since whoever tells of it has not been heard l\#
        ately.","type":"boolean"},"NextCursor":{"description":"Where the next page begins; null at the end.","type":["\#
        string","null"]},"Verdict":{"enum":["ok","unknown","warning","problem"]},"Fault":{"type":"object","required":[\#
        "message","status"],"properties":{"message":{"type":"string","minLength":1},"status":{"type":"integer","minimu\#
        m":400,"maximum":599}}},"Error":{"type":"object","required":["error"],"properties":{"error":{"$ref":"#/compone\#
        nts/schemas/Fault"}}},"Health":{"type":"object","required":["status","hostname","ip_address","conductor_url","\#
        registered","worker_id","docker_connected","resources","timestamp","stale","degraded","problems","parts","cond\#
        uctor","docker","version"],"properties":{"status":{"description":"`online`: registered, and everything works. `\#
        degraded`: the conductor hears from the node, but something of it does not work, or is not known to. `offline`\#
        : the conductor does not hear from it.\n","enum":["online","degraded","offline"]},"hostname":{"type":"string"}\#
        ,"ip_address":{"type":"string"},"conductor_url":{"type":"string"},"registered":{"type":"boolean"},"worker_id":\#
        {"$ref":"#/components/schemas/Text"},"docker_connected":{"type":"boolean"},"resources":{"type":"object","requi\#
        red":["cpu_cores","ram_gb","disk_gb","network_mbps"],"properties":{"cpu_cores":{"$ref":"#/components/schemas/A\#
        mount"},"ram_gb":{"$ref":"#/components/schemas/Amount"},"disk_gb":{"$ref":"#/components/schemas/Amount"},"netw\#
        ork_mbps":{"$ref":"#/components/schemas/Amount"}}},"timestamp":{"$ref":"#/components/schemas/Time"},"stale":{"\#
        $ref":"#/components/schemas/Stale"},"degraded":{"type":"array","items":{"type":"string"},"description":"The su\#
        bjects of the problems."},"problems":{"type":"array","items":{"type":"object","required":["subject","reason"],\#
        "properties":{"subject":{"type":"string"},"reason":{"type":"string"}}}},"parts":{"description":"Every part, al\#
        ways in the same order.","type":"array","items":{"type":"object","required":["name","status","reason","since"]\#
        ,"properties":{"name":{"enum":["supervisor","probed","heartbeatd","deployd","apid","conductor","docker","resou\#
        rces","services"]},"status":{"description":"Unknown is what was never told, or too long ago.","enum":["ok","pr\#
        oblem","unknown"]},"reason":{"$ref":"#/components/schemas/Text"},"since":{"description":"Since when its status\#
         is so; null where that is not known.","type":["string","null"]}}}},"conductor":{"description":"Null when hear\#
        tbeatd has never told of it.","type":["object","null"],"required":["reason","detail","last_heartbeat","consecu\#
        tive_failures","age_s"],"properties":{"reason":{"$ref":"#/components/schemas/Text"},"detail":{"$ref":"#/compon\#
        ents/schemas/Text"},"last_heartbeat":{"$ref":"#/components/schemas/Text"},"consecutive_failures":{"$ref":"#/co\#
        mponents/schemas/Count"},"age_s":{"$ref":"#/components/schemas/Amount"}}},"docker":{"description":"Null when d\#
        eployd has never told of it.","type":["object","null"],"required":["connected","state"],"properties":{"connect\#
        ed":{"type":"boolean"},"state":{"enum":["available","unavailable","unresponsive"]},"version":{"type":"string"}\#
        ,"api_version":{"type":"string"},"reason":{"type":"string"},"since":{"$ref":"#/components/schemas/Time"},"info\#
        rmation":{"type":"object","required":["storage_driver","logging_driver","data_root","local","podman"],"propert\#
        ies":{"storage_driver":{"type":"string"},"backing_file_system":{"type":"string"},"cgroup_version":{"type":"int\#
        eger"},"logging_driver":{"type":"string"},"data_root":{"type":"string"},"local":{"type":"boolean"},"podman":{"\#
        type":"boolean"}}}}},"version":{"type":"string"}}},"Status":{"type":"object","required":["worker","resources",\#
        "services","intervals","timestamp","stale"],"properties":{"worker":{"type":"object","required":["hostname","ip\#
        _address","id","registered","conductor_url","docker_connected"],"properties":{"hostname":{"type":"string"},"ip\#
        _address":{"type":"string"},"id":{"$ref":"#/components/schemas/Text"},"registered":{"type":"boolean"},"conduct\#
        or_url":{"type":"string"},"docker_connected":{"type":"boolean"}}},"resources":{"description":"Parts of the new\#
        est report; empty before the first.","type":"object","required":["cpu","ram","disk","network"],"properties":{"\#
        cpu":{"type":"object","additionalProperties":true},"ram":{"type":"object","additionalProperties":true},"disk":\#
        {"type":"object","additionalProperties":true},"network":{"type":"object","additionalProperties":true}}},"servi\#
        ces":{"type":"array","items":{"$ref":"#/components/schemas/Service"}},"intervals":{"description":"In seconds."\#
        ,"type":"object","required":["heartbeat","resource_check","deployment_check","service_status"],"properties":{"\#
        heartbeat":{"$ref":"#/components/schemas/Amount"},"resource_check":{"$ref":"#/components/schemas/Amount"},"dep\#
        loyment_check":{"$ref":"#/components/schemas/Amount"},"service_status":{"$ref":"#/components/schemas/Amount"}}\#
        },"timestamp":{"$ref":"#/components/schemas/Time"},"stale":{"$ref":"#/components/schemas/Stale"}}},"ResourceRe\#
        port":{"description":"GB are GiB; shares and rates are over the time since the report before.","type":"object"\#
        ,"required":["timestamp","cpu","ram","disk","network","load","cpu_cores","ram_gb","disk_gb","network_mbps"],"p\#
        roperties":{"timestamp":{"$ref":"#/components/schemas/Time"},"cpu":{"type":"object","required":["cores","physi\#
        calCores","processors","usage","usagePercent","perCore","model","speed"],"properties":{"cores":{"type":"intege\#
        r","minimum":1},"physicalCores":{"type":"integer","minimum":1},"processors":{"type":"integer","minimum":1},"us\#
        age":{"$ref":"#/components/schemas/Percent"},"usagePercent":{"$ref":"#/components/schemas/Percent"},"perCore":\#
        {"type":"array","items":{"type":"object","required":["core","usage","usagePercent"],"properties":{"core":{"typ\#
        e":"integer","minimum":1},"usage":{"$ref":"#/components/schemas/Percent"},"usagePercent":{"$ref":"#/components\#
        /schemas/Percent"}}}},"model":{"type":"string"},"speed":{"$ref":"#/components/schemas/Amount"}}},"ram":{"type"\#
        :"object","required":["total_gb","available_gb","used_gb","free_gb","usagePercent","total_bytes","used_bytes",\#
        "available_bytes"],"properties":{"total_gb":{"$ref":"#/components/schemas/Amount"},"available_gb":{"$ref":"#/c\#
        omponents/schemas/Amount"},"used_gb":{"$ref":"#/components/schemas/Amount"},"free_gb":{"$ref":"#/components/sc\#
        hemas/Amount"},"usagePercent":{"$ref":"#/components/schemas/Percent"},"total_bytes":{"$ref":"#/components/sche\#
        mas/Count"},"used_bytes":{"$ref":"#/components/schemas/Count"},"available_bytes":{"$ref":"#/components/schemas\#
        /Count"}}},"disk":{"type":"object","required":["total_gb","available_gb","used_gb","usagePercent","read_bytes"\#
        ,"write_bytes","total_bytes","used_bytes"],"properties":{"total_gb":{"$ref":"#/components/schemas/Amount"},"av\#
        ailable_gb":{"$ref":"#/components/schemas/Amount"},"used_gb":{"$ref":"#/components/schemas/Amount"},"usagePerc\#
        ent":{"$ref":"#/components/schemas/Percent"},"read_bytes":{"$ref":"#/components/schemas/Count"},"write_bytes":\#
        {"$ref":"#/components/schemas/Count"},"read_bytes_per_sec":{"$ref":"#/components/schemas/Amount"},"write_bytes\#
        _per_sec":{"$ref":"#/components/schemas/Amount"},"total_bytes":{"$ref":"#/components/schemas/Count"},"used_byt\#
        es":{"$ref":"#/components/schemas/Count"},"available_bytes":{"$ref":"#/components/schemas/Count"}}},"network":\#
        {"type":"object","required":["interfaces","primary_interface","ip4","ip6","mac","speed_mbps","rx_bytes","tx_by\#
        tes"],"properties":{"interfaces":{"$ref":"#/components/schemas/Count"},"primary_interface":{"$ref":"#/componen\#
        ts/schemas/Text"},"ip4":{"$ref":"#/components/schemas/Text"},"ip6":{"$ref":"#/components/schemas/Text"},"mac":\#
        {"$ref":"#/components/schemas/Text"},"speed_mbps":{"$ref":"#/components/schemas/Count"},"rx_bytes":{"$ref":"#/\#
        components/schemas/Count"},"tx_bytes":{"$ref":"#/components/schemas/Count"},"rx_bytes_per_sec":{"$ref":"#/comp\#
        onents/schemas/Amount"},"tx_bytes_per_sec":{"$ref":"#/components/schemas/Amount"},"rx_dropped":{"$ref":"#/comp\#
        onents/schemas/Count"},"tx_dropped":{"$ref":"#/components/schemas/Count"},"rx_errors":{"$ref":"#/components/sc\#
        hemas/Count"},"tx_errors":{"$ref":"#/components/schemas/Count"}}},"load":{"description":"How many tasks ran or\#
         waited to, over so many minutes; null where the host does not tell.","type":["object","null"],"required":["1"\#
        ,"5","15"],"properties":{"1":{"$ref":"#/components/schemas/Amount"},"5":{"$ref":"#/components/schemas/Amount"}\#
        ,"15":{"$ref":"#/components/schemas/Amount"}}},"cpu_cores":{"type":"integer","minimum":1},"ram_gb":{"$ref":"#/\#
        components/schemas/Amount"},"disk_gb":{"$ref":"#/components/schemas/Amount"},"network_mbps":{"$ref":"#/compone\#
        nts/schemas/Count"}}},"ResourcePoint":{"type":"object","required":["at","step_s","cpu_percent","ram_percent","\#
        disk_percent","rx_bytes_per_sec","tx_bytes_per_sec","load"],"properties":{"at":{"description":"When the time b\#
        egins that it is the mean of.","allOf":[{"$ref":"#/components/schemas/Time"}]},"step_s":{"enum":[10,60,600],"d\#
        escription":"How long that time is."},"cpu_percent":{"$ref":"#/components/schemas/Percent"},"ram_percent":{"$r\#
        ef":"#/components/schemas/Percent"},"disk_percent":{"$ref":"#/components/schemas/Percent"},"rx_bytes_per_sec":\#
        {"$ref":"#/components/schemas/Amount"},"tx_bytes_per_sec":{"$ref":"#/components/schemas/Amount"},"load":{"$ref\#
        ":"#/components/schemas/Amount"}}},"Setting":{"type":"object","required":["key","value","default","unit","sour\#
        ce","secret"],"properties":{"key":{"type":"string","pattern":"^[A-Z][A-Z0-9_]*$"},"value":{"type":["string","n\#
        umber","null"],"description":"Of a secret that is set, `***`; null where nothing is."},"default":{"type":["str\#
        ing","number","null"],"description":"What it is when nobody sets it."},"unit":{"enum":["s","bytes","percent",n\#
        ull],"description":"Of both."},"source":{"description":"The supervisor's environment, the settings file, or no\#
        body.","enum":["environment","file","default"]},"secret":{"type":"boolean"}}},"ServiceState":{"enum":["pending\#
        ","pulling","starting","running","unhealthy","stopped","failed","removed","rolled_back"]},"Service":{"type":"o\#
        bject","required":["service","id","name","status","running","image","created","startedAt","health","error","pr\#
        ogress"],"properties":{"service":{"type":"string","minLength":1},"id":{"$ref":"#/components/schemas/Text"},"na\#
        me":{"type":"string","description":"The container's."},"status":{"$ref":"#/components/schemas/ServiceState"},"\#
        running":{"type":"boolean"},"image":{"type":"string"},"created":{"type":["integer","null"],"description":"Unix\#
         seconds."},"startedAt":{"$ref":"#/components/schemas/EngineTime"},"restartCount":{"$ref":"#/components/schema\#
        s/Count"},"exit_code":{"type":["integer","null"]},"project":{"$ref":"#/components/schemas/Text"},"instruction_\#
        id":{"description":"The newest instruction for it; null when deployd was started after that had ended.","type"\#
        :["string","null"]},"instruction_outcome":{"description":"How that ended; null while it goes on.","type":["str\#
        ing","null"],"enum":["success","failed",null]},"health":{"$ref":"#/components/schemas/Text"},"error":{"type":[\#
        "object","null"],"required":["type","message"],"properties":{"type":{"type":"string"},"message":{"type":"strin\#
        g"}}},"progress":{"description":"How far a pull has come.","type":["object","null"],"additionalProperties":tru\#
        e}}},"ServiceDetail":{"type":"object","required":["service","id","name","status","running","image","created","\#
        startedAt","restartCount","config","health","exit_code","error","progress","image_digest","report","project","\#
        next_attempt"],"properties":{"service":{"type":"string","minLength":1},"id":{"$ref":"#/components/schemas/Text\#
        "},"name":{"type":"string"},"status":{"$ref":"#/components/schemas/ServiceState"},"running":{"type":"boolean"}\#
        ,"image":{"type":"string"},"created":{"type":["integer","null"]},"startedAt":{"$ref":"#/components/schemas/Eng\#
        ineTime"},"restartCount":{"$ref":"#/components/schemas/Count"},"config":{"description":"What was asked for; se\#
        crets are masked.","type":["object","null"],"additionalProperties":true},"health":{"$ref":"#/components/schema\#
        s/Text"},"exit_code":{"type":["integer","null"]},"error":{"type":["object","null"],"required":["type","message\#
        "],"properties":{"type":{"type":"string"},"message":{"type":"string"}}},"progress":{"description":"How far a p\#
        ull has come.","type":["object","null"],"additionalProperties":true},"image_digest":{"$ref":"#/components/sche\#
        mas/Text"},"report":{"description":"What the service last said of itself.","type":["object","null"],"required"\#
        :["content","at"],"properties":{"content":{"type":"object","additionalProperties":true},"at":{"$ref":"#/compon\#
        ents/schemas/Time"}}},"project":{"$ref":"#/components/schemas/Text"},"next_attempt":{"$ref":"#/components/sche\#
        mas/Text"},"instruction_id":{"description":"The newest instruction for it; null when deployd was started after\#
         that had ended.","type":["string","null"]},"instruction_outcome":{"description":"How that ended; null while i\#
        t goes on.","type":["string","null"],"enum":["success","failed",null]}}},"Explanation":{"type":"object","requi\#
        red":["service","status","running","summary","wanted"],"properties":{"service":{"type":"string"},"status":{"$r\#
        ef":"#/components/schemas/ServiceState"},"running":{"type":"boolean"},"summary":{"type":"string","minLength":1\#
        },"wanted":{"type":"object","required":["state","image","revision","source"],"properties":{"state":{"enum":["r\#
        unning","stopped","removed"]},"image":{"type":"string"},"revision":{"$ref":"#/components/schemas/Count"},"inst\#
        ruction_id":{"type":"string"},"source":{"enum":["conductor","operator","file","store"]}}},"plan":{"type":"obje\#
        ct","required":["steps","made_at"],"properties":{"steps":{"type":"array","items":{"type":"string"}},"made_at":\#
        {"$ref":"#/components/schemas/Time"}}},"step":{"type":"string"},"failure":{"type":"object","required":["type",\#
        "message","attempts"],"properties":{"step":{"type":"string"},"type":{"type":"string"},"message":{"type":"strin\#
        g"},"since":{"$ref":"#/components/schemas/Time"},"attempts":{"$ref":"#/components/schemas/Count"}}},"next_atte\#
        mpt":{"$ref":"#/components/schemas/Time"},"help":{"type":"string"},"refused":{"type":"object","required":["ser\#
        vice","instruction_id","status","message","at"],"properties":{"service":{"type":"string"},"instruction_id":{"t\#
        ype":"string"},"status":{"enum":["success","failed"]},"message":{"type":"string"},"at":{"$ref":"#/components/s\#
        chemas/Time"}}}}},"Statistics":{"type":"object","required":["service","read_at","cpu_s","memory_bytes","memory\#
        _limit_bytes","processes","received_bytes","sent_bytes","read_bytes","written_bytes"],"properties":{"service":\#
        {"type":"string"},"read_at":{"type":"string","description":"As the engine gives it."},"cpu_percent":{"$ref":"#\#
        /components/schemas/Amount","description":"Of one processor, over the last second."},"cpu_s":{"$ref":"#/compon\#
        ents/schemas/Amount"},"memory_bytes":{"$ref":"#/components/schemas/Count"},"memory_limit_bytes":{"$ref":"#/com\#
        ponents/schemas/Count"},"processes":{"$ref":"#/components/schemas/Count"},"received_bytes":{"$ref":"#/componen\#
        ts/schemas/Count"},"sent_bytes":{"$ref":"#/components/schemas/Count"},"read_bytes":{"$ref":"#/components/schem\#
        as/Count"},"written_bytes":{"$ref":"#/components/schemas/Count"}}},"Exit":{"description":"How a process ended.\#
        ","type":"object","required":["cause","at","requested","uptime_s","stderr"],"properties":{"cause":{"enum":["ex\#
        ited","signalled","out_of_memory","watchdog","start_failed","start_timeout"]},"code":{"type":"integer"},"signa\#
        l":{"type":"integer"},"signal_name":{"type":"string"},"core_dumped":{"type":"boolean"},"message":{"type":"stri\#
        ng"},"at":{"$ref":"#/components/schemas/Time"},"requested":{"type":"boolean","description":"Whether the superv\#
        isor had asked for it."},"uptime_s":{"$ref":"#/components/schemas/Amount"},"stderr":{"type":"array","items":{"\#
        type":"string"},"description":"What it last wrote, 20 lines at most."}}},"Subsystem":{"type":"object","require\#
        d":["name","state","generation","since","restarts"],"properties":{"name":{"enum":["probed","heartbeatd","deplo\#
        yd","apid"]},"state":{"enum":["stopped","starting","ready","failing","stopping","backing_off"]},"reason":{"typ\#
        e":"string"},"runs_previous_program":{"type":"boolean"},"status_text":{"type":"string"},"pid":{"type":"integer\#
        ","minimum":1},"generation":{"$ref":"#/components/schemas/Count"},"since":{"$ref":"#/components/schemas/Time"}\#
        ,"uptime_s":{"$ref":"#/components/schemas/Amount"},"restarts":{"type":"integer","minimum":0,"description":"Tha\#
        t nobody asked for."},"last_exit":{"$ref":"#/components/schemas/Exit"},"next_attempt_s":{"$ref":"#/components/\#
        schemas/Amount"},"startup_ms":{"$ref":"#/components/schemas/Amount"},"memory_bytes":{"$ref":"#/components/sche\#
        mas/Count"},"cpu_s":{"$ref":"#/components/schemas/Amount"},"open_descriptors":{"$ref":"#/components/schemas/Co\#
        unt"},"watchdog_age_s":{"$ref":"#/components/schemas/Amount"},"sequence":{"$ref":"#/components/schemas/Count"}\#
        }},"Start":{"type":"object","required":["name","generation","pid","boot_id","started_at","monotonic_s"],"prope\#
        rties":{"name":{"enum":["probed","heartbeatd","deployd","apid"]},"generation":{"$ref":"#/components/schemas/Co\#
        unt"},"pid":{"type":"integer","minimum":1},"boot_id":{"type":"string"},"started_at":{"$ref":"#/components/sche\#
        mas/Time"},"monotonic_s":{"$ref":"#/components/schemas/Amount"},"previous_exit":{"type":"object","required":["\#
        generation","pid","report"],"properties":{"generation":{"$ref":"#/components/schemas/Count"},"pid":{"type":"in\#
        teger","minimum":1},"report":{"$ref":"#/components/schemas/Exit"}}}}}}}}
        """#
}
