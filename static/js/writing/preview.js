// The preview, made by the server as the post itself will be, while one writes.
import { make } from "./elements.js";

const WANTED = "folkmoot-preview";
const SHORTEST_PAUSE = 350;

export function previewFor(form) {
  const text = form.elements.body;
  const work = form.querySelector(".composer-work");
  const button = form.elements.preview;
  if (!work || !button) return;
  const box = make("div", { className: "composer-preview", hidden: true, tabIndex: 0, role: "region" });
  box.ariaLabel = "Preview";
  work.append(box);
  let waiting;
  let asking;
  let pause = SHORTEST_PAUSE;
  let shown;

  const isWanted = () => (localStorage.getItem(WANTED) ?? (matchMedia("(min-width: 60rem)").matches ? "on" : "off")) === "on";
  show(isWanted());
  button.addEventListener("click", (event) => {
    event.preventDefault();
    localStorage.setItem(WANTED, box.hidden ? "on" : "off");
    show(box.hidden);
  });
  form.addEventListener("composer:changed", refreshSoon);
  for (const kind of ["input", "change"]) {
    form.addEventListener(kind, ({ target }) => target.name?.startsWith("answer-") && refreshSoon());
  }

  function refreshSoon() {
    if (box.hidden) return;
    clearTimeout(waiting);
    waiting = setTimeout(refresh, pause);
  }

  // A form with questions puts its text together from their answers.
  function answers() {
    return [...new FormData(form)].filter(([name, value]) => name.startsWith("answer-") && value.trim());
  }

  function written() {
    return JSON.stringify([text.value, form.elements.category?.value, answers()]);
  }

  function show(isShown) {
    box.hidden = !isShown;
    button.setAttribute("aria-pressed", String(isShown));
    work.classList.toggle("has-preview", isShown);
    if (!isShown) return;
    form.parentElement.querySelector(":scope > .preview")?.remove();
    refresh();
  }

  // One question at a time, and the slower the answer, the longer the pause before the next.
  async function refresh() {
    if (asking || written() === shown) return;
    if (!text.value.trim() && !answers().length) return void empty();
    asking = written();
    const began = performance.now();
    const answer = await fetch("/preview", { method: "POST", body: question() }).catch(() => null);
    const html = answer && (answer.ok || answer.status === 422) ? await answer.text() : null;
    pause = Math.max(SHORTEST_PAUSE, 3 * (performance.now() - began));
    shown = html === null ? undefined : asking;
    asking = undefined;
    if (html === null) box.replaceChildren(make("p", { className: "help" }, "The preview cannot be made just now."));
    else box.innerHTML = html;
    if (html !== null && written() !== shown) waiting = setTimeout(refresh, pause);
  }

  function question() {
    const asked = new FormData();
    asked.set("csrf_token", form.elements.csrf_token.value);
    asked.set("body", text.value);
    if (form.dataset.thread) asked.set("thread", form.dataset.thread);
    if (form.elements.category) asked.set("category", form.elements.category.value);
    for (const [name, value] of answers()) asked.append(name, value);
    if (form.elements.tags) asked.set("tags", form.elements.tags.value);
    return asked;
  }

  function empty() {
    shown = written();
    box.replaceChildren(make("p", { className: "help" }, "What you write shows here as it will be read."));
  }
}
