// How far this device's clock is off, measured against the service's.

import { get } from "./api.js";
import { showHost } from "./dom.js";
import { messageOf, showBusy } from "./form.js";
import { spanInWords } from "./time.js";

const goodEnough = 10;

showHost();
const result = document.getElementById("clock-result");
const button = document.getElementById("clock-button");
button.hidden = false;
button.addEventListener("click", compare);

async function compare() {
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
}

function inWords(seconds) {
  if (Math.abs(seconds) <= goodEnough) return "This device’s clock is right. If your authenticator app is on this device, its codes have the right time.";
  const off = `${spanInWords(Math.abs(seconds))} ${seconds > 0 ? "ahead" : "behind"}`;
  return `This device’s clock is ${off}. Turn on automatic date and time in its settings, then use the next code.`;
}
