/* One key an act: j/k clause, n/p next and previous open clause, c comment, ? help. A page may claim a key with <a data-key="n">.
   The help page holds a checkbox [data-keyboard-switch] to turn single keys off for good. */

const STORE = "concertation-keyboard";
// What j and k step through: the clauses of a text, or the rows of a review.
const STEPS = ".clause, [data-step]";

function stored() {
  try {
    return localStorage.getItem(STORE);
  } catch {
    return null;
  }
}

function typing(target) {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
}

function current(clauses) {
  const held = document.activeElement?.closest(STEPS) ?? document.querySelector(":is(.clause, [data-step]):target");
  const found = clauses.indexOf(held);
  if (found >= 0) return found;
  return clauses.findIndex((clause) => clause.getBoundingClientRect().bottom > 0) - 0.5;
}

function goTo(clause) {
  if (!clause) return;
  clause.scrollIntoView({ block: "nearest" });
  clause.focus({ preventScroll: false });
  if (clause.id) history.replaceState(history.state, "", `#${clause.id}`);
}

function step(clauses, direction) {
  const from = current(clauses);
  goTo(clauses[direction > 0 ? Math.floor(from) + 1 : Math.ceil(from) - 1]);
}

function openOnes(clauses) {
  return clauses.filter((clause) => "open" in clause.dataset);
}

function nextOpen(clauses) {
  const from = current(clauses);
  const open = openOnes(clauses);
  goTo(open.find((clause) => clauses.indexOf(clause) > from) ?? open[0]);
}

function previousOpen(clauses) {
  const from = current(clauses);
  const open = openOnes(clauses);
  goTo(open.findLast((clause) => clauses.indexOf(clause) < from) ?? open.at(-1));
}

function comment(clauses) {
  const url = clauses[Math.ceil(current(clauses))]?.dataset.commentUrl;
  if (url) location.assign(url);
}

function help() {
  const here = document.getElementById("keyboard-help");
  if (here) {
    here.scrollIntoView();
    here.focus();
  } else if (document.body.dataset.keyboardHelp) {
    location.assign(document.body.dataset.keyboardHelp);
  }
}

const acts = {
  j: (clauses) => step(clauses, 1),
  k: (clauses) => step(clauses, -1),
  n: nextOpen,
  p: previousOpen,
  c: comment,
  "?": help,
};

function press(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (!Object.hasOwn(acts, event.key) || typing(event.target) || stored() === "off") return;
  event.preventDefault();
  const claimed = document.querySelector(`a[data-key="${event.key}"]`);
  if (claimed) claimed.click();
  else acts[event.key]([...document.querySelectorAll(STEPS)]);
}

const choice = document.querySelector("[data-keyboard-switch]");
if (choice) {
  choice.checked = stored() !== "off";
  choice.addEventListener("change", () => localStorage.setItem(STORE, choice.checked ? "on" : "off"));
}
document.addEventListener("keydown", press);
