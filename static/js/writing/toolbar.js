// Buttons and keys that write Markdown. GitHub's toolbar knows the simple marks; blocks of several lines are ours.
import "@github/markdown-toolbar-element";
import { askForDate } from "./dates.js";
import { make } from "./elements.js";
import { insert, put } from "./text.js";
import { ICONS } from "./icons.js";

// [name, words, key as written, test of the key]; marks of GitHub's toolbar go by their names there.
const control = (code) => (event) => event.code === code && !event.shiftKey;
const shifted = (code) => (event) => event.code === code && event.shiftKey;
const TOOLS = [
  ["bold", "Bold", "Ctrl B", control("KeyB")],
  ["italic", "Italic", "Ctrl I", control("KeyI")],
  ["strikethrough", "Struck through"],
  ["header-3", "Heading"],
  ["link", "Link", "Ctrl K", control("KeyK")],
  ["quote", "Quotation", "Ctrl Shift 9", shifted("Digit9")],
  ["code", "Code", "Ctrl E", control("KeyE")],
  ["unordered-list", "List", "Ctrl Shift 8", shifted("Digit8")],
  ["ordered-list", "Numbered list", "Ctrl Shift 7", shifted("Digit7")],
  ["task-list", "Task list", "Ctrl Shift L", shifted("KeyL")],
  ["our-table", "Table"],
  ["our-details", "Folded part"],
  ["our-footnote", "Footnote"],
  ["our-date", "Date and time, shown to everybody in their own zone"],
];
const OF_LINES = new Set(["header-3", "quote", "task-list"]);
const OURS = { "our-table": addTable, "our-details": addDetails, "our-footnote": addFootnote, "our-date": askForDate };

export function addToolbar(form, field) {
  const bar = document.createElement("markdown-toolbar");
  bar.setAttribute("for", field.id);
  bar.ariaLabel = "Marks for the text";
  for (const tool of TOOLS) bar.append(buttonFor(tool, field));
  const help = make("a", { className: "tool", href: "/writing", target: "_blank", title: "How to write here" });
  help.innerHTML = ICONS.help;
  help.ariaLabel = "How to write here (in a new tab)";
  form.querySelector(".composer-tools").prepend(bar, help);
  field.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const tool = TOOLS.find(([, , , fits]) => fits?.(event));
    if (!tool) return;
    event.preventDefault();
    bar.querySelector(`[data-md-button="${tool[0]}"]`).click();
  });
}

function buttonFor([name, words, key], field) {
  const button = make("button", { type: "button", className: "tool", title: key ? `${words} (${key})` : words });
  button.dataset.mdButton = name;
  button.ariaLabel = words;
  button.innerHTML = ICONS[name];
  if (key) button.setAttribute("aria-keyshortcuts", key.replace("Ctrl", "Control").replaceAll(" ", "+"));
  if (OF_LINES.has(name)) button.addEventListener("click", () => selectLine(field));
  if (OURS[name]) button.addEventListener("click", () => OURS[name](field));
  return button;
}

// GitHub's toolbar would take the word at the cursor.
function selectLine(field) {
  const { value, selectionStart: at, selectionEnd } = field;
  if (at !== selectionEnd) return;
  const end = value.indexOf("\n", at);
  field.setSelectionRange(value.lastIndexOf("\n", at - 1) + 1, end < 0 ? value.length : end);
}

const selected = (field) => field.value.slice(field.selectionStart, field.selectionEnd);

// Put a block at the cursor and select some words in it, ready to be written over.
function addBlock(field, text, words) {
  field.focus();
  insert(field, text, { block: true });
  const at = field.value.lastIndexOf(text, field.selectionEnd) + text.indexOf(words);
  field.setSelectionRange(at, at + words.length);
}

function addTable(field) {
  const rows = selected(field).trim().split("\n").filter(Boolean).map((line) => line.split(/\t|;/));
  const given = rows.length > 1 ? rows : [["First", "Second"], ["", ""], ["", ""]];
  const width = Math.max(...given.map((row) => row.length));
  const line = (cells) => `| ${Array.from({ length: width }, (_, i) => (cells[i] ?? "").trim()).join(" | ")} |`;
  const [head, ...rest] = given;
  addBlock(field, [line(head), line(Array(width).fill("---")), ...rest.map(line)].join("\n"), head[0].trim() || "|");
}

function addDetails(field) {
  const inside = selected(field).trim() || "What is folded away";
  addBlock(field, `[details="Summary"]\n${inside}\n[/details]`, "Summary");
}

function addFootnote(field) {
  const used = [...field.value.matchAll(/\[\^(\d+)\]/g)].map(([, number]) => Number(number));
  const number = Math.max(0, ...used) + 1;
  field.focus();
  put(field, field.selectionEnd, field.selectionEnd, `[^${number}]`);
  const end = field.value.length;
  const gap = field.value.trimEnd().split("\n").at(-1).startsWith("[^") ? "\n" : "\n\n";
  put(field, field.value.trimEnd().length, end, `${gap}[^${number}]: `);
  field.setSelectionRange(field.value.length, field.value.length);
}
