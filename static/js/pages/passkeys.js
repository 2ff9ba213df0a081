// Passkeys: the form holds what the browser is asked for, and takes its answer along.
const forms = document.querySelectorAll("form[data-passkey]");
if (window.PublicKeyCredential) {
  for (const form of forms) start(form);
  for (const note of document.querySelectorAll(".without-scripts")) note.hidden = forms.length > 0;
}

function start(form) {
  form.hidden = false;
  let answered = false;
  form.addEventListener("submit", async (event) => {
    if (answered) return;
    event.preventDefault();
    const told = form.querySelector(".errors[role=alert]");
    told.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(await ask(form));
      const keep = document.querySelector("form:not([data-passkey]) input[name=keep]");
      if (form.elements.keep) form.elements.keep.value = keep?.checked ? "y" : "";
      answered = true;
      form.requestSubmit();
    } catch (error) {
      told.textContent =
        error.name === "InvalidStateError" ? "This device has a passkey for you already." : "No passkey was given. You can try again.";
      told.hidden = false;
    }
  });
}

async function ask(form) {
  const { ask: address, options: given } = form.dataset;
  const options = given ? JSON.parse(given) : await (await fetch(address)).json();
  const isNew = form.dataset.passkey === "create";
  options.challenge = bytes(options.challenge);
  if (isNew) options.user.id = bytes(options.user.id);
  for (const list of [options.excludeCredentials, options.allowCredentials]) {
    for (const each of list ?? []) each.id = bytes(each.id);
  }
  const made = await navigator.credentials[isNew ? "create" : "get"]({ publicKey: options });
  return made.toJSON?.() ?? asPlain(made);
}

// For browsers whose credentials cannot write themselves.
function asPlain(made) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (made.response[name]) response[name] = text(made.response[name]);
  }
  return { id: made.id, rawId: text(made.rawId), type: made.type, response, clientExtensionResults: {} };
}

function bytes(words) {
  const plain = atob(words.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
