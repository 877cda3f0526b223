// What the doctor finds: verdict, evidence, remedy.

let doctorAsked = -Infinity;

async function consult() {
  if (performance.now() - doctorAsked < 2000) return;
  doctorAsked = performance.now();
  let body;
  try {
    body = await read("/doctor", { deadline: 30000 });
  } catch (error) {
    // An older node has no doctor; one that wants a token for it says so.
    $("doctor").hidden = error.status === 404;
    put($("doctor-note"), error.message);
    return;
  }
  $("doctor").hidden = false;
  const checks = body.checks ?? [];
  const order = ["problem", "warning", "unknown", "ok"];
  const amiss = checks.filter((check) => check.verdict !== "ok").sort((left, right) => order.indexOf(left.verdict) - order.indexOf(right.verdict));
  const well = checks.length - amiss.length;
  put($("doctor-note"), amiss.length === 0 ? `All ${checks.length} checks are well.` : `${well} of ${checks.length} checks are well.`);
  fill($("checks"), amiss, (check) => check.name, () => {
    const item = make("li");
    item.verdict_ = make("span");
    item.name_ = make("strong");
    item.evidence_ = make("span");
    item.remedy_ = make("span", { class: "help" });
    item.append(item.verdict_, make("div", {}, item.name_, " ", item.evidence_, item.remedy_));
    return item;
  }, (item, check) => {
    pill(item.verdict_, toneOf(check.verdict), check.verdict);
    put(item.name_, words(check.name));
    put(item.evidence_, check.evidence ?? "");
    put(item.remedy_, check.remedy ?? "");
  });
}

$("doctor-again").addEventListener("click", async (event) => {
  event.target.setAttribute("aria-busy", "true");
  doctorAsked = -Infinity;
  await consult();
  event.target.removeAttribute("aria-busy");
  announce($("doctor-note").textContent);
});
