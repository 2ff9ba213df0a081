// Tools for a text: loaded once somebody writes.
export function addTo(form) {
  form.classList.add("has-tools");
}
