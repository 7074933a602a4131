// Passkeys, as this browser has them (WebAuthn Level 3).

import { Cancelled } from "./form.js";

/** Whether this browser can be asked for passkeys at all. */
export function canPasskeys() {
  return typeof window.PublicKeyCredential?.parseRequestOptionsFromJSON === "function";
}

/** Has an authenticator make a passkey. @returns {Promise<object>} its answer, for the service */
export async function makePasskey({ options }) {
  return ask(() => navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }));
}

/** Has an authenticator show a passkey. @returns {Promise<object>} its answer, for the service */
export async function showPasskey({ options }) {
  return ask(() => navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }));
}

// Whoever closes the browser's window thought better of it: that is no error. Browsers do not tell it from a window left open too long.
async function ask(authenticator) {
  try {
    return (await authenticator()).toJSON();
  } catch (error) {
    if (error.name === "NotAllowedError" || error.name === "AbortError") throw new Cancelled();
    if (error.name === "InvalidStateError") throw new Error("That authenticator has a passkey of this account already.");
    if (error.name === "SecurityError") throw new Error("Passkeys do not work at this address. Open the official entrance and try there.");
    throw new Error("The passkey could not be used. Try again, or go on another way.");
  }
}
