/* Leaves of a list, as one types, the rows that hold every word: without it the button beside the field does the same. */

const plain = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

function sift(rows, typed) {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  for (const row of rows) row.hidden = !words.every((word) => plain(row.firstElementChild.textContent).includes(word));
}

for (const field of document.querySelectorAll("[data-sift]")) {
  const list = document.getElementById(field.dataset.sift);
  /* A list that the server has searched already is whole only without the search. */
  if (list && !field.value) field.addEventListener("input", () => sift(list.children, field.value));
}
