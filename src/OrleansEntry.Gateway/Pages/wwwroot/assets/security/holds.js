// Holds on withdrawals: why, until when, and how long that is.

import { el, icon } from "../dom.js";
import { spanInWords, timeElement } from "../time.js";
import { holdReasons } from "./activity-words.js";

/** The holds that run, or nothing. @param {{holds: {reason: string, until: string}[]}} answer */
export function holdsPart(answer) {
  // What waits because the account will be closed is said at the top of each page, and ends otherwise.
  const holds = answer.holds.filter(({ reason }) => reason !== "closing");
  if (holds.length === 0) return null;
  return el("section", { class: "part", "aria-labelledby": "holds-title" },
    el("h2", { id: "holds-title" }, "Withdrawals wait"),
    el("p", {}, countDown(holds[0].until), " Everything else is open. Nobody can shorten it."),
    el("ul", { class: "rows" }, ...holds.map(({ reason, until }) => el("li", { class: "open" }, icon("wait"),
      el("div", { class: "what" },
        el("p", {}, capital(holdReasons[reason] ?? "after a change")),
        el("p", { class: "soft" }, "Until ", timeElement(until)))))));
}

/** "You can withdraw in 23 hours.", counting. */
export function countDown(until) {
  const place = el("span", {});
  const tick = () => {
    const left = (new Date(until) - Date.now()) / 1_000;
    place.textContent = left > 0 ? `You can withdraw in ${spanInWords(left)}.` : "You can withdraw now.";
    if (left <= 0) clearInterval(timer);
  };
  const timer = setInterval(tick, 1_000);
  tick();
  return place;
}

const capital = (text) => text[0].toUpperCase() + text.slice(1);
