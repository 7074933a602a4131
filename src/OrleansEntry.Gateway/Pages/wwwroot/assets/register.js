// Registration: address and passcode, a security check, then the code from the mail.

import "./check.js";
import { get, post } from "./api.js";
import { bindForm, codeOf, FieldError } from "./form.js";
import { announce, fromTemplate, nameStep, showHost } from "./dom.js";
import { forgetRegistration, keep, keepRegistration, recall, recallRegistration } from "./memory.js";
import { showPasscodeHint } from "./passcode-hint.js";

const place = document.getElementById("step");

// Usual values, for the hint alone, until the service has said its own.
const usualPolicy = { minLength: 15, maxLength: 256 };

start();

function start() {
  showHost();
  const atCode = () => history.state?.inside && recallRegistration();
  window.addEventListener("popstate", () => (atCode() ? askCode() : askBoth()));
  if (atCode()) askCode();
  else askBoth();
}

function present(id, title) {
  const step = fromTemplate(id);
  place.replaceChildren(step);
  nameStep(title);
  for (const who of step.querySelectorAll("[data-who]")) who.textContent = recall("identifier") ?? "";
  (step.querySelector("[autofocus]") ?? step.querySelector("h1")).focus();
  return step;
}

async function askBoth(again) {
  const step = present("register-step", "Open an account");
  const form = step.querySelector("form");
  const { identifier, passcode } = form.elements;
  identifier.value = again?.identifier ?? recall("identifier") ?? "";
  bindForm(form, async () => {
    const wish = { identifier: identifier.value.trim(), passcode: passcode.value };
    if (!wish.identifier.includes("@")) throw new FieldError("identifier", "Enter an e-mail address, such as name@example.test.");
    await register(wish);
  }, { "malformed-identifier": "identifier", "passcode-*": "passcode" });

  showPasscodeHint(passcode, await passcodePolicy(), () => identifier.value);
}

/** @param {{identifier: string, passcode: string}} wish kept in memory until the check has passed, and nowhere else */
async function register(wish) {
  const answer = await post("/v1/registrations", wish);
  keep("identifier", wish.identifier);
  if (answer.next === "check") askCheck(wish, answer.check);
  else toCode(answer);
}

function askCheck(wish, offer) {
  const step = present("check-step", "Security check");
  const renew = async (checkKind) => (await post("/v1/registrations", checkKind ? { ...wish, checkKind } : wish)).check;
  step.querySelector("entry-check").begin(offer, async (check) => toCode(await post("/v1/registrations", { ...wish, check })), renew);
  step.querySelector("[data-back]").addEventListener("click", () => askBoth(wish));
}

function toCode(registration) {
  keepRegistration(registration);
  history.pushState({ inside: true }, "");
  askCode();
}

function askCode() {
  const step = present("code-step", "Code from the mail");
  const form = step.querySelector("form");
  const { registrationId } = recallRegistration();
  bindForm(form, async () => {
    try {
      await post(`/v1/registrations/${encodeURIComponent(registrationId)}/verification`, { code: codeOf(form.elements.code) });
    } catch (error) {
      if (error.code !== "registration-expired" && error.code !== "unknown-registration") throw error;
      return over();
    }
    forgetRegistration();
    announce("Your address is confirmed.");
    location.replace("/?notice=registered");
  }, { "code-refused": "code", malformed: "code" });
  step.querySelector("[data-again]").addEventListener("click", startAgain);
}

function over() {
  const step = present("over-step", "Start again");
  step.querySelector("button").addEventListener("click", startAgain);
}

function startAgain() {
  forgetRegistration();
  history.replaceState(null, "");
  askBoth();
}

async function passcodePolicy() {
  try {
    return (await get("/v1/policy")).passcode;
  } catch {
    return usualPolicy;
  }
}
