// Says calmly that this browser is old, below everything else: it pushes nothing away.

import { get } from "./api.js";
import { el } from "./dom.js";

/** @param {HTMLElement} place at the end of a page */
export async function adviseClient(place) {
  let client;
  try {
    ({ client } = await get("/v1/policy"));
  } catch {
    return; // an advice is not worth an error
  }
  if (!client || client.standing === "current") return;

  const text = client.standing === "old"
    ? "Your browser is of an old version. It works here; a newer one guards you better."
    : `Your browser is too old to enter with. Update it to version ${client.minimum} or a newer one, or use another.`;
  place.replaceChildren(el("div", { class: "notice caution" }, el("p", {}, text),
    client.message && el("p", {}, client.message),
    client.updateAt && el("p", {}, el("a", { href: client.updateAt, rel: "noopener" }, "Where to update"))));
}
