// What the doctor finds: verdict, evidence, remedy.

const doctor = { asked: -Infinity, findings: [] };
const verdicts = ["problem", "warning", "unknown"];

/** What it finds amiss of these checks, the worst first. */
const foundAmiss = (checks) => doctor.findings.filter((finding) => verdicts.includes(finding.verdict) && (!checks || checks.includes(finding.check)))
  .sort((left, right) => verdicts.indexOf(left.verdict) - verdicts.indexOf(right.verdict));

/** Something has changed. The node gives the same answer out for five seconds: it is asked for the next one too. */
function consultSoon() {
  consult();
  setTimeout(consult, 6000);
}

async function consult() {
  if (performance.now() - doctor.asked < 2000) return;
  doctor.asked = performance.now();
  let body;
  try {
    body = await read("/doctor", { deadline: 30000 });
  } catch (error) {
    put($("doctor-note"), error.status === 401 ? lack() : error.message);
    return;
  }
  const { findings } = body;
  doctor.findings = findings;
  const amiss = foundAmiss();
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
  showProblems();
}

$("doctor-again").addEventListener("click", async (event) => {
  event.target.setAttribute("aria-busy", "true");
  doctor.asked = -Infinity;
  await consult();
  event.target.removeAttribute("aria-busy");
  announce("doctor", $("doctor-note").textContent);
});
