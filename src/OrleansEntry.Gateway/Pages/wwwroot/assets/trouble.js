// What happens? One trouble at a time: it is found out first what is the matter, then comes the way that helps.

import { get, post } from "./api.js";
import { el, nameStep, showHost } from "./dom.js";
import { bindForm, FieldError, messageOf, showBusy } from "./form.js";
import { keep, recall } from "./memory.js";
import { spanInWords } from "./time.js";

const goodEnough = 10;
const sections = [...document.querySelectorAll("main > section")];

showHost();
window.addEventListener("hashchange", () => show(true));
show(false);
bindClock();
bindWait();

/** Shows the trouble that the address names, or all of them to choose from. */
function show(moved) {
  const chosen = sections.find((section) => `#${section.id}` === location.hash);
  for (const section of sections) section.hidden = section !== chosen;
  document.getElementById("troubles").hidden = Boolean(chosen);
  document.getElementById("all").hidden = !chosen;
  const title = chosen?.querySelector("h2") ?? document.getElementById("title");
  nameStep(title.textContent);
  if (moved) title.focus();
}

/** How far this device's clock is off, measured against the service's. */
function bindClock() {
  const result = document.getElementById("clock-result");
  const button = document.getElementById("clock-button");
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (button.ariaDisabled === "true") return;
    const rest = showBusy(button);
    try {
      const asked = Date.now();
      const { now } = await get("/v1/time");
      const answered = Date.now();
      // Half of the way there and back is the best guess at when the service looked at its clock.
      result.textContent = inWords(((asked + answered) / 2 - Date.parse(now)) / 1_000);
    } catch (error) {
      result.textContent = messageOf(error);
    } finally {
      rest();
    }
  });
}

function inWords(seconds) {
  if (Math.abs(seconds) <= goodEnough) return "This device’s clock is right. If your authenticator app is on this device, its codes have the right time.";
  const off = `${spanInWords(Math.abs(seconds))} ${seconds > 0 ? "ahead" : "behind"}`;
  return `This device’s clock is ${off}. Turn on automatic date and time in its settings, then use the next code.`;
}

/** The wait that remains on this device: the entrance says it to whoever begins, and no more than that; the form counts it down. */
function bindWait() {
  const form = document.getElementById("wait-form");
  const result = document.getElementById("wait-result");
  form.hidden = false;
  form.elements.identifier.value = recall("identifier") ?? "";
  bindForm(form, async () => {
    result.replaceChildren();
    const identifier = form.elements.identifier.value.trim();
    if (!identifier.includes("@")) throw new FieldError("identifier", "Enter an e-mail address, such as name@example.test.");
    await post("/v1/entries", { identifier });
    keep("identifier", identifier);
    result.replaceChildren(el("p", {}, "This device need not wait: you can try now."), el("p", {}, el("a", { class: "button primary", href: "/" }, "Enter")));
  }, { "malformed-identifier": "identifier", malformed: "identifier" });
}
