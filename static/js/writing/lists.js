// Enter goes on with the list, and ends it in an item that is empty.
import { put } from "./text.js";

const ITEM = /^(\s*)(?:([-*+])|(\d{1,9})([.)])) (\[[ xX]\] )?/;

export function continueLists(form, field) {
  // On the form: whoever takes Enter at the field itself, such as a menu of suggestions, comes first.
  form.addEventListener("keydown", (event) => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey && !event.isComposing;
    if (event.target !== field || event.key !== "Enter" || !isPlain || event.defaultPrevented) return;
    const { value, selectionStart: at, selectionEnd } = field;
    const begin = value.lastIndexOf("\n", at - 1) + 1;
    const item = ITEM.exec(value.slice(begin, at));
    if (!item || at !== selectionEnd) return;
    event.preventDefault();
    const end = value.indexOf("\n", at) < 0 ? value.length : value.indexOf("\n", at);
    const isEmpty = value.slice(begin + item[0].length, end).trim() === "";
    if (isEmpty) put(field, begin, end, "");
    else put(field, at, at, `\n${next(item)}`);
  });
}

function next([, indent, bullet, number, sign, task]) {
  return `${indent}${bullet ?? Number(number) + 1 + sign} ${task ? "[ ] " : ""}`;
}
