// Recovery codes, shown once: the page does not let them go before the person has kept them.

import { announce, el, fromTemplate } from "../dom.js";
import { bindForm, FieldError } from "../form.js";

/** Shows the codes in `place`. @returns {Promise<void>} settled when the person has kept them */
export function showCodes(place, codes) {
  const step = fromTemplate("codes-step");
  const text = `${codes.join("\n")}\n`;
  step.querySelector("[data-codes]").append(...codes.map((code) => el("li", {}, code)));
  step.querySelector("[data-copy]").addEventListener("click", () => copy(text, "The codes are copied."));
  step.querySelector("[data-download]").addEventListener("click", () => download(text));
  step.querySelector("[data-print]").addEventListener("click", () => window.print());
  place.replaceChildren(step);
  step.querySelector("h2").focus();
  window.addEventListener("beforeunload", hold);

  return new Promise((resolve) => {
    bindForm(step.querySelector("form"), async (form) => {
      if (!form.elements.kept.checked) throw new FieldError("kept", "Keep the codes first, then tick the box.");
      window.removeEventListener("beforeunload", hold);
      resolve();
    });
  });
}

/** Copies, and says how that went. */
export async function copy(text, said) {
  try {
    await navigator.clipboard.writeText(text);
    announce(said);
    return true;
  } catch {
    announce("This browser did not allow copying. Select the text and copy it yourself.");
    return false;
  }
}

function download(codes) {
  const head = `Recovery codes for ${location.host}\nEach works once. Keep them where nobody else finds them.\n\n`;
  const url = URL.createObjectURL(new Blob([head, codes], { type: "text/plain" }));
  el("a", { href: url, download: "recovery-codes.txt" }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function hold(event) {
  event.preventDefault();
}
