// The stream of events. By fetch and not by EventSource, which cannot send a token.

const eventLimit = 500;
// The node sends something each 15 s at least.
const silenceLimit = 40000;
const feed = { lastID: null, cursor: null, wait: 1000, end: null, isPaused: false, waiting: [] };

const sentences = {
  subsystem: (data) => [`${data.name} is ${words(data.state)}`, data.pid ? `process ${data.pid}` : "", data.reason,
    data.state === "ready" ? "" : data.last_exit ? `before: ${ending(data.last_exit)}` : ""].filter(Boolean).join(", "),
  service: ({ service, status, health, error }) => [`${service} is ${words(status)}`, health === status ? "" : health,
    !error ? "" : error.type === status ? error.message : `${words(error.type)}: ${error.message}`].filter(Boolean).join(", "),
  conductor: (data) => `the conductor is ${data.status === "online" ? "reached" : "not reached"}${data.reason ? `: ${words(data.reason)}` : ""}`,
  // Of before the events that the node still has: what its status cache knows of them.
  start: (data) => [`${data.name} was started`, `process ${data.pid}`,
    data.previous_exit ? `before: ${ending(data.previous_exit.report)}` : ""].filter(Boolean).join(", "),
  reset: () => "some events were missed; everything is read anew",
};
const eventTone = (kind, data) => ({ subsystem: toneOf(data.state), service: toneOf(data.status), conductor: toneOf(data.status) })[kind] ?? "none";

// What comes within a moment is shown together: a thousand events cost the browser little more than one.
const batch = { events: [], services: new Map() };

function takeEvent(kind, data) {
  if (!(kind in sentences)) return;
  if (kind === "subsystem") takeSubsystem(data);
  if (kind === "service") batch.services.set(data.service, data);
  if (kind === "conductor") announce(kind, sentences.conductor(data));
  if (batch.events.length === 0) setTimeout(showBatch, 100);
  batch.events.push({ kind, time: nodeNow(), data });
  if (batch.events.length > eventLimit) batch.events.shift();
}

function showBatch() {
  const { events, services: changes } = batch;
  batch.events = [];
  batch.services = new Map();
  if (changes.size > 0) takeChanges(changes);
  showEvents(events);
  refreshSoon(Math.max(100, round.began + 1000 - performance.now()));
}

function eventItem({ kind, time, data }) {
  const mark = make("span");
  pill(mark, eventTone(kind, data), kind);
  return make("li", {}, make("time", { datetime: new Date(time).toISOString() }, moment(time)), mark, make("span", {}, sentences[kind](data)));
}

/** @param events The newest last. */
function showEvents(events) {
  if (feed.isPaused) {
    feed.waiting = [...feed.waiting, ...events].slice(-eventLimit);
    put($("events-note"), `Paused; ${feed.waiting.length} more`);
    return;
  }
  put($("events-note"), "The newest first.");
  $("events").prepend(...events.map(eventItem).reverse());
  while ($("events").childElementCount > eventLimit) $("events").lastElementChild.remove();
}

/** A page of what has happened before, behind what is shown; where the stream is to begin, after the first of them. */
async function readEvents() {
  const cursor = feed.cursor ? `&cursor=${encodeURIComponent(feed.cursor)}` : "";
  const body = await read(`/events?limit=100${cursor}`);
  const known = body.events.filter((event) => event.event in sentences);
  $("events").append(...known.map((event) => eventItem({ kind: event.event, time: Date.parse(event.at), data: event.data })));
  feed.cursor = body.next_cursor;
  $("events-older").hidden = !feed.cursor || $("events").childElementCount >= eventLimit;
  if (known.length > 0) put($("events-note"), "The newest first.");
  return body.last_event_id;
}

$("events-older").addEventListener("click", async (event) => {
  event.target.disabled = true;
  try {
    await readEvents();
  } catch (error) {
    put($("events-note"), `There is nothing older to be had: ${error.message}`);
    feed.cursor = null;
    event.target.hidden = true;
  }
  event.target.disabled = false;
  if (event.target.hidden) $("events").focus();
});

$("events-pause").addEventListener("click", () => {
  feed.isPaused = !feed.isPaused;
  $("events-pause").setAttribute("aria-pressed", String(feed.isPaused));
  const waiting = feed.waiting;
  feed.waiting = [];
  if (!feed.isPaused) showEvents(waiting);
});

function showLink(tone, text) {
  $("link").dataset.tone = tone;
  put($("link"), text);
}

/** HTML standard, section 9.2.6, of one connection. */
async function listen(signal, isAlive) {
  if (feed.lastID === null) {
    $("events").replaceChildren();
    try {
      feed.lastID = await readEvents();
    } catch (error) {
      // What comes from now on is told even where what was before cannot be read.
      if (error.status === 0 || error.status === 401) throw error;
      put($("events-note"), `What was before cannot be had: ${error.message}`);
    }
  }
  const headers = feed.lastID === null ? {} : { "Last-Event-ID": feed.lastID };
  const answer = await ask("/events", { accept: "text/event-stream", headers, signal });
  showLink("ok", "live");
  let kind = "";
  let data = [];
  for await (const line of lines(answer, isAlive)) {
    if (line === "") {
      if (data.length > 0) takeEvent(kind, JSON.parse(data.join("\n")));
      kind = "";
      data = [];
      continue;
    }
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") kind = value;
    if (field === "data") data.push(value);
    if (field === "id") feed.lastID = value;
    if (field === "retry" && /^\d+$/.test(value)) feed.wait = Number(value);
  }
}

/** Listens as long as the page is there, again and again; a new call ends the one before. */
async function follow() {
  feed.end?.abort();
  const own = new AbortController();
  feed.end = own;
  while (!own.signal.aborted) {
    const connection = new AbortController();
    own.signal.addEventListener("abort", () => connection.abort());
    let timer;
    const isAlive = () => {
      clearTimeout(timer);
      timer = setTimeout(() => connection.abort(), silenceLimit);
    };
    isAlive();
    let wait = feed.wait;
    try {
      await listen(connection.signal, isAlive);
    } catch (error) {
      if (own.signal.aborted) return;
      // Waits for a token: entering one begins anew.
      if (error.status === 401) return showLink("bad", "needs a token");
      wait = Math.max(wait, error.wait ?? 0);
    } finally {
      clearTimeout(timer);
    }
    if (own.signal.aborted) return;
    showLink("busy", "reconnecting");
    refreshSoon(0);
    await sleep(wait);
  }
}
