/* Whoever signs out of a browser is told what it keeps that was not sent, with the way back to it; what was said so is
   forgotten when they sign out nevertheless, since the next at this machine may be somebody else. */

const notice = document.querySelector("[data-leaving]");

function kept() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith("unsent-"));
  } catch {
    return [];
  }
}

function tell(key) {
  const { address, entries } = JSON.parse(localStorage.getItem(key));
  const line = document.createElement("li");
  const link = document.createElement("a");
  link.href = new URL(address, location.href).pathname;
  link.textContent = `${notice.dataset.back} (${entries.length})`;
  const words = entries.map((entry) => {
    const quote = document.createElement("blockquote");
    quote.className = "quote";
    quote.textContent = entry.fields.find(([name]) => name === "words")?.[1] ?? "";
    return quote;
  });
  line.append(link, ...words);
  return line;
}

const told = kept();
if (told.length) {
  notice.querySelector("ul").replaceChildren(...told.map(tell));
  notice.hidden = false;
  document.querySelector("main form").addEventListener("submit", () => told.forEach((key) => localStorage.removeItem(key)));
}
