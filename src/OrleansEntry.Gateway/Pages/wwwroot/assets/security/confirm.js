// Questions before something sensitive: "do you mean it?" and "is it you?".

import { get, post } from "../api.js";
import { el } from "../dom.js";
import { bindForm, Cancelled, clearProblem, codeOf, FieldError, showBusy, showProblem } from "../form.js";
import { canPasskeys, showPasskey } from "../passkeys.js";

/**
 * Does what was asked; where the service wants to know first that it is still the person, asks and then does it.
 * @template T
 * @param {() => Promise<T>} action
 * @returns {Promise<T>}
 */
export async function withPresence(action) {
  try {
    return await action();
  } catch (error) {
    if (error.code !== "confirmation-due") throw error;
  }
  await askPresence();
  return action();
}

/** Asks before something is taken away. Rejects with Cancelled when the person thinks better of it. */
export function askFirst({ title, text, action }) {
  const form = el("form", {}, el("div", { class: "buttons" },
    el("button", { class: "destructive" }, action),
    el("button", { type: "button", class: "quiet", "data-close": true }, "Keep as it is")));
  return show(title, [el("p", {}, text), form], form, async () => {});
}

/** Asks for one line of text, and does what was asked with it. */
export function askFor({ title, text, action, label, missing, maxLength }, act) {
  const input = el("input", {
    id: "asked", name: "asked", type: "text", autocomplete: "off", maxlength: String(maxLength), required: true, "data-missing": missing,
    "aria-describedby": "asked-error",
  });
  const form = el("form", {}, field("asked", label, input), el("div", { class: "buttons" },
    el("button", { class: "primary" }, action), el("button", { type: "button", class: "quiet", "data-close": true }, "Cancel")));
  return show(title, [el("p", {}, text), form], form, () => act(input.value.trim()), { malformed: "asked" });
}

async function askPresence() {
  const { secondFactor } = await get("/v1/session");
  const hasPasskey = secondFactor.passkeys > 0;
  const code = (secondFactor.totp || hasPasskey) && el("input", {
    id: "confirm-code", name: "code", type: "text", class: "code long", autocomplete: "one-time-code", autocapitalize: "none", spellcheck: "false", required: true,
    "data-missing": secondFactor.totp ? "Enter the six digits that your app shows, or a recovery code." : "Enter one of your recovery codes.", "aria-describedby": "confirm-code-error",
  });
  const form = el("form", {},
    field("confirm-passcode", "Passcode", el("div", { class: "with-reveal" },
      el("input", {
        id: "confirm-passcode", name: "passcode", type: "password", autocomplete: "current-password", autocapitalize: "none", spellcheck: "false", required: true,
        "data-missing": "Enter your passcode.", "aria-describedby": "confirm-passcode-error",
      }),
      el("button", { type: "button", class: "quiet", "data-reveal": "passcode", "aria-label": "Show passcode" }, "Show"))),
    code && field("confirm-code", secondFactor.totp ? "Authenticator code or recovery code" : "Recovery code", code),
    el("div", { class: "buttons" }, el("button", { class: "primary" }, "Confirm"), el("button", { type: "button", class: "quiet", "data-close": true }, "Cancel")));

  const send = async () => {
    const passcode = form.elements.passcode.value;
    try {
      await post("/v1/session/confirmation", code ? { passcode, ...proof(code) } : { passcode });
    } catch (error) {
      if (error.code === "not-admitted") {
        form.elements.passcode.value = "";
        error.message = "That is not your passcode.";
      }
      throw error;
    }
  };
  const fields = { "not-admitted": "passcode", "code-refused": "code", "code-used": "code", "clock-off": "code" };
  const passkey = hasPasskey && canPasskeys() && passkeyButton(form, async () => {
    await post("/v1/session/confirmation", { method: "passkey", passkey: await showPasskey(await post("/v1/session/passkey/options")) });
    form.dispatchEvent(new Event("answered"));
  });
  const need = passkey ? "This change needs your passkey once more, or your passcode and a code." : code ? "This change needs your passcode and a code once more." : "This change needs your passcode once more.";
  await show("Confirm that it is you", [el("p", {}, need), passkey && el("p", { class: "gap" }, passkey), form].filter(Boolean), form, send, fields);
}

/** A button that does the same as a form by a passkey; what goes wrong is said in the form. */
export function passkeyButton(form, action, fields = {}) {
  const button = el("button", { type: "button" }, "Use a passkey");
  button.addEventListener("click", async () => {
    if (button.ariaDisabled === "true") return;
    clearProblem(form);
    const rest = showBusy(button);
    try {
      await action();
    } catch (error) {
      showProblem(form, error, fields);
    } finally {
      rest();
    }
  });
  return button;
}

/** Asks for a name of at most 40 characters. Rejects with Cancelled when the person thinks better of it. */
export async function askName(title, suggested) {
  const input = el("input", { id: "dialog-name", name: "name", type: "text", value: suggested, maxlength: "40", autocomplete: "off", required: true, "data-missing": "Give it a name.", "aria-describedby": "dialog-name-error" });
  const form = el("form", {}, field("dialog-name", "Name", input),
    el("div", { class: "buttons" }, el("button", { class: "primary" }, "Save"), el("button", { type: "button", class: "quiet", "data-close": true }, "Cancel")));
  await show(title, [form], form, async () => {
    if (!input.value.trim()) throw new FieldError("name", "Give it a name.");
  });
  return input.value.trim();
}

/** Six digits come from the app; anything else can only be a recovery code. */
export function proof(input) {
  const code = codeOf(input);
  if (/^\d{6}$/.test(code)) return { method: "totp", code };
  if (/^\d{1,9}$/.test(code)) throw new FieldError("code", "The code has six digits.");
  return { method: "recovery-code", code: input.value.trim() };
}

/** A labelled field with its place for an error. */
export function field(id, label, input) {
  return el("div", { class: "field" }, el("label", { for: id }, label), input, el("p", { class: "error", id: `${id}-error` }));
}

function show(title, content, form, send, fields = {}) {
  const dialog = el("dialog", { "aria-labelledby": "dialog-title" }, el("h2", { id: "dialog-title" }, title), ...content);
  const asked = document.activeElement;
  document.body.append(dialog);
  return new Promise((resolve, reject) => {
    const answered = () => {
      resolve();
      dialog.close();
    };
    bindForm(form, async () => {
      await send();
      answered();
    }, fields);
    form.addEventListener("answered", answered);
    dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      asked?.focus();
      reject(new Cancelled()); // without effect once it is resolved
    });
    dialog.showModal();
    dialog.querySelector("input")?.focus();
  });
}
