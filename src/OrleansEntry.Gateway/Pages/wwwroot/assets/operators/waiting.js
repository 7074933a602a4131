// What waits for a second operator.

import { post } from "../api.js";
import { el } from "../dom.js";
import { runFrom } from "../form.js";
import { done } from "../security/frame.js";
import { timeElement } from "../time.js";
import { withReason } from "./ask.js";

/** Shows the proposals. */
export function showProposals({ proposals }, over, refresh) {
  const list = document.getElementById("proposals");
  list.replaceChildren(...proposals.map((p) => el("li", {}, el("div", { class: "what" },
    el("p", {}, `${p.act} of account ${p.accountId}`),
    el("p", { class: "soft" }, `${p.by}: “${p.why}” · `, timeElement(p.at, "ago"), " · until ", timeElement(p.expiresAt, "both")),
    el("div", { class: "buttons" }, button(p, true, over, refresh), button(p, false, over, refresh))))));
  if (proposals.length === 0) list.append(el("li", {}, el("p", { class: "soft" }, "Nothing waits.")));
}

function button(proposal, agrees, over, refresh) {
  const report = document.getElementById("report");
  const made = el("button", { type: "button", class: agrees ? "" : "quiet" }, agrees ? "Agree" : "Decline",
    el("span", { class: "visually-hidden" }, ` to ${proposal.act} of ${proposal.accountId}`));
  made.addEventListener("click", () => runFrom(made, report, () => withReason(
    {
      title: agrees ? "Agree?" : "Decline?", action: agrees ? "Agree" : "Decline",
      text: agrees ? "It is done at once. You have looked at the account yourself." : "The proposal is over.",
    },
    (why) => over(async () => {
      await post(`/v1/operators/proposals/${proposal.id}/review`, { agrees, why });
      await refresh();
      done(report, agrees ? "Agreed, and done." : "Declined.");
    }))));
  return made;
}
