// The activity log, newest first, grouped by day.

import { get } from "../api.js";
import { announce, el } from "../dom.js";
import { runFrom } from "../form.js";
import { dayName } from "../time.js";
import { filters } from "./activity-words.js";
import { fullRow } from "./entries.js";
import { open } from "./frame.js";

const pageSize = 50;
const days = document.getElementById("days");
const report = document.getElementById("report");
const older = document.getElementById("older");
const kinds = document.getElementById("kinds");
let next = null;

kinds.append(...filters.map(([name], index) => el("option", { value: String(index) }, name)));
kinds.addEventListener("change", () => runFrom(older, report, () => load(true)));
older.addEventListener("click", () => runFrom(older, report, () => load(false)));
open(() => load(true));

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
