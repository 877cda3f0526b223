// Numbers, times and states in words.

const tones = {
  online: "ok", degraded: "warn", offline: "bad",
  ready: "ok", starting: "busy", stopping: "busy", backing_off: "bad", failing: "bad", stopped: "none",
  running: "ok", pending: "busy", pulling: "busy", unhealthy: "bad", failed: "bad", removed: "none",
  rolled_back: "warn", healthy: "ok", ok: "ok", warning: "warn", problem: "bad", unknown: "none",
};
const toneOf = (state) => tones[state] ?? "none";
const words = (state) => String(state ?? "").replaceAll("_", " ");

function bytes(count) {
  if (!Number.isFinite(count)) return "";
  const units = ["B", "kB", "MB", "GB", "TB"];
  let index = 0;
  while (count >= 1000 && index < units.length - 1) { count /= 1000; index += 1; }
  return `${count >= 100 || index === 0 ? Math.round(count) : count.toFixed(1)} ${units[index]}`;
}
const percent = (share) => Number.isFinite(share) ? `${share < 10 ? share.toFixed(1) : Math.round(share)} %` : "";

function span(seconds) {
  if (!Number.isFinite(seconds)) return "";
  seconds = Math.max(0, Math.round(seconds));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ${Math.floor(seconds / 60) % 60} min`;
  return `${Math.floor(seconds / 86400)} d ${Math.floor(seconds / 3600) % 24} h`;
}

// How far the node's clock is ahead of the browser's, in milliseconds (what is shown is the node's time); whether it does not answer.
const node = { lead: 0, isSilent: false };
const nodeNow = () => Date.now() + node.lead;

const clock = (time) => new Date(time).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** A moment of today by its time, another by its date too. */
function moment(time) {
  const date = new Date(time ?? NaN);
  if (Number.isNaN(date.getTime()) || date.getFullYear() < 1980) return "";
  const isToday = date.toDateString() === new Date(nodeNow()).toDateString();
  return isToday ? clock(date) : `${date.toLocaleDateString()} ${clock(date)}`;
}

/** How a process ended: "SIGKILL, 12:31:07". */
function ending(exit) {
  if (!exit) return "";
  const causes = {
    exited: `status ${exit.code ?? "?"}`, signalled: exit.signal_name ?? `signal ${exit.signal ?? "?"}`,
    out_of_memory: "out of memory", watchdog: "was silent, ended by the watchdog",
    start_failed: "could not be started", start_timeout: "was not ready in time",
  };
  const how = causes[exit.cause] ?? words(exit.cause);
  return [exit.requested ? `${how} (asked for)` : how, moment(exit.at)].filter(Boolean).join(", ");
}
