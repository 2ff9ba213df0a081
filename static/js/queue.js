// The facilitators' queue by keyboard: j and k choose, Enter opens, a letter goes to its button.
// The list of keys stands on the page itself; without scripts everything is plain forms.
const queue = document.querySelector("[data-queue]");
const WAYS = {
  j: () => step(1),
  k: () => step(-1),
  o: () => chosen()?.querySelector(".queue-open")?.click(),
  r: () => (chosen() ?? items()[0])?.querySelector("textarea")?.focus(),
  h: () => {
    const keys = queue.querySelector(".queue-keys");
    keys.open = !keys.open;
    if (keys.open) keys.querySelector("summary").focus();
  },
};

// Before the keys of every page hear of it: here some letters mean something else.
if (queue) document.addEventListener("keydown", (event) => {
  if (document.documentElement.dataset.keys === "off" || isTyping(event)) return;
  const isOpening = event.key === "Enter" && event.target === chosen();
  const way = isOpening ? WAYS.o : buttonFor(event.key) ?? (Object.hasOwn(WAYS, event.key) && WAYS[event.key]);
  if (!way) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  way();
}, { capture: true });

function isTyping({ target, ctrlKey, metaKey, altKey, isComposing }) {
  if (ctrlKey || metaKey || altKey || isComposing || document.querySelector("dialog[open]")) return true;
  return target.isContentEditable || Boolean(target.closest?.("input, textarea, select"));
}

function items() {
  return [...queue.querySelectorAll(".review-item")];
}

function chosen() {
  return document.activeElement.closest(".review-item");
}

function step(by) {
  const all = items(), at = all.indexOf(chosen());
  const next = at < 0 ? all[0] : all[at + by];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "start" });
}

// A letter alone decides nothing: it leads to the button, which Enter presses.
function buttonFor(key) {
  const item = chosen() ?? (items().length === 1 ? items()[0] : null);
  const button = item && [...item.querySelectorAll("[data-key]")].find(({ dataset }) => dataset.key === key);
  return button ? () => button.focus() : null;
}
