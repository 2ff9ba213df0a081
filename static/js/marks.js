// Reactions, answers and bookmarks without leaving the page: the same forms, and the post as the server shows it then.
import { say } from "./say.js";

const IN_PLACE = /^\/p\/\d+\/(reactions(\/take-back)?|answer(\/remove)?)$/;
const FORM = /^\/[pt]\/\d+\/bookmark$/;

document.addEventListener("submit", async (event) => {
  const button = event.submitter;
  if (event.target.id !== "acts" || !IN_PLACE.test(new URL(button?.formAction ?? "", location.href).pathname)) return;
  if (button.dataset.plain) return;
  event.preventDefault();
  const page = await send(button.formAction, new FormData(event.target, button));
  if (page) return putInPlace(page, button.closest(".post"), button);
  // Refused, or signed out meanwhile: the page that says so comes as it does without scripts.
  button.dataset.plain = "1";
  event.target.requestSubmit(button);
}, true);

async function send(address, data) {
  const answer = await fetch(address, { method: "POST", body: data }).catch(() => null);
  if (!answer?.ok || !answer.redirected || !/^\/t\//.test(new URL(answer.url).pathname)) return null;
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

async function putInPlace(page, post, button) {
  const fresh = page.getElementById(post.id);
  if (!fresh) return location.reload();
  const label = button.textContent.trim();
  const wasSolved = /\/answer/.test(button.formAction);
  const others = wasSolved ? [...document.querySelectorAll(".post")].filter((other) => other !== post) : [];
  replace(post, fresh, label);
  // The mark of the answer stands on other posts too.
  for (const other of others) {
    const found = page.getElementById(other.id);
    if (found) replace(other, found);
  }
  sayWhatWasSaid(page);
}

function replace(post, fresh, label) {
  fresh.removeAttribute("autofocus");
  if (post.classList.contains("is-unread")) fresh.classList.add("is-unread");
  else fresh.classList.remove("is-unread");
  const next = document.importNode(fresh, true);
  next.tabIndex = -1;
  post.replaceWith(next);
  if (label === undefined) return;
  const words = label.replace(/\s*\d+$/, "");
  const same = [...next.querySelectorAll(".reactions button, .post-acts > button")].find((one) => one.textContent.includes(words));
  (same ?? next.querySelector(".post-acts summary"))?.focus({ preventScroll: true });
}

function sayWhatWasSaid(page) {
  const words = page.querySelector(".notice")?.textContent.trim();
  if (words) say(words);
}

// The form of a bookmark in a dialog; whatever goes wrong leads to the page that holds it.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (link.origin !== location.origin || !FORM.test(link.pathname)) return;
  event.preventDefault();
  const answer = await fetch(link.href).catch(() => null);
  if (!answer?.ok || answer.redirected) return void (location.href = link.href);
  open(await answer.text(), link);
});

function open(text, link) {
  const main = new DOMParser().parseFromString(text, "text/html").querySelector("main");
  if (!main?.querySelector("form")) return void (location.href = link.href);
  const dialog = document.createElement("dialog");
  dialog.className = "dialog-form";
  fill(dialog, main);
  dialog.addEventListener("close", () => {
    dialog.remove();
    link.isConnected && link.focus({ preventScroll: true });
  });
  dialog.addEventListener("submit", (event) => keep(event, dialog, link));
  dialog.addEventListener("click", (event) => {
    if (!event.target.closest(".form-acts a")) return;
    event.preventDefault();
    dialog.close();
  });
  link.closest("details[open]")?.removeAttribute("open");
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector("textarea")?.focus();
}

function fill(dialog, main) {
  dialog.replaceChildren(...[...main.children].map((child) => document.importNode(child, true)));
  const title = dialog.querySelector("h1");
  if (!title) return;
  title.id = "dialog-title";
  dialog.setAttribute("aria-labelledby", title.id);
  // Choosing a day says that it is a day that one chooses.
  for (const name of ["day", "clock"]) {
    dialog.querySelector(`[name=${name}]`)?.addEventListener("input", () => {
      const choice = dialog.querySelector("[name=when][value=date]");
      if (choice) choice.checked = true;
    });
  }
}

async function keep(event, dialog, link) {
  event.preventDefault();
  event.stopPropagation();
  const form = event.target;
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form, event.submitter) }).catch(() => null);
  if (!answer) return form.submit();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (answer.status === 422) {
    fill(dialog, page.querySelector("main"));
    return void dialog.querySelector("[aria-invalid]")?.focus();
  }
  if (!answer.ok) return form.submit();
  const post = link.closest(".post");
  dialog.close();
  const fresh = post && page.getElementById(post.id);
  if (fresh) {
    replace(post, fresh);
    document.querySelector(`#${post.id} .post-acts summary`)?.focus({ preventScroll: true });
    sayWhatWasSaid(page);
  } else location.reload();
}
