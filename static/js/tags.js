// Suggest the tags that begin with what is being typed, in fields that hold tags with commas between.
for (const input of document.querySelectorAll('input[name="tags"]')) suggestFor(input);

function suggestFor(input) {
  const list = document.createElement("ul");
  list.id = `${input.id}-suggestions`;
  list.role = "listbox";
  list.ariaLabel = "Tags that exist";
  list.hidden = true;
  const holder = document.createElement("div");
  holder.className = "suggestions";
  holder.append(list);
  input.after(holder);
  input.role = "combobox";
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.ariaExpanded = "false";
  let latest = 0;

  input.addEventListener("input", async () => {
    const number = ++latest;
    const names = await matching(typedWord());
    // A slow answer to fewer letters must not replace a newer one.
    if (number === latest) show(names);
  });
  input.addEventListener("blur", () => show([]));
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") move(event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Enter" && chosen()) take(chosen());
    else if (event.key === "Escape") show([]);
    else return;
    event.preventDefault();
  });

  const bounds = () => {
    const start = input.value.lastIndexOf(",", input.selectionStart - 1) + 1;
    const end = input.value.indexOf(",", input.selectionStart);
    return [start, end < 0 ? input.value.length : end];
  };
  const typedWord = () => input.value.slice(...bounds()).trim();
  const chosen = () => list.querySelector('[aria-selected="true"]');

  async function matching(word) {
    if (!word) return [];
    const answer = await fetch(`/tags/search?q=${encodeURIComponent(word)}`).catch(() => null);
    const taken = new Set(input.value.split(",").map((name) => name.trim().toLowerCase()));
    return answer?.ok ? (await answer.json()).filter(({ name }) => !taken.has(name)) : [];
  }

  function show(tags) {
    list.replaceChildren(...tags.map(optionFor));
    list.hidden = tags.length === 0;
    input.ariaExpanded = String(!list.hidden);
    input.removeAttribute("aria-activedescendant");
  }

  function optionFor({ name, count }, index) {
    const option = document.createElement("li");
    const threads = document.createElement("span");
    option.role = "option";
    option.id = `${list.id}-${index}`;
    option.dataset.name = name;
    threads.className = "fact";
    threads.textContent = count;
    option.append(name, threads);
    return option;
  }

  function move(step) {
    const options = [...list.children];
    const index = options.indexOf(chosen());
    const next = options[(index + step + options.length + (index < 0 && step < 0 ? 1 : 0)) % options.length];
    options.forEach((option) => option.setAttribute("aria-selected", String(option === next)));
    input.setAttribute("aria-activedescendant", next.id);
    next.scrollIntoView({ block: "nearest" });
  }

  function take(option) {
    const [start, end] = bounds();
    const before = input.value.slice(0, start) + (start ? " " : "");
    input.setRangeText(`${before}${option.dataset.name}, `, 0, end, "end");
    show([]);
  }
}
