// Locking the security settings for a while, and freezing the whole account.

import { get, post, put } from "../api.js";
import { bindForm, runFrom } from "../form.js";
import { timeElement } from "../time.js";
import { askFirst, withPresence } from "./confirm.js";
import { done, open } from "./frame.js";

const button = document.getElementById("freeze");
const form = document.getElementById("lock");
const report = document.getElementById("report");

button.addEventListener("click", () => runFrom(button, report, async () => {
  await askFirst({
    title: "Freeze your account now?", text: "You are put out as well, and come back with a link that we mail you.", action: "Freeze it",
  });
  await post("/v1/freeze");
  location.replace("/?notice=frozen");
}));

bindForm(form, async () => {
  const hours = Number(form.elements.hours.value);
  await askFirst({
    title: "Lock the settings?", text: "Nobody changes them until then, not even you, and nobody can end the lock sooner.", action: "Lock them",
  });
  show(await withPresence(() => put("/v1/settings-lock", { hours })));
  done(report, "Your security settings are locked.");
});

open(async () => {
  const lock = await get("/v1/settings-lock");
  for (const option of [...form.elements.hours.options])
    if (Number(option.value) < lock.minHours || Number(option.value) > lock.maxHours) option.remove();
  show(lock);
});

function show({ lockedUntil }) {
  const state = document.getElementById("lock-state");
  if (lockedUntil) state.replaceChildren("Locked until ", timeElement(lockedUntil), ". Nobody can change your security settings before.");
  else state.textContent = "While they are locked, nobody can change passcodes, second factor, devices or alerts, even from inside. Nobody can end the lock sooner.";
}
