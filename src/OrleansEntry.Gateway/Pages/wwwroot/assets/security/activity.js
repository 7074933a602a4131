// The activity log, newest first, grouped by day.

import { get, post } from "../api.js";
import { announce, el } from "../dom.js";
import { runFrom } from "../form.js";
import { dayName } from "../time.js";
import { filters } from "./activity-words.js";
import { withPresence } from "./confirm.js";
import { fullRow } from "./entries.js";
import { done, open } from "./frame.js";

const pageSize = 50;
const days = document.getElementById("days");
const report = document.getElementById("report");
const older = document.getElementById("older");
const kinds = document.getElementById("kinds");
let next = null;

kinds.append(...filters.map(([name], index) => el("option", { value: String(index) }, name)));
kinds.addEventListener("change", () => runFrom(older, report, () => load(true)));
older.addEventListener("click", () => runFrom(older, report, () => load(false)));
document.getElementById("stored").addEventListener("click", (event) => takeAlong(event.currentTarget, document.getElementById("stored-report")));
open(() => load(true));

/** What is stored, as a file; it is asked for first whether it is the person. */
function takeAlong(button, place) {
  return runFrom(button, place, async () => {
    const stored = await withPresence(() => post("/v1/account/export"));
    const file = URL.createObjectURL(new Blob([JSON.stringify(stored, null, 2)], { type: "application/json" }));
    el("a", { href: file, download: "account.json" }).click();
    setTimeout(() => URL.revokeObjectURL(file), 60_000);
    done(place, "The file is on its way. Keep it where nobody else reads it.");
  });
}

async function load(fresh) {
  const wanted = kinds.value;
  const query = new URLSearchParams({ limit: String(pageSize) });
  if (!fresh && next) query.set("before", String(next));
  for (const kind of filters[Number(wanted)][1]) query.append("kind", kind);

  const page = await get(`/v1/activity?${query}`);
  if (kinds.value !== wanted) return load(true); // the person has chosen anew meanwhile
  if (fresh) days.replaceChildren();
  const first = append(page.entries);
  next = page.next;
  older.hidden = next === null;

  if (days.childElementCount === 0) days.append(el("p", { class: "soft" }, "Nothing of this kind has happened."));
  announce(`${page.entries.length} entries shown.`);
  if (!fresh) first?.querySelector("summary").focus();
}

/** Adds rows to the days they belong to. @returns {HTMLElement|undefined} the first of them */
function append(entries) {
  let first;
  for (const entry of entries) {
    const name = dayName(entry.at);
    let day = days.lastElementChild;
    if (day?.dataset.day !== name) {
      day = el("section", { class: "day", "data-day": name, "aria-label": name }, el("h2", {}, name), el("ol", { class: "rows" }));
      days.append(day);
    }
    const item = fullRow(entry);
    first ??= item;
    day.lastElementChild.append(item);
  }
  return first;
}
