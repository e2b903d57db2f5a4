/* Words selected in a clause become a link to comment on them. Offsets are UTF-16 units in the clause's words;
   what carries data-apart (footnote marks, words for ears only) does not count as words. */

const CONTEXT = 32;
const LONGEST_QUERY = 3000; // bytes; the server reads request lines of up to 4,094

function clauseText(node) {
  const element = node?.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  return element?.closest?.(".clause[data-comment-url] .clause-text") ?? null;
}

function wordsOf(node) {
  const copy = node.cloneNode(true);
  copy.querySelectorAll("[data-apart]").forEach((part) => part.remove());
  return copy.textContent;
}

function before(text, range) {
  const lead = document.createRange();
  lead.setStart(text, 0);
  lead.setEnd(range.startContainer, range.startOffset);
  return wordsOf(lead.cloneContents());
}

/* A selection dragged past the end of its clause still means the words inside it. */
function clip(range) {
  const text = clauseText(range.startContainer);
  if (!text) return null;
  const inside = range.cloneRange();
  if (!text.contains(range.endContainer)) inside.setEnd(text, text.childNodes.length);
  return { text, range: inside };
}

function quote() {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const clipped = clip(selection.getRangeAt(0));
  if (!clipped) return null;
  const raw = wordsOf(clipped.range.cloneContents());
  const exact = raw.trim();
  if (!exact) return null;
  const whole = wordsOf(clipped.text);
  const start = before(clipped.text, clipped.range).length + raw.indexOf(exact);
  const prefix = whole.slice(Math.max(0, start - CONTEXT), start);
  const suffix = whole.slice(start + exact.length, start + exact.length + CONTEXT);
  return { ...clipped, exact, prefix, suffix, start };
}

function address(quoted) {
  const clause = quoted.text.closest(".clause");
  const url = new URL(clause.dataset.commentUrl, location.href);
  const { exact, prefix, suffix, start } = quoted;
  const query = new URLSearchParams([...url.searchParams, ...Object.entries({ exact, prefix, suffix, start })]);
  if (query.toString().length > LONGEST_QUERY) return { url: url.href, whole: true };
  url.search = query;
  return { url: url.href, whole: false };
}

function place(link, quoted) {
  const clause = quoted.text.closest(".clause");
  quoted.text.after(link);
  const frame = clause.getBoundingClientRect();
  const words = [...quoted.range.getClientRects()].at(-1);
  if (!words) return;
  const left = Math.min(words.left - frame.left, clause.clientWidth - link.offsetWidth);
  link.style.left = `${Math.max(0, left)}px`;
  link.style.top = `${words.bottom - frame.top + 6}px`;
}

const link = document.createElement("a");
link.className = "selection-comment button button-small";

function offer() {
  if (document.activeElement === link) return;
  const quoted = quote();
  if (!quoted) {
    link.remove();
    return;
  }
  const { url, whole } = address(quoted);
  const labels = quoted.text.closest("[data-selection-label]")?.dataset ?? {};
  link.href = url;
  link.textContent = (whole ? labels.selectionLong : labels.selectionLabel) ?? "";
  if (link.textContent) place(link, quoted);
}

function press(event) {
  if (event.key === "Escape" && link.isConnected) link.remove();
  if (event.key !== "c" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  const quoted = quote();
  if (!quoted) return;
  event.preventDefault();
  location.assign(address(quoted).url);
}

let waiting;
document.addEventListener("selectionchange", () => {
  clearTimeout(waiting);
  waiting = setTimeout(offer, 150);
});
document.addEventListener("keydown", press, { capture: true });
