// Where alerts go, and how the owner knows our mails and our entrance.

import { get, post, put, remove } from "../api.js";
import { el, icon } from "../dom.js";
import { bindForm, codeOf, FieldError, runFrom, showProblem, submitWhenFull } from "../form.js";
import { timeElement } from "../time.js";
import { askFirst, withPresence } from "./confirm.js";
import { done, open } from "./frame.js";

const report = document.getElementById("report");
const ask = document.getElementById("ask");
const phraseForm = document.getElementById("phrase");
const removal = document.getElementById("phrase-remove");

let own = "";

bindForm(ask, async () => {
  report.replaceChildren();
  const address = ask.elements.address.value.trim();
  if (!address.includes("@")) throw new FieldError("address", "Enter an e-mail address, such as name@example.test.");
  await withPresence(() => post("/v1/alert-addresses", { address }));
  ask.reset();
  await loadAddresses();
  document.getElementById("code").focus();
}, { "malformed-identifier": "address", malformed: "address", "known-alert-address": "address" });

bindForm(phraseForm, async () => {
  report.replaceChildren();
  const phrase = phraseForm.elements.words.value;
  await withPresence(() => put("/v1/safety-phrase", { phrase }));
  phraseForm.reset();
  await loadPhrase();
  done(report, "Your safety phrase is set. The mail about it still shows what was before.");
}, { "unfit-safety-phrase": "words", malformed: "words" });

removal.addEventListener("click", () => runFrom(removal, report, async () => {
  await askFirst({
    title: "Remove your safety phrase?", text: "Our mails and our entrance show none then, and a fake looks more like them.", action: "Remove it",
  });
  await withPresence(() => remove("/v1/safety-phrase"));
  await loadPhrase();
  done(report, "Your safety phrase is removed.");
}));

open(async ({ identifier }) => {
  own = identifier;
  await Promise.all([loadAddresses(), loadPhrase()]);
});

async function loadAddresses() {
  const { addresses, waiting, most } = await get("/v1/alert-addresses");
  document.getElementById("addresses").replaceChildren(
    row(own, [el("p", { class: "soft" }, "Your account’s own address")]),
    ...addresses.map((address) => row(address.address, [el("p", { class: "soft" }, "Since ", timeElement(address.since)), removalOf(address)])));
  const full = addresses.length >= most;
  ask.hidden = full || Boolean(waiting);
  document.getElementById("full").hidden = !full || most === 0;
  document.getElementById("waiting").replaceChildren(...(waiting && !full ? codeForm(waiting) : []));
}

function row(address, more) {
  return el("li", { class: "good" }, icon("person"), el("div", { class: "what" }, el("p", {}, address), ...more));
}

function removalOf({ id, address }) {
  const button = el("button", { type: "button", class: "quiet" }, "Remove", el("span", { class: "visually-hidden" }, ` ${address}`));
  button.addEventListener("click", () => runFrom(button, report, async () => {
    await askFirst({ title: "Remove this address?", text: `Alerts go to ${address} no more. Every address is told, this one too.`, action: "Remove it" });
    await withPresence(() => remove(`/v1/alert-addresses/${id}`));
    await loadAddresses();
    done(report, "The address is removed.");
  }));
  return el("div", { class: "buttons" }, button);
}

function codeForm(waiting) {
  const input = el("input", {
    id: "code", name: "code", type: "text", class: "code", inputmode: "numeric", autocomplete: "one-time-code", required: true,
    "data-missing": "Enter the eight digits from the mail.", "aria-describedby": "code-hint code-error",
  });
  const form = el("form", {},
    el("div", { class: "field" },
      el("label", { for: "code" }, "Code from the mail"),
      el("p", { class: "hint", id: "code-hint" }, `We sent it to ${waiting.address}. It works until `, timeElement(waiting.expiresAt, "clock"), "."),
      input, el("p", { class: "error", id: "code-error" })),
    el("div", { class: "buttons" }, el("button", { class: "primary" }, "Add the address"),
      el("button", { type: "button", class: "quiet", onclick: another }, "Use another address")));
  bindForm(form, async () => {
    report.replaceChildren();
    const code = codeOf(input);
    if (!/^\d{8}$/.test(code)) throw new FieldError("code", "The code has eight digits.");
    try {
      await post(`/v1/alert-addresses/${waiting.id}/confirmation`, { code });
    } catch (error) {
      if (error.code !== "alert-code-over") throw error;
      another();
      return showProblem(ask, new FieldError("address", error.message));
    }
    await loadAddresses();
    done(report, "The address is added. Every address is told.");
  }, { "code-refused": "code" });
  submitWhenFull(input, 8);
  return [form];
}

// The code that was mailed dies with the next one.
function another() {
  document.getElementById("waiting").replaceChildren();
  ask.hidden = false;
  ask.elements.address.focus();
}

async function loadPhrase() {
  const { phrase, since } = await get("/v1/safety-phrase");
  const state = document.getElementById("phrase-state");
  if (phrase) state.replaceChildren("Yours since ", timeElement(since, "date"), ": ", el("strong", {}, phrase));
  else state.textContent = "You have none yet.";
  document.getElementById("phrase-button").textContent = phrase ? "Change safety phrase" : "Set safety phrase";
  removal.hidden = !phrase;
}
