// Puts what is new into the page that is open, and never moves what somebody reads.
//
// What would push visible things away is shown in the room that the page keeps after its last post,
// in a post's former height, or announced by a line; it takes its place when that is out of view.
const posts = document.querySelector(".thread-page .posts");
const room = document.querySelector(".live-room");
const SMALLEST = 110;
const SILENCE = 15_000;
const hasAnchoring = CSS.supports("overflow-anchor", "auto");
const held = new Map();
const unseen = new Set();
const threads = new Set();
let elsewhere = new Set();
let still = "";
let lastPosted = 0;

const notice = document.createElement("a");
notice.className = "live-notice";
notice.hidden = true;
const voice = document.createElement("p");
voice.className = "visually-hidden";
voice.setAttribute("role", "status");
document.body.append(notice, voice);
notice.addEventListener("click", follow);

document.addEventListener("folkmoot:news", ({ detail }) => {
  lastPosted = detail.last;
  const count = document.querySelector(".thread-head .reply-count");
  if (count && posts) count.textContent = many(detail.replies, "reply", "replies");
  for (const id of detail.threads) threads.add(id);
  if (posts && !detail.behind) detail.waitUntil(show(detail));
  showNotice();
});
document.addEventListener("folkmoot:still", ({ detail }) => {
  still = detail.why;
  lastPosted = detail.last || lastPosted;
  room?.classList.add("is-still");
  showNotice();
});

// Whoever reads on by scrolling comes to the end, where the room is.
document.addEventListener("folkmoot:posts", () => room?.classList.toggle("is-last", isLastPage()));

let settling = 0;
const settleSoon = () => (settling ||= requestAnimationFrame(settle));
addEventListener("scroll", settleSoon, { passive: true });
addEventListener("resize", settleSoon);
for (const name of ["selectionchange", "focusout", "toggle"]) document.addEventListener(name, settleSoon, true);

async function show(news) {
  const here = news.changed.filter((id) => find(id) || held.has(id));
  posts.dataset.lastNumber = news.last;
  const articles = await fetchAll(news.address, [...news.new, ...here]);
  if (news.thread) await showHead(news.address);
  const added = articles.filter((article) => !find(article.dataset.id));
  for (const article of articles) put(article);
  if (added.length) say(added);
  showNotice();
  document.dispatchEvent(new CustomEvent("folkmoot:posts"));
}

async function fetchAll(address, ids) {
  const found = [];
  for (let at = 0; at < ids.length; at += 20) {
    const part = await fetchHtml(`${address}/posts?ids=${ids.slice(at, at + 20).join()}`);
    found.push(...part.querySelectorAll(".post"));
  }
  return found;
}

async function fetchHtml(address) {
  const answer = await fetch(address, { cache: "no-store", redirect: "manual" });
  if (!answer.ok) throw new Error(answer.status);
  return new DOMParser().parseFromString(await answer.text(), "text/html").body;
}

const find = (id) => posts.querySelector(`.post[data-id="${id}"]`);
const isTree = () => posts.matches(".posts-tree");
const isLastPage = () => !document.querySelector('.thread-main .pages a[rel="next"]');
const heightOf = (element) => element.getBoundingClientRect().height;
const isOutOfView = ({ top, bottom }) => top >= innerHeight || bottom <= 0;

// ---- Posts

function put(article) {
  const id = article.dataset.id;
  const present = find(id);
  held.delete(id);
  if (present) return isBusy(present) ? void held.set(id, article) : renew(present, article);
  if (!add(article)) held.set(id, article);
}

// Returns whether the post needs no further care: it stands in the page, or belongs to another one.
function add(article, isWanted = false) {
  const place = placeFor(article);
  if (!place) return void elsewhere.add(Number(article.dataset.number)) ?? true;
  const before = heightOf(posts);
  const { element, isLast } = place.insert();
  const growth = heightOf(posts) - before;
  const box = element.getBoundingClientRect();
  if (!isWanted && !fits(article, box, isLast, growth)) {
    place.remove();
    return false;
  }
  if (box.top < 0) keepInPlace(growth);
  article.tabIndex = -1;
  article.dataset.page = posts.dataset.pages ?? 1;
  unseen.add(article);
  watcher.observe(article);
  return true;
}

function fits(article, box, isLast, growth) {
  if (isOutOfView(box) || box.top < 0) return true;
  const free = isLast ? roomLeft() : 0;
  // Nothing below the posts was in view, nor the room, so nothing in view is pushed away.
  if (isLast && posts.getBoundingClientRect().bottom - free - growth >= innerHeight) return true;
  if (growth > free && free < SMALLEST) return false;
  takeRoom(Math.max(0, free - growth));
  if (growth > free) pin(article, heightOf(article) - growth + free);
  return true;
}

// The room is a padding of the posts: it shrinks as they grow, so that nothing below them moves.
const roomLeft = () => Number.parseFloat(getComputedStyle(posts).paddingBlockEnd);

function takeRoom(left) {
  posts.style.paddingBlockEnd = left === null ? "" : `${left}px`;
  room?.classList.toggle("is-used", left !== null);
}

// Where a post belongs; nothing when that is another page.
function placeFor(article) {
  const number = Number(article.dataset.number);
  // Who reads one writer's posts alone has not asked for the others'.
  if (posts.dataset.by && posts.dataset.by !== article.dataset.handle) return null;
  const parent = isTree() && posts.querySelector(`#post-${article.dataset.parent ?? 0}`);
  if (parent) return inBranch(parent.closest(".branch"), branchOf(article));
  if (!isLastPage() || (isTree() && article.dataset.parent)) return null;
  const element = isTree() ? branchOf(article) : article;
  const later = [...posts.children].find((other) => numberOf(other) > number);
  return { insert: () => (posts.insertBefore(element, later ?? null), { element, isLast: !later }), remove: () => element.remove() };
}

const numberOf = (element) => Number((element.matches(".post") ? element : element.querySelector(".post"))?.dataset.number);

function branchOf(article) {
  const branch = document.createElement("div");
  branch.className = "branch";
  branch.append(article);
  return branch;
}

function inBranch(above, element) {
  let replies = above.querySelector(":scope > .replies");
  const isFirst = !replies;
  if (isFirst) {
    replies = document.createElement("details");
    replies.className = "replies";
    replies.open = true;
    replies.append(document.createElement("summary"));
  }
  return {
    insert() {
      if (isFirst) above.append(replies);
      replies.append(element);
      countReplies(above);
      const isLast = posts.lastElementChild.contains(element) && isAtEnd(element);
      return { element: isFirst ? replies : element, isLast };
    },
    remove() {
      (isFirst ? replies : element).remove();
      countReplies(above);
    },
  };
}

const isAtEnd = (element) => [...posts.querySelectorAll(".post")].at(-1) === element.querySelector(".post");

function countReplies(branch) {
  for (let above = branch; above; above = above.parentElement.closest(".branch")) {
    const summary = above.querySelector(":scope > .replies > summary");
    const count = above.querySelectorAll(":scope > .replies .post").length;
    if (summary) summary.textContent = `${many(count, "reply", "replies")} below`;
  }
}

// Who selects words in a post, has a menu of it open or is in one of its fields is not disturbed.
function isBusy(post) {
  const selection = getSelection();
  const isSelected = !selection.isCollapsed && selection.rangeCount && selection.getRangeAt(0).intersectsNode(post);
  const isInside = post.contains(document.activeElement) && document.activeElement !== post;
  return isSelected || isInside || post.querySelector("details.menu[open], dialog[open]") !== null;
}

function renew(present, article) {
  article.classList.toggle("is-unread", present.matches(".is-unread"));
  if (present.innerHTML === article.innerHTML && present.className === article.className) return;
  swap(present, article);
}

// Gives an element the contents of another one, in the height that it has.
function swap(element, other) {
  element.style.blockSize = "";
  element.classList.remove("is-pinned", "is-clipped");
  const before = element.getBoundingClientRect();
  element.className = other.className;
  element.replaceChildren(...other.childNodes);
  const after = element.getBoundingClientRect();
  if (after.height === before.height || before.top >= innerHeight) return;
  if (before.bottom <= 0) keepInPlace(after.height - before.height);
  else if (before.bottom < innerHeight || after.bottom < innerHeight) pin(element, before.height);
}

function pin(element, height) {
  const isCut = heightOf(element) > height + 1;
  element.style.blockSize = `${height}px`;
  element.classList.add("is-pinned");
  if (!isCut) return;
  element.classList.add("is-clipped");
  const more = document.createElement("button");
  more.type = "button";
  more.className = "show-whole";
  more.textContent = "Show all of it";
  more.addEventListener("click", () => unpin(element));
  element.append(more);
}

function unpin(element) {
  const before = element.getBoundingClientRect();
  element.style.blockSize = "";
  element.classList.remove("is-pinned", "is-clipped");
  element.querySelector(":scope > .show-whole")?.remove();
  if (before.bottom <= 0) keepInPlace(heightOf(element) - before.height);
}

// Browsers keep what is in view where it is when something above it grows; Safari long did not.
function keepInPlace(growth) {
  if (!hasAnchoring) scrollBy(0, growth);
}

// What had to wait takes its place once nobody sees it happen.
function settle() {
  settling = 0;
  for (const element of document.querySelectorAll(".is-pinned")) {
    const box = element.getBoundingClientRect();
    const grows = element.matches(".is-clipped");
    if (isOutOfView(box) || (grows && box.bottom >= innerHeight)) unpin(element);
  }
  const { bottom } = posts?.getBoundingClientRect() ?? {};
  if (posts?.style.paddingBlockEnd && (bottom >= innerHeight || bottom <= 0)) {
    const before = roomLeft();
    takeRoom(null);
    if (bottom <= 0) keepInPlace(roomLeft() - before);
  }
  for (const article of [...held.values()]) put(article);
  showNotice();
}

// ---- The head of the thread

async function showHead(address) {
  const page = await fetchHtml(`${address}/head`);
  const head = page.querySelector(".thread-head");
  document.dispatchEvent(new CustomEvent("folkmoot:head", { detail: page }));
  const present = document.querySelector(".thread-head");
  if (!head || !present || present.innerHTML === head.innerHTML) return;
  const [before, after] = [present, head].map((one) => one.querySelector("h1").textContent);
  document.title = document.title.replace(before, () => after);
  if (before !== after) voice.textContent = `The thread is now called “${after}”.`;
  swap(present, head);
}

// ---- What is told about it

const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting || document.hidden) continue;
    unseen.delete(entry.target);
    watcher.unobserve(entry.target);
  }
  showNotice();
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  for (const article of unseen) (watcher.unobserve(article), watcher.observe(article));
});

const many = (number, one, more) => `${number} ${number === 1 ? one : more}`;

function showNotice() {
  const [words, href] = what();
  notice.hidden = !words;
  if (words === notice.textContent) return;
  // A new element instead of a changed one: words that move would be a movement, too.
  notice.replaceChildren(Object.assign(document.createElement("span"), { textContent: words }));
  notice.href = href || location.pathname + location.search;
}

function what() {
  const waiting = [...held.values()].filter((article) => !find(article.dataset.id)).length;
  const count = unseen.size + waiting + elsewhere.size;
  if (still === "signed-out") return ["You are signed out: load the page again", ""];
  if (still === "gone") return ["This page is not here any more: load it again", ""];
  if (still === "behind") return [behind(), ""];
  if (threads.size) return [`${many(threads.size, "new or updated thread", "new or updated threads")}: show`, ""];
  if (!count) return ["", ""];
  const first = unseen.size || waiting ? "" : `${threadAddress()}/${Math.min(...elsewhere)}#post-${Math.min(...elsewhere)}`;
  return [`${many(count, "new reply", "new replies")}: show`, first];
}

function behind() {
  const shown = Math.max(0, ...[...(posts?.querySelectorAll(".post") ?? [])].map(numberOf));
  const count = isLastPage() ? lastPosted - shown : 0;
  return count > 0 ? `${many(count, "new reply", "new replies")}: load the page again` : "Much has changed: load the page again";
}

const threadAddress = () => location.pathname.match(/^\/t\/[^/]+\/\d+/)?.[0] ?? location.pathname;

function follow(event) {
  if (still || threads.size || (!held.size && !unseen.size)) return;
  event.preventDefault();
  for (const article of held.values()) if (find(article.dataset.id) || add(article, true)) held.delete(article.dataset.id);
  const [first] = [...unseen].sort((one, other) => one.dataset.number - other.dataset.number);
  first?.scrollIntoView({ block: "nearest" });
  first?.focus({ preventScroll: true });
  showNotice();
}

// Screen readers are told at most so often, and then of all that came meanwhile.
let spokenAt = -SILENCE;
let unspoken = [];
function say(articles) {
  unspoken.push(...articles.map((article) => article.querySelector(".post-author a")?.textContent ?? ""));
  setTimeout(speak, Math.max(0, spokenAt + SILENCE - performance.now()));
}

function speak() {
  if (!unspoken.length) return;
  const names = [...new Set(unspoken)].filter(Boolean).slice(0, 3).join(", ");
  const by = names && ` by ${names}`;
  voice.textContent = unspoken.length === 1 ? `New reply${by}.` : `${unspoken.length} new replies${by}.`;
  spokenAt = performance.now();
  unspoken = [];
}
