// One operation: what exactly it is, then the trading passcode and, where it takes one, a code. What is to be approved stands behind the #
// of the address, where no server sees it. The approval is shown here; where the service named a way back that this deployment allows, the
// person takes it there by a button, behind the # again. So a link alone gets nothing, and leads nowhere else.

import { get, post } from "../api.js";
import { el } from "../dom.js";
import { bindForm, FieldError } from "../form.js";
import { timeElement } from "../time.js";
import { canPasskeys, showPasskey } from "../passkeys.js";
import { field, passkeyButton, proof } from "./confirm.js";
import { open } from "./frame.js";
import { countDown } from "./holds.js";
import { copy } from "./recovery-codes.js";

const place = document.getElementById("question");
let backTo = null;

open(async () => {
  const wish = read();
  if (!wish) return say("There is nothing to approve here", "Go back to the service that sent you and begin again.");

  const [asked, { since, outOfUse }, { heldUntil }, { secondFactor }] = await Promise.all([
    post("/v1/approvals/preview", wish), get("/v1/trading-passcode"), get("/v1/holds"), get("/v1/session"),
  ]);
  const told = question(asked);
  backTo = asked.returnTo;
  if (!since) return place.replaceChildren(...told, way("Set a trading passcode first: it approves trades and withdrawals."));
  if (outOfUse) return place.replaceChildren(...told, way("Your trading passcode is out of use. Change it to go on."));
  if (asked.secondFactor && heldUntil) return place.replaceChildren(...told, wait(heldUntil));
  ask(wish, asked, told, secondFactor);
});

function read() {
  const given = new URLSearchParams(location.hash.slice(1));
  try {
    const details = JSON.parse(given.get("details"));
    const returnTo = given.get("return");
    return given.get("operation") && details ? { operation: given.get("operation"), details, ...(returnTo && { returnTo }) } : null;
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

function ask(wish, asked, told, { totp, passkeys }) {
  const code = asked.secondFactor && el("input", {
    id: "code", name: "code", type: "text", class: "code long", autocomplete: "one-time-code", autocapitalize: "none", spellcheck: "false", required: true,
    "data-missing": totp ? "Enter the six digits that your app shows, or a recovery code." : "Enter one of your recovery codes.", "aria-describedby": "code-error",
  });
  const trading = el("input", {
    id: "trading", name: "trading", type: "password", autocomplete: "current-password", autocapitalize: "none", spellcheck: "false", required: true,
    "data-missing": "Enter your trading passcode.", "aria-describedby": "trading-error",
  });
  const form = el("form", {},
    field("trading", "Trading passcode", el("div", { class: "with-reveal" }, trading,
      el("button", { type: "button", class: "quiet", "data-reveal": "trading passcode", "aria-label": "Show trading passcode" }, "Show"))),
    code && field("code", totp ? "Authenticator code or recovery code" : "Recovery code", code),
    backTo && el("p", { class: "soft" }, "From here you go back to ", el("strong", {}, hostOf(backTo)), "."),
    el("div", { class: "buttons gap" }, el("button", { class: "primary" }, "Approve"), el("a", { class: "button", href: backTo ?? "/security" }, "Do not approve")));

  const approve = async (factor) => {
    const { operation, details } = wish;
    show(await post("/v1/approvals", { operation, details, tradingPasscode: trading.value, ...factor }));
  };
  if (code && passkeys > 0 && canPasskeys()) {
    form.querySelector(".buttons").before(el("p", {}, "Or, with the trading passcode, ", passkeyButton(form, async () => {
      if (!trading.value) throw new FieldError("trading", "Enter your trading passcode.");
      await approve({ method: "passkey", passkey: await showPasskey(await post("/v1/trading/passkey/options")) });
    })));
  }
  bindForm(form, () => approve(code && proof(code)), { "not-admitted": "trading", "code-refused": "code", "code-used": "code", "clock-off": "code" });
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
    ...(backTo ? goBack(approval, expiresAt) : handOver(approval, expiresAt, button))));
  title.focus();
}

function handOver(approval, expiresAt, button) {
  return [
    el("p", {}, "Give this approval to the service that asked for it. It works once, until ", timeElement(expiresAt, "clock"), "."),
    el("p", { class: "secret", id: "approval" }, approval), el("p", { class: "gap" }, button),
  ];
}

function goBack(approval, expiresAt) {
  return [
    el("p", {}, "Take the approval to ", el("strong", {}, hostOf(backTo)), ", which asked for it. It works once, until ", timeElement(expiresAt, "clock"), "."),
    el("p", { class: "gap" }, el("a", { class: "button primary", href: `${backTo}#approval=${approval}` }, `Go back to ${hostOf(backTo)}`)),
  ];
}

const hostOf = (address) => new URL(address).host;

function wait(heldUntil) {
  return el("div", { class: "notice caution" }, el("p", {}, "Withdrawals wait after a change of your account. ", countDown(heldUntil), " Nobody can shorten it."), ...back());
}

function way(text) {
  return el("div", { class: "notice caution" }, el("p", {}, text), el("a", { class: "button primary", href: "/security/trading" }, "To trading"), ...back());
}

function back() {
  return backTo ? [el("p", { class: "gap" }, el("a", { class: "button", href: backTo }, `Back to ${hostOf(backTo)}`))] : [];
}

function say(title, text) {
  place.replaceChildren(el("h2", {}, title), el("p", {}, text));
}
