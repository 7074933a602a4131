// Closing the account: a wait that one button stops.

import { get, post, remove } from "../api.js";
import { runFrom } from "../form.js";
import { timeElement } from "../time.js";
import { askFirst, withPresence } from "./confirm.js";
import { done, open } from "./frame.js";

const report = document.getElementById("report");
const close = document.getElementById("close");
const keep = document.getElementById("keep");

close.addEventListener("click", () => runFrom(close, report, async () => {
  await askFirst({
    title: "Close your account?", text: "You can stop it until the wait is over. After that nobody brings the account back.", action: "Close it",
  });
  await withPresence(() => post("/v1/account/closing"));
  await load();
  done(report, "The wait has begun. We told every address of your account.");
}));

keep.addEventListener("click", () => runFrom(keep, report, async () => {
  await remove("/v1/account/closing");
  await load();
  done(report, "Your account stays.");
}));

open(load);

async function load() {
  const { waiting, waitDays, keptDays } = await get("/v1/account/closing");
  document.getElementById("waiting").hidden = !waiting;
  document.getElementById("closing-part").hidden = Boolean(waiting);
  document.getElementById("wait-text").textContent = `Your account is closed after a wait of ${days(waitDays)}. Every address is told, and each mail has a link that stops it.`;
  document.getElementById("kept-text").textContent = `For ${days(keptDays)} we keep the list of what happened in the account and when, without address, network, device or name, because the law asks for it. Then that is deleted too.`;
  if (waiting) {
    document.getElementById("waiting-text").replaceChildren(
      "It will be closed on ", timeElement(waiting.endsAt), `. That was asked for from ${waiting.device}, network ${waiting.network}.`);
  }
}

// A whole number of years is said so.
function days(count) {
  const years = Math.round(count / 365.25);
  return years > 1 && Math.abs(years * 365.25 - count) < 1 ? `${years} years` : `${count.toLocaleString("en")} ${count === 1 ? "day" : "days"}`;
}
