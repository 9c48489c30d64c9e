// The workbench's own script: sends a moved number, swaps the findings that come back.
// Without it every form on the page still works by itself.
"use strict";

const root = document.documentElement;
root.classList.add("js");
const byId = (id) => document.getElementById(id);
const quoted = (name) => CSS.escape(name);
const shown = new Map(); // parts of the page as last swapped in
const waiting = new Map(); // numbers moved and not yet sent
let sending = false;
let partsTimer = 0;

function swap(fragments) {
  const at = document.activeElement;
  const again = at && path(at);
  for (const [id, html] of Object.entries(fragments)) {
    const old = byId(id);
    if (!old || (id !== "treaty" && shown.get(id) === html)) continue; // its fields may have moved
    shown.set(id, html);
    const open = [...old.querySelectorAll("details")].map((d) => d.open);
    old.outerHTML = html;
    byId(id)?.querySelectorAll("details").forEach((d, i) => { if (open[i]) d.open = true; });
  }
  dress(document);
  if (again && !document.contains(at)) {
    [...document.querySelectorAll(again)].find((e) => e.checkVisibility?.() ?? true)?.focus();
  }
}

// How to find an element again once its part of the page was swapped.
function path(element) {
  for (const kind of ["slider", "grip"]) {
    if (element.classList.contains(kind)) return `.${kind}[data-for="${quoted(element.dataset.for)}"]`;
  }
  if (element.id) return `#${quoted(element.id)}`;
  if (element.name) return `[name="${quoted(element.name)}"]`;
  const form = element.closest("form[action]");
  return form ? `form[action="${form.getAttribute("action")}"] button` : "";
}

function dress(part) {
  part.querySelectorAll(".slider[hidden]").forEach((slider) => { slider.hidden = false; });
}

function mark(was) {
  document.querySelectorAll(".handle").forEach((handle) => {
    const before = was[handle.dataset.control];
    handle.classList.toggle("moved", before !== undefined);
    handle.classList.remove("refused");
    const note = handle.querySelector(".was");
    if (!note) return;
    note.hidden = before === undefined;
    note.querySelector("s").textContent = before ?? "";
  });
}

function complain(problems, copy) {
  const box = byId("problems");
  box.replaceChildren();
  if (!problems.length) return;
  const list = document.createElement("ul");
  list.className = "problems";
  for (const found of problems) {
    const item = document.createElement("li");
    const place = found.place ? `${found.place} ` : "";
    item.textContent = place + found.reason + (found.remedy ? `; ${found.remedy}` : "");
    list.append(item);
  }
  box.append(list);
  if (copy) {
    const form = byId("toolbar").querySelector("form").cloneNode(true);
    form.action = "/do/copy";
    form.querySelector("button").textContent = `Copy the case to ${copy} and save there`;
    form.querySelector("button").disabled = false;
    box.append(form);
  }
}

function adopt(reply) {
  if (!reply.url) return;
  history.replaceState(null, "", reply.url);
  byId("bench").dataset.url = reply.url;
  document.querySelectorAll('input[name="draft"]').forEach((field) => { field.value = reply.draft ?? ""; });
}

async function send(action, fields) {
  root.classList.add("stale");
  try {
    const reply = await fetch(action, {
      method: "POST",
      headers: { "X-Workbench": "fragments" },
      body: new URLSearchParams(fields),
    });
    if (!(reply.headers.get("content-type") ?? "").includes("json")) {
      complain([{ place: "", reason: (await reply.text()).slice(0, 200).replace(/<[^>]*>/g, " "), remedy: "" }]);
      return;
    }
    const told = await reply.json();
    if (told.go) { location.assign(told.go); return; }
    adopt(told);
    complain(told.problems ?? [], told.copy);
    markLines(told.problems ?? []);
    if (told.fragments) {
      swap(told.fragments);
      mark(told.was ?? {});
      soon();
      if (!action.endsWith("/yaml")) staleYaml();
    }
    root.dataset.moves = String(1 + Number(root.dataset.moves ?? 0));
  } catch {
    complain([{ place: "", reason: "the server does not answer", remedy: "start it again; what was saved is kept" }]);
  } finally {
    root.classList.remove("stale");
  }
}

// One request at a time; what moves meanwhile goes together with the next.
async function flush() {
  if (sending || !waiting.size) return;
  sending = true;
  clearTimeout(partsTimer);
  const fields = hidden(byId("treaty"));
  for (const [name, value] of waiting) fields.set(name, value);
  waiting.clear();
  await send("/do/edit", fields);
  sending = false;
  flush();
}

function hidden(form) {
  const fields = new URLSearchParams();
  form.querySelectorAll('input[type="hidden"]').forEach((field) => fields.set(field.name, field.value));
  return fields;
}

function moved(name, value) {
  waiting.set(name, value);
  document.querySelectorAll(`[data-for="${quoted(name)}"].slider`).forEach((slider) => { slider.value = value; });
  flush();
}

document.addEventListener("input", (event) => {
  const field = event.target;
  if (!byId("treaty")?.contains(field)) return;
  if (field.classList.contains("slider")) {
    byId("treaty").querySelector(`[name="${quoted(field.dataset.for)}"]`).value = field.value;
    moved(field.dataset.for, field.value);
  } else if (field.name && field.value !== "") {
    moved(field.name, field.value);
  }
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || !byId("bench")) return;
  const button = event.submitter;
  event.preventDefault();
  const fields = new URLSearchParams(form.id === "treaty" ? hidden(form) : new FormData(form));
  if (form.id === "treaty" && !button?.name) { flush(); return; }
  if (button?.name) fields.set(button.name, button.value);
  send(button?.getAttribute("formaction") ?? form.getAttribute("action"), fields);
});

document.addEventListener("keydown", (event) => {
  const verb = { z: event.shiftKey ? "redo" : "undo", s: "save" }[event.key.toLowerCase()];
  if (!verb || !byId("bench") || !(event.ctrlKey || event.metaKey)) return;
  // A field being typed in takes back its own typing first.
  if (verb !== "save" && event.target.matches?.("input[type=number], textarea, input[name=name]")) return;
  event.preventDefault();
  const form = document.querySelector(`form[action="/do/${verb}"]`);
  if (!form.querySelector("button").disabled) form.requestSubmit();
});

// The timeline: a grip moves the number that it stands for.
function shift(grip, months) {
  const field = document.querySelector(`#treaty [name="${quoted(grip.dataset.for)}"]`);
  if (!field) return;
  const value = Math.min(600, Math.max(0, months));
  if (Number(field.value) === value) return;
  field.value = String(value);
  moved(field.name, field.value);
}

document.addEventListener("keydown", (event) => {
  const grip = event.target.closest?.(".grip");
  const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 6, PageDown: -6 }[event.key];
  if (!grip || !by) return;
  event.preventDefault();
  shift(grip, Number(document.querySelector(`#treaty [name="${quoted(grip.dataset.for)}"]`).value) + by);
});

document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest?.(".grip");
  if (!grip) return;
  event.preventDefault();
  const drawing = grip.ownerSVGElement;
  const month = Number(drawing.dataset.month) * drawing.getBoundingClientRect().width / drawing.viewBox.baseVal.width;
  const field = document.querySelector(`#treaty [name="${quoted(grip.dataset.for)}"]`);
  const from = event.clientX;
  const began = Number(field.value);
  const name = grip.dataset.for;
  const drag = (move) => shift({ dataset: { for: name } }, began + Math.round((move.clientX - from) / month));
  const stop = () => {
    document.removeEventListener("pointermove", drag);
    document.removeEventListener("pointerup", stop);
    document.removeEventListener("pointercancel", stop);
  };
  document.addEventListener("pointermove", drag);
  document.addEventListener("pointerup", stop);
  document.addEventListener("pointercancel", stop);
});

// What each part is worth takes a second: asked for once the hand rests.
function soon() {
  clearTimeout(partsTimer);
  if (byId("parts")?.dataset.known === "no") partsTimer = setTimeout(askParts, 700);
}

async function askParts() {
  const url = byId("bench").dataset.url;
  const reply = await fetch(`${url}/parts`, { headers: { "X-Workbench": "fragments" } }).catch(() => null);
  if (!reply?.ok || url !== byId("bench").dataset.url) return;
  const told = await reply.json();
  if (told.fragments.parts && !waiting.size && !sending) swap(told.fragments);
}

// The text as YAML: fetched when it is looked at, with its lines numbered.
async function staleYaml() {
  const box = byId("yaml");
  if (!box) return;
  if (!box.open) { box.dataset.stale = "yes"; return; }
  delete box.dataset.stale;
  const reply = await fetch(`${byId("bench").dataset.url}/yaml`).catch(() => null);
  if (reply?.ok) { box.querySelector("textarea").value = await reply.text(); number(); }
}

function number(bad = []) {
  const box = byId("yaml");
  const area = box?.querySelector("textarea");
  if (!area) return;
  const lines = box.querySelector("pre.lines");
  lines.replaceChildren();
  area.value.split("\n").forEach((_, at) => {
    const mark = document.createElement(bad.includes(at + 1) ? "b" : "span");
    mark.textContent = String(at + 1);
    lines.append(mark, "\n");
  });
  lines.scrollTop = area.scrollTop;
}

function markLines(problems) {
  const bad = problems.map((found) => found.line).filter(Boolean);
  number(bad);
  const area = byId("yaml")?.open && bad.length ? byId("yaml").querySelector("textarea") : null;
  if (!area) return;
  const start = area.value.split("\n").slice(0, bad[0] - 1).join("\n").length + (bad[0] > 1 ? 1 : 0);
  const end = area.value.indexOf("\n", start);
  area.focus();
  area.setSelectionRange(start, end < 0 ? area.value.length : end);
  area.scrollTop = Math.max(0, (bad[0] - 6) * 19.5);
}

byId("yaml")?.addEventListener("toggle", (event) => {
  if (event.target.open && event.target.dataset.stale) staleYaml();
  number();
});
document.addEventListener("scroll", (event) => {
  if (event.target.matches?.("#yaml textarea")) byId("yaml").querySelector("pre.lines").scrollTop = event.target.scrollTop;
}, true);
document.addEventListener("input", (event) => { if (event.target.matches("#yaml textarea")) number(); });

// Long work: asked every second how far it is.
async function follow() {
  const main = document.querySelector("[data-job]");
  if (!main) return;
  const reply = await fetch(main.dataset.job, { headers: { "X-Workbench": "fragments" } }).catch(() => null);
  if (reply?.ok) {
    const told = await reply.json();
    swap(told.fragments);
    if (told.state !== "running") return;
  }
  setTimeout(follow, 800);
}

dress(document);
soon();
follow();
number();
