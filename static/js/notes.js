/* Interventions typed while they are made. Each goes into a queue in this browser first and is sent from there, in
   order, under a key of its own: a line that drops, a session that ends or a tab that is closed loses none, and none
   is taken twice. What the other rapporteur writes appears beside it; nothing moves but what is written. */

const PAUSE = 8000;
const SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"; // the keys of the site
const NAMING = ["present", "speaker_name", "body"]; // fields that name somebody
const FETCHED = { "X-Requested-With": "fetch" };

const form = document.querySelector("form[data-notes]");
const field = (name) => form.elements.namedItem(name);
const status = form.querySelector("[data-status]");
const section = document.querySelector("[data-unsent]");
const list = document.getElementById("notes");
const model = document.querySelector("[data-unsent-entry]").content;
const filter = document.getElementById("filter"); // there where speakers are named
const half = `${form.dataset.store}-half`;
let token = field("csrfmiddlewaretoken").value;
let stamp = Number(form.dataset.stamp);
let sending = false;
let fallback = null; // where the browser keeps nothing

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key))?.entries ?? [];
  } catch {
    return [];
  }
}

/* Kept together with the address, so that whoever signs out is led back to it. Whether it was kept. */
function store(key, entries) {
  try {
    if (entries.length) localStorage.setItem(key, JSON.stringify({ address: form.action, entries }));
    else localStorage.removeItem(key);
    return true;
  } catch {
    return false; // full or forbidden
  }
}

const queue = () => fallback ?? read(form.dataset.store);

function keep(entries) {
  fallback = store(form.dataset.store, entries) ? null : entries;
  show();
}

const without = (key) => queue().filter((entry) => entry.key !== key);
const change = (key, changed) => keep(queue().map((entry) => (entry.key === key ? { ...entry, ...changed } : entry)));
const valueOf = (entry, name) => entry.fields.find(([each]) => each === name)?.[1] ?? "";
const say = (words) => (status.textContent = words ?? "");

function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(7))].map((byte) => SIGNS[byte % SIGNS.length]).join("");
}

/* ---- What waits, shown */

function shown(entry) {
  const line = model.cloneNode(true).firstElementChild;
  line.id = `unsent-${entry.key}`;
  const words = line.querySelector("[data-words]");
  words.textContent = valueOf(entry, "words");
  words.lang = valueOf(entry, "language");
  if (!entry.why) return line;
  line.querySelector("[data-refusal]").hidden = false;
  line.querySelector("[data-why]").textContent = entry.why;
  const box = line.querySelector("[data-ask] input");
  line.querySelector("[data-ask]").hidden = !entry.asks;
  box.id = `confirm-${entry.key}`;
  line.querySelector("[data-ask] label").htmlFor = box.id;
  line.querySelector("[data-again]").addEventListener("click", () => again(entry, box));
  line.querySelector("[data-back]").addEventListener("click", () => putBack(entry));
  line.querySelector("[data-away]").addEventListener("click", () => keep(without(entry.key)));
  return line;
}

function show() {
  const entries = queue();
  section.hidden = !entries.length;
  section.querySelector("ol").replaceChildren(...entries.map(shown));
}

function again(entry, box) {
  if (entry.asks && !box.checked) return box.focus();
  const fields = entry.fields.filter(([name]) => name !== "confirmed");
  if (box.checked) fields.push(["confirmed", "on"]);
  change(entry.key, { fields, why: "", asks: false });
  flush();
}

function fill(entry) {
  for (const [name, value] of entry.fields) {
    const control = field(name);
    if (control) control.value = value;
  }
  unname();
}

/* Back in the form, under the same key; it stays in the queue until it is sent anew. */
function putBack(entry) {
  fill(entry);
  field("key").value = entry.key;
  field("words").focus();
}

/* ---- What was taken */

function taken({ key, said, html }) {
  const holder = document.createElement("template");
  holder.innerHTML = html.trim();
  const line = holder.content.firstElementChild;
  const before = document.getElementById(`note-${key}`);
  if (before) return before.outerHTML !== line.outerHTML && before.replaceWith(line);
  if (!list.matches("[data-live]")) return;
  document.querySelector("[data-nothing]")?.remove();
  const later = [...list.children].find((each) => Number(each.dataset.said) <= said);
  list.insertBefore(line, later ?? null);
}

/* ---- Sending */

function body(entry) {
  const sent = new URLSearchParams(entry.fields);
  sent.set("key", entry.key);
  sent.set("age", String(Math.max(0, Date.now() - entry.at)));
  sent.set("csrfmiddlewaretoken", token);
  return sent;
}

function post(entry) {
  return fetch(form.action, { method: "POST", body: body(entry), headers: FETCHED });
}

/* A token from before signing in anew is refused: a fresh one is asked for, and nothing is sent without. */
async function freshToken() {
  const answer = await fetch(`${form.dataset.news}?since=${stamp}&token=1`, { headers: FETCHED });
  if (answer.redirected) return false;
  if (answer.ok) token = field("csrfmiddlewaretoken").value = (await answer.json()).token;
  return answer.ok;
}

function signedOut() {
  section.querySelector("[data-sign-in]").hidden = false;
  say(status.dataset.signedOut);
  return false;
}

const isData = (answer) => (answer.headers.get("Content-Type") ?? "").startsWith("application/json");

/* Whether to go on with the next: not where nothing could be sent at all. */
async function settle(entry, answer) {
  if (answer.ok && isData(answer)) {
    keep(without(entry.key));
    const note = await answer.json();
    if (note.html) taken(note);
    return true;
  }
  if (isData(answer)) {
    const { why, asks } = await answer.json();
    change(entry.key, { why: why.join(" "), asks });
    say(asks ? status.dataset.confirm : status.dataset.refused);
    return true;
  }
  if (answer.status === 401 || answer.redirected) return signedOut();
  if (answer.status === 404 || answer.status === 403) {
    change(entry.key, { why: status.dataset.gone, asks: false });
    return true;
  }
  say(status.dataset.kept); // a server that is not well: later
  return false;
}

async function send(entry) {
  let answer = await post(entry);
  if (answer.status === 403) {
    if (!(await freshToken())) return signedOut();
    answer = await post(entry);
  }
  return settle(entry, answer);
}

async function flush() {
  if (sending) return;
  sending = true;
  try {
    for (let next = waiting(); next; next = waiting()) {
      if (!(await send(next))) break;
      section.querySelector("[data-sign-in]").hidden = true;
      if (!queue().length) say(status.dataset.said);
    }
  } catch {
    say(fallback ? status.dataset.volatile : status.dataset.kept);
  }
  sending = false;
}

const waiting = () => queue().find((entry) => !entry.why);

/* ---- What the other wrote */

async function look() {
  await flush();
  if (document.hidden) return;
  try {
    const answer = await fetch(`${form.dataset.news}?since=${stamp}`, { headers: FETCHED });
    if (answer.status !== 200 || !isData(answer)) return;
    const news = await answer.json();
    stamp = news.stamp;
    news.notes.forEach(taken);
  } catch {
    /* without a connection nothing of it is seen, and nothing is lost */
  }
}

/* ---- The form */

const rule = () => field("rule")?.value || form.dataset.rule;

/* Under a rule that names nobody no name leaves the form, nor is kept in this browser; the category may. */
function unname() {
  const named = rule() === "named";
  for (const name of NAMING) if (field(name)) field(name).disabled = !named;
  if (named) return;
  const category = field("present")?.selectedOptions[0]?.dataset.category;
  if (rule() === "category" && category && !field("category").value) field("category").value = category;
  if (rule() === "none" && field("category")) choose("");
  for (const name of NAMING) if (field(name)) field(name).value = "";
  if (filter) filter.value = "";
}

function choose(category) {
  const among = field("category");
  if (among instanceof RadioNodeList) [...among].forEach((radio) => (radio.checked = radio.value === category));
  else among.value = category;
}

function fields() {
  const own = ["csrfmiddlewaretoken", "key", "age"];
  return [...new FormData(form)].filter(([name]) => !own.includes(name) && (rule() === "named" || !NAMING.includes(name)));
}

/* The next is of somebody else, on the same item and clause. */
function clear() {
  for (const name of ["words", ...NAMING]) if (field(name)) field(name).value = "";
  if (field("category")) choose("");
  if (field("rule")) field("rule").value = form.dataset.rule;
  if (field("confirmed")) field("confirmed").checked = false;
  if (filter) filter.value = "";
  if (filter) narrow();
  unname();
  field("key").value = newKey();
  store(half, []);
}

/* What is being typed is kept with every stroke, and is back in the form on return. */
function keepHalf() {
  store(half, field("words").value ? [{ fields: fields() }] : []);
}

function recall() {
  const [typed] = read(half);
  if (!typed || field("words").value) return;
  fill(typed);
  say(status.dataset.half);
}

function missing() {
  if (!field("words").value.trim()) return field("words");
  const named = NAMING.some((name) => field(name)?.value);
  if (rule() === "named" && !named) return field("present");
  if (rule() === "category" && !field("category").value) {
    const among = field("category");
    return among instanceof RadioNodeList ? among[0] : among;
  }
  return null;
}

function write(event) {
  event.preventDefault();
  unname();
  const lacks = missing();
  if (lacks) {
    const folded = lacks.closest("details");
    if (folded) folded.open = true;
    return lacks.focus();
  }
  const entry = { key: field("key").value, at: Date.now(), fields: fields() };
  keep([...without(entry.key), entry]);
  clear();
  field("words").focus({ preventScroll: true });
  flush();
}

function keys(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    return form.requestSubmit();
  }
  const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
  const among = field("category");
  if (!digit || !event.altKey || event.ctrlKey || event.metaKey || !(among instanceof RadioNodeList)) return;
  const radio = among[Number(digit) - 1];
  if (!radio) return;
  event.preventDefault();
  radio.checked = true;
  keepHalf();
}

/* Speakers whose line has the words typed; the first of them is chosen. */
function narrow() {
  const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const sought = plain(filter.value.trim());
  const options = [...field("present").options].slice(1);
  for (const option of options) option.hidden = option.disabled = !plain(option.text).includes(sought);
  const first = options.find((option) => !option.hidden);
  field("present").value = sought && first ? first.value : "";
}

/* The clauses of the item chosen stand first. */
function ofItem() {
  const select = field("clause");
  const chosen = select.value;
  const clauses = (field("item").selectedOptions[0]?.dataset.clauses ?? "").split(" ");
  select.querySelector("[data-of-item]")?.remove();
  const found = [...new Map([...select.options].map((option) => [option.value, option])).values()];
  const group = document.createElement("optgroup");
  group.dataset.ofItem = "";
  group.label = field("item").selectedOptions[0]?.text ?? "";
  group.append(...found.filter((option) => option.value && clauses.includes(option.value)).map((option) => option.cloneNode(true)));
  if (group.children.length) select.options[0].after(group);
  select.value = chosen;
}

form.addEventListener("submit", write);
form.addEventListener("keydown", keys);
form.addEventListener("input", keepHalf);
field("item").addEventListener("change", ofItem);
if (field("rule")) field("rule").addEventListener("change", unname);
if (filter) {
  filter.closest("[data-filter]").hidden = false;
  filter.addEventListener("input", narrow);
}
form.querySelectorAll("[data-keys]").forEach((help) => (help.hidden = false));
addEventListener("online", look);
addEventListener("storage", (event) => event.key === form.dataset.store && show());
document.addEventListener("visibilitychange", look);
setInterval(look, PAUSE);
recall();
show();
flush();
