// The operators' own log, newest first.

import { get } from "../api.js";
import { el } from "../dom.js";
import { runFrom } from "../form.js";
import { timeElement } from "../time.js";
import { names } from "./people.js";

const words = {
  "operator.enrolled": "Became an operator", "operator.entered": "Entered", "operator.entry-refused": "A security key was refused",
  "operator.left": "Left", "operator.acted": "Did", "operator.refused": "Was not allowed to do", "operator.came-to-nothing": "Came to nothing",
  "operator.proposed": "Proposed", "operator.agreed": "Agreed to", "operator.declined": "Declined",
};

/** Binds the list: it is read each time its section is opened. */
export function bindLog(over) {
  const [list, older] = ["entries", "older"].map((id) => document.getElementById(id));
  let next = null;
  const load = async (fresh) => {
    const page = await over(() => get(`/v1/operators/activity?limit=50${fresh || !next ? "" : `&before=${next}`}`));
    if (!page) return;
    if (fresh) list.replaceChildren();
    list.append(...page.entries.map(row));
    next = page.next;
    older.hidden = next === null;
  };
  older.addEventListener("click", () => runFrom(older, document.getElementById("report"), () => load(false)));
  const section = list.closest("[data-section]");
  new MutationObserver(() => { if (!section.hidden) load(true); }).observe(section, { attributeFilter: ["hidden"] });
  if (location.hash === "#log") load(true);
}

function row(entry) {
  return el("li", {}, el("div", { class: "what" },
    el("p", {}, `${words[entry.kind] ?? entry.kind}${entry.reason ? `: ${entry.reason}` : ""}`),
    entry.detail && el("p", { class: "soft" }, entry.detail.replace(/^[0-9a-f]{32}/, (id) => names.get(id) ?? id)),
    el("p", { class: "soft" }, `${entry.sequence} · `, timeElement(entry.at, "both"), ` · ${entry.device}, network ${entry.network}`)));
}
