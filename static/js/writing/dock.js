// The composer at the foot of the thread: brought up while one reads on, made higher or lower, put away to a bar.
import { make, makeButton, send } from "./elements.js";

const HEIGHT = "folkmoot-composer-height";
const LOWEST = 200;
const STEP = 40;

export function dock(form, place) {
  const text = form.elements.body;
  const heading = place.querySelector("h2");
  const handle = make("div", { className: "composer-handle", tabIndex: 0, role: "separator" });
  handle.ariaOrientation = "horizontal";
  handle.ariaLabel = "Height of the composer";
  const down = makeButton("Put away", putAway);
  const up = makeButton("Go on writing", show, "composer-bar");
  const head = make("div", { className: "composer-head" });
  head.append(heading, form.querySelector(".answering"), down);
  form.prepend(handle, head);
  place.prepend(up);
  setHeight(Number(localStorage.getItem(HEIGHT)) || 0);

  form.addEventListener("composer:open", show);
  document.querySelector('.thread-bar a[href="#reply"]')?.addEventListener("click", (event) => {
    event.preventDefault();
    show();
  });
  document.querySelector(".thread-main").addEventListener("click", (event) => {
    const link = event.target.closest("a.act-reply");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    answer(link.closest(".post"));
    show();
  });
  form.addEventListener("composer:answer", ({ detail }) => answer(detail.post));
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || !isUp()) return;
    event.preventDefault();
    putAway();
  });
  makeHeightChangeable();
  text.setSelectionRange(text.value.length, text.value.length);
  // A text that was begun earlier is within reach from everywhere in the thread.
  if (text.value.trim() && !form.querySelector(".error-summary")) leaveBar();

  function isUp() {
    return place.classList.contains("is-docked");
  }

  function show() {
    place.classList.add("is-docked");
    place.classList.remove("is-small");
    text.focus({ preventScroll: true });
    send(form, "composer:opened");
  }

  // What was written stays, and stays in view as a bar. Escape never loses a word.
  function putAway() {
    const hasText = text.value.trim() !== "";
    place.classList.remove("is-docked");
    if (hasText) leaveBar();
    (hasText ? up : document.querySelector(`#post-${form.elements.to.value} .act-reply`))?.focus({ preventScroll: true });
    send(form, "composer:closed");
  }

  function leaveBar() {
    place.classList.add("is-small");
    up.replaceChildren("Go on writing", make("span", { className: "fact" }, text.value.trim().slice(0, 80)));
  }

  function answer(post) {
    const number = post?.dataset.number ?? "";
    const line = form.querySelector(".answering");
    line.replaceChildren();
    if (post) {
      const words = `${post.querySelector(".post-author a").textContent} #${number}`;
      const link = make("a", { href: `#post-${number}` }, words);
      line.append(make("span", {}, "In reply to "), link, wholeThreadButton());
    }
    form.elements.to.value = number;
    send(form, "composer:answering", { number });
  }

  function wholeThreadButton() {
    const button = makeButton("×", () => {
      answer(null);
      text.focus({ preventScroll: true });
    });
    button.title = button.ariaLabel = "Answer the whole thread instead";
    return button;
  }

  function setHeight(height) {
    const highest = innerHeight - 80;
    const wanted = height ? Math.max(LOWEST, Math.min(height, highest)) : 0;
    if (wanted) place.style.setProperty("--composer-height", `${wanted}px`);
    handle.ariaValueMin = LOWEST;
    handle.ariaValueMax = highest;
    handle.ariaValueNow = wanted || Math.round(place.getBoundingClientRect().height);
    return wanted;
  }

  function keepHeight(height) {
    const set = setHeight(height);
    if (set) localStorage.setItem(HEIGHT, set);
  }

  function makeHeightChangeable() {
    handle.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      handle.setPointerCapture(event.pointerId);
    });
    handle.addEventListener("pointermove", (event) => {
      if (handle.hasPointerCapture(event.pointerId)) keepHeight(place.getBoundingClientRect().bottom - event.clientY);
    });
    handle.addEventListener("keydown", ({ key }) => {
      const by = { ArrowUp: STEP, ArrowDown: -STEP }[key];
      if (by) keepHeight(place.getBoundingClientRect().height + by);
    });
  }
}
