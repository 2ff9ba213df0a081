// A form is sent once, and a text that was not sent is not lost by leaving the page unasked.
const sent = new Set();

// Also those that stand elsewhere on the page and name the form.
const buttonsOf = (form) => [...form.elements].filter((element) => element.matches("button"));

function isUnsent(form) {
  const wasSentBack = form.parentElement.querySelector(".preview, .error-summary, .check-found") !== null;
  return [...form.querySelectorAll("textarea")].some(
    (field) => field.value.trim() && (wasSentBack || field.value !== field.defaultValue),
  );
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  sent.add(form);
  // Later: a disabled button would not be sent itself.
  setTimeout(() => buttonsOf(form).forEach((button) => (button.disabled = true)));
});

// The way back shows the page as it was left, with its buttons disabled.
addEventListener("pageshow", () => {
  for (const form of sent) buttonsOf(form).forEach((button) => (button.disabled = false));
  sent.clear();
});

addEventListener("beforeunload", (event) => {
  const forms = [...document.querySelectorAll("form:is([data-composer], [data-guarded])")];
  if (sent.size === 0 && forms.some(isUnsent)) event.preventDefault();
});
