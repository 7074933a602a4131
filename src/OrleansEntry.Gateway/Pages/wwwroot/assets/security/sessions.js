// Where the account is open: the list, and the ways to end what should not be.

import { get, remove } from "../api.js";
import { el, icon } from "../dom.js";
import { runFrom } from "../form.js";
import { timeElement } from "../time.js";
import { askFirst, withPresence } from "./confirm.js";
import { loadDevices } from "./devices.js";
import { done, open } from "./frame.js";

const list = document.getElementById("sessions");
const report = document.getElementById("report");
const endOthers = document.getElementById("end-others");

endOthers.addEventListener("click", () => runFrom(endOthers, report, async () => {
  await askFirst({ title: "End all other sessions?", text: "Everybody but you, here and now, has to enter again.", action: "End all others" });
  await withPresence(() => remove("/v1/sessions"));
  await load();
  done(report, "All other sessions have ended.");
}));
open(load);

async function load() {
  const { sessions } = await get("/v1/sessions");
  sessions.sort((a, b) => Number(b.current) - Number(a.current) || Date.parse(b.lastSeenAt) - Date.parse(a.lastSeenAt));
  list.replaceChildren(...sessions.map(row));
  endOthers.hidden = sessions.length < 2;
  await loadDevices(report, load);
}

function row(session) {
  const small = /android|iphone|ipad|ios|mobile|phone/i.test(session.device);
  return el("li", { class: session.current ? "good" : "" },
    icon(small ? "phone" : "laptop"),
    el("div", { class: "what" },
      el("p", {}, session.device, session.current && el("span", { class: "badge" }, "This device")),
      el("p", { class: "soft" }, `Network ${session.network} · `, session.current ? "in use now" : "last used ", !session.current && timeElement(session.lastSeenAt, "ago")),
      el("p", { class: "soft" }, "Entered ", timeElement(session.startedAt), " · ends at the latest ", timeElement(session.expiresAt))),
    !session.current && endButton(session));
}

function endButton(session) {
  const button = el("button", { type: "button", class: "aside" }, "End", el("span", { class: "visually-hidden" }, ` the session of ${session.device}`));
  button.addEventListener("click", () => runFrom(button, report, async () => {
    await askFirst({ title: "End this session?", text: `${session.device} has to enter again.`, action: "End session" });
    await withPresence(() => removeOnce(session.id));
    await load();
    done(report, `The session of ${session.device} has ended.`);
  }));
  return button;
}

// One that is gone already is as ended as it can be.
async function removeOnce(id) {
  try {
    await remove(`/v1/sessions/${encodeURIComponent(id)}`);
  } catch (error) {
    if (error.status !== 404) throw error;
  }
}
