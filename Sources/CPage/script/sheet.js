// The sheet, and on it why a service is as it is.

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

/** Stays right as long as the sheet is open. */
async function openExplanation(name) {
  const load = async (signal) => {
    const [explained, service] = await Promise.all([read(addressOf(name, "/explain"), { signal }), read(addressOf(name), { signal })]);
    return { ...explained, ...service };
  };
  let loaded = await openSheet(`Why ${name} is as it is`, load);
  if (!loaded) return;
  const { signal } = sheetEnd;
  const summary = make("p", { class: "summary" });
  const help = make("span");
  const helped = make("p", {}, make("strong", {}, "What would help: "), help);
  const [list, used] = [make("dl", { class: "facts" }), make("dl", { class: "facts" })];
  const planned = make("h3");
  const steps = make("ol", { class: "steps" });
  $("sheet-content").replaceChildren(summary, helped, list, used, planned, steps);
  for (;;) {
    const { explanation, service } = loaded;
    put(summary, explanation.summary);
    put(help, explanation.help ?? "");
    helped.hidden = !explanation.help;
    facts(list, explained(explanation, service));
    const { plan } = explanation;
    planned.hidden = steps.hidden = !plan?.steps.length;
    put(planned, `Plan of ${moment(plan?.made_at)}`);
    fill(steps, (plan?.steps ?? []).entries(), ([index, step]) => `${index} ${step}`, ([, step]) => make("li", {}, step), (item, [, step]) => {
      if (step === explanation.step) item.setAttribute("aria-current", "step");
      else item.removeAttribute("aria-current");
    });
    used.hidden = !explanation.running;
    if (explanation.running) await showUse(name, used, signal);
    await sleep(3000);
    if (signal.aborted) return;
    try {
      loaded = await load(signal);
    } catch (error) {
      if (signal.aborted) return;
      put(summary, error.message);
      if (error.status === 404) return;
    }
  }
}

const explained = ({ status, wanted, failure, next_attempt: next, step, refused }, service) => [
  ["State", words(status)], ["Wanted", `${words(wanted.state)}, by ${wanted.source}`], ["Image", wanted.image],
  ["Digest", service.image_digest], ["Container", service.id?.slice(0, 12)], ["Project", service.project],
  ["Started", moment(service.startedAt)], ["Restarts", service.restartCount], ["Exit status", service.exit_code],
  ["Failed step", failure?.step], ["Failure", failure ? `${words(failure.type)}: ${failure.message}` : ""],
  ["Failing since", failure ? [moment(failure.since), failure.attempts > 1 ? `${failure.attempts} attempts` : ""].filter(Boolean).join(", ") : ""],
  ["Next attempt", moment(next)], ["Being done", step],
  ["Says of itself", service.report ? JSON.stringify(service.report.content) : ""],
  ["Not taken by the conductor", refused ? JSON.stringify(refused) : ""],
];

/** What the service uses. Each answer is what was measured last, and has it measured anew. */
async function showUse(name, list, signal) {
  try {
    const { stats } = await read(addressOf(name, "/stats"), { signal });
    facts(list, [
      ["CPU", percent(stats.cpu_percent)], ["Memory", `${bytes(stats.memory_bytes)} of ${bytes(stats.memory_limit_bytes)}`],
      ["Processes", stats.processes], ["Received, sent", `${bytes(stats.received_bytes)}, ${bytes(stats.sent_bytes)}`],
    ]);
  } catch {
    // What was shown before stays; the explanation tells what there is to tell.
  }
}
