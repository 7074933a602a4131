// The operators' page: in with a security key, then one section at a time.

import { get, post, remove } from "../api.js";
import { el, fromTemplate, nameStep, showHost } from "../dom.js";
import { bindForm, messageOf, runFrom } from "../form.js";
import { showPasskey } from "../passkeys.js";
import { timeElement } from "../time.js";
import { bindAccount } from "./account.js";
import { bindLog } from "./log.js";
import { bindPeople, showPeople } from "./people.js";
import { bindService, showService } from "./service.js";
import { showProposals } from "./waiting.js";

const place = document.getElementById("place");
const leave = document.getElementById("leave");
const titles = { account: "Account", waiting: "Waiting for a second operator", service: "Service", people: "Operators", log: "Log" };

leave.addEventListener("click", () => runFrom(leave, document.getElementById("report"), async () => {
  await remove("/v1/operators/session");
  showEntrance();
}));
window.addEventListener("hashchange", () => show(true));
start();

async function start() {
  try {
    showWork(await get("/v1/operators/session"));
  } catch (error) {
    showEntrance(error.code === "no-operator" ? "" : messageOf(error));
  }
}

function showEntrance(problem) {
  leave.hidden = true;
  const step = fromTemplate("enter-step");
  place.replaceChildren(step);
  showHost();
  nameStep("Enter");
  const form = step.querySelector("form");
  bindForm(form, async () => {
    const asked = await post("/v1/operators/entries");
    showWork(await post("/v1/operators/entries/confirmation", { ceremony: asked.ceremony, answer: await showPasskey(asked) }));
  });
  if (problem) form.prepend(el("div", { class: "notice danger", role: "alert" }, el("p", {}, problem)));
  step.querySelector("h1").focus();
}

function showWork(self) {
  place.replaceChildren(fromTemplate("work-step"));
  leave.hidden = leave.disabled = false;
  document.getElementById("self").append(
    `${self.operator.name} · ${self.operator.roles.join(", ")} · ends at the latest `, timeElement(self.endsAt));
  bindAccount(over);
  bindService(over);
  bindPeople(over);
  bindLog(over);
  show(false);
}

/** The section that the address names, once what it shows is there: nobody types into a field that is filled a moment later. */
async function show(moved) {
  if (!document.getElementById("title")) return;
  const name = sectionNamed();
  for (const section of document.querySelectorAll("[data-section]")) section.hidden = true;
  for (const link of document.querySelectorAll(".sections a")) {
    if (link.hash === `#${name}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.getElementById("title").textContent = titles[name];
  const report = document.getElementById("report");
  report.replaceChildren();
  nameStep(titles[name]);
  if (moved) document.getElementById("title").focus();
  try {
    await over(refresh);
    if (sectionNamed() === name) document.querySelector(`[data-section="${name}"]`)?.removeAttribute("hidden");
  } catch (error) {
    report.replaceChildren(
      el("div", { class: "notice danger", role: "alert" }, el("p", {}, messageOf(error))),
      el("button", { type: "button", onclick: () => show(true) }, "Try again"));
  }
}

const sectionNamed = () => titles[location.hash.slice(1)] ? location.hash.slice(1) : "account";

async function refresh() {
  const overview = await get("/v1/operators/overview");
  showProposals(overview, over, refresh);
  showService(overview.service, over, refresh);
  showPeople(overview.operators, over, refresh);
}

/** Does something; when the session is over meanwhile, the entrance says so. */
async function over(action) {
  try {
    return await action();
  } catch (error) {
    if (error.code !== "no-operator") throw error;
    showEntrance("Your session is over: it ends after 15 minutes without use. Enter again.");
  }
}
