// The page behind the link of a mail: opening it changes nothing, its button does.

import { post } from "./api.js";
import { fromTemplate, nameStep, showHost } from "./dom.js";
import { bindForm } from "./form.js";

const place = document.getElementById("step");
// What stands behind the # never reaches a server by itself, and so no log.
const link = location.hash.slice(1);

/**
 * Shows the page's first step, or that the link is broken.
 * @param {object} page
 * @param {string} page.title the first step's
 * @param {string} page.route where the link is sent
 * @param {string} page.over said when the service takes it no more
 * @param {string} page.done the last step's title
 */
export function confirmByLink({ title, route, over, done }) {
  showHost();
  if (!link) return void presentBroken();

  const step = present("ask-step", title);
  bindForm(step.querySelector("form"), async () => {
    try {
      await post(route, { link });
    } catch (error) {
      if (error.code !== "link-over" && error.code !== "malformed") throw error;
      presentBroken().querySelector("[data-reason]").textContent = over;
      return;
    }
    history.replaceState(null, "", location.pathname);
    present("done-step", done);
  });
}

const presentBroken = () => present("broken-step", "This link does not work");

function present(id, title) {
  const step = fromTemplate(id);
  place.replaceChildren(step);
  nameStep(title);
  step.querySelector("h1").focus();
  return step;
}
