/* Tells the server, three times a minute and only while the page is looked at, that somebody has this clause open;
   the answer says who else has. Nothing is locked by it. */

const PAUSE = 20000;

function isWriting(form) {
  if (!form) return false;
  return [...form.querySelectorAll("textarea")].some((field) => field.value !== field.defaultValue);
}

async function tell(line) {
  if (document.hidden) return;
  const said = new URLSearchParams({ csrfmiddlewaretoken: line.dataset.token });
  if (isWriting(document.getElementById(line.dataset.presenceForm))) said.set("writing", "1");
  try {
    const answer = await fetch(line.dataset.presenceUrl, { method: "POST", body: said });
    const words = (await answer.text()).trim();
    if (answer.ok && !answer.redirected && words !== line.innerHTML.trim()) line.innerHTML = words;
  } catch {
    /* without a connection nobody is seen, and nothing is lost by it */
  }
}

for (const line of document.querySelectorAll("[data-presence-url]")) {
  tell(line);
  setInterval(() => tell(line), PAUSE);
  document.addEventListener("visibilitychange", () => tell(line));
}
