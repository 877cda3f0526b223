// The whole: health, what is asked for again and again, colours, and the beginning.

const pace = { shown: 5000, hidden: 30000 };
const round = { timer: null, due: Infinity, began: -Infinity, isRunning: false, number: 0, failedSince: null };

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
  const asked = round.began = performance.now();
  const answers = await Promise.allSettled([read("/health"), read("/subsystems"), read("/services"), readResources()]);
  const [how, daemons, list] = answers.map(({ value }) => value);
  const errors = answers.map(({ reason }) => reason).filter(Boolean);
  // One that cannot be had leaves the others as they are.
  const error = errors.find(({ status }) => status === 0 || status === 401) ?? errors[0];
  if (error) showFailure(error);
  else {
    showNotice("");
    round.failedSince = null;
  }
  if (how) node.isSilent = false;
  if (daemons) takeSubsystems(daemons, asked);
  if (list) takeServices(list, asked);
  if (how) {
    takeHealth(how);
    // Nothing is shown in part: what comes then moves nothing.
    $("content").hidden = $("footer").hidden = $("sections").hidden = false;
  }
  if (!error) {
    drawCharts();
    if (round.number++ % 12 === 0) consult();
  }
  round.isRunning = false;
  if (round.timer === null) refreshSoon(document.hidden ? pace.hidden : pace.shown);
}

function showFailure(error) {
  round.failedSince ??= Date.now();
  if (error.status === 401) {
    showNotice(token.text ? `${lack()}.` : "This node shows itself only to who has a token.", () => askForToken());
  } else if (error.status === 0) {
    // One that is missed is soon made up for, when apid is restarted for one.
    if (Date.now() - round.failedSince < 1500) return refreshSoon(500);
    showNotice(`The node has not answered since ${clock(round.failedSince)}. What is shown is from then; this page tries again by itself.`);
    pill($("verdict"), "bad", "no answer");
    showTitle("bad", "no answer");
    node.isSilent = true;
    showParts();
    showSubsystems();
    showServices();
  } else {
    showNotice(error.message);
  }
}

function showNotice(text, action) {
  const notice = $("notice");
  const hadFocus = notice.contains(document.activeElement);
  document.body.classList.toggle("stale", Boolean(text));
  if (notice.dataset.text === text) return;
  notice.dataset.text = text;
  notice.hidden = !text;
  notice.replaceChildren(make("span", {}, text), ...(action ? [make("button", { type: "button", onclick: action }, "Enter the token")] : []));
  if (hadFocus) $("main").focus();
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
setInterval(() => { if (!document.hidden && round.failedSince === null) showSubsystems(); }, 1000);
showToken();
begin();
