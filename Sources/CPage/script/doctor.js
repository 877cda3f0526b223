// What the doctor finds: verdict, evidence, remedy.

let doctorAsked = -Infinity;

async function consult() {
  if (performance.now() - doctorAsked < 2000) return;
  doctorAsked = performance.now();
  let body;
  try {
    body = await read("/doctor", { deadline: 30000 });
  } catch (error) {
    put($("doctor-note"), error.message);
    return;
  }
  const order = ["problem", "warning", "unknown"];
  const { findings } = body;
  const amiss = findings.filter((finding) => finding.verdict !== "ok").sort((left, right) => order.indexOf(left.verdict) - order.indexOf(right.verdict));
  const well = findings.length - amiss.length;
  put($("doctor-note"), `${amiss.length === 0 ? "All" : `${well} of`} ${findings.length} checks are well, ${clock(body.timestamp)}.`);
  fill($("checks"), amiss, (finding) => finding.check, () => {
    const item = make("li");
    item.verdict_ = make("span");
    item.name_ = make("strong");
    item.evidence_ = make("span");
    item.remedy_ = make("span", { class: "help" });
    item.append(item.verdict_, make("div", {}, item.name_, " ", item.evidence_, item.remedy_));
    return item;
  }, (item, { check, verdict, evidence, remedy }) => {
    pill(item.verdict_, toneOf(verdict), verdict);
    put(item.name_, words(check));
    put(item.evidence_, evidence);
    put(item.remedy_, remedy ?? "");
  });
}

$("doctor-again").addEventListener("click", async (event) => {
  event.target.setAttribute("aria-busy", "true");
  doctorAsked = -Infinity;
  await consult();
  event.target.removeAttribute("aria-busy");
  announce($("doctor-note").textContent);
});
