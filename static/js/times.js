// "3 min" stays true while a page is open.
const AGES = [
  [60, () => "just now"],
  [3600, (seconds) => `${Math.floor(seconds / 60)} min`],
  [86_400, (seconds) => `${Math.floor(seconds / 3600)} h`],
  [7 * 86_400, (seconds) => `${Math.floor(seconds / 86_400)} d`],
];

function refresh() {
  for (const time of document.querySelectorAll("time[datetime]")) {
    if (!/^(just now|\d+ (min|h|d))$/.test(time.textContent)) continue;
    const seconds = (Date.now() - Date.parse(time.dateTime)) / 1000;
    const age = AGES.find(([limit]) => seconds < limit);
    if (age && seconds >= 0) time.textContent = age[1](seconds);
  }
}

setInterval(refresh, 60_000);
document.addEventListener("visibilitychange", () => document.hidden || refresh());
