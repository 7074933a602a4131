// The automatic check: finds the counter whose derived key begins as the challenge asks (ALTCHA, version 2, PBKDF2).
// It runs beside the page, so that nothing on it stutters.

const digests = { "PBKDF2/SHA-256": "SHA-256", "PBKDF2/SHA-384": "SHA-384", "PBKDF2/SHA-512": "SHA-512" };
const lastCounter = 0xffff_ffff;
const giveUpAfter = 90_000;

self.addEventListener("message", async ({ data: parameters }) => {
  try {
    self.postMessage({ solution: await solve(parameters) });
  } catch (error) {
    self.postMessage({ problem: String(error) });
  }
});

async function solve(parameters) {
  const hash = digests[parameters.algorithm];
  if (!hash || !self.crypto?.subtle) throw new Error("This browser can not do the automatic check.");

  const work = { hash, salt: fromHex(parameters.salt), nonce: fromHex(parameters.nonce), iterations: parameters.cost, bits: parameters.keyLength * 8 };
  // The browser derives keys on its own threads: several at a time use them all.
  const atOnce = Math.min(self.navigator.hardwareConcurrency || 2, 8);
  const began = performance.now();

  for (let first = 0; first + atOnce <= lastCounter; first += atOnce) {
    if (performance.now() - began > giveUpAfter) break;
    const keys = await Promise.all(Array.from({ length: atOnce }, (_, i) => derive(work, first + i)));
    const found = keys.findIndex((key) => key.startsWith(parameters.keyPrefix));
    if (found >= 0) return { counter: first + found, derivedKey: keys[found], time: Math.round(performance.now() - began) };
  }
  throw new Error("No solution in time.");
}

// The password is the nonce followed by the counter as four bytes, most significant first.
async function derive({ hash, salt, nonce, iterations, bits }, counter) {
  const password = new Uint8Array(nonce.length + 4);
  password.set(nonce);
  new DataView(password.buffer).setUint32(nonce.length, counter);
  const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  return toHex(new Uint8Array(await crypto.subtle.deriveBits({ name: "PBKDF2", hash, salt, iterations }, key, bits)));
}

function fromHex(text) {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
