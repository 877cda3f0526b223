// The daemons of the node, and restarting one.

const subsystems = { list: [], stale: false, supervisor: null, seen: 0 };

const subsystemColumns = [
  { name: "name" }, { name: "state", label: "State" }, { name: "pid", label: "Process", number: true },
  { name: "up", label: "Up for", number: true }, { name: "restarts", label: "Restarts", number: true },
  { name: "memory", label: "Memory", number: true }, { name: "cpu", label: "CPU time", number: true },
  { name: "details", label: "Details" }, { name: "actions", label: "Actions" },
];

/** Takes the node's list. What was told by an event since the question is newer than the answer. */
function takeSubsystems(body, asked) {
  subsystems.stale = body.stale;
  subsystems.reason = body.reason;
  subsystems.supervisor = body.supervisor;
  subsystems.supervisorSeen = performance.now() - (body.age_s ?? 0) * 1000;
  const former = new Map(subsystems.list.map((item) => [item.name, item]));
  subsystems.list = body.subsystems.map((item) => {
    const known = former.get(item.name);
    if (known && known.toldAt > asked) return known;
    return { ...item, seen: subsystems.supervisorSeen, toldAt: 0 };
  });
  showSubsystems();
}

/** One daemon's change, as an event tells it. */
function takeSubsystem(item) {
  const index = subsystems.list.findIndex((known) => known.name === item.name);
  if (index < 0) return;
  subsystems.list[index] = { ...item, seen: performance.now(), toldAt: performance.now() };
  showSubsystems();
}

function showSubsystems() {
  fill($("subsystems"), subsystems.list, (item) => item.name, (item) => {
    const row = makeRow(subsystemColumns);
    const { name, state, details, actions } = row.cells_;
    row.id = `subsystem-${item.name}`;
    put(name, item.name);
    row.state_ = make("span");
    row.reason_ = make("span", { class: "detail" });
    row.exit_ = make("span", { class: "detail" });
    state.append(row.state_);
    details.append(row.reason_, row.exit_);
    actions.classList.add("actions");
    const restart = button("Restart", `Restart ${item.name}`, () => restartSubsystem(item.name, restart));
    actions.append(button("History", `History of ${item.name}`, () => openHistory(item.name)),
      button("Logs", `Logs of ${item.name}`, () => openDaemonLogs(item.name)), restart);
    return row;
  }, (row, item) => {
    const cells = row.cells_;
    const changed = row.shown_ !== undefined && row.shown_ !== `${item.state} ${item.pid}`;
    row.shown_ = `${item.state} ${item.pid}`;
    showState(row.state_, item.state, subsystems.stale);
    const age = (performance.now() - item.seen) / 1000;
    const waits = subsystems.stale || item.next_attempt_s === undefined ? "" : `next attempt in ${span(item.next_attempt_s - age)}`;
    const former = item.runs_previous_program ? "runs the program before" : "";
    put(row.reason_, [item.reason, former, waits].filter(Boolean).join("; "));
    put(cells.pid, item.pid ? String(item.pid) : "none");
    put(cells.up, subsystems.stale || item.uptime_s === undefined ? "" : span(item.uptime_s + age));
    put(cells.restarts, String(item.restarts));
    put(cells.memory, bytes(item.memory_bytes));
    put(cells.cpu, item.cpu_s === undefined ? "" : `${item.cpu_s.toFixed(1)} s`);
    put(row.exit_, item.last_exit ? `Last exit: ${ending(item.last_exit)}` : "");
    if (changed) {
      flash(row);
      announce(item.name, `${item.name} is ${words(item.state)}`);
    }
  });
  const { supervisor } = subsystems;
  const up = supervisor ? span(supervisor.uptime_s + (performance.now() - subsystems.supervisorSeen) / 1000) : "";
  const stale = subsystems.stale ? `The supervisor is not heard${subsystems.reason ? `: ${subsystems.reason}` : ""}. What is shown is what it said last.` : "";
  put($("supervisor"), [supervisor ? `Watched by the supervisor, process ${supervisor.pid}, for ${up}.` : "", stale].filter(Boolean).join(" "));
}

function restartSubsystem(name, trigger) {
  const text = name === "apid"
    ? "It serves this page. It is stopped in order and started again; the page reconnects by itself."
    : "It is stopped in order and started again. The other daemons and all services keep running.";
  return act(trigger, { title: `Restart ${name}?`, text, yes: `Restart ${name}` }, async () => {
    const before = subsystems.list.find((item) => item.name === name)?.pid;
    showResult(`Restarting ${name}…`);
    await ask(`/subsystems/${encodeURIComponent(name)}/restart`, { method: "POST" });
    const end = performance.now() + 30000;
    while (performance.now() < end) {
      const item = subsystems.list.find((known) => known.name === name);
      if (item?.state === "ready" && item.pid !== before) return `${name} was restarted: process ${before ?? "none"} is now ${item.pid}`;
      refreshSoon(500);
      await sleep(100);
    }
    throw new Refusal("It was asked for, but is not ready after 30 s", 0);
  });
}

async function openHistory(name) {
  const body = await openSheet(`History of ${name}`, () => read(`/subsystems/${encodeURIComponent(name)}`));
  if (!body) return;
  const { subsystem, history: starts } = body;
  const list = make("dl", { class: "facts" });
  facts(list, [
    ["State", words(subsystem.state)], ["Says of itself", subsystem.status_text], ["Since", moment(subsystem.since)],
    ["Ready after", subsystem.startup_ms === undefined ? "" : `${subsystem.startup_ms.toFixed(1)} ms`],
    ["Open files", subsystem.open_descriptors], ["Last exit", ending(subsystem.last_exit)],
    ["Message", subsystem.last_exit?.message],
  ]);
  const last = subsystem.last_exit?.stderr ?? [];
  const table = make("table", { role: "table", "aria-label": "Starts, the newest first" },
    make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, ...["Started", "Process", "How the one before ended"]
      .map((title) => make("th", { role: "columnheader", scope: "col" }, title)))),
    make("tbody", { role: "rowgroup" }, ...starts.map((start) => make("tr", { role: "row" },
      make("th", { role: "rowheader", scope: "row" }, moment(start.started_at)),
      make("td", { role: "cell", "data-label": "Process" }, String(start.pid)),
      make("td", { role: "cell", "data-label": "How the one before ended" },
        start.previous_exit ? ending(start.previous_exit.report) : "it is the first")))));
  $("sheet-content").replaceChildren(list,
    ...(last.length > 0 ? [make("h3", {}, "Its last lines"), make("pre", { tabindex: "0", "aria-label": "Last lines" }, last.join("\n"))] : []),
    make("h3", {}, "Starts"), table);
}
