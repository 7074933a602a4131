// The authenticator and its recovery codes.

import { get, post, remove } from "../api.js";
import { el, fromTemplate, icon } from "../dom.js";
import { bindForm, codeOf, FieldError, runFrom, submitWhenFull } from "../form.js";
import { timeElement } from "../time.js";
import { askFirst, withPresence } from "./confirm.js";
import { done, open } from "./frame.js";
import { copy, showCodes } from "./recovery-codes.js";

const place = document.getElementById("factor");
const report = document.getElementById("report");

open(async ({ enrolmentDue }) => {
  if (enrolmentDue) {
    report.replaceChildren(el("div", { class: "notice caution" }, el("p", {}, "This service asks for an authenticator. Add one, and you can go on.")));
  }
  await load();
});

async function load() {
  const { totp, recoveryCodes } = await get("/v1/second-factors");
  if (totp) showFactor(totp, recoveryCodes);
  else showNone();
}

function showNone() {
  const step = fromTemplate("none-step");
  bindForm(step.querySelector("form"), async (form) => {
    report.replaceChildren();
    const stepSeconds = Number(form.elements.step.value);
    showEnrolment(await withPresence(() => post("/v1/second-factors/totp", { stepSeconds })));
  });
  place.replaceChildren(step);
}

function showEnrolment({ secret, uri, qrSvg }) {
  const step = fromTemplate("enrol-step");
  step.querySelector("[data-qr]").src = `data:image/svg+xml;base64,${btoa(String.fromCharCode(...new TextEncoder().encode(qrSvg)))}`;
  step.querySelector("[data-secret]").textContent = secret.match(/.{1,4}/g).join(" ");
  if (uri.startsWith("otpauth://")) step.querySelector("[data-uri]").href = uri;

  const copyButton = step.querySelector("[data-copy]");
  copyButton.addEventListener("click", async () => {
    if (await copy(secret, "The key is copied.")) copyButton.textContent = "Copied";
  });
  step.querySelector("[data-cancel]").addEventListener("click", showNone);

  const form = step.querySelector("form");
  const input = form.elements.code;
  bindForm(form, async () => {
    const code = codeOf(input);
    if (!/^\d{6}$/.test(code)) throw new FieldError("code", "The code has six digits.");
    const { recoveryCodes } = await post("/v1/second-factors/totp/confirmation", { code });
    await keepCodes(recoveryCodes, "Your authenticator is on. From now on its code is asked for after the passcode.");
  }, { "code-refused": "code", "code-used": "code", "clock-off": "code" });
  submitWhenFull(input, 6);

  place.replaceChildren(step);
  step.querySelector("h2").focus();
}

async function keepCodes(codes, said) {
  report.replaceChildren();
  await showCodes(place, codes);
  await load();
  done(report, said);
}

function showFactor(totp, recoveryCodes) {
  const left = recoveryCodes?.left ?? 0;
  const renew = el("button", { type: "button" }, "Renew recovery codes");
  renew.addEventListener("click", () => runFrom(renew, report, async () => {
    await askFirst({ title: "Renew your recovery codes?", text: "You get ten new codes. The old ones stop working at once.", action: "Renew" });
    const { recoveryCodes: fresh } = await withPresence(() => post("/v1/recovery-codes"));
    await keepCodes(fresh, "You have ten new recovery codes. The old ones no longer work.");
  }));

  const takeOff = el("button", { type: "button" }, "Remove authenticator");
  takeOff.addEventListener("click", () => runFrom(takeOff, report, async () => {
    await askFirst({ title: "Remove your authenticator?", text: "Then your passcode alone opens the account, and the recovery codes stop working.", action: "Remove" });
    await withPresence(() => remove("/v1/second-factors/totp"));
    await load();
    done(report, "Your authenticator is removed. Your passcode alone opens the account now.");
  }));

  place.replaceChildren(
    part("phone", "good", "Authenticator", [el("p", { class: "soft" }, "On since ", timeElement(totp.since, "date"), `. A new code every ${totp.stepSeconds} seconds.`)], takeOff),
    part("list", left > 3 ? "good" : "open", "Recovery codes", [
      el("p", { class: "soft" }, `${left} of 10 left`, recoveryCodes && ", made ", recoveryCodes && timeElement(recoveryCodes.since, "date"), "."),
      left <= 3 && el("p", {}, "Renew them while you have your authenticator."),
    ], renew));
}

function part(drawing, tone, title, text, button) {
  return el("section", { class: "part" }, el("ul", { class: "rows" }, el("li", { class: tone }, icon(drawing),
    el("div", { class: "what" }, el("h2", {}, title), ...text, el("p", { class: "gap" }, button)))));
}
