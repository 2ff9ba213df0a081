// Answer and quote posts in the composer at the foot of the thread page, without leaving it.
const place = document.querySelector(".thread-page .reply-here");
const form = place?.querySelector("form[data-composer]");
if (form) start();

function start() {
  const text = form.elements.body;
  const close = addButton(form.querySelector(".form-acts"), "Close", putAway);
  const offer = addButton(document.body, "Quote", quoteSelection);
  offer.classList.add("quote-selection");
  close.hidden = offer.hidden = true;

  document.querySelector(".thread-main").addEventListener("click", (event) => {
    const link = event.target.closest("a.act-reply, a.act-quote");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const post = link.closest(".post");
    if (link.matches(".act-reply")) answer(post);
    else quote(post, selectedIn(post), link.href);
  });
  document.querySelector('.thread-bar a[href="#reply"]')?.addEventListener("click", (event) => {
    event.preventDefault();
    show();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") putAway();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit(form.elements.submit);
  });
  document.addEventListener("selectionchange", offerQuote);
  // Pressing the button must not undo the selection that it is about.
  offer.addEventListener("pointerdown", (event) => event.preventDefault());

  function show() {
    const isWide = matchMedia("(min-width: 60rem) and (min-height: 36rem)").matches;
    place.classList.toggle("is-docked", isWide);
    close.hidden = !isWide;
    if (!isWide) place.scrollIntoView({ block: "start" });
    text.focus({ preventScroll: true });
  }

  function putAway() {
    place.classList.remove("is-docked");
    close.hidden = true;
    document.querySelector(`#post-${form.elements.to.value} .act-reply`)?.focus({ preventScroll: true });
  }

  function answer(post) {
    const { number } = post.dataset;
    const link = document.createElement("a");
    link.href = `#post-${number}`;
    link.textContent = `${post.querySelector(".post-author a").textContent} #${number}`;
    const line = form.querySelector(".answering");
    line.replaceChildren("In reply to ", link);
    addButton(line, "Answer the whole thread instead", () => {
      form.elements.to.value = "";
      line.replaceChildren();
      text.focus({ preventScroll: true });
    });
    form.elements.to.value = number;
    show();
  }

  async function quote(post, words, address) {
    const quotation = words ? attributed(post, words) : await wholePost(address);
    if (quotation === null) return void (location.href = address);
    offer.hidden = true;
    getSelection().removeAllRanges();
    if (!form.elements.to.value) answer(post);
    else show();
    const gap = text.value && !text.value.endsWith("\n\n") ? "\n\n" : "";
    text.setRangeText(gap + quotation, text.selectionEnd, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.scrollTop = text.scrollHeight;
  }

  function attributed(post, words) {
    const { handle, number } = post.dataset;
    return `[quote="${handle}, post:${number}, topic:${form.dataset.thread}"]\n${words}\n[/quote]\n\n`;
  }

  // The server knows the words as they were written; its page for quoting holds them.
  async function wholePost(address) {
    const answered = await fetch(`${address}&plain=1`).catch(() => null);
    if (!answered?.ok) return null;
    const page = new DOMParser().parseFromString(await answered.text(), "text/html");
    return page.querySelector("form[data-composer] textarea")?.value ?? null;
  }

  function selectedIn(post) {
    const selection = getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return "";
    const body = post.querySelector(".post-body");
    const isInside = body?.contains(selection.anchorNode) && body.contains(selection.focusNode);
    return isInside ? selection.toString().trim() : "";
  }

  function selectedPost() {
    const node = getSelection().anchorNode;
    return (node instanceof Element ? node : node?.parentElement)?.closest(".post");
  }

  function offerQuote() {
    const post = selectedPost();
    offer.hidden = !post?.querySelector(".act-quote") || !selectedIn(post);
    if (offer.hidden) return;
    const box = getSelection().getRangeAt(0).getBoundingClientRect();
    const left = Math.min(box.left, document.documentElement.clientWidth - offer.offsetWidth - 8);
    offer.style.left = `${Math.max(8, left) + scrollX}px`;
    offer.style.top = `${box.bottom + scrollY + 6}px`;
  }

  function quoteSelection() {
    const post = selectedPost();
    if (post) quote(post, selectedIn(post), post.querySelector(".act-quote").href);
  }
}

function addButton(parent, label, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet";
  button.textContent = label;
  button.addEventListener("click", act);
  parent.append(button);
  return button;
}
