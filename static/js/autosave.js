/* Nothing half-written is lost. A comment is saved with the server two seconds after the last keystroke, and kept
   in this browser when the server cannot be reached; a clause's new words, which nobody else should see before they
   are recorded, are kept in this browser alone. Either is offered again on return. */

const PAUSE = 2000;
const MOMENT = 300;

function recall(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

/* The key under which this browser keeps words for a form: its own, or, for a form opened anew, that of an
   earlier one at the same place. */
function keptFor({ autosaveKey, autosavePlace }) {
  if (recall(autosaveKey)?.words) return autosaveKey;
  if (!autosavePlace) return undefined;
  try {
    return Object.keys(localStorage).find((key) => recall(key)?.place === autosavePlace);
  } catch {
    return undefined;
  }
}

function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    /* a browser that keeps nothing has nothing to forget */
  }
}

function entries(form) {
  const kept = [...new FormData(form)];
  return kept.filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string");
}

function keep(form) {
  try {
    const { autosaveKey, autosavePlace } = form.dataset;
    localStorage.setItem(autosaveKey, JSON.stringify({ place: autosavePlace, words: entries(form) }));
  } catch {
    /* full or forbidden storage: the words are still in the form */
  }
}

function say(form, words) {
  const status = form.querySelector("[data-autosave-status]");
  if (status) status.textContent = words;
}

function controls(form, name) {
  const found = form.elements.namedItem(name);
  return found instanceof RadioNodeList ? [...found] : found ? [found] : [];
}

/* What was kept goes back into the form; hidden fields only where the form says so: the words an edit started from
   belong to it. */
function fill(form, saved) {
  const hidden = (form.dataset.autosaveHidden ?? "").split(" ");
  const choices = [...form.querySelectorAll("[type=checkbox], [type=radio]")];
  for (const choice of choices) choice.checked = saved.some(([name, value]) => name === choice.name && value === choice.value);
  for (const [name, value] of saved) {
    for (const control of controls(form, name)) {
      if (choices.includes(control)) continue;
      if (control.type !== "hidden" || hidden.includes(name)) control.value = value;
    }
  }
}

function failed(form) {
  keep(form);
  say(form, form.dataset.autosaveFailed ?? "");
}

async function save(form) {
  try {
    const answer = await fetch(form.dataset.autosaveUrl, {
      method: "POST",
      body: new FormData(form),
      headers: { "X-Requested-With": "fetch" },
    });
    const words = (await answer.text()).trim();
    if (answer.redirected || words.startsWith("<")) return failed(form); // a page is not our server's word
    say(form, words);
    if (answer.ok) forget(form.dataset.autosaveKey);
    else keep(form);
  } catch {
    failed(form);
  }
}

/* What was kept here is offered, never put over what the server sent. */
function offerKept(form) {
  const key = keptFor(form.dataset);
  const box = form.querySelector("[data-autosave-offer]");
  if (!key || !box) return;
  const { words } = recall(key);
  if (JSON.stringify(words) === JSON.stringify(entries(form))) return;
  box.hidden = false;
  box.querySelector("[data-autosave-restore]")?.addEventListener("click", () => {
    fill(form, words);
    forget(key);
    keep(form);
    box.hidden = true;
    form.dispatchEvent(new Event("input", { bubbles: true }));
  });
  box.querySelector("[data-autosave-discard]")?.addEventListener("click", () => {
    forget(key);
    box.hidden = true;
  });
}

function watch(form) {
  const { autosaveUrl, autosaveKept } = form.dataset;
  let waiting = null;
  let sending = false;
  const now = () => {
    waiting = null;
    if (autosaveUrl) return save(form);
    keep(form);
    say(form, autosaveKept ?? "");
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(now, autosaveUrl ? PAUSE : MOMENT);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(waiting);
    waiting = null;
    keep(form); // until the page that answers says it arrived
    sending = navigator.onLine;
    if (sending) return;
    event.preventDefault();
    say(form, form.dataset.autosaveFailed ?? "");
  });
  addEventListener("pagehide", () => {
    if (waiting === null || sending) return;
    keep(form);
    if (autosaveUrl) navigator.sendBeacon(autosaveUrl, new FormData(form));
  });
  offerKept(form);
}

document.querySelectorAll("[data-autosave-clear]").forEach((mark) => forget(mark.dataset.autosaveClear));
document.querySelectorAll("form[data-autosave-key]").forEach(watch);
