// What is decided for the whole service.

import { post, put } from "../api.js";
import { el } from "../dom.js";
import { bindForm, runFrom } from "../form.js";
import { done } from "../security/frame.js";
import { timeElement } from "../time.js";
import { withReason } from "./ask.js";
import { chosen, secret } from "./people.js";

let service = null;
let refreshed = async () => {};
const byId = (id) => document.getElementById(id);

/** Binds the forms. */
export function bindService(over) {
  const [attack, official, clients, credentials, endAll] = ["attack", "official", "clients", "add-service", "end-all"].map(byId);
  const say = (question, act) => withReason(question, (why) => over(async () => {
    await act(why);
    await refreshed();
    done(byId("report"), "Done. Every gateway and silo knows it within two seconds.");
  }));

  bindForm(attack, () => say(
    { title: "Set the level of attack?", text: "It decides which security check strangers are asked for.", action: "Set the level" },
    (why) => put("/v1/operators/service/attack", { level: attack.elements.level.value, minutes: Number(attack.elements.minutes.value), why })));
  endAll.addEventListener("click", () => runFrom(endAll, byId("report"), () => say(
    { title: "End all sessions of all accounts?", text: "Everybody has to enter again, everywhere.", action: "End all sessions" },
    (why) => post("/v1/operators/service/sessions-end", { why }))));

  const setOfficial = (list) => say(
    { title: "Publish this list?", text: "People look up here whether an address is yours.", action: "Publish" },
    async (why) => {
      await put("/v1/operators/service/official-addresses", { known: service.version, list, why });
      official.reset();
    });
  bindForm(official, () => setOfficial({
    version: Number(official.elements.version.value), issuedOn: new Date().toISOString().slice(0, 10),
    domains: lines(official.elements.domains), senders: lines(official.elements.senders), handles: lines(official.elements.handles).map(handle),
  }));
  byId("official-settings").addEventListener("click", (event) => runFrom(event.currentTarget, byId("report"), () => setOfficial(null)));

  const setClients = (list) => say(
    { title: "Set these versions?", text: "Below the minimum a client is refused.", action: "Set the versions" },
    async (why) => {
      await put("/v1/operators/service/client-versions", { known: service.version, list, why });
      clients.reset();
    });
  bindForm(clients, () => setClients(versions(lines(clients.elements.versions))));
  byId("clients-settings").addEventListener("click", (event) => runFrom(event.currentTarget, byId("report"), () => setClients(null)));

  bindForm(credentials, () => {
    const name = credentials.elements.name.value.trim();
    return changeService(over, { name, change: "new", scopes: chosen(credentials, "scopes") }, `Make a credential for ${name}?`, "Make");
  }, { "service-taken": "name", malformed: "name" });
}

/** Shows it as it is. */
export function showService(now, over, refresh) {
  [service, refreshed] = [now, refresh];
  byId("attack-state").replaceChildren(...(now.attackUntil ? [`Set to ${now.attackLevel} until `, timeElement(now.attackUntil, "both"), "."] : ["None is set: what is measured holds."]));
  byId("sessions-state").replaceChildren(...(now.sessionsEndedThrough ? ["All were ended ", timeElement(now.sessionsEndedThrough, "both"), "."] : ["They were never ended all at once."]));

  const { official, clients } = { official: now.officialAddresses, clients: now.clientVersions };
  byId("official-state").textContent = official ? `Version ${official.version} holds.` : "Those of the settings hold.";
  fill("official-version", official ? official.version + 1 : "");
  fill("domains", (official?.domains ?? []).join("\n"));
  fill("senders", (official?.senders ?? []).join("\n"));
  fill("handles", (official?.handles ?? []).map((h) => `${h.name} on ${h.on}`).join("\n"));
  byId("clients-state").textContent = clients ? "These hold." : "Those of the settings hold.";
  fill("versions", clients ? clientLines(clients).join("\n") : "");

  byId("services").replaceChildren(...now.services.map((s) => el("li", {}, el("div", { class: "what" },
    el("p", {}, s.name), el("p", { class: "soft" }, `${s.scopes.join(", ")} · ${s.secrets === 2 ? "two secrets work" : "one secret"}`),
    el("div", { class: "buttons" }, changeButton(over, s.name, "rotate", "New secret"), changeButton(over, s.name, "remove", "Remove"))))));
}

function changeButton(over, name, change, title) {
  const made = el("button", { type: "button", class: "quiet" }, title, el("span", { class: "visually-hidden" }, ` of ${name}`));
  made.addEventListener("click", () => runFrom(made, byId("report"), () => changeService(over, { name, change }, `${title} of ${name}?`, title)));
  return made;
}

function changeService(over, wish, title, action) {
  const texts = { new: "Its secret is shown once.", rotate: "The old secret works for 7 more days.", remove: "It is refused from then on." };
  return withReason({ title, text: texts[wish.change], action }, (why) => over(async () => {
    const made = await post("/v1/operators/service/credentials", { known: service.version, ...wish, why });
    if (wish.change === "new") byId("add-service").reset();
    await refreshed();
    done(byId("report"), "Done.");
    if (made.secret) byId("report").append(secret("Give this to the service. It is shown only now.", made.secret));
  }));
}

/** Says what is so. What somebody is amid typing stays. */
function fill(id, value) {
  const field = byId(id);
  const typed = field.value !== field.defaultValue;
  field.defaultValue = value;
  if (!typed) field.value = value;
}

const lines = (field) => field.value.split("\n").map((line) => line.trim()).filter(Boolean);

function handle(line) {
  const [, name, on] = line.match(/^@?(\S+)\s+on\s+(.+)$/) ?? [null, line, ""];
  return { name, on };
}

function versions(all) {
  const list = { advised: {}, minimum: {}, message: {}, updateAt: {} };
  for (const line of all) {
    const [name, advised, minimum = "-", updateAt = "-", ...message] = line.split(/\s+/);
    list.advised[name] = advised ?? "";
    if (minimum !== "-") list.minimum[name] = minimum;
    if (updateAt !== "-") list.updateAt[name] = updateAt;
    if (message.length > 0) list.message[name] = message.join(" ");
  }
  return list;
}

const clientLines = ({ advised, minimum, message, updateAt }) => [...new Set([advised, minimum, message, updateAt].flatMap(Object.keys))]
  .map((name) => [name, advised[name] ?? minimum[name], minimum[name] ?? "-", updateAt[name] ?? "-", message[name] ?? ""].join(" ").trim());
