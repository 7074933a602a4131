// Entries of the activity log as rows.

import { el, icon } from "../dom.js";
import { exactly, timeElement } from "../time.js";
import { couldBeAnother, inWords } from "./activity-words.js";

/** One entry: icon, sentence, time. @param {"clock"|"ago"} when */
export function row(entry, when, ...more) {
  const { icon: drawing, tone, what, where } = inWords(entry);
  return el("li", { class: tone },
    icon(drawing),
    el("div", { class: "what" }, el("p", {}, what), el("p", { class: "soft" }, `From ${where}`), ...more),
    el("span", { class: "aside soft small" }, timeElement(entry.at, when)));
}

/** One entry with its details on demand. */
export function fullRow(entry) {
  const facts = [
    ["Exact time", exactly(entry.at)],
    ["Number", String(entry.sequence)],
    ["Session", entry.sessionId],
    ["Hash", entry.hash],
  ].filter(([, value]) => value);

  const advice = couldBeAnother(entry) && el("p", { class: "small gap" },
    "This was not you? ", el("a", { href: "/security/passcode" }, "Change your passcode"), " and ",
    el("a", { href: "/security/sessions" }, "end the other sessions"), ".");

  return row(entry, "clock", el("details", {},
    el("summary", {}, "Details", el("span", { class: "visually-hidden" }, ` of entry ${entry.sequence}`)),
    el("dl", { class: "exact" }, ...facts.flatMap(([name, value]) => [
      el("dt", {}, name),
      el("dd", { class: name === "Hash" || name === "Session" ? "mono" : null }, value),
    ])),
    advice));
}
