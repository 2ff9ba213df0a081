// A thread is read on by scrolling: the next and the earlier page come in place, the address names the
// post in view, and what was really in view is noted as read.
document.cookie = "folkmoot_scripts=1; path=/; max-age=31536000; samesite=lax";

const stream = document.querySelector(".thread-main > .posts[data-page]");
if (stream) start();

function start() {
  const AHEAD = 1200; // pixels below or above the window at which a page is asked for
  const REST = 5; // pages that come by themselves before the foot of the page has its turn
  const { thread, address, view, by } = stream.dataset;
  const main = stream.parentElement;
  const foot = main.querySelector(".reply-here");
  const header = document.querySelector(".site-header").offsetHeight;
  const posts = () => [...stream.querySelectorAll(".post[id]")];
  const nav = (where) => main.querySelector(`:scope > .pages-${where}`);
  const link = (where) => nav(where)?.querySelector(where === "after" ? "[rel=next]" : "[rel=prev]");
  const numberOf = (post) => Number(post.dataset.number);
  let isBusy = false;
  let cameByThemselves = 0;
  let current = null;

  mark(stream, stream.dataset.page);
  restore();

  // Pages that come in place

  async function load(where) {
    const from = link(where);
    if (isBusy || !from) return false;
    isBusy = true;
    stream.ariaBusy = "true";
    const part = await fetchPart(from.href);
    if (part) put(part, where);
    stream.ariaBusy = null;
    // A page that does not come can still be opened by its link; it is not asked for again and again.
    setTimeout(() => (isBusy = false), part ? 0 : 20_000);
    return Boolean(part);
  }

  async function fetchPart(href) {
    const url = new URL(href);
    url.searchParams.set("part", "posts");
    const answer = await fetch(url, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!answer?.ok) return null;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector(`.posts[data-thread="${thread}"]`) ? page : null;
  }

  function put(page, where) {
    const fresh = page.querySelector(".posts");
    mark(fresh, fresh.dataset.page);
    for (const post of fresh.querySelectorAll(".post[id]")) if (document.getElementById(post.id)) post.remove();
    if (document.getElementById("new-posts")) fresh.querySelector("#new-posts")?.remove();
    const change = () => {
      if (where === "after") stream.append(...fresh.childNodes);
      else stream.prepend(...fresh.childNodes);
      replace(nav(where), page.querySelector(`.pages-${where}`));
      if (where === "after" && !link("after")) putEnd(page);
    };
    if (where === "after") change();
    else keepInPlace(change);
    document.dispatchEvent(new CustomEvent("folkmoot:posts"));
  }

  function putEnd(page) {
    nav("after")?.before(...page.querySelectorAll(".thread-history, .all-read"));
    const suggested = page.querySelector(".suggested");
    if (suggested && !main.querySelector(".suggested")) main.append(suggested);
    stream.dataset.isEnd = "";
  }

  function replace(old, fresh) {
    if (fresh) old.replaceWith(fresh);
    else old.remove();
  }

  // What one reads stays where it is, also in browsers that do not see to that themselves.
  function keepInPlace(change) {
    const anchor = postInView();
    const top = anchor?.getBoundingClientRect().top;
    change();
    if (anchor) scrollBy({ top: anchor.getBoundingClientRect().top - top, behavior: "instant" });
  }

  function mark(box, page) {
    for (const post of box.querySelectorAll(".post[id]")) {
      post.tabIndex = -1;
      post.dataset.page = page;
    }
  }

  main.addEventListener("click", async (event) => {
    const pressed = event.target.closest(".pages [rel=next], .pages [rel=prev]");
    if (!pressed || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const where = pressed.rel === "next" ? "after" : "before";
    const edge = where === "after" ? posts().at(-1) : posts()[0];
    cameByThemselves = 0;
    isBusy = false;
    if (!(await load(where))) return void (location.href = pressed.href);
    const all = posts();
    all[all.indexOf(edge) + (where === "after" ? 1 : -1)]?.focus({ preventScroll: where === "after" });
  });

  function isFootInView() {
    if (!foot || foot.classList.contains("is-docked")) return false;
    return foot.getBoundingClientRect().top < innerHeight - 40;
  }

  // Who jumps to the foot of the page wants the foot; who scrolls down to it wants to read on.
  function loadWhatIsNear(moved) {
    const after = link("after") && nav("after").getBoundingClientRect().top;
    const wantsFoot = isFootInView() && !(moved > 0 && moved < innerHeight);
    if (after && after < innerHeight + AHEAD && !wantsFoot && cameByThemselves < REST) {
      cameByThemselves += isBusy ? 0 : 1;
      load("after");
    } else if (moved < 0 && link("before") && nav("before").getBoundingClientRect().bottom > -AHEAD) {
      load("before");
    }
  }

  // The address, and the way back

  function postInView() {
    const line = header + 0.2 * (innerHeight - header);
    return posts().find((post) => post.getBoundingClientRect().bottom > line) ?? posts().at(-1) ?? null;
  }

  function placeOf(post) {
    return { number: numberOf(post), offset: Math.round(post.getBoundingClientRect().top) };
  }

  function addressOf(post) {
    if (by) return `${address}?by=${encodeURIComponent(by)}&page=${post.dataset.page}`;
    return `${address}/${post.dataset.number}`;
  }

  function nameWhatIsInView() {
    const post = postInView();
    if (!post || hasNotMoved()) return;
    history.scrollRestoration = "manual";
    history.replaceState(placeOf(post), "", addressOf(post));
    tell(post);
  }

  // A short last page cannot bring its last posts to the top: the one that was asked for keeps its name.
  function hasNotMoved() {
    const post = history.state?.number && document.getElementById(`post-${history.state.number}`);
    return Boolean(post) && Math.abs(post.getBoundingClientRect().top - history.state.offset) < 8;
  }

  function tell(post) {
    if (post === current) return;
    current = post;
    document.dispatchEvent(new CustomEvent("folkmoot:place", { detail: { number: numberOf(post) } }));
  }

  // Back and reload show the very place that was left.
  function restore() {
    const place = history.state;
    const post = place?.number && document.getElementById(`post-${place.number}`);
    if (!post) return false;
    // What would take the focus, and scroll, when the page is first shown, gives way.
    document.getElementById("content").focus({ preventScroll: true });
    scrollBy({ top: post.getBoundingClientRect().top - place.offset, behavior: "instant" });
    return true;
  }

  addEventListener("popstate", () => {
    if (!history.state?.number) return;
    if (!restore()) location.reload();
    hideWayBack();
  });

  // A link to a post that is on the page leads there without leaving it.
  document.addEventListener("click", (event) => {
    const pressed = event.target.closest?.('a[href*="#post-"]');
    if (!pressed || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (by || !pressed.pathname.startsWith(`${address}/`)) return;
    const post = document.getElementById(pressed.hash.slice(1));
    if (!post || !stream.contains(post)) return;
    event.preventDefault();
    document.getElementById("thread-side")?.matches(":popover-open") && document.getElementById("thread-side").hidePopover();
    const from = pressed.closest(".post[id]");
    const here = from ?? postInView();
    history.scrollRestoration = "manual";
    history.replaceState(placeOf(here), "", addressOf(here));
    for (let box = post.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    post.scrollIntoView({ block: "start", behavior: "instant" });
    post.focus({ preventScroll: true });
    history.pushState(placeOf(post), "", addressOf(post));
    tell(post);
    if (from && pressed.matches(".in-reply-to")) offerWayBack(from);
  });

  function offerWayBack(post) {
    hideWayBack();
    const box = document.createElement("p");
    box.className = "way-back";
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = `Back to #${post.dataset.number}`;
    button.addEventListener("click", () => history.back());
    box.append(button);
    document.body.append(box);
  }

  function hideWayBack() {
    document.querySelector(".way-back")?.remove();
  }

  // What was really in view

  const seen = new Set();
  let candidates = new Set();
  let lastRead = Number(stream.dataset.lastRead);
  let told = lastRead;

  // A post is read when its end stood in the window for half a second.
  function look() {
    if (document.hidden || by) return;
    const inView = posts().filter((post) => {
      const { top, bottom } = post.getBoundingClientRect();
      return bottom > header && bottom - 48 < innerHeight && top < innerHeight;
    });
    for (const post of inView) if (candidates.has(post)) seen.add(numberOf(post));
    candidates = new Set(inView);
    lastRead = Math.max(lastRead, view === "tree" ? readInTree() : Math.max(0, ...seen));
  }

  // A tree is no stretch of time: read is what was seen without a gap, and all when its end was.
  function readInTree() {
    let number = lastRead;
    while (seen.has(number + 1)) number += 1;
    const all = posts();
    const isEnd = !link("after") && all.length > 0 && seen.has(numberOf(all.at(-1)));
    return isEnd ? Number(stream.dataset.lastNumber) : number;
  }

  function tellServer() {
    if (lastRead <= told) return;
    told = lastRead;
    const token = document.querySelector("#acts [name=csrf_token]").value;
    const fields = new URLSearchParams({ number: String(lastRead), csrf_token: token });
    navigator.sendBeacon(`/t/${thread}/read`, fields);
  }

  setInterval(look, 500);
  setInterval(tellServer, 2500);
  document.addEventListener("visibilitychange", () => document.hidden && tellServer());
  addEventListener("pagehide", () => (look(), tellServer()));

  // One look per moment, however often the browser says that something moved

  const trail = [[0, scrollY]]; // where the page stood in the last moments; a jump may take several of them
  let waiting = 0;
  addEventListener(
    "scroll",
    () => {
      waiting ||= setTimeout(() => {
        waiting = 0;
        trail.push([performance.now(), scrollY]);
        while (trail.length > 1 && trail[1][0] < performance.now() - 700) trail.shift();
        const moved = scrollY - trail[0][1];
        if (isSettled) nameWhatIsInView();
        loadWhatIsNear(moved);
      }, 120);
    },
    { passive: true },
  );
  // Where the page ends nothing moves any more: there the wheel itself says that somebody reads on.
  addEventListener(
    "wheel",
    ({ deltaY, ctrlKey, target }) => {
      if (ctrlKey || foot?.contains(target)) return;
      const isAtEnd = scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
      if (deltaY < 0 && scrollY < 2) loadWhatIsNear(-1);
      if (deltaY > 0 && isAtEnd) loadWhatIsNear(1);
    },
    { passive: true },
  );

  // The browser itself goes to the post that was asked for; what moves after that is the reader's doing.
  function settle() {
    const sought = stream.querySelector(".post:target, .post[autofocus]");
    if (sought && !history.state) history.replaceState(placeOf(sought), "");
    isSettled = true;
    trail.splice(0, trail.length, [performance.now(), scrollY]);
    const post = sought ?? postInView();
    if (post) tell(post);
    loadWhatIsNear(0);
  }

  let isSettled = false;
  addEventListener("load", () => setTimeout(settle, 150));
}
