// Results while one types; without this file, Enter does the same.
const form = document.querySelector("[data-search]");
const input = form?.querySelector("input[type=search]");
let waiting;
let latest = 0;

async function show() {
  const mine = ++latest;
  const query = new URLSearchParams({ q: input.value });
  const answer = await fetch(`/search?${query}&typing=1`, { headers: { Accept: "text/html" } });
  if (!answer.ok || mine !== latest) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const results = page.getElementById("results");
  if (!results) return;
  document.getElementById("results").replaceWith(results);
  history.replaceState(null, "", input.value ? `/search?${query}` : "/search");
}

input?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(show, 200);
});
