// Ask for a day, a time and a zone, and write them down so that everybody reads them in their own zone.
import { make, makeButton } from "./elements.js";
import { insert } from "./text.js";

export function askForDate(field) {
  const { selectionStart, selectionEnd } = field;
  const day = make("input", { type: "date", required: true, id: "date-day" });
  const time = make("input", { type: "time", id: "date-time" });
  const zone = make("select", { id: "date-zone" });
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const names = new Set([here, "UTC", ...Intl.supportedValuesOf("timeZone")]);
  for (const name of names) zone.append(new Option(name.replaceAll("_", " "), name, name === here));
  const dialog = make("dialog", { className: "date-dialog" });
  dialog.setAttribute("aria-labelledby", "date-title");
  const acts = make("div", { className: "form-acts" });
  acts.append(make("button", { className: "primary" }, "Add"), makeButton("Cancel", () => dialog.close()));
  const form = make("form", { method: "dialog" });
  form.append(labelled("Day", day), labelled("Time, if it matters", time), labelled("On the clocks of", zone), acts);
  dialog.append(make("h2", { id: "date-title" }, "Date and time"), form);
  form.addEventListener("submit", () => (dialog.returnValue = "add"));
  dialog.addEventListener("close", () => {
    dialog.remove();
    field.focus();
    field.setSelectionRange(selectionStart, selectionEnd);
    if (dialog.returnValue === "add" && day.value) insert(field, written(day.value, time.value, zone.value));
  });
  document.body.append(dialog);
  dialog.showModal();
}

function written(day, time, zone) {
  return time ? `[date=${day} time=${time} timezone="${zone}"]` : `[date=${day}]`;
}

function labelled(words, input) {
  const field = make("div", { className: "field" });
  field.append(make("label", { htmlFor: input.id }, words), input);
  return field;
}
