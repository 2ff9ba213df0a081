// Suggest members after @, categories and tags after #, emoji after a colon. The server offers what this reader may see.
import "@github/text-expander-element";
import { make } from "./elements.js";
import { put } from "./text.js";

const SOURCES = {
  "@": { address: "/suggest/members", shortest: 0, show: ({ handle, name }) => [handle, name, `@${handle}`] },
  "#": { address: "/suggest/places", shortest: 1, show: ({ written, name, kind }) => [written, name, kind] },
  ":": { address: "/suggest/emoji", shortest: 2, show: ({ name, character }) => [character, `${character} ${name}`, ""] },
};

// What may stand in a name; a full stop behind it ends the sentence.
const NAME = /^[\p{L}\p{M}\p{N}_+\-]*(\.[\p{L}\p{M}\p{N}_+\-]+)*$/u;

export function addSuggestions(form, field) {
  const expander = field.closest("text-expander");
  if (!expander) return;
  const known = new Map();

  expander.addEventListener("text-expander-change", ({ detail }) => {
    const source = SOURCES[detail.key];
    if (source && detail.text.length >= source.shortest && NAME.test(detail.text)) detail.provide(menuFor(source, detail));
  });

  // Written as if typed, so that Ctrl-Z takes it back; the element itself would not.
  expander.addEventListener("text-expander-value", (event) => {
    event.preventDefault();
    const { key, item } = event.detail;
    const at = field.selectionEnd;
    const begin = field.value.lastIndexOf(key, at - 1);
    expander.dismiss();
    field.focus({ preventScroll: true });
    put(field, begin, at, `${key === ":" ? "" : key}${item.dataset.value} `);
  });

  // Past the last one comes the first. The element would choose none there, so that Enter began a new line.
  expander.addEventListener("keydown", (event) => {
    const options = expander.querySelectorAll("[role=listbox] [role=option]");
    const turns = event.isTrusted && ["ArrowDown", "ArrowUp"].includes(event.key) && options.length;
    if (!turns || [...options].some((option) => option.ariaSelected === "true")) return;
    field.dispatchEvent(new KeyboardEvent("keydown", { key: event.key }));
  });

  // The element puts its menu below the line; where there is no room it belongs above.
  expander.addEventListener("text-expander-activate", () => requestAnimationFrame(() => {
    const menu = expander.querySelector("[role=listbox]");
    const box = menu?.getBoundingClientRect();
    if (!box) return;
    const line = parseFloat(getComputedStyle(field).lineHeight);
    if (box.bottom > innerHeight) menu.style.top = `${menu.offsetTop - box.height - line - 4}px`;
    if (box.right > innerWidth - 8) menu.style.left = `${menu.offsetLeft - (box.right - innerWidth) - 8}px`;
  }));

  async function menuFor(source, { key, text }) {
    const found = await ask(source.address, text);
    // A late answer to fewer letters is none: it must neither show nor close a menu.
    const isStillMeant = field.value.slice(0, field.selectionEnd).endsWith(key + text);
    if (!isStillMeant) return new Promise(() => {});
    const menu = make("ul", { role: "listbox", className: "composer-suggestions" });
    menu.ariaLabel = "Suggestions";
    menu.append(...found.map((one) => optionFor(source.show(one))));
    return { matched: found.length > 0, fragment: menu };
  }

  async function ask(address, words) {
    const question = new URLSearchParams({ q: words });
    if (form.dataset.thread) question.set("thread", form.dataset.thread);
    const whole = `${address}?${question}`;
    if (!known.has(whole)) {
      const answer = await fetch(whole).catch(() => null);
      if (!answer?.ok) return []; // asked again once the network is back
      known.set(whole, await answer.json());
    }
    return known.get(whole);
  }
}

function optionFor([value, words, fact], index) {
  const option = make("li", { role: "option", id: `suggestion-${index}-${value}` }, make("span", {}, words));
  option.dataset.value = value;
  if (fact) option.append(make("span", { className: "fact" }, fact));
  return option;
}
