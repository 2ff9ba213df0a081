// Send files at once when they are chosen, dropped or pasted, and put them into the text.
// Without this, "Attach" sends them with the form, which is shown again with them.
const AT_ONCE = 2;

// Answers about the file itself, which stay the same however often it is sent: too large, not taken.
const ANEW_IS_NO_USE = new Set([413, 422]);

const NO_WORDS = /<(style|script|title)\b[\s\S]*?<\/\1>|<!--[\s\S]*?-->|<[^>]*>|&nbsp;|\s/gi;

// An image that was copied in a page comes with the mark that showed it there, and no words.
const saysWords = (data) => Boolean(data.getData("text/plain").trim() || data.getData("text/html").replace(NO_WORDS, ""));

for (const place of document.querySelectorAll("[data-attach]")) start(place);

function start(place) {
  const form = place.closest("form");
  const text = form.elements.body;
  const list = place.querySelector(".attached");
  const input = place.querySelector("input[type=file]");
  const waiting = [];
  let underway = 0;

  place.querySelector("button[name=attach]").hidden = true;
  input.addEventListener("change", () => {
    sendAll(input.files);
    input.value = "";
  });
  form.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    form.classList.add("is-receiving");
  });
  form.addEventListener("dragleave", (event) => {
    if (!form.contains(event.relatedTarget)) form.classList.remove("is-receiving");
  });
  form.addEventListener("drop", (event) => {
    form.classList.remove("is-receiving");
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    sendAll(event.dataTransfer.files);
  });
  // Office programs put a picture of the words beside the words: then the words are meant.
  text.addEventListener("paste", (event) => {
    const { files } = event.clipboardData ?? {};
    if (!files?.length || saysWords(event.clipboardData)) return;
    event.preventDefault();
    sendAll(files);
  });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=remove]");
    if (!button) return;
    event.preventDefault();
    remove(button);
  });
  list.addEventListener("input", (event) => describe(event.target));
  list.addEventListener("keydown", (event) => {
    // Enter in a description must not post what is not finished.
    if (event.key === "Enter" && event.target.matches("input")) event.preventDefault();
  });
  // A post that goes before its files would go without them.
  form.addEventListener("submit", (event) => {
    if (!list.querySelector(".is-underway")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    list.querySelector("progress")?.closest("li").scrollIntoView({ block: "nearest" });
  }, { capture: true });

  function sendAll(files) {
    for (const file of files) waiting.push({ file, item: addItem(file) });
    next();
  }

  function next() {
    while (underway < AT_ONCE && waiting.length) send(waiting.shift());
  }

  function addItem(file) {
    const item = document.createElement("li");
    item.className = "attached-file is-underway";
    item.innerHTML = `<span class="attached-kind" aria-hidden="true"></span>
      <div class="attached-words"><p class="attached-name"></p><progress max="1" value="0"></progress>
      <p class="help" role="status">Waiting</p></div>`;
    item.querySelector(".attached-kind").textContent = file.name.split(".").pop().toUpperCase().slice(0, 5);
    item.querySelector(".attached-name").textContent = file.name;
    list.append(item);
    return item;
  }

  function send({ file, item }) {
    underway += 1;
    const progress = item.querySelector("progress");
    const status = item.querySelector(".help");
    const request = new XMLHttpRequest();
    const data = new FormData();
    data.append("csrf_token", form.elements.csrf_token.value);
    data.append("file", file, file.name);
    progress.setAttribute("aria-label", `Sending ${file.name}`);
    status.textContent = "Sending";
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      progress.value = loaded / total;
      if (loaded === total) {
        progress.removeAttribute("value");
        status.textContent = "Being looked at";
      }
    });
    request.addEventListener("loadend", () => {
      underway -= 1;
      const answer = read(request);
      item.settle = () => (answer.text ? keep(item, answer) : refuse(item, answer.error, ANEW_IS_NO_USE.has(request.status) ? null : file));
      settleInOrder();
      next();
    });
    request.open("POST", "/uploads");
    request.setRequestHeader("Accept", "application/json");
    request.send(data);
  }

  // The text names files in the order in which they were chosen, not in which they came through.
  function settleInOrder() {
    for (const item of list.querySelectorAll(".is-underway")) {
      if (!item.settle) return;
      item.classList.remove("is-underway");
      item.settle();
    }
  }

  function read(request) {
    try {
      return JSON.parse(request.responseText);
    } catch {
      if (request.status === 413) return { error: "This is too large to be sent." };
      return { error: "It could not be sent: the connection broke off, or you are signed out." };
    }
  }

  function keep(item, answer) {
    item.insertAdjacentHTML("afterend", answer.item);
    item.remove();
    tell("composer:insert", { text: answer.text, block: true }, (before) => {
      const gap = before && !before.endsWith("\n\n") ? "\n\n" : "";
      text.setRangeText(`${gap}${answer.text}\n\n`, text.selectionEnd, text.selectionEnd, "end");
    });
  }

  // Only what may be taken another time can be tried again: then there is a file.
  function refuse(item, sentence, file) {
    item.classList.add("is-refused");
    item.querySelector("progress").remove();
    const status = item.querySelector(".help");
    status.className = "errors";
    status.setAttribute("role", "alert");
    status.textContent = sentence;
    const acts = document.createElement("div");
    acts.className = "attached-acts";
    if (file) acts.append(button("Try again", () => tryAgain(item, file)));
    acts.append(button("Leave it out", () => item.remove()));
    item.append(acts);
  }

  function tryAgain(item, file) {
    const fresh = addItem(file);
    item.replaceWith(fresh);
    waiting.push({ file, item: fresh });
    next();
  }

  async function remove(button) {
    const item = button.closest(".attached-file");
    const id = button.value;
    const data = new FormData();
    data.append("csrf_token", form.elements.csrf_token.value);
    for (const mark of marks(text.value, id)) replaceMark(mark, "");
    const beside = item.nextElementSibling ?? item.previousElementSibling;
    item.remove();
    (beside?.querySelector("button[name=remove]") ?? input).focus();
    // A post may hold it: then it goes when the post is saved without it.
    await fetch(`/uploads/${id}/remove`, { method: "POST", body: data }).catch(() => null);
  }

  function describe(field) {
    const id = field.name?.startsWith("alt-") ? field.name.slice(4) : "";
    if (!id) return;
    const words = field.value.trim().replace(/\s+/g, " ").replace(/[\\[\]`*_<~:]/g, "\\$&");
    for (const mark of marks(text.value, id)) {
      if (mark.startsWith("!")) replaceMark(mark, `![${words}]${mark.slice(mark.lastIndexOf("](") + 1)}`);
    }
    const help = field.closest(".attached-file").querySelector(".is-missing");
    if (help && words) {
      help.classList.remove("is-missing");
      help.textContent = "Read to those who cannot see the image.";
    }
  }

  // A line that only held a file goes with it.
  function replaceMark(mark, words) {
    const line = `${mark}\n\n`;
    const old = !words && text.value.includes(line) ? line : mark;
    tell("composer:replace", { old, text: words }, () => {
      const at = text.value.indexOf(old);
      if (at >= 0) text.setRangeText(words, at, at + old.length, "preserve");
    });
  }

  // The composer puts texts in their place; where it is not there, it is done plainly.
  function tell(name, detail, otherwise) {
    const before = text.value;
    form.dispatchEvent(new CustomEvent(name, { detail }));
    if (text.value !== before) return;
    otherwise(before);
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function marks(words, id) {
  const form = new RegExp(`!?\\[(?:[^\\[\\]\\\\\\n]|\\\\.)*\\]\\((?:https?://[^\\s()/]+)?/uploads/${id}/[^\\s()]*\\)`, "g");
  return [...new Set(words.match(form) ?? [])];
}

function button(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "quiet";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}
