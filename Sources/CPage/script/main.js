// The whole: health, what is asked for again and again, colours, and the beginning.

const pace = { shown: 5000, hidden: 30000 };
const round = { timer: null, due: Infinity, isRunning: false, number: 0, failedSince: null };

/** Has everything read anew within that many milliseconds. */
function refreshSoon(delay) {
  const due = performance.now() + delay;
  if (round.timer !== null && round.due <= due) return;
  clearTimeout(round.timer);
  round.due = due;
  round.timer = setTimeout(refresh, delay);
}

async function refresh() {
  round.timer = null;
  if (round.isRunning) return;
  round.isRunning = true;
  const asked = performance.now();
  try {
    const [health, daemons, list] = await Promise.all([read("/health"), read("/subsystems"), read("/services"), readResources()]);
    takeSubsystems(daemons, asked);
    takeServices(list, asked);
    showHealth(health);
    showNotice("");
    round.failedSince = null;
    if (round.number++ % 12 === 0) consult();
  } catch (error) {
    showFailure(error);
  }
  round.isRunning = false;
  if (round.timer === null) refreshSoon(document.hidden ? pace.hidden : pace.shown);
}

function showFailure(error) {
  round.failedSince ??= Date.now();
  if (error.status === 401) {
    showNotice("This node shows itself only to who has a token.", () => askForToken());
  } else if (error.status === 0) {
    // One that is missed is soon made up for, when apid is restarted for one.
    if (Date.now() - round.failedSince < 1500) return refreshSoon(500);
    showNotice(`The node has not answered since ${clock(round.failedSince)}. What is shown is from then; this page tries again by itself.`);
    pill($("verdict"), "bad", "no answer");
    showTitle("bad", "no answer");
  } else {
    showNotice(error.message);
  }
}

function showNotice(text, action) {
  const notice = $("notice");
  document.body.classList.toggle("stale", Boolean(text));
  if (notice.dataset.text === text) return;
  notice.dataset.text = text;
  notice.hidden = !text;
  notice.replaceChildren(make("span", {}, text), ...(action ? [make("button", { type: "button", onclick: action }, "Enter the token")] : []));
}

// MARK: Health

let formerStatus = null;

function showHealth(health) {
  const { status, conductor, docker } = health;
  pill($("verdict"), toneOf(status), status);
  put($("host"), health.hostname || "Worker node");
  showTitle(toneOf(status), status);
  if (formerStatus !== null && formerStatus !== status) announce(`The node is ${status}`);
  if (formerStatus !== null && formerStatus !== status) consult();
  formerStatus = status;
  const details = { conductor: conductor?.detail };
  fill($("problems"), health.problems, (problem) => `${problem.subject} ${problem.reason}`, () => make("li", {}, make("strong"), " ", make("span")),
    (item, { subject, reason }) => {
      put(item.firstElementChild, subject);
      const detail = details[subject];
      put(item.lastElementChild, detail && detail !== reason ? `${words(reason)}: ${detail}` : words(reason));
    });
  if (health.problems.length === 0) {
    fill($("problems"), ["none"], (key) => key, () => make("li", { class: "well" }, "Everything that is known works."), () => {});
  }
  fill($("parts"), health.parts, (part) => part.name, () => make("li", {}, make("span"), make("span"), make("span")), showPart);
  const resources = health.resources;
  facts($("facts"), [
    ["Conductor", health.conductor_url || "none is set"],
    ["Registered", health.registered ? `as ${health.worker_id}` : "no"],
    ["Last heartbeat", moment(conductor?.last_heartbeat)],
    ["Failed in a row", conductor?.consecutive_failures || ""],
    ["Engine", docker?.connected ? `${docker.version ?? "connected"}${docker.api_version ? `, API ${docker.api_version}` : ""}` : "not connected"],
    ["Address", health.ip_address],
    ["Machine", resources.cpu_cores ? `${resources.cpu_cores} cores, ${resources.ram_gb} GiB memory, ${resources.disk_gb} GiB disk` : ""],
  ]);
  put($("version"), `aerekos-worker ${health.version}.`);
}

/** One part of the node: how it is, since when, and why when it is not well. */
function showPart(item, part) {
  const [name, status, detail] = item.children;
  put(name, part.name);
  pill(status, toneOf(part.status), part.status);
  const since = moment(part.since);
  put(detail, [since ? `since ${since}` : "", words(part.reason)].filter(Boolean).join(": "));
}

/** The tab's title and icon tell the state too. */
function showTitle(tone, status) {
  document.title = `${status} · ${$("host").textContent}`;
  const colours = { ok: "1a7f4b", warn: "b7791f", bad: "c0362c", none: "6b7280" };
  const icon = `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><circle cx='8' cy='8' r='7' fill='%23${colours[tone] ?? colours.none}'/></svg>`;
  if ($("icon").getAttribute("href") !== icon) $("icon").setAttribute("href", icon);
}

// MARK: Resources

async function readResources() {
  const { seconds } = history;
  let body;
  try {
    body = await read(`/resources/history?since=${seconds}s`);
  } catch (error) {
    // Charts that cannot be had leave the rest as it is; a node that does not answer is told of with the rest.
    if (error.status === 0 || error.status === 401) throw error;
    return;
  }
  if (seconds !== history.seconds) return;
  history.points = body.points.map((point) => ({
    time: Date.parse(point.at), step: point.step_s, cpu: point.cpu_percent, ram: point.ram_percent, disk: point.disk_percent,
    rx: point.rx_bytes_per_sec, tx: point.tx_bytes_per_sec,
  }));
  drawCharts();
}

// MARK: Colours

function showTheme(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  $("theme").value = theme;
}
const browser = place("localStorage");
$("theme").addEventListener("change", (event) => {
  browser.set("aerekos-theme", event.target.value);
  showTheme(event.target.value);
});
showTheme(["light", "dark"].find((theme) => theme === browser.get("aerekos-theme")) ?? "");

// MARK: The beginning

/** Reads everything and listens, from the beginning: at the start, and with another token. */
function begin() {
  follow();
  refreshSoon(0);
}

document.addEventListener("visibilitychange", () => { if (!document.hidden) refreshSoon(0); });
window.addEventListener("online", () => refreshSoon(0));
showToken();
begin();
