// The services, what can be done with them, and the sheet with what one writes or why it is as it is.

const services = { list: [], stale: false };

const serviceColumns = [
  { name: "name" }, { name: "state", label: "State" }, { name: "health", label: "Health" },
  { name: "image", label: "Image" }, { name: "started", label: "Started" }, { name: "actions", label: "Actions" },
];

const addressOf = (name, rest = "") => `/services/${encodeURIComponent(name)}${rest}`;

function takeServices(body, asked) {
  services.stale = body.stale;
  const former = new Map(services.list.map((item) => [item.service, item]));
  services.list = body.services.map((item) => {
    const known = former.get(item.service);
    return known && known.toldAt > asked ? known : { ...item, toldAt: 0 };
  });
  showServices();
}

function takeService(item) {
  const others = services.list.filter((known) => known.service !== item.service);
  if (item.status !== "removed") others.push({ ...item, toldAt: performance.now() });
  services.list = others.sort((left, right) => left.service < right.service ? -1 : 1);
  showServices();
}

function showServices() {
  $("services-table").hidden = services.list.length === 0;
  put($("services-note"), services.list.length === 0 ? "There are none. The first is deployed with: workerctl deploy NAME --image IMAGE"
    : services.stale ? "deployd has not written lately: this may be old." : "");
  fill($("services"), services.list, (item) => item.service, (item) => {
    const row = makeRow(serviceColumns);
    const { name, state, image, actions } = row.cells_;
    const own = item.service;
    row.id = `service-${own}`;
    put(name, own);
    row.state_ = make("span");
    row.reason_ = make("span", { class: "detail" });
    state.append(row.state_, row.reason_);
    row.health_ = make("span");
    row.cells_.health.append(row.health_);
    image.classList.add("long");
    actions.classList.add("actions");
    row.start_ = button("Start", `Start ${own}`, () => changeService(own, "start", row.start_));
    row.stop_ = button("Stop", `Stop ${own}`, () => changeService(own, "stop", row.stop_));
    const restart = button("Restart", `Restart ${own}`, () => changeService(own, "restart", restart));
    actions.append(button("Explain", `Explain ${own}`, () => openExplanation(own)),
      button("Logs", `Logs of ${own}`, () => openLogs(own)), row.start_, row.stop_, restart);
    return row;
  }, (row, item) => {
    const changed = row.shown_ !== undefined && row.shown_ !== `${item.status} ${item.health} ${item.id}`;
    row.shown_ = `${item.status} ${item.health} ${item.id}`;
    pill(row.state_, toneOf(item.status), words(item.status));
    const pull = item.progress?.bytes ? `${bytes(item.progress.bytes_done)} of ${bytes(item.progress.bytes)}` : "";
    put(row.reason_, [item.error ? `${words(item.error.type)}: ${item.error.message}` : "", pull].filter(Boolean).join("; "));
    if (item.health) pill(row.health_, toneOf(item.health), words(item.health));
    else { row.health_.classList.remove("pill"); put(row.health_, item.running ? "no check" : ""); }
    put(row.cells_.image, item.image ?? "");
    put(row.cells_.started, item.running ? moment(item.startedAt) : "");
    row.start_.hidden = item.running;
    row.stop_.hidden = !item.running;
    if (changed) {
      flash(row);
      announce(`Service ${item.service} is ${words(item.status)}`);
    }
  });
}

function changeService(name, action, trigger) {
  const questions = {
    start: { title: `Start ${name}?`, text: "It is to run from now on, also after a restart of the node.", yes: `Start ${name}` },
    stop: { title: `Stop ${name}?`, text: "Its container is stopped and stays so until it is started again.", yes: `Stop ${name}` },
    restart: { title: `Restart ${name}?`, text: "Its container is stopped and started again; it does not serve meanwhile.", yes: `Restart ${name}` },
  };
  return act(trigger, questions[action], async () => {
    showResult(`${name}: ${action} is asked for…`);
    // A restart is answered when the container runs again.
    await ask(addressOf(name, `/${action}`), { method: "POST", deadline: 100000 });
    return action === "restart" ? `${name} was restarted` : `${name}: ${action} is under way; its state is shown as it changes`;
  });
}

// MARK: The sheet

let sheetEnd = null;

/** Opens the sheet; what `load` gives, or undefined when that failed (and is told) or another was opened meanwhile. */
async function openSheet(title, load) {
  sheetEnd?.abort();
  const end = new AbortController();
  sheetEnd = end;
  put($("sheet-title"), title);
  $("sheet-content").replaceChildren(make("p", { class: "aside" }, "reading…"));
  if (!$("sheet").open) $("sheet").showModal();
  $("sheet-title").focus();
  for (;;) {
    try {
      const loaded = await load(end.signal);
      return end.signal.aborted ? undefined : loaded;
    } catch (error) {
      if (end.signal.aborted) return undefined;
      if (error.status === 401 && await askForToken(lack())) continue;
      $("sheet-content").replaceChildren(make("p", { class: "fault", role: "alert" }, error.message));
      return undefined;
    }
  }
}
$("sheet-close").addEventListener("click", () => $("sheet").close());
$("sheet").addEventListener("close", () => sheetEnd?.abort());

async function openExplanation(name) {
  const loaded = await openSheet(`Why ${name} is as it is`, async () => {
    const [explained, service] = await Promise.all([read(addressOf(name, "/explain")), read(addressOf(name))]);
    return { ...explained, ...service };
  });
  if (!loaded) return;
  const { explanation, service } = loaded;
  const { wanted, failure, plan } = explanation;
  const list = make("dl", { class: "facts" });
  facts(list, [
    ["State", words(explanation.status)], ["Wanted", `${words(wanted.state)}, by ${wanted.source}`], ["Image", wanted.image],
    ["Digest", service.image_digest], ["Container", service.id?.slice(0, 12)], ["Project", service.project],
    ["Restarts", service.restartCount], ["Exit status", service.exit_code],
    ["Failed step", failure?.step], ["Failure", failure ? `${words(failure.type)}: ${failure.message}` : ""],
    ["Failing since", failure ? [moment(failure.since), failure.attempts > 1 ? `${failure.attempts} attempts` : ""].filter(Boolean).join(", ") : ""],
    ["Next attempt", moment(explanation.next_attempt)], ["Being done", explanation.step],
    ["Says of itself", service.report ? JSON.stringify(service.report.content) : ""],
    ["Not taken by the conductor", explanation.refused ? JSON.stringify(explanation.refused) : ""],
  ]);
  const steps = plan?.steps ?? [];
  const used = make("dl", { class: "facts" });
  $("sheet-content").replaceChildren(
    make("p", { class: "summary" }, explanation.summary),
    ...(explanation.help ? [make("p", { class: "help" }, make("strong", {}, "What would help: "), explanation.help)] : []),
    list, used,
    ...(steps.length > 0 ? [make("h3", {}, `Plan of ${moment(plan.made_at)}`),
      make("ol", { class: "steps" }, ...steps.map((step) => make("li", { "aria-current": step === explanation.step ? "step" : null }, step)))] : []));
  if (!explanation.running) return;
  await followUse(name, used, sheetEnd);
}

// What the service uses, as long as the sheet is open. Each answer is what was measured last, and has it measured anew.
async function followUse(name, used, sheet) {
  while (!sheet.signal.aborted) {
    try {
      const { stats } = await read(addressOf(name, "/stats"), { signal: sheet.signal });
      facts(used, [
        ["CPU", percent(stats.cpu_percent)], ["Memory", `${bytes(stats.memory_bytes)} of ${bytes(stats.memory_limit_bytes)}`],
        ["Processes", stats.processes], ["Received, sent", `${bytes(stats.received_bytes)}, ${bytes(stats.sent_bytes)}`],
      ]);
    } catch (error) {
      if (error.status !== 503) return;
    }
    await new Promise((go) => setTimeout(go, 3000));
  }
}

const logLimit = 2000;

async function openLogs(name) {
  const answer = await openSheet(`Logs of ${name}`, (signal) => ask(addressOf(name, "/logs?follow=1&tail=200&timestamps=1"), { accept: "application/x-ndjson", signal }));
  if (!answer) return;
  const end = sheetEnd;
  const output = make("pre", { class: "log", tabindex: "0", role: "log", "aria-live": "off", "aria-label": `Output of ${name}` });
  const follow = make("input", { type: "checkbox", checked: true });
  const note = make("p", { class: "aside", role: "status" }, "The last 200 lines, and what comes from now on.");
  $("sheet-content").replaceChildren(make("div", { class: "bar" }, note, make("label", {}, follow, " Keep the newest in view")), output);
  try {
    for await (const line of lines(answer)) {
      if (end.signal.aborted) return;
      if (!line) continue;
      const entry = JSON.parse(line);
      if (entry.error) { put(note, entry.error); continue; }
      const time = entry.time ? make("time", {}, `${moment(entry.time)} `) : null;
      output.append(make("span", { class: entry.stream === "stderr" ? "stderr" : null }, time, `${entry.text}\n`));
      while (output.childElementCount > logLimit) output.firstElementChild.remove();
      if (follow.checked) output.scrollTop = output.scrollHeight;
    }
    put(note, output.childElementCount > 0 ? "This is all: the service writes no more." : "It has written nothing.");
  } catch (error) {
    if (!end.signal.aborted) put(note, `The output broke off: ${error.message}. Close and open it again.`);
  }
}
