// Open pages ask what is new: quickly where something goes on, seldom where nothing does.
const mark = document.querySelector('meta[name="folkmoot-live"]');
const SECOND = 1000;
const ACTIVE = { pace: 2 * SECOND, lasts: 240 * SECOND };
const SLOWEST = 25 * SECOND;
const HIDDEN = 60 * SECOND;
const ELSEWHERE = { t: ACTIVE.pace, list: 10 * SECOND, me: 30 * SECOND };

if (mark) start(mark.content, mark.dataset.seal);

function start(address, firstSeal) {
  const kind = address.split("/")[2];
  let seal = firstSeal;
  let activeAt = Date.now();
  let failures = 0;
  let isAsking = false;
  let isOver = false;
  let timer = 0;
  let asked = null;

  plan();
  addEventListener("focus", now);
  addEventListener("pageshow", ({ persisted }) => persisted && again());
  // A question that was asked into a dead line is not waited for.
  addEventListener("online", again);
  document.addEventListener("visibilitychange", () => (document.hidden ? plan() : now()));
  // Who writes waits for others' words.
  document.addEventListener("input", () => (activeAt = Date.now()));
  document.addEventListener("folkmoot:ask", now);

  function pause() {
    if (failures) return Math.min(HIDDEN, SECOND * 2 ** failures);
    if (document.hidden) return HIDDEN;
    if (kind !== "t") return ELSEWHERE[kind] ?? HIDDEN;
    const quiet = Date.now() - activeAt - ACTIVE.lasts;
    return quiet < 0 ? ACTIVE.pace : Math.min(SLOWEST, ACTIVE.pace * 2 ** (quiet / (120 * SECOND)));
  }

  function plan() {
    clearTimeout(timer);
    // Pages that were opened together must not ask together for ever.
    if (!isOver) timer = setTimeout(ask, pause() * (0.9 + Math.random() * 0.2));
  }

  function now() {
    if (!document.hidden && !isAsking) ask();
  }

  async function ask() {
    if (isAsking || isOver) return;
    isAsking = true;
    clearTimeout(timer);
    asked = new AbortController();
    const late = setTimeout(() => asked.abort("late"), 20 * SECOND);
    try {
      await take(await question());
      failures = 0;
    } catch {
      failures = Math.min(failures + 1, 6);
    }
    clearTimeout(late);
    isAsking = false;
    if (asked.signal.reason === "again") ask();
    else plan();
  }

  function again() {
    if (isAsking) asked.abort("again");
    else now();
  }

  function question() {
    return fetch(address, {
      headers: { "If-None-Match": `"${seal}"` },
      cache: "no-store",
      redirect: "manual",
      signal: asked.signal,
    });
  }

  async function take(answer) {
    if (answer.type === "opaqueredirect") return end("signed-out");
    if (answer.status === 404) return end("gone");
    if (answer.status !== 200 && answer.status !== 304) throw new Error(answer.status);
    if (answer.status === 200) await tell(await answer.json());
    // Only now: what could not be shown is told again.
    seal = answer.headers.get("ETag")?.match(/"(.+)"/)?.[1] ?? seal;
  }

  async function tell(news) {
    activeAt = Date.now();
    const works = news.counts ? [showCounts(news.counts), showBell()] : [];
    const waitUntil = (work) => works.push(work);
    document.dispatchEvent(new CustomEvent("folkmoot:news", { detail: { ...news, address, waitUntil } }));
    await Promise.all(works);
    if (news.behind) end("behind", news);
  }

  function end(why, news = {}) {
    isOver = true;
    document.dispatchEvent(new CustomEvent("folkmoot:still", { detail: { ...news, why } }));
  }
}

// The menu of what is unread, as it is now; whoever has it open goes on looking at it.
async function showBell() {
  const answer = await fetch("/notifications/bell", { cache: "no-store", redirect: "manual" });
  if (!answer.ok) throw new Error(answer.status);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [present, bell] = [document.getElementById("bell"), page.getElementById("bell")];
  if (!present || !bell || present.open || present.contains(document.activeElement)) return;
  const back = bell.querySelector("[name=next]");
  if (back) back.value = location.pathname + location.search;
  present.replaceWith(bell);
}

// How much waits behind the links of the header.
function showCounts(counts) {
  for (const link of document.querySelectorAll(".site-account > a")) {
    const count = counts[link.getAttribute("href")];
    if (count === undefined) continue;
    const box = link.querySelector(".count") ?? document.createElement("span");
    box.className = "count";
    box.textContent = count;
    link.classList.toggle("has-count", count > 0);
    if (count === 0) box.remove();
    else if (!box.isConnected) link.append(" ", box);
  }
}
