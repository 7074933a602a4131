// Plain words about a new passcode while it is typed. A hint, never a gate: the service decides.

import { el } from "./dom.js";

const sequences = "abcdefghijklmnopqrstuvwxyz 01234567890 qwertyuiop asdfghjkl zxcvbnm";
const speakAfter = 600;

/**
 * Shows length and strength under a field.
 * @param {HTMLInputElement} input
 * @param {{minLength: number, maxLength: number}} policy
 * @param {() => string} identifier what the passcode should not contain
 */
export function showPasscodeHint(input, policy, identifier = () => "") {
  const measure = el("div", { class: "measure", "aria-hidden": "true" }, el("i"), el("i"), el("i"));
  const words = el("p", { class: "hint" });
  const spoken = el("p", { class: "visually-hidden", "aria-live": "polite" });
  input.closest(".field").querySelector(".error").before(measure, words, spoken);

  let timer = 0;
  const update = () => {
    const { level, text } = judge(input.value, policy, identifier());
    measure.dataset.level = String(level);
    words.textContent = text;
    clearTimeout(timer);
    timer = setTimeout(() => { spoken.textContent = text; }, input.value ? speakAfter : 0);
  };
  input.addEventListener("input", update);
  update();
}

/** @returns {{level: 0|1|2|3, text: string}} */
export function judge(passcode, { minLength, maxLength }, identifier) {
  const characters = [...passcode.normalize("NFC")];
  const length = characters.length;
  if (length === 0) return { level: 0, text: `At least ${minLength} characters, such as a few words.` };
  if (length < minLength) return { level: 1, text: `${length} of at least ${minLength} characters.` };
  if (length > maxLength) return { level: 1, text: `${length} characters; ${maxLength} is the most.` };

  const low = passcode.toLowerCase();
  const name = identifier.split("@")[0].toLowerCase();
  if (name.length > 3 && low.includes(name)) return { level: 2, text: "Long enough, but it contains your address." };
  if (repeats(low)) return { level: 2, text: "Long enough, but it repeats itself." };
  if (follows(low)) return { level: 2, text: "Long enough, but it follows the keyboard." };
  return { level: 3, text: "Long enough. Use it nowhere else." };
}

function repeats(text) {
  return new Set(text).size < Math.min(6, text.length / 2) || /^(.{1,6})\1+$/u.test(text);
}

// Most of it is runs such as "abcd" or "4567", forwards or backwards.
function follows(text) {
  let inRuns = 0;
  for (let i = 0; i + 3 < text.length; i++) {
    const run = text.slice(i, i + 4);
    if (sequences.includes(run) || sequences.includes([...run].reverse().join(""))) inRuns++;
  }
  return inRuns > text.length / 2;
}
