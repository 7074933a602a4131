// The authenticator and its recovery codes.

import { get, post, remove } from "../api.js";
import { el, fromTemplate, icon } from "../dom.js";
import { bindForm, codeOf, FieldError, runFrom, submitWhenFull } from "../form.js";
import { timeElement } from "../time.js";
import { askFirst, withPresence } from "./confirm.js";
import { done, open } from "./frame.js";
import { copy, showCodes } from "./recovery-codes.js";
import { passkeysPart } from "./passkeys.js";
import { showRemoval } from "./removal.js";

const place = document.getElementById("factor");
const report = document.getElementById("report");

open(async ({ enrolmentDue }) => {
  if (!enrolmentDue) {
    await showRemoval(document.getElementById("removal"), report, () => done(report, "Your authenticator stays. Change your passcode now."));
  } else {
    report.replaceChildren(el("div", { class: "notice caution" }, el("p", {}, "Your account needs a second factor before anything else. Add an authenticator or a passkey, and you can go on.")));
  }
  await load();
});

async function load() {
  const { totp, recoveryCodes, passkeys } = await get("/v1/second-factors");
  place.replaceChildren();
  if (totp) place.append(authenticatorPart(totp, passkeys));
  else showNone(passkeys);
  place.append(passkeysPart(passkeys, report, async (codes, said) => {
    if (codes) return keepCodes(codes, said);
    await load();
    done(report, said);
  }));
  if (recoveryCodes) place.append(codesPart(recoveryCodes));
}

function showNone(passkeys) {
  const step = fromTemplate("none-step");
  bindForm(step.querySelector("form"), async (form) => {
    report.replaceChildren();
    const stepSeconds = Number(form.elements.step.value);
    showEnrolment(await withPresence(() => post("/v1/second-factors/totp", { stepSeconds })));
  });
  if (passkeys.length > 0) step.querySelector("[data-alone]").remove();
  place.append(step);
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
  step.querySelector("[data-cancel]").addEventListener("click", load);

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

function codesPart(recoveryCodes) {
  const left = recoveryCodes.left;
  const renew = el("button", { type: "button" }, "Renew recovery codes");
  renew.addEventListener("click", () => runFrom(renew, report, async () => {
    await askFirst({ title: "Renew your recovery codes?", text: "You get ten new codes. The old ones stop working at once.", action: "Renew" });
    const { recoveryCodes: fresh } = await withPresence(() => post("/v1/recovery-codes"));
    await keepCodes(fresh, "You have ten new recovery codes. The old ones no longer work.");
  }));

  return part("list", left > 3 ? "good" : "open", "Recovery codes", [
    el("p", { class: "soft" }, `${left} of 10 left, made `, timeElement(recoveryCodes.since, "date"), "."),
    left <= 3 && el("p", {}, "Renew them while you have your second factor."),
  ], renew);
}

function authenticatorPart(totp, passkeys) {
  const isLast = passkeys.length === 0;
  const replace = el("button", { type: "button" }, "Replace authenticator");
  replace.addEventListener("click", () => runFrom(replace, report, async () => {
    await askFirst({ title: "Replace your authenticator?", text: "A new phone, or a lost one? The present authenticator and its recovery codes work until the new one is confirmed, and stop then.", action: "Replace" });
    showEnrolment(await withPresence(() => post("/v1/second-factors/totp", { stepSeconds: totp.stepSeconds })));
  }));

  const takeOff = el("button", { type: "button" }, "Remove authenticator");
  takeOff.addEventListener("click", () => runFrom(takeOff, report, async () => {
    await askFirst({ title: "Remove your authenticator?", text: isLast ? "Then your passcode alone opens the account, and the recovery codes stop working." : "Your passkeys stay, and so do the recovery codes.", action: "Remove" });
    await withPresence(() => remove("/v1/second-factors/totp"));
    await load();
    done(report, isLast ? "Your authenticator is removed. Your passcode alone opens the account now." : "Your authenticator is removed. Your passkeys stay.");
  }));

  return part("phone", "good", "Authenticator", [el("p", { class: "soft" }, "On since ", timeElement(totp.since, "date"), `. A new code every ${totp.stepSeconds} seconds.`)], replace, " ", takeOff);
}

function part(drawing, tone, title, text, ...buttons) {
  return el("section", { class: "part" }, el("ul", { class: "rows" }, el("li", { class: tone }, icon(drawing),
    el("div", { class: "what" }, el("h2", {}, title), ...text, el("p", { class: "gap" }, ...buttons)))));
}
