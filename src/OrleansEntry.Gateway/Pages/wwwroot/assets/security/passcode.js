// Changing the passcode.

import { get, put } from "../api.js";
import { bindForm } from "../form.js";
import { recall } from "../memory.js";
import { showPasscodeHint } from "../passcode-hint.js";
import { withPresence } from "./confirm.js";
import { done, open } from "./frame.js";

const form = document.getElementById("change");
const { username, current, new: fresh } = form.elements;

// A password manager learns whose passcode changes, where this tab knows it.
username.value = recall("identifier") ?? "";

bindForm(form, async () => {
  document.getElementById("done").replaceChildren();
  const wish = { current: current.value, new: fresh.value };
  try {
    await withPresence(() => put("/v1/passcode", wish));
  } catch (error) {
    if (error.code === "not-admitted") error.message = "That is not your current passcode.";
    throw error;
  }
  form.reset();
  fresh.dispatchEvent(new Event("input"));
  done(document.getElementById("done"), "Your passcode is changed, and every other session has ended.");
}, { "not-admitted": "current", "same-passcode": "new", "passcode-*": "new" });

open(async () => showPasscodeHint(fresh, (await get("/v1/policy")).passcode));
