// The bell of an open page shows by itself what is new.
document.addEventListener("folkmoot:news", ({ detail }) => {
  if (detail.counts) detail.waitUntil(ring());
});

async function ring() {
  const bell = document.querySelector("#bell");
  if (!bell) return;
  const back = encodeURIComponent(location.pathname + location.search);
  const answer = await fetch(`/notifications/bell?back=${back}`, { cache: "no-store" });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("#bell");
  // Who looks at the menu just now reads on in it: only the count changes.
  if (bell.open) bell.querySelector("summary").replaceWith(fresh.querySelector("summary"));
  else bell.replaceWith(fresh);
}
