// Under a post: the replies to it, in place; and its address, ready to be copied.
const main = document.querySelector(".thread-page main");
main?.addEventListener("click", (event) => {
  const link = event.target.closest("a.act-replies, a.act-share");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (link.matches(".act-replies")) toggleReplies(link);
  else share(link);
});

async function toggleReplies(link) {
  const post = link.closest(".post");
  const shown = post.querySelector(":scope .replies-in-place");
  link.ariaExpanded = String(!shown);
  if (shown) return void shown.remove();
  const replies = await fetchReplies(link.href);
  if (!replies) return void (location.href = link.href);
  if (post.querySelector(":scope .replies-in-place")) return;
  const box = document.createElement("div");
  box.className = "replies-in-place";
  box.append(...replies);
  post.querySelector(".post-main").append(box);
}

// They stand elsewhere in the thread with their ids and acts: here they are only read.
async function fetchReplies(address) {
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const replies = [...page.querySelectorAll(".replies-alone > .post")];
  for (const reply of replies) {
    reply.querySelector(".post-acts")?.remove();
    reply.querySelector(".in-reply-to")?.remove();
    reply.setAttribute("aria-label", reply.querySelector(".post-author").textContent.trim());
    reply.removeAttribute("aria-labelledby");
    for (const each of [reply, ...reply.querySelectorAll("[id]")]) each.removeAttribute("id");
  }
  return replies.length ? replies : null;
}

function share(link) {
  const { number } = link.closest(".post").dataset;
  const { thread } = link.closest("[data-thread]").dataset;
  link.closest("details.menu").open = false;
  const dialog = document.createElement("dialog");
  dialog.className = "share-dialog";
  dialog.setAttribute("aria-labelledby", "share-title");
  dialog.innerHTML =
    '<h2 id="share-title">Share this post</h2>' +
    '<p class="help">It opens for those who may read it, and tells others nothing: not even the title.</p>' +
    '<div class="field"><label for="share-address">Address</label><input id="share-address" readonly></div>' +
    '<form class="form-acts" method="dialog"><button class="primary" type="button">Copy</button><button class="quiet">Close</button></form>';
  const field = dialog.querySelector("input");
  const copy = dialog.querySelector("button.primary");
  field.value = `${location.origin}/t/${thread}/${number}`;
  copy.addEventListener("click", async () => {
    field.select();
    // Without a secure connection there is no clipboard to write to but the old way.
    const isCopied = await navigator.clipboard?.writeText(field.value).then(() => true, () => false);
    copy.textContent = (isCopied ?? document.execCommand("copy")) ? "Copied" : "Press Ctrl-C to copy";
  });
  dialog.addEventListener("close", () => (dialog.remove(), link.closest("details.menu").querySelector("summary").focus()));
  document.body.append(dialog);
  dialog.showModal();
  field.select();
}
