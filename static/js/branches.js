// Branches of the tree stay folded as they were left, and all of them fold at once.
const tree = document.querySelector(".thread-main > .posts-tree[data-thread]");
if (tree) start();

function start() {
  const KEY = `folkmoot-folded-${tree.dataset.thread}`;
  const folded = new Set(JSON.parse(sessionStorage.getItem(KEY) ?? "[]"));
  const all = document.querySelector(".fold-all");
  const branches = () => [...tree.querySelectorAll("details.replies")];
  const sought = () => tree.querySelector(".post:target, .post[autofocus]");

  function apply() {
    const post = sought();
    for (const branch of branches()) {
      if (folded.has(branch.dataset.below) && !(post && branch.contains(post))) branch.open = false;
    }
  }

  function name() {
    const isOpen = branches().some((branch) => branch.open);
    if (all) all.textContent = isOpen ? "Collapse all" : "Expand all";
  }

  tree.addEventListener(
    "toggle",
    ({ target }) => {
      if (!target.matches("details.replies")) return;
      if (target.open) folded.delete(target.dataset.below);
      else folded.add(target.dataset.below);
      sessionStorage.setItem(KEY, JSON.stringify([...folded]));
      name();
    },
    true,
  );

  all?.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const isOpen = branches().some((branch) => branch.open);
    for (const branch of branches()) branch.open = !isOpen;
  });

  document.addEventListener("folkmoot:posts", apply);
  apply();
  name();
}
