// "This was not me", by the link of a mail: opening the page changes nothing, its button does.

import { post } from "./api.js";
import { fromTemplate, nameStep, showHost } from "./dom.js";
import { bindForm } from "./form.js";

const place = document.getElementById("step");
// What stands behind the # never reaches a server by itself, and so no log.
const link = location.hash.slice(1);

showHost();
if (link) ask();
else present("broken-step", "This link does not work");

function ask() {
  const step = present("ask-step", "This was not me");
  bindForm(step.querySelector("form"), async () => {
    try {
      await post("/v1/not-me", { link });
    } catch (error) {
      if (error.code !== "link-over" && error.code !== "malformed") throw error;
      present("broken-step", "This link does not work").querySelector("[data-reason]").textContent =
        "It was used already, or is older than 72 hours.";
      return;
    }
    history.replaceState(null, "", location.pathname);
    present("done-step", "Your account is frozen");
  });
}

function present(id, title) {
  const step = fromTemplate(id);
  place.replaceChildren(step);
  nameStep(title);
  step.querySelector("h1").focus();
  return step;
}
