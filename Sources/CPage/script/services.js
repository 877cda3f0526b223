// The services, and what can be done with them.

const services = { list: [], stale: false, shown: "all" };

const serviceColumns = [
  { name: "name" }, { name: "state", label: "State" }, { name: "details", label: "Details" }, { name: "image", label: "Image" },
  { name: "actions", label: "Actions" },
];

const addressOf = (name, rest = "") => `/services/${encodeURIComponent(name)}${rest}`;

/** As the doctor judges it. */
const isIll = ({ status, error }) => ["failed", "unhealthy", "rolled_back"].includes(status) || Boolean(error);

function takeServices(body, asked) {
  services.stale = body.stale;
  const former = new Map(services.list.map((item) => [item.service, item]));
  services.list = body.services.map((item) => {
    const known = former.get(item.service);
    return known && known.toldAt > asked ? known : { ...item, toldAt: 0 };
  });
  showServices();
}

/** The newest of each service that events tell of, by name. */
function takeChanges(changes) {
  const list = services.list.filter((known) => !changes.has(known.service));
  for (const item of changes.values()) if (item.status !== "removed") list.push({ ...item, toldAt: performance.now() });
  services.list = list.sort((left, right) => left.service < right.service ? -1 : 1);
  showServices();
  showProblems();
}

/** @param which "all", or "ill" for those that are not well. */
function showOnly(which) {
  services.shown = which;
  for (const choice of document.querySelectorAll("[name=services-shown]")) choice.checked = choice.value === which;
  showServices();
}
$("services-shown").addEventListener("change", (event) => showOnly(event.target.value));

function showServices() {
  const { list, stale } = services;
  const ill = list.filter(isIll);
  const shown = services.shown === "ill" ? ill : list;
  $("services-shown").hidden = list.length === 0;
  put($("services-all"), `All ${list.length}`);
  put($("services-ill"), `Not well ${ill.length}`);
  $("services-table").hidden = shown.length === 0;
  put($("services-note"), [
    list.length === 0 ? "There are none. The first is deployed with: workerctl deploy NAME --image IMAGE" : shown.length === 0 ? "None of them is unwell." : "",
    stale ? "deployd has not written lately: this may be old." : "",
  ].filter(Boolean).join(" "));
  fill($("services"), shown, (item) => item.service, makeService, showService);
}

function makeService({ service: name }) {
  const row = makeRow(serviceColumns);
  const { cells_: cells } = row;
  row.id = `service-${name}`;
  put(cells.name, name);
  row.state_ = make("span");
  row.details_ = make("span", { class: "detail brief" });
  cells.state.append(row.state_);
  cells.details.append(row.details_);
  cells.image.classList.add("long");
  cells.actions.classList.add("actions");
  // One button for both, which keeps the focus.
  row.switch_ = button("", "", () => changeService(name, row.switch_.action_, row.switch_));
  const restart = button("Restart", `Restart ${name}`, () => changeService(name, "restart", restart));
  cells.actions.append(button("Explain", `Explain ${name}`, () => openExplanation(name)),
    button("Logs", `Logs of ${name}`, () => openServiceLogs(name)), row.switch_, restart);
  return row;
}

function showService(row, item) {
  const { service: name, status, health, error, progress } = item;
  const state = `${status} ${health} ${item.id}`;
  const changed = row.shown_ !== undefined && row.shown_ !== state;
  row.shown_ = state;
  showState(row.state_, status, services.stale || error?.type === "engine_unavailable");
  const pull = progress?.bytes ? `${bytes(progress.bytes_done)} of ${bytes(progress.bytes)}` : "";
  const since = item.running ? [health ? words(health) : "no health check", item.startedAt ? `since ${moment(item.startedAt)}` : ""] : [];
  put(row.details_, [error ? `${words(error.type)}: ${error.message}` : "", pull].filter(Boolean).join("; ") || since.filter(Boolean).join(", "));
  put(row.cells_.image, item.image ?? "");
  const action = item.running ? "stop" : "start";
  if (row.switch_.action_ !== action) {
    row.switch_.action_ = action;
    put(row.switch_, action === "stop" ? "Stop" : "Start");
    row.switch_.setAttribute("aria-label", `${row.switch_.textContent} ${name}`);
  }
  if (!changed) return;
  flash(row);
  // What it goes through on the way is for who looks at it.
  if (toneOf(status) !== "busy") announce(name, `Service ${name} is ${words(status)}`);
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
