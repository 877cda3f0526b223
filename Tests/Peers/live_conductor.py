#!/usr/bin/env python3
"""The live channel of a conductor, as its workers see it, on a real Socket.IO 4 server: live_conductor.py PORT TOKEN RECORD.

Registers who knows TOKEN under the id sent, answers the pings of who is registered, and keeps nothing of a worker whose connection has ended. RECORD is written anew after each
event: {"registered": [data…], "pings": n, "ping": the last one, "lost": n}. A GET of /drop cuts off every worker, and /forget forgets them while their connections stand.
"""

import json
import os
import sys

import socketio
from aiohttp import web

port, token, path = int(sys.argv[1]), sys.argv[2], sys.argv[3]
server = socketio.AsyncServer(async_mode="aiohttp", ping_interval=1, ping_timeout=5)
workers, record = {}, {"registered": [], "pings": 0, "ping": None, "lost": 0}


def note():
    with open(path + ".new", "w") as file:
        json.dump(record, file)
    os.replace(path + ".new", path)


@server.on("worker:register")
async def register(session, data):
    if data.get("token") != token:
        return await server.emit("error", {"message": "Invalid registration token " + str(data.get("token"))}, to=session)
    workers[session] = data["worker_id"]
    record["registered"].append({name: value for name, value in data.items() if name != "token"})
    note()
    await server.emit("worker:registered", {"workerId": data["worker_id"], "status": "online"}, to=session)


@server.on("worker:ping")
async def ping(session, data):
    if session not in workers:
        return await server.emit("error", {"message": "Worker not registered"}, to=session)
    record["pings"] += 1
    record["ping"] = data
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


note()
application = web.Application()
application.add_routes([web.get("/drop", drop), web.get("/forget", forget)])
server.attach(application)
web.run_app(application, host="127.0.0.1", port=port, print=None)
