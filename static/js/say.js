// Says briefly what has happened, to those who look and to those who listen.
export function say(words) {
  const line = document.querySelector("#said") ?? document.createElement("p");
  Object.assign(line, { id: "said", className: "said-briefly" });
  line.setAttribute("role", "status");
  document.body.append(line);
  // Later: what stands in it from the beginning is not read out.
  setTimeout(() => (line.textContent = words), 50);
  setTimeout(() => line.textContent === words && line.remove(), 5000);
}
