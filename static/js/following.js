// How a thread, a category or a tag is followed changes in place, without losing what one reads.
import { say } from "./say.js";

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!event.submitter || !form.matches(".following form")) return;
  event.preventDefault();
  const menu = form.closest(".following");
  const body = new FormData(form, event.submitter);
  const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
  const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page && page.querySelector(".following");
  // Whatever went wrong, the plain way tells it.
  if (!fresh) {
    form.append(hidden(event.submitter));
    return form.submit();
  }
  menu.replaceWith(fresh);
  fresh.querySelector("summary").focus({ preventScroll: true });
  say(page.querySelector("#content > .notice")?.textContent ?? "");
});

function hidden({ name, value }) {
  return Object.assign(document.createElement("input"), { type: "hidden", name, value });
}
