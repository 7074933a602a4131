// A removal of the second factor that waits: who asked for it, until when it can be stopped, and the button that stops it.

import { get, remove } from "../api.js";
import { el, icon } from "../dom.js";
import { runFrom } from "../form.js";
import { timeElement } from "../time.js";

/** Shows it in `place`, and says whether one waits. `report` takes what went wrong; `then` runs once it is stopped. */
export async function showRemoval(place, report, then) {
  const { removal } = await get("/v1/lost-factor");
  place.replaceChildren(...(removal ? [warning(removal, place, report, then)] : []));
  return Boolean(removal);
}

function warning({ since, endsAt, network, device }, place, report, then) {
  const stop = el("button", { type: "button", class: "primary button" }, "Keep my authenticator");
  stop.addEventListener("click", () => runFrom(stop, report, async () => {
    await remove("/v1/lost-factor");
    place.replaceChildren();
    then();
  }));
  return el("div", { class: "verdict caution" }, icon("caution"), el("div", {},
    el("h2", {}, "Your authenticator will be removed"),
    el("p", {}, "Somebody with your passcode and a code from your mail said that it is lost. It goes on ", timeElement(endsAt), "."),
    el("p", { class: "soft" }, "Asked for ", timeElement(since), ` by ${device || "an unknown client"}, network ${network}.`),
    el("p", {}, "Was it not you? Keep it, then change your passcode and the one of your mailbox."),
    el("p", {}, stop)));
}
