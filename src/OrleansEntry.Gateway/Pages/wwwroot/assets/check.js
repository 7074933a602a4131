// The security check: by itself, or by something to see and do. The person chooses; all ways are worth the same.

import { announce, el, icon } from "./dom.js";
import { bindForm, FieldError, messageOf, runFrom, showProblem } from "./form.js";
import { solve } from "./check/automatic.js";
import { equation } from "./check/equation.js";
import { puzzle } from "./check/puzzle.js";
import { slide } from "./check/slide.js";

/**
 * Something to see and do.
 * @typedef {object} Kind
 * @property {string} name as the service calls it; its picture is the offer's member of this name
 * @property {string} field the field that a refusal belongs to
 * @property {string} wrong said when a fresh one takes the place of one that did not pass
 * @property {string} tooOld said when a fresh one takes the place of one that was answered too late
 * @property {(posed: object) => {form: HTMLFormElement, answer: () => string}} ask the form, whose field for the first move bears
 *   `autofocus`, and what to send; it throws a FieldError while there is nothing to send
 */

/** @type {Kind[]} */
const kinds = [slide, puzzle, equation];

const slowAfter = 4_000;
const renewalsByItself = 2;

class EntryCheck extends HTMLElement {
  #offer;
  #answer;
  #renew;
  #ended = new AbortController();
  #renewals = 0;

  /**
   * Begins the check with what the service suggests first.
   * @param {object} offer the service's check
   * @param {(answer: {id: string, kind: string, answer: string}) => Promise<void>} answer sends the answer; rejects with the service's Problem
   * @param {(kind?: string) => Promise<object>} renew asks for a fresh check, of a kind where one is wanted
   */
  begin(offer, answer, renew) {
    this.#offer = offer;
    this.#answer = answer;
    this.#renew = renew;
    if (this.#kind?.name === offer.kinds[0]) this.#picture();
    else this.#automatic();
  }

  disconnectedCallback() {
    this.#ended.abort();
  }

  /** The kind whose picture is here, if there is one. */
  get #kind() {
    return kinds.find(({ name }) => this.#offer[name]);
  }

  // A challenge may have aged while the person looked at it.
  get #isOld() {
    return Date.parse(this.#offer.expiresAt) <= Date.now();
  }

  async #automatic(note = "Checking that you are a person. This takes about a second.") {
    const text = el("p", {}, note);
    const ended = this.#show(el("div", { class: "checking" }, el("span", { class: "spinner", "aria-hidden": "true" }), text), ...this.#waysToPicture());
    announce(note);
    const slow = setTimeout(() => {
      text.textContent = "Still checking. You can wait, or use a picture instead.";
      announce(text.textContent);
    }, slowAfter);
    ended.addEventListener("abort", () => clearTimeout(slow));

    try {
      await this.#send("proof-of-work", await solve(this.#offer.proofOfWork, ended));
    } catch (error) {
      if (ended.aborted) return;
      if (error.code === "check-expired" && error.body.check && this.#renewals++ < renewalsByItself) {
        return this.#automatic("That check was too old. Checking once more…");
      }
      this.#failed(error);
    }
  }

  #failed(error) {
    const again = el("form", { class: "stack" }, el("button", { class: "primary wide" }, "Check again"));
    bindForm(again, () => this.#freshAutomatic());
    this.#show(again, ...this.#waysToPicture());
    const message = error.code === "check-failed" ? "The automatic check was not accepted." : messageOf(error);
    showProblem(again, error.retryAfter ? error : new Error(`${message} Try again, or use a picture instead.`));
  }

  #picture() {
    const kind = this.#kind;
    const { form, answer } = kind.ask(this.#offer[kind.name]);
    bindForm(form, async () => {
      const given = answer();
      try {
        await this.#send(kind.name, given);
      } catch (error) {
        if (!error.body?.check) throw error;
        await this.#replace(kind, error.code === "check-expired" ? kind.tooOld : kind.wrong);
      }
    }, { "check-failed": kind.field, "check-expired": kind.field });

    const { available } = this.#offer;
    const another = available[(available.indexOf(kind.name) + 1) % available.length];
    const place = el("div");
    this.#show(form, place, el("div", { class: "others" },
      this.#button("Use the automatic check instead", place, () => (this.#isOld ? this.#freshAutomatic() : this.#automatic())),
      this.#button("Show a fresh one", place, () => this.#freshPicture(kind.name)),
      available.length > 1 && this.#button("Use another kind", place, () => this.#freshPicture(another))));
    announce("There is a picture to solve. You can use the automatic check instead.");
    return form;
  }

  // What the service offers in place of this one is taken up at once, whatever the answer came to.
  async #send(kind, answer) {
    try {
      await this.#answer({ id: this.#offer.id, kind, answer });
    } catch (error) {
      if (error.body?.check) this.#offer = error.body.check;
      throw error;
    }
    announce("Checked. Going on…");
    if (this.isConnected) this.#show(el("div", { class: "checking" }, icon("good"), el("p", {}, "Checked. Going on…")));
  }

  /** @param {string} why there is another one */
  async #replace(kind, why) {
    const form = await this.#freshPicture(kind.name, this.#kind === kind);
    if (form) showProblem(form, new FieldError(this.#kind.field, why));
  }

  /** @returns {Promise<HTMLFormElement | undefined>} the picture's form; none where the service has no picture drawn */
  async #freshPicture(name, isHere = false) {
    if (!isHere) this.#offer = await this.#renew(name);
    if (!this.#kind) return void this.#automatic("No picture is ready just now. Checking by itself instead…");
    const form = this.#picture();
    form.querySelector("[autofocus]").focus();
    return form;
  }

  async #freshAutomatic() {
    this.#offer = await this.#renew("proof-of-work");
    this.#automatic();
  }

  #waysToPicture() {
    if (this.#offer.available.length === 0) return [];
    const place = el("div");
    const toPicture = async () => { await this.#freshPicture(this.#offer.available[0], this.#kind && !this.#isOld); };
    return [place, el("div", { class: "others" }, this.#button("Use a picture instead", place, toPicture))];
  }

  #button(name, place, action) {
    const button = el("button", { type: "button", class: "quiet", onclick: () => runFrom(button, place, async () => { await action(); }) }, name);
    return button;
  }

  /** Puts a view in the place of the one before, whose work ends. @returns {AbortSignal} the end of this one */
  #show(...view) {
    this.#ended.abort();
    this.#ended = new AbortController();
    this.replaceChildren(...view);
    return this.#ended.signal;
  }
}

customElements.define("entry-check", EntryCheck);
