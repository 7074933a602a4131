// The account's own address, and another one: two mailed codes, and some days in which the former address can take it back.

import { get, post, remove } from "../api.js";
import { el, icon } from "../dom.js";
import { bindForm, codeOf, FieldError, runFrom, showProblem } from "../form.js";
import { timeElement } from "../time.js";
import { withPresence } from "./confirm.js";
import { done, open } from "./frame.js";

const lookAgainAfter = 400;
const looks = 25;

const report = document.getElementById("report");
const ask = document.getElementById("ask");
const codes = document.getElementById("codes");
const stop = document.getElementById("stop");

bindForm(ask, async () => {
  report.replaceChildren();
  const identifier = ask.elements.identifier.value.trim();
  if (!identifier.includes("@")) throw new FieldError("identifier", "Enter an e-mail address, such as name@example.test.");
  await withPresence(() => post("/v1/identifier-changes", { identifier }));
  ask.reset();
  await load();
  codes.elements.newCode.focus();
}, { "malformed-identifier": "identifier", malformed: "identifier", "same-identifier": "identifier" });

bindForm(codes, async () => {
  report.replaceChildren();
  const [newCode, oldCode] = [codes.elements.newCode, codes.elements.oldCode].map((input) => {
    const code = codeOf(input);
    if (!/^\d{8}$/.test(code)) throw new FieldError(input.name, "The code has eight digits.");
    return code;
  });
  try {
    await post("/v1/identifier-changes/confirmation", { newCode, oldCode });
  } catch (error) {
    if (error.code !== "identifier-code-over") throw error;
    await load();
    return showProblem(ask, new FieldError("identifier", error.message));
  }
  codes.reset();
  await settle();
}, { "code-refused": "newCode" });

stop.addEventListener("click", () => runFrom(stop, report, async () => {
  await remove("/v1/identifier-changes");
  codes.reset();
  await load();
  done(report, "Your address stays.");
}));

open(load);

async function load() {
  const state = await get("/v1/identifier-changes");
  const { identifier, waiting, changing, former } = state;
  document.getElementById("addresses").replaceChildren(
    row("good", identifier, "Your account\u2019s address"),
    ...(former ? [row("open", former.identifier, "Your address before. It can take the change back until ", timeElement(former.until), ". Until then it is not changed again.")] : []));
  document.getElementById("changing").hidden = !changing;
  document.getElementById("change").hidden = Boolean(waiting || changing || former);
  document.getElementById("waiting").hidden = !waiting;
  if (waiting) {
    document.getElementById("waiting-text").replaceChildren(
      `We sent one to ${waiting.identifier} and one to ${identifier}. They work until `, timeElement(waiting.expiresAt, "clock"), ".");
  }
  return state;
}

const row = (tone, address, ...text) =>
  el("li", { class: tone }, icon("person"), el("div", { class: "what" }, el("p", {}, address), el("p", { class: "soft" }, ...text)));

// The change is carried out after the answer, and takes a moment.
async function settle() {
  for (let look = 0; look < looks; look++) {
    const { changing, former } = await load();
    if (!changing) {
      return done(report, former
        ? "Your address is changed. Every address is told, the one before too."
        : "Your address stays: the change did not come to be.");
    }
    await new Promise((resolve) => setTimeout(resolve, lookAgainAfter));
  }
}
