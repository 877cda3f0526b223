// How the node is: what is not well, why, and what helps.

const health = { answer: null, status: null, known: "" };

// Which of the doctor's checks look at what a problem is of; of a daemon it is "node".
const checksOf = {
  conductor: ["conductor", "conductor_name", "conductor_tls", "conductor_token"],
  docker: ["engine"], engine: ["engine"], services: ["services"],
};

function takeHealth(answer) {
  health.answer = answer;
  node.lead = Date.parse(answer.timestamp) - Date.now();
  const { status, conductor, docker, resources } = answer;
  pill($("verdict"), toneOf(status), status);
  put($("host"), answer.hostname || "Worker node");
  if (health.status !== null && health.status !== status) announce("node", `The node is ${status}`);
  health.status = status;
  facts($("facts"), [
    ["Conductor", answer.conductor_url || "none is set"],
    ["Registered", answer.registered ? `as ${answer.worker_id}` : "no"],
    ["Last heartbeat", moment(conductor?.last_heartbeat)],
    ["Failed in a row", conductor?.consecutive_failures || ""],
    ["Engine", docker?.connected ? `${docker.version ?? "connected"}${docker.api_version ? `, API ${docker.api_version}` : ""}` : "not connected"],
    ["Address", answer.ip_address],
    ["Machine", resources.cpu_cores ? `${resources.cpu_cores} cores, ${resources.ram_gb} GiB memory, ${resources.disk_gb} GiB disk` : ""],
    ["Version", answer.version],
    ["Times are", `the node's clock's, in ${Intl.DateTimeFormat().resolvedOptions().timeZone}${Math.abs(node.lead) < 30000 ? ""
      : `; it is ${span(Math.abs(node.lead) / 1000)} ${node.lead > 0 ? "ahead of" : "behind"} this browser's`}`],
  ]);
  showProblems();
}

function showParts() {
  fill($("parts"), health.answer?.parts ?? [], (part) => part.name,
    () => make("li", {}, make("span"), make("span"), make("span", { class: "brief" })), showPart);
}

/** One part of the node: how it is, since when, and why when it is not well. */
function showPart(item, part) {
  const [name, status, detail] = item.children;
  put(name, part.name);
  // To the node its services are well when it knows how they are.
  const ill = part.name === "services" && part.status === "ok" ? services.list.filter(isIll).length : 0;
  showState(status, ill > 0 ? "problem" : part.status);
  const since = moment(part.since);
  put(detail, [since ? `since ${since}` : "", words(part.reason), ill > 0 ? `${ill} not well` : ""].filter(Boolean).join(": "));
}

/** {subject, text, remedy}: what the node says of itself, then its services, then what only the doctor has found. */
function problemsOf({ problems, conductor }) {
  const list = problems.map(({ subject, reason }) => {
    const text = [words(reason)];
    if (subject === "conductor" && conductor?.detail && conductor.detail !== reason) text.push(`: ${conductor.detail}`);
    if (subject === "conductor" && conductor?.last_heartbeat) text.push(`; last heard ${moment(conductor.last_heartbeat)}`);
    return { subject, text: text.join(""), remedy: foundAmiss(checksOf[subject] ?? ["node"])[0]?.remedy };
  });
  const ill = services.list.filter(isIll);
  if (ill.length > 0) {
    const reasons = Map.groupBy(ill, ({ error, status }) => words(error?.type ?? status));
    const told = [...reasons].map(([reason, items]) => `${items.length > 3 ? items.length : items.map(({ service }) => service).join(", ")} (${reason})`);
    list.push({
      subject: "services", text: `${ill.length} of ${services.list.length} not well: ${told.join(", ")}`,
      remedy: "Explain tells of each why it is so, and what would help", areServices: true,
    });
  }
  const told = new Set(["services", ...list.flatMap(({ subject }) => checksOf[subject] ?? ["node"])]);
  for (const { check, verdict, evidence, remedy } of foundAmiss()) {
    if (verdict === "problem" && !told.has(check)) list.push({ subject: words(check), text: evidence, remedy });
  }
  return list;
}

function showProblems() {
  if (!health.answer) return;
  showParts();
  const list = problemsOf(health.answer);
  fill($("problems"), list, (problem) => `${problem.subject} ${problem.areServices ? "" : problem.text}`, (problem) => {
    const item = make("li", {}, make("strong"), " ", make("span"), make("span", { class: "help" }));
    if (problem.areServices) item.append(make("a", { href: "#services-title", onclick: () => showOnly("ill") }, "Show them"));
    return item;
  }, (item, { subject, text, remedy }) => {
    const [name, reason, help] = item.children;
    put(name, subject);
    put(reason, text);
    put(help, remedy ?? "");
  });
  if (list.length === 0) {
    const warnings = foundAmiss().length;
    fill($("problems"), ["none"], (key) => key, () => make("li", { class: "well" }), (item) => {
      put(item, `Everything that is known works.${warnings > 0 ? ` The doctor has ${warnings === 1 ? "a hint" : `${warnings} hints`}.` : ""}`);
    });
  }
  const ill = services.list.filter(isIll);
  $("ill").hidden = ill.length === 0;
  put($("ill"), `${ill.length} ${ill.length === 1 ? "service" : "services"} not well`);
  const tone = toneOf(health.status);
  showTitle(tone === "ok" && ill.length > 0 ? "warn" : tone, ill.length > 0 ? `${health.status}, ${$("ill").textContent}` : health.status);
  const known = list.map(({ subject }) => subject).join();
  if (known !== health.known) consultSoon();
  health.known = known;
}

/** The tab's title and icon tell the state too. */
function showTitle(tone, status) {
  document.title = `${status} · ${$("host").textContent}`;
  const colours = { ok: "1a7f4b", warn: "b7791f", bad: "c0362c", none: "6b7280" };
  const icon = `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><circle cx='8' cy='8' r='7' fill='%23${colours[tone] ?? colours.none}'/></svg>`;
  if ($("icon").getAttribute("href") !== icon) $("icon").setAttribute("href", icon);
}

$("ill").addEventListener("click", () => showOnly("ill"));
