// A new thread: another category shows its form at once, and threads like the title are found while one types.
const PAUSE = 500;
const SHORTEST = 6;
const form = document.querySelector('form[action="/new-topic"]');
const place = form?.querySelector(".similar-here");
let waiting;
let latest = 0;

const choose = form?.querySelector("button[name=choose]");
if (choose) {
  choose.hidden = true;
  form.elements.category.addEventListener("change", () => {
    choose.hidden = false; // a hidden button is not taken for the one that was pressed
    form.requestSubmit(choose);
  });
}

form?.elements.title.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(showSimilar, PAUSE);
});

async function showSimilar() {
  const title = form.elements.title.value.trim();
  const mine = ++latest;
  if (title.length < SHORTEST) return place.replaceChildren();
  const answer = await fetch(`/new-topic/similar?${new URLSearchParams({ title, not: place.dataset.not ?? "" })}`).catch(() => null);
  // A slow answer to fewer letters must not replace a newer one.
  if (!answer?.ok || mine !== latest) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  place.replaceChildren(...(page.getElementById("similar")?.childNodes ?? []));
}
