// Keys for those who read with the keyboard; the page /keys lists them, and switches them off for
// good, since dictation software types letters.
import { say } from "./say.js";

const KEYS = {
  "g h": go("/"),
  "g l": go("/latest"),
  "g n": go("/new"),
  "g u": go("/unread"),
  "g t": go("/top"),
  "g c": go("/categories"),
  "g f": go("/for-you"),
  "g b": go("/bookmarks"),
  "g m": go("/messages"),
  "g d": go("/drafts"),
  "g p": () => press('.site-account a[href^="/u/"]'),
  j: () => step(1),
  k: () => step(-1),
  o: () => current()?.matches("a") && current().click(),
  u: () => history.back(),
  "#": () => openMenu(".menu.jump", "input"),
  L: () => press(".to-unread"),
  ".": () => press(".live-notice a, .live-notice button") || location.reload(),
  c: () => press('.list-acts a[href^="/new-topic"]') || location.assign("/new-topic"),
  r: () => pressIn(".act-reply"),
  R: () => press('a[href="#reply"]'),
  q: () => pressIn(".act-quote"),
  e: () => pressIn(".act-edit"),
  d: () => pressIn(".act-withdraw") || dismiss(),
  b: () => pressIn(".act-bookmark"),
  l: () => pressIn(".act-react") || openIn(".menu-signs"),
  s: copyLink,
  "!": () => pressIn(".act-flag, .menu-items a[href$='/flag']"),
  U: () => pressIn(".act-unread"),
  "x r": dismiss,
  "m w": () => press('.following [value="watching"]'),
  "m t": () => press('.following [value="tracking"]'),
  "m r": () => press('.following [value="normal"]'),
  "m m": () => press('.following [value="muted"]'),
  "/": () => (document.querySelector("#q") ?? document.querySelector("#site-search"))?.focus(),
  n: () => openMenu(".bell", "a"),
  p: () => openMenu(".site-account .menu:last-of-type", "a"),
  "=": () => press(".nav-button") || document.querySelector(".site-nav a")?.focus(),
  "?": showKeys,
};
const STOPS = ".post, a.thread-title, .card-title a, a.card-title";
const PATIENCE = 1500; // milliseconds between two letters that belong together
const firsts = new Set(Object.keys(KEYS).filter((keys) => keys.includes(" ")).map((keys) => keys[0]));
let begun = { key: "", at: 0 };

for (const post of document.querySelectorAll(".post")) post.tabIndex = -1;

// What scrolls must be within reach of the keyboard.
for (const box of document.querySelectorAll(".post-body pre, .table-frame")) {
  if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
}

document.addEventListener("keydown", (event) => {
  if (document.documentElement.dataset.keys === "off" || isTyping(event)) return;
  const both = performance.now() - begun.at < PATIENCE ? `${begun.key} ${event.key}` : "";
  const keys = Object.hasOwn(KEYS, both) ? both : event.key;
  begun = { key: "", at: 0 };
  if (keys === event.key && firsts.has(event.key)) begun = { key: event.key, at: performance.now() };
  if (!Object.hasOwn(KEYS, keys)) return;
  event.preventDefault();
  KEYS[keys]();
});

function isTyping({ target, ctrlKey, metaKey, altKey, isComposing }) {
  if (ctrlKey || metaKey || altKey || isComposing || document.querySelector("dialog[open]")) return true;
  return target.isContentEditable || Boolean(target.closest?.("input, textarea, select"));
}

function current() {
  return document.activeElement.closest(STOPS) ?? document.querySelector(".post:target");
}

function step(by) {
  const stops = [...document.querySelectorAll(STOPS)].filter((stop) => stop.checkVisibility());
  const at = stops.indexOf(current());
  // Nothing chosen yet: what stands highest in view comes first.
  const next = at < 0 ? stops.find((stop) => stop.getBoundingClientRect().bottom > 80) : stops[at + by];
  if (!next) return;
  if (next.matches(".post")) next.tabIndex = -1; // it may have come after the page
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: next.matches(".post") ? "start" : "nearest" });
}

function go(address) {
  return () => location.assign(address);
}

// Each of these says whether there was something to press.
function press(selector, inside = document) {
  const found = inside.querySelector(selector);
  found?.click();
  return found !== null;
}

function pressIn(selector) {
  const post = current()?.closest(".post");
  return Boolean(post) && press(selector, post);
}

function openMenu(selector, first, inside = document) {
  const menu = inside.querySelector(selector);
  if (!menu) return false;
  menu.open = true;
  menu.querySelector(`.menu-items ${first}`)?.focus();
  return true;
}

function openIn(selector) {
  const post = current()?.closest(".post");
  return Boolean(post) && openMenu(selector, "button", post);
}

function dismiss() {
  return press(".list-acts :is([action='/dismiss'], [action='/mark-all-read']) button");
}

async function copyLink() {
  const link = current()?.closest(".post")?.querySelector(".permalink");
  if (!link) return;
  try {
    await navigator.clipboard.writeText(link.href);
    say("The link to this post is copied.");
  } catch {
    location.assign(link.href);
  }
}

async function showKeys() {
  const answer = await fetch("/keys").catch(() => null);
  const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
  const list = page && page.querySelector("#keys");
  if (!list) return location.assign("/keys");
  const dialog = document.createElement("dialog");
  dialog.className = "keys";
  dialog.setAttribute("aria-labelledby", "keys-title");
  dialog.innerHTML = '<form class="form-acts" method="dialog"><button autofocus>Close</button></form>';
  dialog.append(list);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
