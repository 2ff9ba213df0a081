// Keys for those who read with the keyboard; they can be switched off, since dictation software types letters.
const KEYS = {
  j: ["Next post or thread", () => step(1)],
  k: ["Post or thread before", () => step(-1)],
  r: ["Reply to this post", () => press(".act-reply")],
  q: ["Quote this post, or the words selected in it", () => press(".act-quote")],
  "/": ["Search", () => (document.querySelector("#q") ?? document.querySelector("#site-search"))?.focus()],
  "?": ["Show these keys", showKeys],
};
const STOPS = ".post, a.thread-title, .card-title a";
const OFF = "folkmoot-keys-off";
for (const post of document.querySelectorAll(".post")) post.tabIndex = -1;

// What scrolls must be within reach of the keyboard.
for (const box of document.querySelectorAll(".post-body pre, .table-frame")) {
  if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
}

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest?.("input, textarea, select, dialog");
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  if (localStorage.getItem(OFF) && event.key !== "?") return;
  const act = Object.hasOwn(KEYS, event.key) && KEYS[event.key][1];
  if (!act) return;
  event.preventDefault();
  act();
});

const current = () => document.activeElement.closest(STOPS) ?? document.querySelector(".post:target");

function step(by) {
  const stops = [...document.querySelectorAll(STOPS)].filter((stop) => stop.checkVisibility());
  const at = stops.indexOf(current());
  // Nothing chosen yet: what stands highest in view comes first.
  const next = at < 0 ? stops.find((stop) => stop.getBoundingClientRect().bottom > 80) : stops[at + by];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: next.matches(".post") ? "start" : "nearest" });
}

function press(selector) {
  current()?.querySelector(selector)?.click();
}

function showKeys() {
  const dialog = document.createElement("dialog");
  dialog.className = "keys";
  dialog.innerHTML =
    '<h2 id="keys-title">Keys</h2><dl></dl><label class="choice"><input type="checkbox"> Use these keys</label>' +
    '<form class="form-acts" method="dialog"><button>Close</button></form>';
  dialog.setAttribute("aria-labelledby", "keys-title");
  for (const [key, [about]] of Object.entries(KEYS)) {
    dialog.querySelector("dl").insertAdjacentHTML("beforeend", `<dt><kbd>${key}</kbd></dt><dd>${about}</dd>`);
  }
  const box = dialog.querySelector("input");
  box.checked = !localStorage.getItem(OFF);
  box.addEventListener("change", () => (box.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
