// What every form of ours does: it is sent once, shows that it works, and says what is wrong and where.

import { announce, el } from "./dom.js";
import { Problem } from "./api.js";
import { spanInWords, timeElement } from "./time.js";

/** Something to put right in one field, found before anything is sent. */
export class FieldError extends Error {
  constructor(field, message) {
    super(message);
    this.field = field;
  }
}

/** The person closed a question without answering: nothing to report. */
export class Cancelled extends Error {}

const progressAfter = 150;

/**
 * Binds a form.
 * @param {HTMLFormElement} form with one submit button, `disabled` where the page shows it before its script runs; fields marked `required` carry their message in `data-missing`
 * @param {(form: HTMLFormElement) => Promise<void>} send
 * @param {Record<string, string>} [fields] which field a refusal belongs to, by the problem's code; "passcode-*" stands for every passcode policy's
 */
export function bindForm(form, send, fields = {}) {
  form.noValidate = true;
  form.method = "post"; // should a script fail, no secret ends up in an address
  form.prepend(el("div", { class: "problem", role: "alert", tabindex: "-1" }));
  form.querySelectorAll("[data-reveal]").forEach(bindReveal);
  const button = form.querySelector('button:not([type="button"])');

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isAtWork(button)) return;
    clearProblem(form);
    hideSecrets(form);
    const rest = showBusy(button);
    try {
      findMissing(form);
      await send(form);
    } catch (error) {
      rest();
      if (!(error instanceof Cancelled)) showProblem(form, error, fields);
    } finally {
      rest();
    }
  });
  button.disabled = false;
}

/** Marks a button as at work; it can not be pressed until the returned function is called. */
export function showBusy(button) {
  button.ariaDisabled = "true";
  button.dataset.atWork = "";
  const timer = setTimeout(() => { button.dataset.busy = ""; }, progressAfter);
  let over = false;
  return () => {
    if (over) return;
    over = true;
    clearTimeout(timer);
    delete button.dataset.busy;
    delete button.dataset.atWork;
    button.ariaDisabled = null;
  };
}

// One thing at a time in a step: what two buttons ask for at once would be two windows to the service.
const isAtWork = (button) => button.ariaDisabled === "true" || button.closest(".step")?.querySelector("[data-at-work]");

/** Runs an action from a plain button, with the same progress and the same reports as a form. `place` takes the report. */
export async function runFrom(button, place, action) {
  if (isAtWork(button)) return;
  place.replaceChildren();
  const rest = showBusy(button);
  try {
    await action();
  } catch (error) {
    if (error instanceof Cancelled) return;
    place.replaceChildren(el("div", { class: "notice danger", role: "alert" }, el("p", {}, messageOf(error))));
  } finally {
    rest();
  }
}

/** Shows what went wrong, beside its field where it has one, and moves the focus there. */
export function showProblem(form, error, fields = {}) {
  if (error instanceof Cancelled) return;
  const field = form.elements[error.field ?? fields[error.code] ?? fields[error.code?.replace(/^passcode-.+/, "passcode-*")] ?? ""];
  const place = form.querySelector(".problem");
  const message = messageOf(error);

  place.replaceChildren(el("div", { class: "notice danger" },
    field ? el("a", { href: `#${field.id}`, onclick: (event) => { event.preventDefault(); field.focus(); } }, message) : el("p", {}, message)));

  if (error.retryAfter) beginWait(form, place.firstChild, error.retryAfter);
  if (!field) return place.focus();

  field.setAttribute("aria-invalid", "true");
  const beside = document.getElementById(`${field.id}-error`);
  if (beside) beside.textContent = message;
  field.focus();
  field.select?.();
}

export function clearProblem(form) {
  form.querySelector(".problem")?.replaceChildren();
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  for (const beside of form.querySelectorAll(".error")) beside.textContent = "";
}

/** What to say about an error. A fault of the page itself is not hidden behind a wrong promise. */
export function messageOf(error) {
  if (error instanceof Problem && error.body.until) return inLocalTime(error.message, error.body.until);
  if (error.message && (error instanceof Problem || error.name === "Error")) return error.message;
  console.error(error);
  return "This page stumbled. Load it again, then try once more.";
}

// The service says instants in UTC; a person reads their own clock.
function inLocalTime(message, until) {
  return message.replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/, timeElement(until).textContent);
}

/**
 * One field for a code: spaces and dashes are welcome, and it submits by itself when full.
 * @param {HTMLInputElement} input
 * @param {number} digits
 */
export function submitWhenFull(input, digits) {
  let last = "";
  input.addEventListener("input", () => {
    const code = codeOf(input);
    if (code.length !== digits || code === last) return;
    last = code;
    input.form.requestSubmit();
  });
}

/** What was typed without the blanks and dashes that people and mails put between. */
export function codeOf(input) {
  return input.value.replace(/[\s-]/g, "");
}

/** Shows a wait counting down; the form can not be sent until it is over. */
function beginWait(form, place, seconds) {
  const button = form.querySelector('button:not([type="button"])');
  const until = Date.now() + seconds * 1_000;
  const count = el("p", { class: "wait", "aria-hidden": "true" });
  place.append(count);
  announce(`You can try again in ${spanInWords(seconds)}.`);

  const tick = () => {
    const left = Math.ceil((until - Date.now()) / 1_000);
    if (!button.isConnected) return clearInterval(timer);
    if (left > 0) {
      button.ariaDisabled = "true";
      count.textContent = `You can try again in ${clock(left)}.`;
      return;
    }
    clearInterval(timer);
    button.ariaDisabled = null;
    place.replaceChildren(el("p", {}, "You can try again now."));
    place.className = "notice";
    announce("You can try again now.");
  };
  const timer = setInterval(tick, 1_000);
  tick();
}

function clock(seconds) {
  const pad = (n) => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}` : `${minutes}:${pad(seconds % 60)}`;
}

function findMissing(form) {
  for (const field of form.elements) {
    if (field.required && !field.disabled && field.value.trim() === "") throw new FieldError(field.name, field.dataset.missing);
  }
}

function bindReveal(button) {
  const input = button.parentElement.querySelector("input");
  button.addEventListener("click", () => {
    const shown = input.type === "text";
    setShown(button, input, !shown);
    input.focus();
  });
}

function setShown(button, input, shown) {
  input.type = shown ? "text" : "password";
  button.textContent = shown ? "Hide" : "Show";
  button.ariaLabel = `${button.textContent} ${button.dataset.reveal}`;
}

// A shown passcode would be remembered by the browser as ordinary text.
function hideSecrets(form) {
  for (const button of form.querySelectorAll("[data-reveal]")) setShown(button, button.parentElement.querySelector("input"), false);
}
