// One account: what it is like, and what can be done to it.

import { post } from "../api.js";
import { el } from "../dom.js";
import { bindForm, runFrom } from "../form.js";
import { done } from "../security/frame.js";
import { timeElement } from "../time.js";
import { withReason } from "./ask.js";

const acts = {
  unlock: ["Unlock", "The waits after wrong tries end. What is out of use stays so."],
  freeze: ["Freeze", "Nobody enters until operators open it again; all sessions end."],
  "end-sessions": ["End its sessions", "Everybody who is in has to enter again."],
  "cancel-recovery": ["Cancel a recovery", "Mailed links and the removal of a second factor are over."],
  unfreeze: ["Unfreeze", "It waits until another operator agrees. Then the account opens with what its owner has, and withdrawals wait."],
};
const frozen = { owner: "by its owner", report: "by its owner, from the log", mail: "by its owner, from a mail", operator: "by operators" };

/** Binds the search. */
export function bindAccount(over) {
  const form = document.getElementById("find");
  const why = form.elements.why;
  bindForm(form, () => over(async () => {
    const who = form.elements.who.value.trim();
    document.getElementById("account").replaceChildren();
    show(await post("/v1/operators/accounts/search", { [who.includes("@") ? "identifier" : "accountId"]: who, why: why.value }), over);
  }), { "no-account": "who", "malformed-identifier": "who" });
}

function show(account, over) {
  const report = el("div");
  const heading = el("h2", { tabindex: "-1" }, account.identifier || "A closed account");
  document.getElementById("account").replaceChildren(el("section", { class: "part", "aria-label": "The account" },
    heading, report, el("dl", { class: "facts" }, ...(account.closedAt ? factsOfClosed(account) : facts(account)).flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])),
    el("div", { class: "buttons" }, ...(account.closedAt ? [] : Object.keys(acts)).map((name) => button(account, name, report, over)))));
  heading.focus();
}

const at = (instant) => instant && timeElement(instant, "both");

const factsOfClosed = (a) => [["Id", a.id], ["Opened", at(a.openedAt)], ["Closed", at(a.closedAt)], ["Log kept until", at(a.keptUntil)]];

function facts(a) {
  return [
    ["Id", a.id], ["Opened", at(a.openedAt)], ["Last entered", at(a.lastEnteredAt) ?? "never"],
    ["State", a.frozenSince ? el("span", {}, `frozen ${frozen[a.frozenWhy] ?? ""} since `, at(a.frozenSince)) : "open"],
    ["Waits after wrong tries until", at(a.waitsUntil)], ["Out of use", a.outOfUse.join(", ")],
    ["Second factors", a.secondFactors.join(", ") || "none"], ["Recovery codes left", String(a.recoveryCodesLeft)],
    ["Sessions", String(a.sessions)], ["Devices", String(a.devices)], ["Withdrawals held until", at(a.heldUntil)],
    ["Second factor will be removed", at(a.factorRemovalAt)], ["Link of the way back mailed", at(a.recoveryMailedAt)],
    ["Will be closed", at(a.closesAt)],
    ["Settings locked until", at(a.settingsLockedUntil)], ["Trading passcode", a.hasTradingPasscode ? "set" : "not set"],
  ].filter(([, value]) => value);
}

function button(account, name, report, over) {
  const [title, text] = acts[name];
  const made = el("button", { type: "button", class: name === "freeze" ? "destructive" : "" }, title);
  made.addEventListener("click", () => runFrom(made, report, () => withReason(
    { title: `${title} ${account.identifier}?`, text, action: title },
    (why) => over(async () => {
      const { proposal } = await post(`/v1/operators/accounts/${account.id}/acts`, { act: name, why });
      done(report, proposal ? "It waits for a second operator, for a day at the longest." : "Done. Find the account again to see it as it is now.");
    }))));
  return made;
}
