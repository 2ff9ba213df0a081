// Change a text so that Ctrl-Z takes it back, and tell whoever listens.

// Put a text at the cursor; block: on lines of its own.
export function insert(field, text, { block = false } = {}) {
  const { selectionStart: start, selectionEnd: end, value } = field;
  put(field, start, end, block ? gapBefore(value.slice(0, start)) + text + gapAfter(value.slice(end)) : text);
}

export function replace(field, old, text) {
  const start = field.value.indexOf(old);
  if (start >= 0) put(field, start, start + old.length, text);
}

export function fill(field, text) {
  put(field, 0, field.value.length, text);
}

export function put(field, start, end, text) {
  if (document.activeElement !== field || !typed(field, start, end, text)) {
    field.setRangeText(text, start, end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

// As if it had been typed: only so can a browser undo it.
function typed(field, start, end, text) {
  field.setSelectionRange(start, end);
  const before = field.value;
  const isDone = text ? document.execCommand("insertText", false, text) : document.execCommand("delete");
  return isDone && field.value !== before;
}

function gapBefore(text) {
  if (!text.trim() || text.endsWith("\n\n")) return "";
  return text.endsWith("\n") ? "\n" : "\n\n";
}

function gapAfter(text) {
  if (text.startsWith("\n\n")) return "";
  return text.startsWith("\n") ? "\n" : "\n\n";
}
