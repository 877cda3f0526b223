#!/usr/bin/env python3
"""Asks a node for everything that docs/openapi.yaml describes, and holds each answer, and each example, against it.

described_answers.py DESCRIPTION URL TOKEN SERVICE: SERVICE stands in the place of the description's examples of services;
in the end it is removed. Prints {"answers": {"operationId status": count}, "findings": [text…]}. An answer may have no
member that is not described, here, though the description lets clients expect that there will be more.
"""

import collections
import json
import sys
import time
import urllib.error
import urllib.request

import jsonschema
import yaml


def closed(node):
    """The same with every object shut whose members are described."""
    if isinstance(node, list):
        return [closed(element) for element in node]
    if not isinstance(node, dict):
        return node
    node = {key: closed(value) for key, value in node.items()}
    if isinstance(node.get("properties"), dict) and "type" in node:
        node.setdefault("additionalProperties", False)
    return node


class Asker:
    def __init__(self, description, url, token, service):
        with open(description) as file:
            self.document = closed(yaml.safe_load(file))
        self.url, self.token, self.service = url, token, service
        self.answers = collections.Counter()
        self.findings = []

    def resolve(self, node):
        while "$ref" in node:
            found = self.document
            for part in node["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            node = found
        return node

    def parameters(self, item, operation):
        return [self.resolve(entry) for entry in item.get("parameters", []) + operation.get("parameters", [])]

    def send(self, method, target, headers=None, body=None):
        headers = {"Authorization": f"Bearer {self.token}", "Accept": "application/json, text/*;q=0.9"} | (headers or {})
        request = urllib.request.Request(self.url + target, data=body, method=method, headers=headers)
        try:
            answer = urllib.request.urlopen(request, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            kind = (answer.headers.get("Content-Type") or "").split(";")[0]
            # A stream has no end: its beginning will do.
            content = answer.read(64) if kind == "text/event-stream" else answer.read()
            return answer.status, answer.headers, kind, content

    def check(self, method, path, target, headers=None, body=None, expect=None):
        """Sends a request and holds its answer against the operation. Returns the answer's headers."""
        operation = self.document["paths"][path][method.lower()]
        name = operation["operationId"]
        status, given, kind, content = self.send(method, target, headers, body)
        self.answers[f"{name} {status}"] += 1
        place = f"{method} {target} -> {status}"
        if expect is not None and status != expect:
            self.findings.append(f"{place}: {expect} was expected; {content[:300]!r}")
        described = operation["responses"].get(str(status))
        if described is None:
            self.findings.append(f"{place}: not described; {content[:300]!r}")
            return given
        described = self.resolve(described)
        for header, rule in described.get("headers", {}).items():
            if self.resolve(rule).get("required") and header not in given:
                self.findings.append(f"{place}: without {header}")
        types = described.get("content", {})
        if not types:
            if content:
                self.findings.append(f"{place}: a body where none is described")
        elif kind not in types:
            self.findings.append(f"{place}: {kind} is not described")
        elif kind == "application/json":
            self.validate(json.loads(content), types[kind]["schema"], place)
        return given

    def validate(self, content, schema, place):
        whole = {"$schema": "https://json-schema.org/draft/2020-12/schema",
                 "components": self.document["components"], "allOf": [schema]}
        for error in jsonschema.Draft202012Validator(whole).iter_errors(content):
            self.findings.append(f"{place}: {error.json_path}: {error.message}"[:400])

    def check_examples(self):
        """The examples of answers are held against their schemas as the answers are."""
        for path, item in self.document["paths"].items():
            for method in ("get", "post", "delete"):
                for status, response in item.get(method, {}).get("responses", {}).items():
                    for kind, content in self.resolve(response).get("content", {}).items():
                        self.validate(content["example"], content["schema"], f"example of {method} {path} {status} {kind}")

    def target(self, path, parameters, service=None):
        for parameter in parameters:
            if parameter["in"] == "path":
                example = (service or self.service) if parameter["example"] == "web" else parameter["example"]
                path = path.replace("{" + parameter["name"] + "}", example)
        return path

    def read_everything(self):
        for path, item in self.document["paths"].items():
            operation = item.get("get")
            if operation is None:
                continue
            parameters = self.parameters(item, operation)
            target = self.target(path, parameters)
            given = self.check("GET", path, target, expect=200)
            if "ETag" in given and "304" in operation["responses"]:
                self.check("GET", path, target, {"If-None-Match": given["ETag"] + ", \"x\""})
            self.check("GET", path, target + "?nonsense=1", expect=400)
            self.check("GET", path, target, {"Accept": "image/png"}, expect=406)
            for parameter in parameters:
                if parameter["in"] == "query" and parameter["name"] not in ("cursor", "follow"):
                    for example in [parameter["example"]] if "example" in parameter else self.words(parameter):
                        self.check("GET", path, f"{target}?{parameter['name']}={example}", expect=200)
                if parameter["in"] == "query":
                    self.check("GET", path, f"{target}?{parameter['name']}=%00", expect=400)
                    if parameter["name"] != "follow":
                        self.check("GET", path, f"{target}?{parameter['name']}=!", expect=400)
            if "404" in operation["responses"]:
                self.check("GET", path, self.target(path, parameters, "nobody").replace("probed", "nobody"), expect=404)
            for media in self.resolve(operation["responses"]["200"])["content"]:
                self.check("GET", path, target, {"Accept": media}, expect=200)
            if operation.get("security") == [{"token": []}]:
                self.check("GET", path, target, {"Authorization": "Bearer wrong"}, expect=401)
        self.check("GET", "/events", "/events?cursor=" + b"events:1.old-7".hex(), expect=410)
        self.check("GET", "/services/{name}/logs", f"/services/{self.service}/logs", {"Accept": "application/jsonl"})

    def words(self, parameter):
        return self.resolve(parameter["schema"]).get("enum", [])

    def change_everything(self):
        service = f"/services/{self.service}"
        self.check("POST", "/services/{name}/restart", service + "/restart", expect=200)
        self.check("POST", "/services/{name}/stop", service + "/stop", expect=202)
        deadline = time.monotonic() + 60
        while self.send("GET", service + "/stats")[0] != 409 and time.monotonic() < deadline:
            time.sleep(0.2)
        self.check("GET", "/services/{name}/stats", service + "/stats", expect=409)
        self.check("POST", "/services/{name}/start", service + "/start", expect=202)
        kind = {"Content-Type": "application/json"}
        for path in ("/services/{name}/restart", "/services/{name}/start", "/services/{name}/stop"):
            target = path.replace("{name}", self.service)
            for body in (b"[]", b"1", b"{", b"\xff"):
                self.check("POST", path, target, kind, body, expect=400)
            self.check("POST", path, target, kind, b"{" + b" " * 102400 + b"}", expect=413)
            self.check("POST", path, target, {"Content-Type": "text/plain"}, b"{}", expect=415)
        self.check("POST", "/subsystems/{name}/restart", "/subsystems/probed/restart", expect=202)
        report = {"Content-Type": "application/json"}
        path = "/services/{name}/report"
        self.check("POST", path, service + "/report", report, b'{"ready":true}', expect=401)
        self.check("POST", path, service + "/report", report, b"[]", expect=400)
        self.check("POST", path, service + "/report", report, b"{" + b" " * 5000 + b"}", expect=413)
        self.check("POST", path, service + "/report", {"Content-Type": "text/plain"}, b"{}", expect=415)
        for path, item in self.document["paths"].items():
            for method in ("post", "delete"):
                operation = item.get(method)
                if operation is None or path.endswith("/report"):
                    continue
                parameters = self.parameters(item, operation)
                target = self.target(path, parameters)
                self.check(method.upper(), path, target, {"Authorization": "Bearer wrong"}, expect=401)
                self.check(method.upper(), path, target + "?force=1", expect=400)
                nobody = self.target(path, parameters, "nobody").replace("probed", "nobody")
                self.check(method.upper(), path, nobody, expect=404)
        self.check("DELETE", "/services/{name}", service, expect=202)


asker = Asker(*sys.argv[1:])
asker.check_examples()
asker.read_everything()
asker.change_everything()
print(json.dumps({"answers": asker.answers, "findings": asker.findings}))
