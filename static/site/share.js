// What the page "Suggest to a friend" gains where scripts run: the device's own share sheet, a button
// that copies the link, and the proof of work. The page works without any of it.

if (typeof document === "undefined") {
  self.addEventListener("message", async ({ data }) => self.postMessage(await solve(data)));
} else {
  offerSheet();
  offerCopy();
  workOutProof(document.currentScript.src);
}

function way(name) {
  return document.querySelector(`[data-way="${name}"]`);
}

function offerSheet() {
  const item = way("sheet");
  if (!item || !navigator.share) return;
  item.hidden = false;
  item.querySelector("button").addEventListener("click", async ({ currentTarget: { dataset } }) => {
    try {
      await navigator.share({ title: dataset.title, url: dataset.address });
    } catch (error) {
      if (error.name !== "AbortError") throw error; // the reader closed the sheet
    }
  });
}

function offerCopy() {
  const item = way("copy");
  if (!item || !navigator.clipboard) return;
  const told = document.querySelector(".share-told");
  item.hidden = false;
  item.querySelector("button").addEventListener("click", async ({ currentTarget: { dataset } }) => {
    try {
      await navigator.clipboard.writeText(dataset.address);
      told.textContent = told.dataset.copied;
    } catch {
      told.textContent = `${told.dataset.failed} ${dataset.address}`;
    }
  });
}

// ALTCHA, version 2: find the counter from which the key derivation makes a key with the wanted beginning.

function workOutProof(script) {
  const field = document.querySelector('input[name="proof"]');
  if (!field || !window.isSecureContext) return;
  const told = field.form.querySelector(".share-told");
  told.textContent = told.dataset.working;
  const worker = new Worker(script);
  worker.addEventListener("message", ({ data }) => {
    field.value = data;
    told.textContent = told.dataset.done;
    worker.terminate();
  });
  worker.postMessage(field.dataset.challenge);
}

async function solve(json) {
  const challenge = JSON.parse(json);
  const { nonce, salt, cost, keyLength, keyPrefix } = challenge.parameters;
  const password = new Uint8Array([...bytes(nonce), 0, 0, 0, 0]);
  const view = new DataView(password.buffer);
  const derivation = { name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations: cost };
  for (let counter = 0; ; counter++) {
    view.setUint32(password.length - 4, counter);
    const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
    const derived = hex(await crypto.subtle.deriveBits(derivation, key, keyLength * 8));
    if (derived.startsWith(keyPrefix)) {
      return btoa(JSON.stringify({ challenge, solution: { counter, derivedKey: derived } }));
    }
  }
}

function bytes(hexadecimal) {
  return Uint8Array.from(hexadecimal.match(/../g), (pair) => parseInt(pair, 16));
}

function hex(buffer) {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
