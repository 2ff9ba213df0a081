// The text check in place: what it finds shows above the text, and placeholders are put without leaving the page.
import { send } from "./writing/elements.js";

for (const form of document.querySelectorAll("form[data-composer]")) start(form);

function start(form) {
  const place = form.querySelector(".check-here");
  if (!place) return;
  let isAsking = false;

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=check]");
    if (!button) return;
    event.preventDefault();
    ask(button);
  });

  async function ask(button) {
    if (isAsking) return;
    isAsking = true;
    const words = [...new FormData(form)].filter(([, value]) => typeof value === "string");
    const body = new URLSearchParams([...words.filter(([name]) => name !== "check"), ["check", button.value]]);
    const answer = await fetch("/check", { method: "POST", body }).then((response) => response.ok ? response.json() : null).catch(() => null);
    isAsking = false;
    // Without an answer the form goes the plain way.
    if (!answer) return form.requestSubmit(button);
    for (const [name, text] of Object.entries(answer.fields)) put(form, name, text, words);
    place.innerHTML = answer.html;
    place.querySelector(".check-found")?.focus();
  }
}

// What was typed while the check ran is not written over.
function put(form, name, text, words) {
  const field = form.elements[name];
  const asked = words.find(([one]) => one === name)?.[1];
  const now = field?.value?.replace(/\r?\n/g, "\r\n");
  if (field === undefined || now !== asked?.replace(/\r?\n/g, "\r\n")) return;
  if (name === "body") send(form, "composer:fill", { text });
  else {
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
