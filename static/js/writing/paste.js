// What is pasted from other programs becomes Markdown; an address pasted over words becomes their link.
import TurndownService from "turndown";
import { put } from "./text.js";

const LARGEST = 1_000_000;
const ADDRESS = /^https?:\/\/\S+$/;

export function pasteAsMarkdown(field) {
  let asPlainText = false;
  field.addEventListener("keydown", ({ key, shiftKey }) => {
    asPlainText = shiftKey && key.toLowerCase() === "v";
  });
  field.addEventListener("paste", (event) => {
    const { clipboardData: data } = event;
    const isFile = data?.files.length && !/text\/(plain|html)/.test(data.types.join());
    if (!data || isFile || asPlainText || event.defaultPrevented) return;
    const text = data.getData("text/plain");
    const words = field.value.slice(field.selectionStart, field.selectionEnd);
    const isLink = ADDRESS.test(text.trim()) && words.trim() && !words.includes("\n") && !ADDRESS.test(words.trim());
    const markdown = isLink ? `[${words}](${text.trim()})` : markdownOf(data.getData("text/html"), text);
    if (markdown === null) return;
    event.preventDefault();
    put(field, field.selectionStart, field.selectionEnd, markdown);
  });
}

// Nothing where the HTML says no more than the plain text does.
export function markdownOf(html, text) {
  if (!html || html.length > LARGEST) return null;
  const page = new DOMParser().parseFromString(withoutStyles(html), "text/html");
  tidy(page.body);
  if (!page.body.querySelector(MEANINGFUL)) return null;
  const markdown = converter().turndown(page.body).replace(/\u00a0/g, " ").replace(/[ \t]+$/gm, "").trim();
  return markdown && markdown !== text.trim() ? markdown : null;
}

const MEANINGFUL = "a[href],b,strong,i,em,del,s,code,pre,h1,h2,h3,h4,h5,h6,ul,ol,table,blockquote,img,hr,sup,sub";

// Styles are read as words only: a page of ours applies none, and says so for each that it comes across.
function withoutStyles(html) {
  return html.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, " data-look="));
}

const look = (element, name) => new RegExp(`(?:^|[;\\s])${name}\\s*:\\s*([^;]+)`, "i").exec(element.dataset.look)?.[1].trim() ?? "";

// Word processors write their looks into styles; browsers carry whole pages along.
function tidy(body) {
  for (const element of body.querySelectorAll("script,style,meta,link,title,template,noscript,svg,button,input,select")) {
    element.remove();
  }
  for (const element of [...body.querySelectorAll("[data-look]")]) {
    const weight = look(element, "font-weight");
    if (element.matches("b, strong") && /^(normal|400)$/.test(weight)) unwrap(element);
    else if (element.matches("span")) {
      if (weight === "bold" || Number(weight) >= 600) wrapInside(element, "strong");
      if (look(element, "font-style") === "italic") wrapInside(element, "em");
      if (/line-through/.test(look(element, "text-decoration(?:-line)?"))) wrapInside(element, "del");
    }
  }
  for (const item of body.querySelectorAll('p[class*="MsoListParagraph"]')) asListItem(item);
}

function unwrap(element) {
  element.replaceWith(...element.childNodes);
}

function wrapInside(element, name) {
  if (!element.textContent.trim()) return;
  const wrapper = element.ownerDocument.createElement(name);
  wrapper.append(...element.childNodes);
  element.append(wrapper);
}

// Word's lists are paragraphs that begin with a drawn sign.
function asListItem(paragraph) {
  const words = paragraph.textContent.trim();
  const isNumbered = /^\d+[.)]/.test(words);
  for (const sign of paragraph.querySelectorAll('[data-look*="mso-list:"]')) sign.remove();
  const { previousElementSibling: before, ownerDocument } = paragraph;
  const name = isNumbered ? "OL" : "UL";
  const item = ownerDocument.createElement("li");
  item.append(...paragraph.childNodes);
  item.firstChild && (item.firstChild.textContent = item.firstChild.textContent.replace(/^\s*(?:[·•o§-]|\d+[.)])\s+/, ""));
  const list = before?.tagName === name ? before : ownerDocument.createElement(name);
  list.append(item);
  if (list === before) paragraph.remove();
  else paragraph.replaceWith(list);
}

let kept;

function converter() {
  if (kept) return kept;
  kept = new TurndownService({
    headingStyle: "atx",
    bulletListMarker: "-",
    codeBlockStyle: "fenced",
    emDelimiter: "_",
    hr: "---",
    br: "\\",
  });
  kept.addRule("struck", { filter: ["del", "s"], replacement: (words) => (words.trim() ? `~~${words}~~` : words) });
  kept.addRule("small", { filter: ["sup", "sub"], replacement: (words, { tagName }) => paired(words, tagName) });
  kept.addRule("named", {
    filter: (node) => node.matches("a.mention, a.place, a.footnote-ref, a.footnote-backref"),
    replacement: (_, node) => (node.className.startsWith("footnote") ? "" : node.textContent),
  });
  kept.addRule("task", { filter: (node) => node.matches("span.task-box"), replacement: (words) => (words === "☐" ? "[ ]" : "[x]") });
  kept.addRule("image", { filter: "img", replacement: (_, node) => imageOf(node) });
  kept.addRule("item", { filter: "li", replacement: itemOf });
  kept.addRule("table", { filter: "table", replacement: tableOf });
  return kept;
}

function paired(words, tagName) {
  const name = tagName.toLowerCase();
  return words.trim() ? `<${name}>${words}</${name}>` : words;
}

// Images of other places are not shown here: their words and address stay.
function imageOf(image) {
  const address = image.getAttribute("src") ?? "";
  const words = (image.getAttribute("alt") ?? "").replace(/\s+/g, " ").trim();
  if (address.startsWith("/uploads/")) return `![${words}](${address})`;
  return ADDRESS.test(address) ? `[${words || "image"}](${address})` : words;
}

function itemOf(words, item) {
  const list = item.parentNode;
  const start = Number(list.getAttribute?.("start") || 1);
  const mark = list.nodeName === "OL" ? `${start + [...list.children].indexOf(item)}. ` : "- ";
  const inside = words.trim().replace(/\n{2,}(?=\s*(?:-|\d+\.) )/g, "\n").replace(/\n(?=[^\n])/g, `\n${" ".repeat(mark.length)}`);
  return `${mark}${inside}${item.nextElementSibling ? "\n" : ""}`;
}

function tableOf(words, table) {
  const rows = [...table.rows].map((row) => [...row.cells].map(cellOf)).filter((cells) => cells.some(Boolean));
  const width = Math.max(0, ...rows.map((cells) => cells.length));
  // Tables of one column, or with tables in them, only arrange what they hold.
  if (width < 2 || table.querySelector("table")) return `\n\n${words.trim()}\n\n`;
  const line = (cells) => `| ${Array.from({ length: width }, (_, i) => cells[i] ?? "").join(" | ")} |`;
  const [head, ...rest] = rows;
  return `\n\n${[line(head), line(Array(width).fill("---")), ...rest.map(line)].join("\n")}\n\n`;
}

function cellOf(cell) {
  return converter().turndown(cell.innerHTML).replace(/\\?\s*\n\s*/g, " ").replace(/(?<!\\)\|/g, "\\|").trim();
}
