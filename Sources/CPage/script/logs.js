// What a service or a daemon writes, on the sheet.

const logLimits = { lines: 2000, characters: 10000 };

// ECMA-48: colours and the like of a terminal, which say nothing here; and titles of windows.
const escapes = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])/g;

/** A line as it can be shown. What cannot be seen is told by a sign. */
function plain(text) {
  const cut = text.length > logLimits.characters ? `${text.slice(0, logLimits.characters)} … and ${text.length - logLimits.characters} more characters` : text;
  return cut.replace(escapes, "").replace(/\r+$/, "").replace(/\r+/g, "\n").replace(/[\x00-\x08\x0b-\x1f\x7f]/g, "\ufffd");
}

const openServiceLogs = (name) => openLogs(name, addressOf(name, "/logs?follow=1&tail=200&timestamps=1"), "application/x-ndjson", JSON.parse);
const openDaemonLogs = (name) => openLogs(name, `/subsystems/${encodeURIComponent(name)}/logs?follow=1&tail=200`, "text/plain", (text) => ({ text }));

async function openLogs(name, path, accept, parse) {
  const answer = await openSheet(`Logs of ${name}`, (signal) => ask(path, { accept, signal }));
  if (!answer) return;
  const end = sheetEnd;
  const output = make("pre", { class: "log", tabindex: "0", role: "log", "aria-live": "off", "aria-label": `Output of ${name}` });
  const follow = make("input", { type: "checkbox", checked: true });
  const note = make("p", { class: "aside", role: "status" }, "The last 200 lines, and what comes from now on.");
  const toEnd = () => { if (follow.checked) output.scrollTop = output.scrollHeight; };
  follow.addEventListener("change", toEnd);
  // Who scrolls up wants to read what is there.
  output.addEventListener("scroll", () => { follow.checked = output.scrollHeight - output.scrollTop - output.clientHeight < 8; });
  $("sheet-content").replaceChildren(make("div", { class: "bar" }, note, make("label", {}, follow, " Keep the newest in view")), output);

  let waiting = [];
  const flush = () => {
    output.append(...waiting.slice(-logLimits.lines));
    waiting = [];
    while (output.childElementCount > logLimits.lines) output.firstElementChild.remove();
    toEnd();
  };
  try {
    for await (const line of lines(answer)) {
      if (end.signal.aborted) return;
      if (!line) continue;
      const entry = parse(line);
      if (entry.error) { put(note, entry.error); continue; }
      const time = entry.time ? make("time", {}, `${moment(entry.time)} `) : null;
      waiting.push(make("span", { class: entry.stream === "stderr" ? "stderr" : null }, time, plain(entry.text)));
      // Many lines at a time cost the browser as much as one.
      if (waiting.length === 1) setTimeout(flush, 50);
      else if (waiting.length > 2 * logLimits.lines) waiting.splice(0, logLimits.lines);
    }
    flush();
    put(note, output.childElementCount > 0 ? "This is all: nothing more is written." : "Nothing has been written.");
  } catch (error) {
    if (!end.signal.aborted) put(note, `The output broke off: ${error.message}. Close and open it again.`);
  }
}
