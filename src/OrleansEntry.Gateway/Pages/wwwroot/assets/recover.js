// The way back: ask for the link, then choose a new passcode with it. A frozen account takes the present passcode and the second factor
// besides; a forgotten passcode takes the browser that asked, and in a frozen account the second factor.

import { get, post } from "./api.js";
import { fromTemplate, nameStep, showHost } from "./dom.js";
import { bindForm, FieldError } from "./form.js";
import { recall } from "./memory.js";
import { showPasscodeHint } from "./passcode-hint.js";
import { canPasskeys, showPasskey } from "./passkeys.js";
import { passkeyButton, proof } from "./security/confirm.js";

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

  const complete = async (factor) => {
    const shows = current?.isConnected ?? false;
    const wish = { link, passcode: shows ? current.value : undefined, newPasscode: fresh.value };
    try {
      await post("/v1/recoveries/completion", { ...wish, ...factor });
    } catch (error) {
      if (error.code === "passcode-due" && way !== "frozen") {
        way = "frozen";
        return open(link);
      }
      if (error.code === "passcode-due") error.message = "Your account has no second factor that can stand in for the passcode. Contact the service’s support.";
      if (error.code === "same-passcode" && !shows) error.message = "The passcode must differ from the trading passcode.";
      if (error.code === "not-admitted") error.message = "That is not your current passcode.";
      if (error.code === "link-over") error.message = "This link no longer works. Ask for a new one: the newest mail counts.";
      if (error.code === "second-factor-due") {
        error.message = askForFactor(step, error.body.methods);
        if (code.required) error.field = "code";
      }
      throw error;
    }
    history.replaceState(null, "", location.pathname);
    present("done-step", titles[way].done);
  };
  const fields = {
    "not-admitted": "current", "code-refused": "code", "code-used": "code", "clock-off": "code", "same-passcode": "new", "passcode-*": "new",
  };
  bindForm(form, () => complete(code.required && proof(code)), fields);
  step.querySelector("[data-passkey]")?.append(passkeyButton(form, async () => {
    for (const field of [current, fresh]) if (field?.isConnected && !field.value) throw new FieldError(field.name, field.dataset.missing);
    await complete({ method: "passkey", passkey: await showPasskey(await post("/v1/recoveries/passkey/options", { link })) });
  }, fields));
}

/** In the place of a frozen account's passcode stands its second factor. */
function forget(step) {
  step.querySelector("#current").closest(".field").remove();
  step.querySelector("[data-instead]").hidden = false;
  askForFactor(step, ["recovery-code", "passkey"]);
  step.querySelector("#code").focus();
}

/** Shows what takes the second factor. @returns {string} what to do with it */
function askForFactor(step, methods) {
  const [codes, passkey] = [methods.some((method) => method !== "passkey"), methods.includes("passkey") && canPasskeys()];
  step.querySelector("[data-code]").hidden = !codes;
  step.querySelector("#code").required = codes;
  step.querySelector("[data-passkey]").hidden = !passkey;
  if (!passkey) return "Your account has a second factor. Enter a code as well.";
  return codes ? "Your account has a second factor. Enter a code as well, or use a passkey." : "Your account has a second factor. Use your passkey.";
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
