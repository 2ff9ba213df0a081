// Tools for a text, loaded once somebody writes: buttons and keys for Markdown, suggestions, pasting of rich text.
import { addToolbar } from "./writing/toolbar.js";
import { addSuggestions } from "./writing/suggestions.js";
import { continueLists } from "./writing/lists.js";
import { pasteAsMarkdown } from "./writing/paste.js";

export function addTo(form) {
  if (form.classList.contains("has-tools")) return;
  form.classList.add("has-tools");
  const field = form.elements.body;
  addToolbar(form, field);
  addSuggestions(form, field);
  continueLists(form, field);
  pasteAsMarkdown(field);
}
