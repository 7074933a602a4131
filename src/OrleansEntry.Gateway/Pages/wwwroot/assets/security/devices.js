// The devices that the account knows: their names, whom it trusts, who may enter, and a new one that waits.

import { get, patch, post, put, remove } from "../api.js";
import { el, icon } from "../dom.js";
import { bindForm, FieldError, runFrom } from "../form.js";
import { timeElement } from "../time.js";
import { askFirst, withPresence } from "./confirm.js";
import { done } from "./frame.js";

const list = document.getElementById("devices");
const waitingPlace = document.getElementById("waiting");
const restriction = document.getElementById("restriction");
const restrict = document.getElementById("restrict");

let reload;
let report;
let listedOnly = false;

restrict.addEventListener("click", () => runFrom(restrict, report, async () => {
  await askFirst(listedOnly
    ? { title: "Let all devices enter?", text: "A new device needs your passcode and a code then, and nothing more.", action: "Let all enter" }
    : { title: "Let only these devices enter?", text: "A new device must be let in by one of these, by a number that it shows.", action: "Only these" });
  const next = !listedOnly;
  await withPresence(() => put("/v1/device-restriction", { listedOnly: next }));
  await reload();
  done(report, next ? "Only the devices in this list may enter now." : "All devices may enter again.");
}));

/** Shows the devices; `again` loads the page anew after a change. */
export async function loadDevices(place, again) {
  [report, reload] = [place, again];
  const answer = await get("/v1/devices");
  listedOnly = answer.listedOnly;
  answer.devices.sort((a, b) => Number(b.current) - Number(a.current) || Date.parse(b.lastSeenAt) - Date.parse(a.lastSeenAt));
  list.replaceChildren(...answer.devices.map(row));
  restriction.textContent = listedOnly
    ? "Only the devices in this list. A new one must be let in by one of them."
    : "Every device, with your passcode and your second factor.";
  restrict.textContent = listedOnly ? "Let all devices enter" : "Only these devices";
  waitingPlace.replaceChildren(...(answer.waiting ? [waitingForm(answer.waiting)] : []));
}

function row(device) {
  const small = device.kind === "app" || /android|iphone|ipad|ios|mobile|phone/i.test(device.device);
  const name = device.name ?? device.device;
  const actions = el("div", { class: "buttons" });
  actions.append(
    action("Rename", name, () => rename(device)),
    device.trustedUntil
      ? action("Trust no more", name, () => patch(`/v1/devices/${device.id}`, { trusted: false }), `${name} is trusted no more.`)
      : action("Trust", name, () => withPresence(() => patch(`/v1/devices/${device.id}`, { trusted: true })), `${name} is trusted now.`),
    action("Forget", name, async () => {
      await askFirst({ title: "Forget this device?", text: `The sessions of ${name} end, and it enters as a new device.`, action: "Forget it" });
      await withPresence(() => remove(`/v1/devices/${device.id}`));
    }, `${name} is forgotten.`));
  return el("li", { class: device.trustedUntil ? "good" : "" },
    icon(small ? "phone" : "laptop"),
    el("div", { class: "what" },
      el("p", {}, name, device.current && el("span", { class: "badge" }, "This device")),
      el("p", { class: "soft" }, `${device.name ? `${device.device} · ` : ""}${device.kind === "app" ? "App" : "Browser"} · `,
        device.sessions === 0 ? "no session" : device.sessions === 1 ? "1 session" : `${device.sessions} sessions`),
      el("p", { class: "soft" }, "First seen ", timeElement(device.firstSeenAt), " · last entered ", timeElement(device.lastSeenAt)),
      device.trustedUntil && el("p", { class: "soft" }, "Trusted until ", timeElement(device.trustedUntil)),
      actions));
}

function action(label, name, run, said) {
  const button = el("button", { type: "button", class: "quiet" }, label, el("span", { class: "visually-hidden" }, ` ${name}`));
  button.addEventListener("click", () => runFrom(button, report, async () => {
    await run();
    if (!said) return;
    await reload();
    done(report, said);
  }));
  return button;
}

// The name is asked for in the row itself: it takes no second thought.
function rename(device) {
  const input = el("input", { id: `name-${device.id}`, name: "device", type: "text", maxlength: "40", autocomplete: "off", value: device.name ?? "" });
  const form = el("form", {},
    el("div", { class: "field" }, el("label", { for: input.id }, `A name for ${device.device}`), input, el("p", { class: "error", id: `${input.id}-error` })),
    el("button", { class: "primary" }, "Save"));
  bindForm(form, async () => {
    await patch(`/v1/devices/${device.id}`, { name: input.value.trim() });
    await reload();
    done(report, "The name is saved.");
  }, { malformed: "device" });
  report.replaceChildren(form);
  input.focus();
}

function waitingForm(waiting) {
  const input = el("input", {
    id: "number", name: "number", type: "text", class: "code", inputmode: "numeric", autocomplete: "off", maxlength: "2", required: true,
    "data-missing": "Enter the number that the new device shows.", "aria-describedby": "number-error",
  });
  const form = el("form", {},
    el("div", { class: "field" }, el("label", { for: "number" }, "Number on the new device"), input, el("p", { class: "error", id: "number-error" })),
    el("button", { class: "primary" }, "Let it in"));
  const away = el("button", { type: "button" }, "That is not mine: turn it away");
  bindForm(form, async () => {
    if (!/^\d{2}$/.test(input.value.trim())) throw new FieldError("number", "The number has two digits.");
    await withPresence(() => post("/v1/device-admission", { number: Number(input.value) }));
    await reload();
    done(report, "The new device is let in.");
  }, { "code-refused": "number" });
  away.addEventListener("click", () => runFrom(away, report, async () => {
    await remove("/v1/device-admission");
    await reload();
    done(report, "The new device is turned away. It had your passcode and a code: was it not you, freeze your account.");
  }));
  return el("section", { class: "part", "aria-labelledby": "waiting-title" },
    el("h2", { id: "waiting-title" }, "A new device wants to enter"),
    el("p", {}, `${waiting.device}, network ${waiting.network}, waits until `, timeElement(waiting.expiresAt, "clock"), "."),
    form, el("p", { class: "gap" }, away));
}
