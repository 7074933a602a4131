// "Am I safe?" at a glance: one verdict with one suggestion, what is on, what happened last.

import { get } from "../api.js";
import { adviseClient } from "../client-advice.js";
import { el, icon } from "../dom.js";
import { timeElement } from "../time.js";
import { row } from "./entries.js";
import { done, open } from "./frame.js";
import { holdsPart } from "./holds.js";
import { showRemoval } from "./removal.js";

const fewCodes = 3;
const shown = 5;

open(async (session) => {
  const [factors, { sessions }, { entries }, held, trading, phrase, { addresses }] = await Promise.all([
    get("/v1/second-factors"), get("/v1/sessions"), get("/v1/activity?limit=50"), get("/v1/holds"), get("/v1/trading-passcode"),
    get("/v1/safety-phrase"), get("/v1/alert-addresses"),
  ]);
  const report = document.getElementById("report");
  const judge = () => document.getElementById("verdict").replaceChildren(verdict(suggest(session, factors, entries)));
  const waits = await showRemoval(document.getElementById("removal"), report, () => {
    judge();
    done(report, "Your authenticator stays. Change your passcode now.");
  });
  if (!waits) judge();
  document.getElementById("guards").replaceChildren(
    ...guards(session, factors, sessions, trading), ...signs(phrase, addresses));
  document.getElementById("holds").replaceChildren(...[holdsPart(held)].filter(Boolean));
  document.getElementById("last").replaceChildren(...entries.slice(0, shown).map((entry) => row(entry, "ago")));
  adviseClient(document.getElementById("advice"));
});

/** The one thing most worth doing, or null. */
function suggest({ secondFactor, session }, { totp, passkeys }, entries) {
  if (passcodeMayBeKnown(entries)) {
    return {
      title: "Somebody may know your passcode",
      text: "A new device gave your right passcode, but not your code, and did not get in. If that was not you, change your passcode.",
      action: "Change passcode", href: "/security/passcode",
    };
  }
  if (!totp && passkeys.length === 0) {
    return {
      title: "One thing is missing",
      text: "Your passcode alone opens this account. Add an authenticator or a passkey, and somebody who learns the passcode stays outside.",
      action: "Add a second factor", href: "/security/second-factor",
    };
  }
  if (session.methods.includes("recovery-code") && totp && totp.since < session.startedAt) {
    return {
      title: "You entered with a recovery code",
      text: "Is your authenticator lost? Replace it now: the lost one stops working at once, and you get new recovery codes.",
      action: "Replace authenticator", href: "/security/second-factor",
    };
  }
  if (secondFactor.recoveryCodesLeft <= fewCodes) {
    return {
      title: secondFactor.recoveryCodesLeft === 0 ? "No recovery code is left" : "Few recovery codes are left",
      text: "They are your way in when your second factor is lost. Renew them while you have it.",
      action: "Renew recovery codes", href: "/security/second-factor",
    };
  }
  return null;
}

// A right passcode and a wrong code from a new device, not followed by an entry from there or by a new passcode.
function passcodeMayBeKnown(entries) {
  for (const entry of entries) {
    if (entry.kind === "passcode.changed") return false;
    if (entry.kind !== "entry.code-refused" || entry.knownDevice) continue;
    const gotInLater = entries.some((other) => other.kind === "entry.admitted" && other.sequence > entry.sequence
      && other.network === entry.network && other.device === entry.device);
    if (!gotInLater) return true;
  }
  return false;
}

function verdict(suggestion) {
  if (!suggestion) {
    return el("div", { class: "verdict" }, icon("shield"),
      el("div", {}, el("h2", {}, "Your account is well guarded"), el("p", {}, "Passcode, second factor and recovery codes are in place.")));
  }
  const { title, text, action, href } = suggestion;
  return el("div", { class: "verdict caution" }, icon("caution"),
    el("div", {}, el("h2", {}, title), el("p", {}, text), el("a", { class: "button primary", href }, action)));
}

function guards({ identifier }, { totp, recoveryCodes, passkeys }, sessions, trading) {
  const others = sessions.length - 1;
  return [
    guard(true, "Passcode", [`Opens the account of ${identifier}`], "/security/passcode", "Change", "passcode"),
    totp
      ? guard(true, "Authenticator", ["On since ", timeElement(totp.since, "date")], "/security/second-factor", "Manage", "authenticator")
      : passkeys.length === 0 && guard(false, "Authenticator", ["Not added yet"], "/security/second-factor", "Add", "an authenticator"),
    passkeys.length > 0 && guard(true, "Passkeys", [passkeys.length === 1 ? passkeys[0].name : `${passkeys.length} of them`], "/security/second-factor", "Manage", "passkeys"),
    recoveryCodes && guard(recoveryCodes.left > fewCodes, "Recovery codes", [`${recoveryCodes.left} of 10 left`], "/security/second-factor", "Manage", "recovery codes"),
    trading.since && guard(!trading.outOfUse, "Trading passcode", [trading.outOfUse ? "Out of use: change it" : "Approves trades and withdrawals"], "/security/trading", "Manage", "trading passcode"),
    guard(true, "Sessions", [others === 0 ? "Only this one" : `This one and ${others} more`], "/security/sessions", "Look", "at the sessions"),
  ].filter(Boolean);
}

function signs({ since }, addresses) {
  return [
    since && guard(true, "Safety phrase", ["In our mails since ", timeElement(since, "date")], "/security/alerts", "Manage", "safety phrase"),
    addresses.length > 0 && guard(true, "Alert addresses", [`${addresses.length} beside your own`], "/security/alerts", "Manage", "alert addresses"),
  ].filter(Boolean);
}

function guard(good, name, state, href, action, object) {
  return el("li", { class: good ? "good" : "open" }, icon(good ? "good" : "caution"),
    el("div", { class: "what" }, el("p", {}, name), el("p", { class: "soft" }, ...state)),
    el("a", { class: "aside", href }, action, el("span", { class: "visually-hidden" }, ` ${object}`)));
}
