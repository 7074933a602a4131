// Entries of the activity log as rows.

import { post } from "../api.js";
import { el, icon } from "../dom.js";
import { runFrom } from "../form.js";
import { exactly, timeElement } from "../time.js";
import { couldBeAnother, inWords } from "./activity-words.js";
import { askFirst } from "./confirm.js";

/** One entry: icon, sentence, time. @param {"clock"|"ago"} when */
export function row(entry, when, ...more) {
  const { icon: drawing, tone, what, where } = inWords(entry);
  return el("li", { class: tone },
    icon(drawing),
    el("div", { class: "what" }, el("p", {}, what), el("p", { class: "soft" }, `From ${where}`), ...more),
    el("span", { class: "aside soft small" }, timeElement(entry.at, when)));
}

/** What to do when it was somebody else. */
function notMe(entry) {
  const report = el("div", {});
  const button = el("button", { type: "button" }, "This was not me", el("span", { class: "visually-hidden" }, `: entry ${entry.sequence}`));
  button.addEventListener("click", () => runFrom(button, report, async () => {
    await askFirst({
      title: "Freeze your account?",
      text: "Every session ends, this one too, and nobody enters until you come back with a link that we mail you.",
      action: "Freeze it",
    });
    await post(`/v1/activity/${entry.sequence}/report`);
    location.replace("/?notice=frozen");
  }));
  return el("div", { class: "gap" }, report, button);
}

/** One entry with its details on demand. */
export function fullRow(entry) {
  const facts = [
    ["Exact time", exactly(entry.at)],
    ["Number", String(entry.sequence)],
    ["Session", entry.sessionId],
    ["Hash", entry.hash],
  ].filter(([, value]) => value);

  const advice = couldBeAnother(entry) && notMe(entry);

  return row(entry, "clock", el("details", {},
    el("summary", {}, "Details", el("span", { class: "visually-hidden" }, ` of entry ${entry.sequence}`)),
    el("dl", { class: "exact" }, ...facts.flatMap(([name, value]) => [
      el("dt", {}, name),
      el("dd", { class: name === "Hash" || name === "Session" ? "mono" : null }, value),
    ])),
    advice));
}
