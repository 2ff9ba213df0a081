// Where one is in the thread: a slider over all posts, the stretch at hand, and a button on narrow pages.
const side = document.getElementById("thread-side");
const stream = document.querySelector(".thread-main > .posts[data-page]");
const slider = side?.querySelector(".timeline-place input");
if (stream && slider) start();

function start() {
  const form = slider.form;
  const output = form.querySelector("output");
  const stretches = [...side.querySelectorAll(".timeline a[data-number]")];
  const last = Number(slider.max);
  const button = document.createElement("button");
  button.className = "reading-place";
  button.type = "button";
  button.setAttribute("popovertarget", side.id);
  document.querySelector(".thread-main").append(button);

  const stretchAt = (number) => stretches.findLast((each) => Number(each.dataset.number) <= number) ?? stretches[0];

  function show(number) {
    output.textContent = `${stretchAt(number).querySelector(".timeline-date").textContent} · #${number}`;
  }

  function stand(number) {
    slider.value = number;
    output.textContent = `${number} of ${last}`;
    const here = stretchAt(number);
    for (const each of stretches) {
      if (each === here) each.setAttribute("aria-current", "true");
      else each.removeAttribute("aria-current");
    }
    button.textContent = `${number} / ${last}`;
    button.ariaLabel = `${number} / ${last}: timeline and people`;
  }

  // It must not cover the foot of the page.
  const below = new Set();
  const foot = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) below[isIntersecting ? "add" : "delete"](target);
    button.hidden = below.size > 0;
  });
  for (const each of document.querySelectorAll(".reply-here, .suggested, .site-footer")) foot.observe(each);

  slider.addEventListener("input", () => show(Number(slider.value)));
  slider.addEventListener("change", () => {
    const link = document.createElement("a");
    link.href = `${stream.dataset.address}/${slider.value}#post-${slider.value}`;
    link.hidden = true;
    document.body.append(link);
    link.click();
    link.remove();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("folkmoot:place", ({ detail }) => stand(detail.number));
  stand(Number(stream.querySelector(".post[id]")?.dataset.number ?? 1));
}
