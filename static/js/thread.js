/* A thread that was opened beside its clause closes again, and the reader is back at the link that opened it. */

function close(event) {
  const closer = event.target.closest?.("[data-thread-close]");
  const thread = closer?.closest(".clause-thread");
  if (!thread) return;
  event.preventDefault();
  const clause = thread.closest(".clause");
  thread.replaceChildren();
  clause?.querySelector(".clause-count")?.focus();
}

document.addEventListener("click", close);
