// One operation: what exactly it is, then the trading passcode and, where it takes one, a code. What is to be approved stands behind the #
// of the address, where no server sees it; the approval is shown here and sent nowhere, so that a link alone gets nothing.

import { get, post } from "../api.js";
import { el } from "../dom.js";
import { bindForm } from "../form.js";
import { timeElement } from "../time.js";
import { field, proof } from "./confirm.js";
import { open } from "./frame.js";
import { countDown } from "./holds.js";
import { copy } from "./recovery-codes.js";

const place = document.getElementById("question");

open(async () => {
  const wish = read();
  if (!wish) return say("There is nothing to approve here", "Go back to the service that sent you and begin again.");

  const [asked, { since, outOfUse }, { heldUntil }] = await Promise.all([
    post("/v1/approvals/preview", wish), get("/v1/trading-passcode"), get("/v1/holds"),
  ]);
  const told = question(asked);
  if (!since) return place.replaceChildren(...told, way("Set a trading passcode first: it approves trades and withdrawals."));
  if (outOfUse) return place.replaceChildren(...told, way("Your trading passcode is out of use. Change it to go on."));
  if (asked.secondFactor && heldUntil) return place.replaceChildren(...told, wait(heldUntil));
  ask(wish, asked, told);
});

function read() {
  const given = new URLSearchParams(location.hash.slice(1));
  try {
    const details = JSON.parse(given.get("details"));
    return given.get("operation") && details ? { operation: given.get("operation"), details } : null;
  } catch {
    return null;
  }
}

function question({ sentence, facts }) {
  return [
    el("p", { class: "sentence" }, sentence),
    el("section", { class: "part", "aria-labelledby": "facts-title" },
      el("h2", { id: "facts-title" }, "Everything that is in it"),
      facts.length === 0 ? el("p", { class: "soft" }, "Nothing more.")
        : el("dl", { class: "facts" }, ...facts.flatMap(({ name, value }) => [el("dt", {}, name), el("dd", {}, value)]))),
  ];
}

function ask(wish, { secondFactor }, told) {
  const code = secondFactor && el("input", {
    id: "code", name: "code", type: "text", class: "code long", autocomplete: "one-time-code", autocapitalize: "none", spellcheck: "false", required: true,
    "data-missing": "Enter the six digits that your app shows, or a recovery code.", "aria-describedby": "code-error",
  });
  const trading = el("input", {
    id: "trading", name: "trading", type: "password", autocomplete: "current-password", autocapitalize: "none", spellcheck: "false", required: true,
    "data-missing": "Enter your trading passcode.", "aria-describedby": "trading-error",
  });
  const form = el("form", {},
    field("trading", "Trading passcode", el("div", { class: "with-reveal" }, trading,
      el("button", { type: "button", class: "quiet", "data-reveal": "trading passcode", "aria-label": "Show trading passcode" }, "Show"))),
    code && field("code", "Authenticator code or recovery code", code),
    el("div", { class: "buttons" }, el("button", { class: "primary" }, "Approve"), el("a", { class: "button", href: "/security" }, "Do not approve")));

  bindForm(form, async () => {
    const shown = { ...wish, tradingPasscode: trading.value, ...(code && proof(code)) };
    show(await post("/v1/approvals", shown));
  }, { "not-admitted": "trading", "code-refused": "code", "code-used": "code", "clock-off": "code" });
  place.replaceChildren(...told, form);
}

function show({ approval, sentence, expiresAt }) {
  const button = el("button", { type: "button", class: "primary" }, "Copy approval");
  button.addEventListener("click", async () => {
    if (await copy(approval, "The approval is copied.")) button.textContent = "Copied";
  });
  const title = el("h2", { tabindex: "-1" }, "Approved");
  place.replaceChildren(el("section", { class: "part" }, title,
    el("p", { class: "sentence" }, sentence),
    el("p", {}, "Give this approval to the service that asked for it. It works once, until ", timeElement(expiresAt, "clock"), "."),
    el("p", { class: "secret", id: "approval" }, approval), el("p", { class: "gap" }, button)));
  title.focus();
}

function wait(heldUntil) {
  return el("div", { class: "notice caution" }, el("p", {}, "Withdrawals wait after a change of your account. ", countDown(heldUntil), " Nobody can shorten it."));
}

function way(text) {
  return el("div", { class: "notice caution" }, el("p", {}, text), el("a", { class: "button primary", href: "/security/trading" }, "To trading"));
}

function say(title, text) {
  place.replaceChildren(el("h2", {}, title), el("p", {}, text));
}
