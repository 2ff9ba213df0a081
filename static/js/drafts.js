// What one writes is kept while one types, so that no evening's work hangs on one page or one machine.
const PAUSE = 1500;
const AGAIN = 10_000;
for (const form of document.querySelectorAll("form[data-composer]")) if (form.elements.draft?.value) keep(form);

// What belongs to the draft and may change: the rest of the form stays as it came.
function wordsOf(form) {
  const fixed = new Set(["csrf_token", "draft", "sequence", "once", "revision"]);
  return JSON.stringify([...new FormData(form)].filter(([name, value]) => !fixed.has(name) && typeof value === "string"));
}

function keep(form) {
  const state = form.querySelector(".draft-state");
  const discard = form.querySelector(".draft-discard");
  let kept = wordsOf(form);
  let waiting;
  let isSaving = false;
  let isSent = false;
  let bar = null;

  form.addEventListener("input", saveSoon);
  form.addEventListener("composer:answering", saveSoon);
  form.addEventListener("submit", (event) => {
    clearTimeout(waiting);
    if (event.submitter?.name !== "keep") return void (isSent = true);
    event.preventDefault();
    save();
  });
  addEventListener("pageshow", () => (isSent = false));
  addEventListener("pagehide", saveAtOnce);
  addEventListener("online", saveAtOnce);
  document.addEventListener("visibilitychange", () => document.hidden && saveAtOnce());

  function saveSoon() {
    clearTimeout(waiting);
    waiting = setTimeout(save, PAUSE);
  }

  function saveAtOnce() {
    clearTimeout(waiting);
    if (!isSaving && !isSent && !bar && wordsOf(form) !== kept) save();
  }

  async function save() {
    clearTimeout(waiting);
    if (isSaving) return saveSoon();
    if (isSent || bar) return;
    const words = wordsOf(form);
    const values = new Map([...form.querySelectorAll("textarea")].map((field) => [field, field.value]));
    isSaving = true;
    const { status, answer } = await send();
    isSaving = false;
    form.toggleAttribute("data-unsaved", status === 0);
    if (isSent) return;
    if (status === 200 && answer) {
      kept = words;
      know(answer.sequence);
      // What is kept is not lost by leaving the page.
      for (const [field, value] of values) field.defaultValue = value;
      say(answer.sentence);
      if (wordsOf(form) !== kept) saveSoon();
    } else if (status === 409) {
      choose(answer);
    } else {
      say(answer?.sentence ?? "The draft could not be saved. Trying again soon.");
      if (!answer) waiting = setTimeout(save, AGAIN);
    }
  }

  async function send() {
    const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
    const isSmall = body.toString().length < 60_000; // browsers refuse more from a page that goes away
    try {
      const headers = { Accept: "application/json" };
      const response = await fetch("/drafts", { method: "POST", headers, body, keepalive: isSmall });
      const isOurs = response.headers.get("Content-Type")?.startsWith("application/json");
      return { status: response.status, answer: isOurs ? await response.json() : null };
    } catch {
      return { status: 0, answer: null };
    }
  }

  function know(sequence) {
    form.elements.sequence.value = sequence;
    if (!discard.dataset.stays) discard.hidden = !sequence;
  }

  function say(sentence) {
    state.textContent = sentence;
  }

  // Two pages hold different words for the same place: the writer says which ones stay.
  function choose({ sentence, sequence, theirs }) {
    bar = document.createElement("div");
    bar.className = "conflict draft-conflict";
    bar.role = "alert";
    const words = document.createElement("p");
    words.textContent = theirs ? "This draft was changed elsewhere. There it says:" : sentence;
    bar.append(words);
    if (theirs) bar.append(quoted(theirs));
    const acts = document.createElement("div");
    acts.className = "form-acts";
    acts.append(button("Keep mine", () => settle(sequence)));
    if (theirs) acts.append(button("Take the other", () => take(theirs, sequence)));
    bar.append(acts);
    form.querySelector(".form-acts").before(bar);
    say("");
  }

  function settle(sequence) {
    bar.remove();
    bar = null;
    know(sequence);
    save();
  }

  function take(theirs, sequence) {
    const isSamePlace = ["category", "to"].every((name) => (theirs[name] ?? "") === (form.elements[name]?.value ?? ""));
    const hasAnswers = Object.keys(theirs).some((name) => name.startsWith("answer-"));
    for (const field of form.querySelectorAll("textarea")) field.defaultValue = field.value;
    // Another category has another form, and another answered post another line: the page knows both.
    if (!isSamePlace || hasAnswers) return location.reload();
    for (const name of ["title", "tags", "body", "revision"]) {
      if (form.elements[name]) form.elements[name].value = theirs[name] ?? "";
    }
    bar.remove();
    bar = null;
    know(sequence);
    kept = wordsOf(form);
    form.elements.body.defaultValue = form.elements.body.value;
    form.elements.body.dispatchEvent(new Event("input", { bubbles: true }));
    say("This is the other draft now.");
    form.elements.body.focus();
  }
}

function quoted(theirs) {
  const quote = document.createElement("blockquote");
  const text = [theirs.title, theirs.body].filter(Boolean).join("\n");
  quote.textContent = text.length > 400 ? `${text.slice(0, 400)}…` : text;
  return quote;
}

function button(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}
