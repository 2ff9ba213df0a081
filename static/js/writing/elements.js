// Make elements without writing HTML by hand.
export function make(name, facts = {}, ...inside) {
  const element = Object.assign(document.createElement(name), facts);
  element.append(...inside);
  return element;
}

export function makeButton(label, act, className = "quiet") {
  const button = make("button", { type: "button", className }, label);
  button.addEventListener("click", act);
  return button;
}

export function send(element, name, detail = {}) {
  element.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
}
