// Sending while the forum cannot be reached would put the browser's own page in place of the text.
import { say } from "./say.js";

const reached = new WeakSet();

addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  if (!form.matches("[data-composer], [data-guarded]") || submitter?.name === "keep") return;
  if (reached.delete(form) || !isDoubtful(form)) return;
  // Before all others, which would take the form for sent.
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!(await answers())) return say("The forum cannot be reached. Your text stays here: send it again later.");
  reached.add(form);
  form.requestSubmit(submitter);
}, { capture: true });

// Asked only where something points to it: that the browser knows, or that a draft could not be saved.
function isDoubtful(form) {
  return !navigator.onLine || "unsaved" in form.dataset;
}

async function answers() {
  const asked = fetch("/login", { method: "HEAD", redirect: "manual", cache: "no-store" });
  return asked.then(() => true, () => false);
}
