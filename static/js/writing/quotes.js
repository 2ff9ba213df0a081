// Quote what is selected in a post, or all of it; several quotations from several posts, one after the other.
import { makeButton, send } from "./elements.js";
import { insert } from "./text.js";

export function quoteFrom(thread, form) {
  const text = form.elements.body;
  const offer = makeButton("Quote", () => quote(selectedPost()), "quote-selection");
  offer.hidden = true;
  document.body.append(offer);

  thread.addEventListener("click", (event) => {
    const link = event.target.closest("a.act-quote");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    quote(link.closest(".post"));
  });
  document.addEventListener("selectionchange", offerQuote);
  // Pressing the button must not undo the selection that it is about.
  offer.addEventListener("pointerdown", (event) => event.preventDefault());

  async function quote(post) {
    if (!post) return;
    const words = selectedIn(post);
    const address = post.querySelector(".act-quote").href;
    const quotation = words ? attributed(post, words) : await wholePost(address);
    if (quotation === null) return void (location.href = address);
    offer.hidden = true;
    getSelection().removeAllRanges();
    if (!form.elements.to.value && !text.value.trim()) send(form, "composer:answer", { post });
    send(form, "composer:open");
    insert(text, quotation.trim(), { block: true });
    text.scrollTop = text.scrollHeight;
  }

  function attributed(post, words) {
    const { handle, number } = post.dataset;
    return `[quote="${handle}, post:${number}, topic:${form.dataset.thread}"]\n${words}\n[/quote]`;
  }

  // The server knows the words as they were written; its page for quoting holds them.
  async function wholePost(address) {
    const answered = await fetch(`${address}&plain=1`).catch(() => null);
    if (!answered?.ok) return null;
    const page = new DOMParser().parseFromString(await answered.text(), "text/html");
    return page.querySelector("form[data-composer] textarea")?.value ?? null;
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
