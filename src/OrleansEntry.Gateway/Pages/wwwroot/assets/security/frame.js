// What every page of the security centre does: loads, says so when it can not, and lets the person leave.

import { get, leave } from "../api.js";
import { el } from "../dom.js";
import { messageOf, runFrom } from "../form.js";
import { timeElement } from "../time.js";

const loadingAfter = 150;

/** Shows the page's content once `load` is through; until then, and when it fails, says what is going on. */
export async function open(load) {
  bindLeave();
  // On a phone the list of sections scrolls sideways: where one is stays in sight.
  document.querySelector(".sections [aria-current]").scrollIntoView({ inline: "center", block: "nearest" });
  const loading = document.getElementById("loading");
  const content = document.getElementById("content");
  const timer = setTimeout(() => {
    loading.replaceChildren(el("p", { class: "loading", role: "status" }, el("span", { class: "spinner", "aria-hidden": "true" }), "Loading…"));
  }, loadingAfter);
  try {
    const session = await get("/v1/session");
    warnOfClosing(session);
    await load(session);
    loading.replaceChildren();
    content.hidden = false;
  } catch (error) {
    loading.replaceChildren(
      el("div", { class: "notice danger", role: "alert" }, el("p", {}, messageOf(error))),
      el("button", { type: "button", onclick: () => open(load) }, "Try again"));
  } finally {
    clearTimeout(timer);
  }
}

function warnOfClosing({ closesAt }) {
  document.getElementById("closing")?.remove();
  if (!closesAt || location.pathname === "/security/close") return;
  document.getElementById("loading").before(el("div", { id: "closing", class: "notice danger" },
    el("p", {}, "Your account will be closed on ", timeElement(closesAt), ". Until then trades and withdrawals are on hold."),
    el("p", {}, el("a", { href: "/security/close" }, "Keep it, or read more"))));
}

let leaveIsBound = false;

function bindLeave() {
  if (leaveIsBound) return;
  leaveIsBound = true;
  const button = document.getElementById("leave");
  const loading = document.getElementById("loading");
  button.addEventListener("click", () => runFrom(button, loading, leave));
  button.disabled = false;
}

/** Says that something was done, where the page keeps such messages, and to screen readers. */
export function done(place, text) {
  place.replaceChildren(el("div", { class: "notice", role: "status", tabindex: "-1" }, el("p", {}, text)));
  place.firstChild.focus();
}
