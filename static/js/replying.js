// Where a thread is closed or opened again while somebody writes in it: the form says so, and keeps the text.
document.addEventListener("folkmoot:head", ({ detail: page }) => {
  const place = document.querySelector(".thread-page .reply-here");
  const verdict = page.querySelector(".reply-verdict");
  if (!place || !verdict) return;
  const form = place.querySelector("form.composer");
  const present = place.querySelector(".reply-verdict");
  const mayReply = verdict.dataset.may === "yes";
  if (!form) return void (mayReply && !present && place.append(verdict));
  form.querySelector("button.primary[name=submit]").disabled = !mayReply;
  present?.remove();
  if (!mayReply) form.querySelector(".form-acts").before(verdict);
});
