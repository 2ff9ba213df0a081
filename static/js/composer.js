// The composer: every form in which members write a text. It works as a plain form; this adds to it.
//
// What other modules may rely on (and nothing else):
//
//   form[data-composer]        the form. data-composer says what it writes: "reply", "thread", "edit" …;
//                              data-thread is the id of the thread that a reply goes to.
//   textarea[name=body]        the text; `input` comes from it at every change, by whomever.
//   .composer-tools            a row above the text: append buttons of your own (type=button).
//   .composer-notes            a line below the text, spoken to those who cannot see it: one <span> for each module.
//   .composer-extras           below that: for what needs more room than a line (files, similar threads …).
//
// Events that you send to the form:
//
//   composer:insert            detail {text, block}: put a text at the cursor; block: on lines of its own.
//   composer:replace           detail {old, text}: put a text where `old` stands; nothing happens if it is gone.
//   composer:fill              detail {text}: put a text in place of everything.
//   composer:open              show the composer, ready to write.
//
// Events that the form sends (they bubble to the document):
//
//   composer:changed           detail {text}: the text is another one now.
//   composer:answering         detail {number}: the reply goes to this post now; "" is the whole thread.
//   composer:opened            the composer was brought up; composer:closed: it was put away (its text stays).
import { insert, replace, fill } from "./writing/text.js";
import { dock } from "./writing/dock.js";
import { quoteFrom } from "./writing/quotes.js";
import { previewFor } from "./writing/preview.js";

// Without the bundle there are no tools: then no row waits for them.
if (!import.meta.url.includes("/built/")) document.documentElement.classList.add("has-no-tools");

for (const form of document.querySelectorAll("form[data-composer]")) start(form);

function start(form) {
  const field = form.elements.body;
  form.addEventListener("composer:insert", ({ detail }) => insert(field, detail.text, detail));
  form.addEventListener("composer:replace", ({ detail }) => replace(field, detail.old, detail.text));
  form.addEventListener("composer:fill", ({ detail }) => fill(field, detail.text));
  field.addEventListener("input", () => {
    form.dispatchEvent(new CustomEvent("composer:changed", { bubbles: true, detail: { text: field.value } }));
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    // By the same button as Enter in a field: there are two of this name.
    form.requestSubmit(form.querySelector("button[name=submit]"));
  });
  previewFor(form);
  const place = form.closest(".thread-page .reply-here");
  if (place) {
    dock(form, place);
    quoteFrom(document.querySelector(".thread-main"), form);
    form.addEventListener("focusin", () => addTools(form), { once: true });
  } else {
    addTools(form);
  }
}

// Toolbar, suggestions and rich paste come with packages of others, and only once somebody writes.
// Where they were not bundled, the text is still a text.
async function addTools(form) {
  const tools = await import("./tools.js").catch(() => null);
  tools?.addTo(form);
}
