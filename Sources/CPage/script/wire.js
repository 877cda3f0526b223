// Asking the node.

/** What it refused, or that it does not answer: then the status is 0. */
class Refusal extends Error {
  constructor(message, status, wait) {
    super(message);
    this.status = status;
    this.wait = wait;
  }
}

/** A place of the browser to keep something in; where it allows none, nothing outlives the page. */
function place(kind) {
  try {
    const storage = window[kind];
    return { get: (key) => storage.getItem(key), set: (key, text) => storage.setItem(key, text), remove: (key) => storage.removeItem(key) };
  } catch {
    const values = new Map();
    return { get: (key) => values.get(key) ?? null, set: (key, text) => values.set(key, text), remove: (key) => values.delete(key) };
  }
}

// The token lives as long as the tab does; never in an address, never on a disk.
const tab = place("sessionStorage");
const token = {
  get text() { return tab.get("aerekos-token") ?? ""; },
  set text(text) {
    if (text) tab.set("aerekos-token", text);
    else tab.remove("aerekos-token");
  },
};

/** An answer with a status of success; throws Refusal. The deadline is for its beginning, in milliseconds. */
async function ask(path, { method = "GET", accept = "application/json", headers = {}, deadline = 10000, signal, bearer = token.text } = {}) {
  const fields = new Headers({ Accept: accept, ...headers });
  try {
    if (bearer) fields.set("Authorization", `Bearer ${bearer}`);
  } catch {
    throw new Refusal("A token has no such characters", 401);
  }
  const control = new AbortController();
  const late = setTimeout(() => control.abort(), deadline);
  let answer;
  try {
    answer = await fetch(path, {
      method, headers: fields, signal: AbortSignal.any([control.signal, ...(signal ? [signal] : [])]), cache: "no-store", credentials: "same-origin",
      redirect: "error", referrerPolicy: "no-referrer",
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Refusal("The node does not answer", 0);
  } finally {
    clearTimeout(late);
  }
  if (answer.ok) return answer;
  const body = await answer.json().catch(() => null);
  const wait = Number(answer.headers.get("Retry-After")) * 1000 || 0;
  throw new Refusal(body?.error?.message ?? `The node answers with status ${answer.status}`, answer.status, wait);
}

/** An answer's JSON. A whole answer has the time that else its beginning has: a connection may die in the midst of it. */
async function read(path, { deadline = 10000, signal, ...options } = {}) {
  const late = AbortSignal.timeout(deadline);
  const answer = await ask(path, { ...options, deadline, signal: AbortSignal.any([late, ...(signal ? [signal] : [])]) })
    .catch((error) => { throw late.aborted ? new Refusal("The node does not answer", 0) : error; });
  try {
    return await answer.json();
  } catch {
    throw new Refusal("The node's answer broke off", 0);
  }
}

/** The lines of an answer as they come; ends with it, throws when it breaks off. */
async function* lines(answer, isAlive = () => {}) {
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      isAlive();
      if (done) break;
      const parts = (rest + value).split("\n");
      rest = parts.pop();
      yield* parts;
    }
    if (rest) yield rest;
  } finally {
    reader.cancel().catch(() => {});
  }
}

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
