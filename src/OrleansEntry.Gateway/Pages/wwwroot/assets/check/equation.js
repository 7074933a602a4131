// A sum in a picture.

import { el } from "../dom.js";
import { FieldError } from "../form.js";

/** @type {import("../check.js").Kind} */
export const equation = {
  name: "equation",
  field: "equation",
  wrong: "That is not the answer. Here is another one.",
  tooOld: "That sum was too old. Here is another one.",

  ask({ image, width, height }) {
    const picture = el("img", { class: "equation", src: image, width: String(width), height: String(height), alt: "A sum to solve, drawn as a picture" });
    const input = el("input", {
      id: "equation", name: "equation", type: "text", class: "code", inputmode: "numeric", autocomplete: "off", required: true, autofocus: true,
      "data-missing": "Enter the answer to the sum.", "aria-describedby": "equation-error",
    });
    const form = el("form", {},
      el("div", { class: "field" }, picture, el("label", { for: "equation" }, "What does it come to?"), input, el("p", { class: "error", id: "equation-error" })),
      el("button", { class: "primary wide" }, "Continue"));
    return { form, answer: () => numberOf(input.value) };
  },
};

function numberOf(text) {
  const number = text.replace(/[\s=]/g, "");
  if (!/^\d{1,6}$/.test(number)) throw new FieldError("equation", "Enter a number.");
  return number;
}
