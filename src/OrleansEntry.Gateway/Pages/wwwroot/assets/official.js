// Whether a link, a mail address or a handle is ours.

import { get } from "./api.js";
import { el, nameStep, showHost } from "./dom.js";
import { bindForm } from "./form.js";

const answers = { official: sayOfficial, "look-alike": sayLookAlike, unknown: sayUnknown };
const kinds = { link: "This link", mail: "This mail address", handle: "This handle" };

const place = document.getElementById("answer");
const form = document.querySelector("form");

showHost();
form.elements.value.focus();
form.elements.value.addEventListener("input", () => place.replaceChildren());
bindForm(form, async () => {
  place.replaceChildren();
  show(await get(`/v1/official?value=${encodeURIComponent(sent(form.elements.value.value))}`));
}, { malformed: "value" });

// The end of a link can hold a secret, and says nothing about whose it is. Behind a slash or a scheme it is one; before, it could be a name.
function sent(text) {
  return text.trim().replace(/^([a-z][a-z0-9+.-]*:)?([^?#]+)[?#].*$/is, "$1$2");
}

function show(answer) {
  const { kind, title, content } = answers[answer.verdict](answer);
  const heading = el("h2", { tabindex: "-1" }, title);
  place.replaceChildren(el("div", { class: `notice gap ${kind}` }, heading, ...content));
  nameStep(title);
  heading.focus();
}

function sayOfficial({ kind, of, on }) {
  return {
    kind: "", title: "Yes, this is ours",
    content: on
      ? [el("p", {}, el("strong", {}, of), ` on ${on} is on our list. On any other network the same name may be anybody’s.`)]
      : [el("p", {}, `${kinds[kind]} is on our list: `, el("strong", {}, of), ".")],
  };
}

function sayLookAlike({ of, address, why }) {
  return {
    kind: "danger", title: "No, this only looks like ours",
    content: [
      el("p", {}, "It could be taken for ", el("strong", {}, of), 
        ...(address && address !== of ? [" and leads to ", el("strong", { dir: "ltr" }, address)] : []), "."),
      reasons(why),
      el("p", {}, "Do not open it, and enter nothing there. Have you already? ", el("a", { href: "/" }, "Enter here"),
        " and change your passcode, or ", el("a", { href: "/security/freeze" }, "freeze your account"), "."),
    ],
  };
}

function sayUnknown({ address, why }) {
  return {
    kind: "caution", title: "We do not know this one",
    content: [
      address && el("p", {}, el("strong", { dir: "ltr" }, address)),
      reasons(why),
      el("p", {}, "Take it for somebody else’s: never enter your passcode or a code there."),
    ],
  };
}

function reasons(why) {
  return why.length === 1 ? el("p", {}, why[0].says) : el("ul", {}, ...why.map(({ says }) => el("li", {}, says)));
}
