#!/usr/bin/env python3
"""The live channel of a conductor, as its workers see it, on a real Socket.IO 4 server: 
live_conductor.py PORT CONDUCTOR_PORT RECORD; everything below /api is passed on to the conductor there.

Registers who knows the token "test-token-5c1d", under the id sent; answers pings of who is registered; and, as the conductor does, keeps nothing of a worker whose connection
has ended. RECORD is written anew after each event: {"registered": [data…], "pings": [data…], "lost": n}. A GET of /drop cuts off every worker, and /forget forgets them.
"""

import json
import os
import sys

import socketio
from aiohttp import ClientError, ClientSession, web

server = socketio.AsyncServer(async_mode="aiohttp", ping_interval=1, ping_timeout=5)
workers, record = {}, {"registered": [], "pings": [], "lost": 0}


def note():
    with open(sys.argv[3] + ".new", "w") as file:
        json.dump(record, file)
    os.replace(sys.argv[3] + ".new", sys.argv[3])


@server.on("worker:register")
async def register(session, data):
    if data.get("token") != "test-token-5c1d":
        return await server.emit("error", {"message": "Invalid registration token"}, to=session)
    workers[session] = data["worker_id"]
    record["registered"].append({**data, "token": "***"})
    note()
    await server.emit("worker:registered", {"workerId": data["worker_id"], "hostname": data["hostname"],
                                            "ip_address": data["ip_address"], "status": "online"}, to=session)


@server.on("worker:ping")
async def ping(session, data):
    if session not in workers:
        return await server.emit("error", {"message": "Worker not registered"}, to=session)
    record["pings"].append(data)
    note()
    await server.emit("worker:pong", {"timestamp": "2026-01-01T00:00:00.000Z"}, to=session)


@server.event
async def disconnect(session, *_):
    if workers.pop(session, None):
        record["lost"] += 1
        note()


async def drop(_):
    for session in list(workers):
        await server.disconnect(session)
    return web.Response()


async def forget(_):
    workers.clear()
    return web.Response()


async def pass_on(request):
    headers = {name: value for name, value in request.headers.items() if name.lower() not in ("host", "connection")}
    try:
        async with ClientSession() as session:
            async with session.request(request.method, f"http://127.0.0.1:{sys.argv[2]}{request.path_qs}",
                                       headers=headers, data=await request.read()) as answer:
                return web.Response(body=await answer.read(), status=answer.status,
                                    content_type=answer.content_type)
    except ClientError:
        return web.Response(status=502)


application = web.Application()
application.add_routes([web.route("*", "/api/{rest:.*}", pass_on), web.get("/drop", drop), web.get("/forget", forget)])
server.attach(application)
web.run_app(application, host="127.0.0.1", port=int(sys.argv[1]), print=None)
