// Somebody who was invited registers a security key, once.

import { post } from "../api.js";
import { fromTemplate, nameStep, showHost } from "../dom.js";
import { bindForm } from "../form.js";
import { makePasskey } from "../passkeys.js";

const place = document.getElementById("step");
// What stands behind the # never reaches a server by itself, and so no log.
const invitation = location.hash.slice(1);

showHost();
if (invitation) ask();
else present("broken-step", "This invitation does not work");

function ask() {
  const step = present("ask-step", "Become an operator");
  bindForm(step.querySelector("form"), async () => {
    try {
      const asked = await post("/v1/operators/enrolments", { invitation });
      await post("/v1/operators/enrolments/confirmation", { invitation, ceremony: asked.ceremony, answer: await makePasskey(asked) });
    } catch (error) {
      if (!["operator-not-admitted", "operator-taken", "operators-full"].includes(error.code)) throw error;
      present("broken-step", "This invitation does not work").querySelector("[data-reason]").textContent = error.message;
      return;
    }
    history.replaceState(null, "", location.pathname);
    present("done-step", "You are an operator");
  });
}

function present(id, title) {
  const step = fromTemplate(id);
  place.replaceChildren(step);
  nameStep(title);
  step.querySelector("h1").focus();
  return step;
}
