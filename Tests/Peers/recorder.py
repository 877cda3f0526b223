#!/usr/bin/env python3
"""Stands between a worker and its conductor and holds every call against docs/conductor-openapi.yaml.

recorder.py DESCRIPTION LISTEN_PORT CONDUCTOR_PORT RECORD: passes each request on. RECORD is written anew after each one:
{"calls": {operationId: count}, "members": {operationId: [names of members that were sent]}, "findings": [text…]}.
"""

import http.client
import http.server
import json
import os
import re
import sys
import threading

import jsonschema
import yaml


class Description:
    def __init__(self, path):
        with open(path) as file:
            self.document = yaml.safe_load(file)
        self.operations = []
        for path, item in self.document["paths"].items():
            pattern = re.compile("/api" + re.sub(r"\{[^}]+\}", "[^/]+", path) + "$")
            for method in ("get", "put", "post", "delete"):
                if method in item:
                    self.operations.append((method.upper(), path.count("{"), pattern, item[method]))
        self.operations.sort(key=lambda operation: operation[1])

    def operation(self, method, path):
        for candidate, _, pattern, operation in self.operations:
            if candidate == method and pattern.match(path):
                return operation
        return None

    def errors(self, value, schema):
        """What is wrong with a value; the schema may refer to the description's components."""
        whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", "components": self.document["components"],
                 "allOf": [schema]}
        validator = jsonschema.Draft202012Validator(whole)
        return [f"{error.json_path}: {error.message}"[:500] for error in validator.iter_errors(value)]

    def request_errors(self, operation, body):
        schemas = [operation[key] for key in ("x-worker-body",) if key in operation]
        if "requestBody" in operation:
            schemas.append(operation["requestBody"]["content"]["application/json"]["schema"])
        elif body:
            return ["a body where none belongs"]
        if not schemas:
            return []
        try:
            value = json.loads(body)
        except ValueError as error:
            return [f"the body is not JSON: {error}"]
        return [error for schema in schemas for error in self.errors(value, schema)]

    def answer_errors(self, operation, status, body):
        answer = operation["responses"].get(str(status))
        if answer is None:
            return [f"{status} is not described"]
        while "$ref" in answer:
            answer = self.document["components"]["responses"][answer["$ref"].rsplit("/", 1)[1]]
        if "content" not in answer:
            return ["a body where none belongs"] if body else []
        try:
            value = json.loads(body)
        except ValueError as error:
            return [f"the answer is not JSON: {error}"]
        return self.errors(value, answer["content"]["application/json"]["schema"])


class Record:
    def __init__(self, path):
        self.path = path
        self.lock = threading.Lock()
        self.calls, self.members, self.findings = {}, {}, []

    def add(self, name, body, findings):
        with self.lock:
            self.calls[name] = self.calls.get(name, 0) + 1
            try:
                members = list(json.loads(body)) if body else []
            except ValueError:
                members = []
            self.members[name] = sorted(set(self.members.get(name, [])) | set(members))
            self.findings += [f"{name}: {finding}" for finding in findings]
            with open(self.path + ".new", "w") as file:
                json.dump({"calls": self.calls, "members": self.members, "findings": self.findings}, file)
            os.replace(self.path + ".new", self.path)


def handler(description, record, conductor_port):
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def serve(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            connection = http.client.HTTPConnection("127.0.0.1", conductor_port, timeout=60)
            try:
                connection.request(self.command, self.path, body, dict(self.headers))
                answer = connection.getresponse()
                content = answer.read()
            except OSError:
                self.close_connection = True
                return  # as if the conductor itself were away
            finally:
                connection.close()
            operation = description.operation(self.command, self.path.split("?")[0])
            if operation is None:
                record.add("unknown", b"", [f"{self.command} {self.path} is not described"])
            else:
                findings = [] if not body and self.command == "GET" else description.request_errors(operation, body)
                findings += description.answer_errors(operation, answer.status, content)
                if not self.headers.get("X-Request-ID"):
                    findings.append("no X-Request-ID")
                record.add(operation["operationId"], body, findings)
            self.send_response_only(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in ("connection", "transfer-encoding", "content-length"):
                    self.send_header(name, value)
            if answer.status != 304:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_DELETE = serve

        def log_message(self, *_):
            pass

    return Handler


def main():
    description, listen, conductor, record = sys.argv[1:]
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", int(listen)), handler(Description(description), Record(record), int(conductor)))
    server.daemon_threads = True
    server.serve_forever()


if __name__ == "__main__":
    main()
