// The way back: ask for the link, then choose a new passcode with it. A frozen account takes the present passcode and the second factor
// besides; a forgotten passcode takes the browser that asked, and in a frozen account the second factor.

import { get, post } from "./api.js";
import { fromTemplate, nameStep, showHost } from "./dom.js";
import { bindForm, codeOf, FieldError } from "./form.js";
import { recall } from "./memory.js";
import { showPasscodeHint } from "./passcode-hint.js";

const titles = {
  forgotten: { ask: "Choose a new passcode", open: "Choose a new passcode", done: "Your passcode is set" },
  frozen: { ask: "The way back", open: "Open your account again", done: "Your account is open again" },
};

const place = document.getElementById("step");
let way = location.search === "?forgotten" ? "forgotten" : "frozen";

showHost();
start();
window.addEventListener("hashchange", start);

// What stands behind the # never reaches a server by itself, and so no log.
function start() {
  const link = location.hash.slice(1);
  if (link === "") ask();
  else open(link);
}

function ask() {
  const form = present("ask-step", titles[way].ask).querySelector("form");
  form.elements.identifier.value = recall("identifier") ?? "";
  bindForm(form, async () => {
    const identifier = form.elements.identifier.value.trim();
    if (!identifier.includes("@")) throw new FieldError("identifier", "Enter an e-mail address, such as name@example.test.");
    await post("/v1/recoveries", { identifier });
    bindForm(present("mailed-step", "Check your mail").querySelector("form"), async () => ask());
  }, { "malformed-identifier": "identifier", malformed: "identifier" });
}

function open(link) {
  const step = present("open-step", titles[way].open);
  const form = step.querySelector("form");
  const { username, current, code, new: fresh } = form.elements;
  username.value = recall("identifier") ?? "";
  step.querySelector("[data-forgotten]")?.addEventListener("click", () => forget(step));
  get("/v1/policy").then(({ passcode }) => showPasscodeHint(fresh, passcode), () => {});

  bindForm(form, async () => {
    const shows = current?.isConnected ?? false;
    const wish = { link, passcode: shows ? current.value : undefined, newPasscode: fresh.value };
    try {
      await post("/v1/recoveries/completion", code.required ? { ...wish, ...proof(code) } : wish);
    } catch (error) {
      if (error.code === "passcode-due" && way !== "frozen") {
        way = "frozen";
        return open(link);
      }
      if (error.code === "passcode-due") error.message = "Your account has no second factor that can stand in for the passcode. Contact the service’s support.";
      if (error.code === "second-factor-due") askForCode(step);
      if (error.code === "same-passcode" && !shows) error.message = "The passcode must differ from the trading passcode.";
      if (error.code === "not-admitted") error.message = "That is not your current passcode.";
      if (error.code === "link-over") error.message = "This link no longer works. Ask for a new one: the newest mail counts.";
      if (error.code === "second-factor-due") error.message = "Your account has a second factor. Enter a code as well.";
      throw error;
    }
    history.replaceState(null, "", location.pathname);
    present("done-step", titles[way].done);
  }, {
    "not-admitted": "current", "second-factor-due": "code", "code-refused": "code", "code-used": "code", "clock-off": "code",
    "same-passcode": "new", "passcode-*": "new",
  });
}

/** In the place of a frozen account's passcode stands its second factor. */
function forget(step) {
  step.querySelector("#current").closest(".field").remove();
  step.querySelector("[data-instead]").hidden = false;
  askForCode(step);
  step.querySelector("#code").focus();
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
  step.querySelectorAll("[data-when]").forEach((part) => { if (part.dataset.when !== way) part.remove(); });
  step.querySelector("h1").textContent = title;
  place.replaceChildren(step);
  nameStep(title);
  step.querySelector("h1").focus();
  return step;
}
