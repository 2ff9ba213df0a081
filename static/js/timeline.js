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
  button.ariaLabel = "Timeline and people";
  document.querySelector(".thread-main").append(button);

  const stretchAt = (number) => stretches.findLast((each) => Number(each.dataset.number) <= number) ?? stretches[0];

  function show(number) {
    const stretch = stretchAt(number);
    output.textContent = `${stretch.querySelector(".timeline-date").textContent} · ${number} of ${last}`;
    return stretch;
  }

  function stand(number) {
    slider.value = number;
    const here = show(number);
    for (const each of stretches) {
      if (each === here) each.setAttribute("aria-current", "true");
      else each.removeAttribute("aria-current");
    }
    button.textContent = `${number} / ${last}`;
  }

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
