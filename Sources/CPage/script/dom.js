// Making and changing what is shown. Whatever comes from the node is put in as text: nothing here reads markup.

const $ = (id) => document.getElementById(id);

/** An element. Attributes that are false, null or undefined are left out; `onclick` and its like are listeners. */
function make(tag, attributes = {}, ...content) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...content.filter((part) => part !== null && part !== undefined));
  return element;
}

/** Text that changes only when it is another: what is being read out, or is selected, stays. */
function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** A word in a colour; the stylesheet puts a shape before it, so that it is told without colour too. */
function pill(element, tone, text) {
  element.classList.add("pill");
  if (element.dataset.tone !== tone) element.dataset.tone = tone;
  put(element, text);
}

/** A state; one that is told of from before, by nobody who would know now, is not shown as if it were so. */
function showState(element, state, isOld = false) {
  const was = isOld || node.isSilent;
  pill(element, was ? "none" : toneOf(state), was ? `was ${words(state)}` : words(state));
}

const kept = new WeakMap();

/** Removes an element; the focus, were it in there, goes to what follows, lest it be lost. */
function leave(element) {
  const heir = element.contains(document.activeElement)
    ? (element.nextElementSibling ?? element.previousElementSibling)?.querySelector("button:not([hidden]), a") ?? $("main") : null;
  element.remove();
  heir?.focus();
}

/** One child for each item, in their order. A child stays the same element as long as its key is there, and with it
    focus and what assistive technology knows of it. */
function fill(parent, items, keyOf, create, update) {
  const former = kept.get(parent) ?? new Map();
  const present = new Map();
  for (const item of items) {
    const key = keyOf(item);
    if (present.has(key)) continue;
    const child = former.get(key) ?? create(item);
    update(child, item);
    present.set(key, child);
  }
  for (const [key, child] of former) if (!present.has(key)) leave(child);
  let place = parent.firstElementChild;
  for (const child of present.values()) {
    if (child === place) place = place.nextElementSibling;
    else parent.insertBefore(child, place);
  }
  kept.set(parent, present);
}

/** A row of a table, and its cells by name. On a narrow screen rows are cards, which is why roles are spelled out. */
function makeRow(columns) {
  const row = make("tr", { role: "row" });
  row.cells_ = {};
  for (const [index, column] of columns.entries()) {
    const cell = index === 0
      ? make("th", { role: "rowheader", scope: "row" })
      : make("td", { role: "cell", class: column.number ? "number" : null, "data-label": column.label });
    row.cells_[column.name] = cell;
    row.append(cell);
  }
  return row;
}

function button(text, label, action) {
  return make("button", { type: "button", "aria-label": label, onclick: action }, text);
}

/** A description list of pairs; pairs without a value are left out. */
function facts(list, pairs) {
  const shown = pairs.filter(([, value]) => value !== null && value !== undefined && value !== "");
  fill(list, shown, ([name]) => name,
    ([name]) => make("div", {}, make("dt", {}, name), make("dd")),
    (item, [, value]) => put(item.lastElementChild, String(value)));
}

// What is said to who cannot see it: a second's news together, the last of each subject, and not many of them.
const spoken = new Map();
function announce(subject, text) {
  if (spoken.size === 0) setTimeout(speak, 1000);
  spoken.set(subject, text);
}

function speak() {
  const texts = [...spoken.values()];
  spoken.clear();
  const rest = texts.length > 4 ? [`and ${texts.length - 3} more changes`] : [];
  $("announcements").textContent = [...texts.slice(0, rest.length > 0 ? 3 : 4), ...rest].join(". ");
}

/** A row whose state has just changed is marked for a moment. */
function flash(element) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  element.flash_?.cancel();
  element.flash_ = element.animate({ boxShadow: ["-9px 0 0 -4px var(--accent)", "-9px 0 0 -4px transparent"] }, { duration: 2500, easing: "ease-out" });
}
