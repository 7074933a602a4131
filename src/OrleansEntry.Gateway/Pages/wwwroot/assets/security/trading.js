// The trading passcode, and whether trading is unlocked in this session.

import { get, post, put, remove } from "../api.js";
import { el, icon } from "../dom.js";
import { bindForm, runFrom } from "../form.js";
import { recall } from "../memory.js";
import { showPasscodeHint } from "../passcode-hint.js";
import { timeElement } from "../time.js";
import { askFirst, withPresence } from "./confirm.js";
import { done, open } from "./frame.js";
import { holdsPart } from "./holds.js";

const state = document.getElementById("state");
const report = document.getElementById("done");
const form = document.getElementById("set");
const fresh = form.elements.new;
const unlock = document.getElementById("unlock");

form.elements.username.value = recall("identifier") ?? "";

bindForm(form, async () => {
  report.replaceChildren();
  const wish = { new: fresh.value };
  await withPresence(() => put("/v1/trading-passcode", wish));
  form.reset();
  fresh.dispatchEvent(new Event("input"));
  await load();
  done(report, "Your trading passcode is set. Trades and withdrawals are approved with it from now on.");
}, { "same-as-passcode": "new", "passcode-*": "new" });

bindForm(unlock, async () => {
  report.replaceChildren();
  await post("/v1/trading-unlock", { tradingPasscode: unlock.elements.trading.value });
  unlock.reset();
  await load();
  done(report, "Trading is unlocked in this session.");
}, { "not-admitted": "trading" });

open(async () => {
  const { passcode } = await get("/v1/policy");
  showPasscodeHint(fresh, { ...passcode, minLength: 8 });
  await load();
});

async function load() {
  const [{ since, outOfUse, unlockedUntil }, { totp, passkeys }, held] = await Promise.all([
    get("/v1/trading-passcode"), get("/v1/second-factors"), get("/v1/holds"),
  ]);
  document.getElementById("holds").replaceChildren(...[holdsPart(held)].filter(Boolean));
  document.getElementById("unlock-part").hidden = !since || outOfUse || Boolean(unlockedUntil);
  const hasFactor = Boolean(totp) || passkeys.length > 0;
  document.getElementById("set-part").hidden = !hasFactor;
  document.getElementById("set-title").textContent = since ? "Change it" : "Set a trading passcode";
  document.getElementById("set-button").classList.toggle("primary", !since);
  document.getElementById("set-button").textContent = since ? "Change trading passcode" : "Set trading passcode";
  state.replaceChildren(el("section", { class: "part", "aria-label": "How trading stands" }, el("ul", { class: "rows" },
    hasFactor || since ? passcodeRow(since, outOfUse) : factorRow(),
    unlockedUntil && unlockedRow(unlockedUntil))));
}

function factorRow() {
  return row("phone", "open", "A second factor comes first", [el("p", { class: "soft" },
    "Withdrawals always take one. Add an authenticator or a passkey, then set a trading passcode.")],
  el("a", { class: "button primary", href: "/security/second-factor" }, "Add a second factor"));
}

function passcodeRow(since, outOfUse) {
  if (!since) {
    return row("key", "open", "No trading passcode yet", [el("p", { class: "soft" }, "Without one nothing can be approved.")]);
  }
  const text = outOfUse
    ? el("p", {}, "It was entered wrongly too many times in a row and is out of use. Change it to go on.")
    : el("p", { class: "soft" }, "On since ", timeElement(since, "date"), ". Changing or removing it lets withdrawals wait for a while.");
  return row("key", outOfUse ? "bad" : "good", "Trading passcode", [text], button("Remove trading passcode", async () => {
    await askFirst({
      title: "Remove your trading passcode?", action: "Remove",
      text: "Then nothing can be approved until you set a new one, and withdrawals wait for a while.",
    });
    await withPresence(() => remove("/v1/trading-passcode"));
    await load();
    done(report, "Your trading passcode is removed.");
  }));
}

function unlockedRow(until) {
  return row("wait", "open", "Trading is unlocked", [el("p", { class: "soft" }, "In this session, until ", timeElement(until, "clock"), ".")],
    button("Lock now", async () => {
      await remove("/v1/trading-unlock");
      await load();
      done(report, "Trading is locked.");
    }));
}

function button(text, action) {
  const made = el("button", { type: "button" }, text);
  made.addEventListener("click", () => runFrom(made, report, action));
  return made;
}

function row(drawing, tone, title, text, action) {
  return el("li", { class: tone }, icon(drawing),
    el("div", { class: "what" }, el("h2", {}, title), ...text, action && el("p", { class: "gap" }, action)));
}
