// The entrance: one question a screen, as the service asks them.

import "./check.js";
import { post } from "./api.js";
import { adviseClient } from "./client-advice.js";
import { bindForm, codeOf, FieldError, runFrom, showProblem, submitWhenFull } from "./form.js";
import { el, fromTemplate, nameStep, showHost } from "./dom.js";
import { canPasskeys, showPasskey } from "./passkeys.js";
import { timeElement } from "./time.js";
import { recall, recallEntry, keep, keepEntry, forget, forgetEntry } from "./memory.js";

const place = document.getElementById("step");

const notices = {
  ended: "Your session has ended. Enter again to go on.",
  left: "You have left. Nobody can go on from here without entering again.",
  frozen: "Your account is frozen. Nobody enters it until you come the way back: see “Trouble getting in?”.",
  registered: "Your address is confirmed. Enter with your new passcode.",
};

// What the service says when this entry can not go on; the way out is always a new one.
const overBecause = {
  "entry-expired": "That took longer than ten minutes",
  "unknown-entry": "This entry is no longer open",
  "wrong-step": "This entry went on in another window",
};

const askAgainAfter = 3_000;

const factorSteps = {
  totp: ["totp-step", "Authenticator code"], "recovery-code": ["recovery-step", "Recovery code"], passkey: ["passkey-step", "Passkey"],
};

const steps = { identifier: askIdentifier, check: askCheck, passcode: askPasscode, "second-factor": askSecondFactor, device: awaitDevice };

start();

function start() {
  showHost();
  showNotice();
  adviseClient(document.getElementById("advice"));
  // Two places in the history: the address, and where the entry is now. Back and reload never break it.
  window.addEventListener("popstate", (event) => show(event.state?.inside && recallEntry() ? recallEntry().next : "identifier"));
  show(history.state?.inside && recallEntry() ? recallEntry().next : "identifier");
}

function show(step, ...more) {
  (steps[step] ?? askIdentifier)(...more);
}

/** Puts a step on the screen and the focus where the person goes on. */
function present(id, title) {
  const step = fromTemplate(id);
  place.replaceChildren(step);
  showPhrase(id === "identifier-step" ? null : recallEntry()?.safetyPhrase);
  showRemoval(id === "identifier-step" ? null : recallEntry()?.removalAt);
  nameStep(title);
  for (const who of step.querySelectorAll("[data-who]")) who.textContent = recall("identifier") ?? "";
  for (const name of step.querySelectorAll('[autocomplete="username"][hidden]')) name.value = recall("identifier") ?? "";
  step.querySelector("[data-change]")?.addEventListener("click", () => history.back());
  (step.querySelector("[autofocus]") ?? step.querySelector("h1")).focus();
  return step;
}

// The service tells the phrase to a device that the account knows, and to no other.
function showPhrase(phrase) {
  const line = document.getElementById("phrase");
  line.hidden = !phrase;
  line.querySelector("strong").textContent = phrase ?? "";
}

// Neither does it tell anybody else that the authenticator is about to go.
function showRemoval(at) {
  const notice = document.getElementById("removal");
  notice.hidden = !at;
  if (at) notice.querySelector("[data-when]").replaceChildren(timeElement(at));
}

function askIdentifier() {
  const step = present("identifier-step", "Enter");
  const form = step.querySelector("form");
  form.elements.identifier.value = recall("identifier") ?? "";
  bindForm(form, () => begin(form.elements.identifier.value.trim()), { "malformed-identifier": "identifier", malformed: "identifier" });
}

async function begin(identifier) {
  if (!identifier.includes("@")) throw new FieldError("identifier", "Enter an e-mail address, such as name@example.test.");
  const entry = await post("/v1/entries", { identifier });
  keep("identifier", identifier);
  keepEntry(entry);
  if (history.state?.inside) history.replaceState({ inside: true }, "");
  else history.pushState({ inside: true }, "");
  show(entry.next, entry.check);
}

async function askCheck(offer, note) {
  const step = present("check-step", "Security check");
  if (note) step.querySelector("[data-note]").replaceChildren(el("div", { class: "notice danger", role: "alert" }, el("p", {}, note)));
  const check = step.querySelector("entry-check");
  offerPasskey(step, true);
  const renew = async (kind) => (await inEntry("check/renewal", kind ? { kind } : {})).check;
  try {
    // After a reload the picture is gone: a fresh check takes its place.
    check.begin(offer ?? await renew(), async ({ kind, answer }) => goOn(step, await inEntry("check", { kind, answer }), note), renew);
  } catch (error) {
    if (step.isConnected) over(error.message.replace(/\.$/, ""));
  }
}

/** @param {string} [refused] why the passcode before this one was refused: the check in between must not wipe it away */
function askPasscode(refused) {
  const step = present("passcode-step", "Passcode");
  const form = step.querySelector("form");
  offerPasskey(step, true);
  bindForm(form, async () => {
    try {
      goOn(step, await inEntry("passcode", { passcode: form.elements.passcode.value }));
    } catch (error) {
      if (error.code === "not-admitted") {
        form.elements.passcode.value = "";
        error.message = "That did not match. Check the address and the passcode.";
      }
      if (error.code === "frozen") return frozen();
      if (error.code === "check-due") error.message = "A security check came first. Enter your passcode once more.";
      if (!error.body?.check) throw error;
      keepEntry({ ...recallEntry(), next: "check" });
      askCheck(error.body.check, error.message);
    }
  }, { "not-admitted": "passcode" });
  if (refused) showProblem(form, new FieldError("passcode", refused));
}

/** A passkey in the place of what the screen asks for. Nobody is told here whether the account has one. */
function offerPasskey(step, alone) {
  const button = step.querySelector("[data-passkey]");
  button.hidden = !canPasskeys();
  const report = el("div");
  button.closest(".others").before(report);
  button.addEventListener("click", () => runFrom(button, report, () => enterByPasskey(step, alone)));
}

async function enterByPasskey(step, alone) {
  const passkey = await showPasskey(await inEntry("passkey/options", {}));
  try {
    goOn(step, alone ? await inEntry("passkey", { passkey }) : await inEntry("second-factor", { method: "passkey", passkey }));
  } catch (error) {
    if (error.code !== "frozen") throw error;
    frozen();
  }
}

function askSecondFactor(method) {
  const methods = recallEntry().methods ?? ["totp"];
  method ??= methods.includes("totp") ? "totp" : methods.includes("passkey") && canPasskeys() ? "passkey" : "recovery-code";
  const [template, title] = factorSteps[method];
  const step = present(template, title);
  const form = step.querySelector("form");
  const input = form.elements.code;
  const other = step.querySelector("[data-other]");
  const others = methods.filter((m) => m !== method && m !== "passkey");
  other.hidden = others.length === 0;
  other.addEventListener("click", () => askSecondFactor(others[0]));
  step.querySelector("[data-lost]").addEventListener("click", claimLoss);
  if (method === "passkey") return bindForm(form, () => enterByPasskey(step, false));

  if (methods.includes("passkey")) offerPasskey(step, false);
  const ofField = { "code-refused": "code", "code-used": "code", "clock-off": "code" };
  bindForm(form, async () => {
    const code = method === "totp" ? codeOf(input) : input.value.trim();
    if (method === "totp" && !/^\d{6}$/.test(code)) throw new FieldError("code", "The code has six digits.");
    goOn(step, await inEntry("second-factor", { method, code }));
  }, ofField);
  if (method === "totp") submitWhenFull(input, 6);
}

/** Neither authenticator nor recovery codes: a code from the mailbox, then a wait. */
function claimLoss() {
  const step = present("lost-step", "Lost authenticator");
  step.querySelector("[data-back]").addEventListener("click", () => askSecondFactor());
  bindForm(step.querySelector("form"), async () => {
    try {
      await inEntry("lost-factor", {});
      giveLossCode();
    } catch (error) {
      if (error.code !== "removal-waits") throw error;
      awaitRemoval(error.body.until);
    }
  });
}

function giveLossCode() {
  const step = present("loss-code-step", "Check your mail");
  const form = step.querySelector("form");
  step.querySelector("[data-again]").addEventListener("click", claimLoss);
  bindForm(form, async () => {
    const code = codeOf(form.elements.code);
    if (!/^\d{8}$/.test(code)) throw new FieldError("code", "The code has eight digits.");
    awaitRemoval((await inEntry("lost-factor/confirmation", { code })).endsAt);
  }, { "code-refused": "code", "loss-code-over": "code" });
  submitWhenFull(form.elements.code, 8);
}

function awaitRemoval(endsAt) {
  forgetEntry();
  present("removal-step", "The wait runs").querySelector("[data-when]").replaceChildren(timeElement(endsAt));
}

/** Only listed devices may enter: one of them gives the number that this one shows. */
async function awaitDevice() {
  const step = present("device-step", "Let this device in");
  const number = step.querySelector("[data-number]");
  while (step.isConnected) {
    try {
      const answer = await inEntry("device", {});
      if (answer.next !== "device") return goOn(step, answer);
      number.textContent = String(answer.number);
    } catch (error) {
      if (error.status) return over(error.message.replace(/\.$/, ""));
    }
    await new Promise((resume) => { setTimeout(resume, askAgainAfter); });
  }
}

/** Asks the service about the entry at hand; an entry that is over is said so on its own screen. */
async function inEntry(what, body) {
  try {
    return await post(`/v1/entries/${encodeURIComponent(recallEntry()?.entryId ?? "none")}/${what}`, body);
  } catch (error) {
    // An entry whose check was used up goes on under a new name.
    if (error.body?.entryId) keepEntry({ ...recallEntry(), entryId: error.body.entryId });
    if (!(error.code in overBecause)) throw error;
    over(overBecause[error.code]);
    return new Promise(() => {});
  }
}

// A person who went back meanwhile stays there; the entry is kept where it is now.
function goOn(step, answer, ...more) {
  if (answer.next === "done") return enter();
  keepEntry({ ...recallEntry(), ...answer });
  if (step.isConnected) show(answer.next, ...more);
}

function frozen() {
  forgetEntry();
  present("frozen-step", "Your account is frozen");
}

function over(message) {
  forgetEntry();
  const step = present("over-step", "Start again");
  step.querySelector("[data-reason]").textContent = message;
  const form = step.querySelector("form");
  bindForm(form, async () => {
    const identifier = recall("identifier");
    if (!identifier) return askIdentifier();
    await begin(identifier);
  });
}

/** In. The way back may only lead into the security centre. */
function enter() {
  forgetEntry();
  const back = new URLSearchParams(location.search).get("return") ?? "";
  const kept = recall("return");
  forget("return");
  location.replace(/^\/security(\/[a-z-]+)?$/.test(back) ? back + (kept?.path === back ? kept.hash : "") : "/security");
}

function showNotice() {
  const text = notices[new URLSearchParams(location.search).get("notice")];
  if (text) document.getElementById("notice").append(el("div", { class: "notice", role: "status" }, el("p", {}, text)));
}
