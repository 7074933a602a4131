// The passkeys of the account: added, named and removed.

import { patch, post, remove } from "../api.js";
import { el, icon } from "../dom.js";
import { runFrom } from "../form.js";
import { canPasskeys, makePasskey } from "../passkeys.js";
import { timeElement } from "../time.js";
import { askFirst, askName, withPresence } from "./confirm.js";

/**
 * Shows them.
 * @param {object[]} passkeys
 * @param {HTMLElement} report
 * @param {(codes: string[] | undefined, said: string) => Promise<void>} changed what to do after a change, with the recovery codes of a first factor
 */
export function passkeysPart(passkeys, report, changed) {
  const add = el("button", { type: "button" }, "Add a passkey");
  add.addEventListener("click", () => runFrom(add, report, async () => {
    const name = await askName("Name your passkey", suggestName());
    const passkey = await makePasskey(await withPresence(() => post("/v1/second-factors/passkey/options")));
    const { recoveryCodes } = await post("/v1/second-factors/passkeys", { name, passkey });
    await changed(recoveryCodes, "Your passkey is added. With it you enter without passcode and code.");
  }));

  return el("section", { class: "part", "aria-labelledby": "passkeys-title" },
    el("h2", { id: "passkeys-title" }, "Passkeys"),
    el("p", {}, "A passkey is kept by your device or a security key, and opens with your fingerprint, face or PIN. It works on our own pages alone, so no false page can ask for it."),
    passkeys.length > 0 && el("ul", { class: "rows" }, ...passkeys.map((passkey) => row(passkey, report, changed))),
    canPasskeys() ? el("p", { class: "gap" }, add) : el("p", { class: "soft" }, "This browser can not be asked for passkeys."));
}

function row(passkey, report, changed) {
  const button = (label, action) => {
    const it = el("button", { type: "button", class: "quiet", "aria-label": `${label} ${passkey.name}` }, label);
    it.addEventListener("click", () => runFrom(it, report, action));
    return it;
  };
  return el("li", { class: "good" }, icon("key"), el("div", { class: "what" },
    el("p", {}, passkey.name),
    el("p", { class: "soft" }, "Added ", timeElement(passkey.since, "date"), passkey.lastUsedAt && ", last used ", passkey.lastUsedAt && timeElement(passkey.lastUsedAt), passkey.synced ? ". Kept on several devices." : "."),
    el("div", { class: "buttons" },
      button("Rename", async () => {
        await patch(`/v1/second-factors/passkeys/${passkey.id}`, { name: await askName("Rename your passkey", passkey.name) });
        await changed(undefined, "The passkey has its new name.");
      }),
      button("Remove", async () => {
        await askFirst({ title: `Remove ${passkey.name}?`, text: "It no longer works here. Withdrawals wait for a while.", action: "Remove" });
        await withPresence(() => remove(`/v1/second-factors/passkeys/${passkey.id}`));
        await changed(undefined, "The passkey is removed. You may delete it on your device too.");
      }))));
}

// What a person would call the device at hand; they may write something else.
function suggestName() {
  const platform = navigator.userAgentData?.platform ?? "";
  return platform ? `Passkey on ${platform}` : "Passkey";
}
