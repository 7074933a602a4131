// Who operates the service.

import { post } from "../api.js";
import { el } from "../dom.js";
import { bindForm, FieldError, runFrom } from "../form.js";
import { done } from "../security/frame.js";
import { timeElement } from "../time.js";
import { withReason } from "./ask.js";

/** What operators are called, by their public names. */
export const names = new Map();

/** Binds the invitation. */
export function bindPeople(over) {
  const form = document.getElementById("invite");
  const place = document.getElementById("invitation");
  bindForm(form, async () => {
    const name = form.elements.name.value.trim();
    const roles = chosen(form, "roles");
    if (roles.length === 0) throw new FieldError("name", "Choose a role at the least.");
    place.replaceChildren();
    await withReason({ title: `Invite ${name}?`, text: `They will have: ${roles.join(", ")}.`, action: "Invite" }, (why) => over(async () => {
      const { invitation, expiresAt } = await post("/v1/operators/people", { name, roles, why });
      place.replaceChildren(secret("Give this to the person, and to nobody else. It is shown only now.", `${location.origin}/operators/join#${invitation}`),
        el("p", { class: "soft" }, "It works once, until ", timeElement(expiresAt, "both"), "."));
      place.firstChild.focus();
    }));
  }, { "operator-taken": "name", malformed: "name" });
}

/** Shows them. */
export function showPeople(operators, over, refresh) {
  for (const { id, name } of operators) names.set(id, name);
  document.getElementById("people").replaceChildren(...operators.map((o) => el("li", {}, el("div", { class: "what" },
    el("p", {}, o.name), el("p", { class: "soft" }, `${o.roles.join(", ")} · since `, timeElement(o.since, "date"))), removal(o, over, refresh))));
}

/** What was ticked. */
export const chosen = (form, name) => [...form.querySelectorAll(`input[name="${name}"]:checked`)].map((box) => box.value);

/** Something that is shown once. */
export const secret = (text, value) => el("div", { class: "notice caution gap", tabindex: "-1" }, el("p", {}, text), el("p", {}, el("code", { class: "secret" }, value)));

function removal(operator, over, refresh) {
  const report = document.getElementById("report");
  const made = el("button", { type: "button", class: "aside" }, "Remove", el("span", { class: "visually-hidden" }, ` ${operator.name}`));
  made.addEventListener("click", () => runFrom(made, report, () => withReason(
    { title: `Remove ${operator.name}?`, text: "Their sessions end at once, and what they proposed waits no more.", action: "Remove" },
    (why) => over(async () => {
      await post(`/v1/operators/people/${operator.id}/removal`, { why });
      await refresh();
      done(report, `${operator.name} is no operator any more.`);
    }))));
  return made;
}
