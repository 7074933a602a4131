// The way back into a frozen account: ask for the link, then open the account with it.

import { get, post } from "./api.js";
import { fromTemplate, nameStep, showHost } from "./dom.js";
import { bindForm, codeOf, FieldError } from "./form.js";
import { recall } from "./memory.js";
import { showPasscodeHint } from "./passcode-hint.js";

const place = document.getElementById("step");

showHost();
start();
window.addEventListener("hashchange", start);

// What stands behind the # never reaches a server by itself, and so no log.
function start() {
  if (location.hash.length > 1) open(location.hash.slice(1));
  else ask();
}

function ask() {
  const form = present("ask-step", "The way back").querySelector("form");
  form.elements.identifier.value = recall("identifier") ?? "";
  bindForm(form, async () => {
    const identifier = form.elements.identifier.value.trim();
    if (!identifier.includes("@")) throw new FieldError("identifier", "Enter an e-mail address, such as name@example.test.");
    await post("/v1/recoveries", { identifier });
    bindForm(present("mailed-step", "Check your mail").querySelector("form"), async () => ask());
  }, { "malformed-identifier": "identifier", malformed: "identifier" });
}

function open(link) {
  const step = present("open-step", "Open your account again");
  const form = step.querySelector("form");
  const { username, current, code, new: fresh } = form.elements;
  username.value = recall("identifier") ?? "";
  get("/v1/policy").then(({ passcode }) => showPasscodeHint(fresh, passcode), () => {});

  bindForm(form, async () => {
    const wish = { link, passcode: current.value, newPasscode: fresh.value };
    try {
      await post("/v1/recoveries/completion", code.required ? { ...wish, ...proof(code) } : wish);
    } catch (error) {
      if (error.code === "second-factor-due") askForCode(step);
      if (error.code === "not-admitted") error.message = "That is not your current passcode.";
      if (error.code === "link-over") error.message = "This link no longer works. Ask for a new one: the newest mail counts.";
      if (error.code === "second-factor-due") error.message = "Your account has a second factor. Enter a code as well.";
      throw error;
    }
    history.replaceState(null, "", location.pathname);
    present("done-step", "Your account is open again");
  }, {
    "not-admitted": "current", "second-factor-due": "code", "code-refused": "code", "code-used": "code", "clock-off": "code",
    "same-passcode": "new", "passcode-*": "new",
  });
}

function askForCode(step) {
  step.querySelector("[data-code]").hidden = false;
  step.querySelector("#code").required = true;
}

/** Six digits come from the app; anything else can only be a recovery code. */
function proof(input) {
  const code = codeOf(input);
  if (/^\d{6}$/.test(code)) return { method: "totp", code };
  if (/^\d{1,9}$/.test(code)) throw new FieldError("code", "The code has six digits.");
  return { method: "recovery-code", code: input.value.trim() };
}

function present(id, title) {
  const step = fromTemplate(id);
  place.replaceChildren(step);
  nameStep(title);
  step.querySelector("h1").focus();
  return step;
}
