// The security check: by itself, or by something to see and do. The person chooses; all ways are worth the same.

import { el, icon } from "./dom.js";
import { bindForm, FieldError, messageOf, runFrom, showProblem } from "./form.js";
import { solve } from "./check/automatic.js";
import { equation } from "./check/equation.js";

/**
 * Something to see and do.
 * @typedef {object} Kind
 * @property {string} name as the service calls it; its picture is the offer's member of this name
 * @property {string} field the field that a refusal belongs to
 * @property {string} wrong said when a fresh one takes the place of one that was answered wrongly
 * @property {string} tooOld said when a fresh one takes the place of one that was answered too late
 * @property {(posed: object) => HTMLFormElement} form asks; what is to be done first bears `autofocus`
 * @property {(form: HTMLFormElement) => string} answer what is sent; throws a FieldError when there is nothing to send
 */

/** @type {Kind[]} */
const kinds = [equation];

const slowAfter = 4_000;
const renewalsByItself = 2;

class EntryCheck extends HTMLElement {
  #offer;
  #answer;
  #renew;
  #ended = new AbortController();
  #renewals = 0;

  /**
   * Begins the check.
   * @param {object} offer the service's check
   * @param {(answer: {id: string, kind: string, answer: string}) => Promise<void>} answer sends the answer; rejects with the service's Problem
   * @param {(kind?: string) => Promise<object>} renew asks for a fresh check, of a kind where one is wanted
   */
  begin(offer, answer, renew) {
    this.#offer = offer;
    this.#answer = answer;
    this.#renew = renew;
    this.#automatic();
  }

  disconnectedCallback() {
    this.#ended.abort();
  }

  async #automatic(note = "Checking that you are a person. This takes about a second.") {
    const text = el("p", { role: "status" }, note);
    const ended = this.#show(
      el("div", { class: "checking" }, el("span", { class: "spinner", "aria-hidden": "true" }), text),
      this.#others(this.#toPicture()));
    const slow = setTimeout(() => { text.textContent = "Still checking. You can wait, or use a picture instead."; }, slowAfter);
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
    bindForm(again, async () => {
      this.#offer = await this.#renew("proof-of-work");
      this.#automatic();
    });
    this.#show(again, this.#others(this.#toPicture()));
    const message = error.code === "check-failed" ? "The automatic check was not accepted." : messageOf(error);
    showProblem(again, error.retryAfter ? error : new Error(`${message} Try again, or use a picture instead.`));
  }

  /** @param {Error} [problem] why there is another one */
  #picture(problem) {
    const kind = kinds.find(({ name }) => this.#offer[name]) ?? kinds[0];
    const form = kind.form(this.#offer[kind.name]);
    bindForm(form, async () => {
      const answer = kind.answer(form);
      try {
        await this.#send(kind.name, answer);
      } catch (error) {
        if (!error.body?.check) throw error;
        if (!this.#offer[kind.name]) this.#offer = await this.#renew(kind.name);
        this.#picture(new FieldError(kind.field, error.code === "check-expired" ? kind.tooOld : kind.wrong));
      }
    }, { "check-failed": kind.field, "check-expired": kind.field });

    const place = el("div");
    this.#show(form, place, this.#others(
      this.#button("Show another one", place, () => this.#freshly(kind.name, () => this.#picture())),
      this.#button("Use the automatic check instead", place, () => this.#isOld ? this.#freshly("proof-of-work", () => this.#automatic()) : this.#automatic())));
    form.querySelector("[autofocus]").focus();
    if (problem) showProblem(form, problem);
  }

  // What the service offers in place of this one is taken up at once, whatever the answer came to.
  async #send(kind, answer) {
    try {
      await this.#answer({ id: this.#offer.id, kind, answer });
    } catch (error) {
      if (error.body?.check) this.#offer = error.body.check;
      throw error;
    }
    if (this.isConnected) this.#show(el("div", { class: "checking" }, icon("good"), el("p", { role: "status" }, "Checked. Going on…")));
  }

  async #freshly(kind, show) {
    this.#offer = await this.#renew(kind);
    show();
  }

  // A challenge may have aged while the person looked at the picture.
  get #isOld() {
    return Date.parse(this.#offer.expiresAt) <= Date.now();
  }

  #toPicture() {
    const place = el("div");
    const name = kinds[0].name;
    const toPicture = () => this.#offer[name] ? this.#picture() : this.#freshly(name, () => this.#picture());
    return el("div", {}, this.#button("Use a picture instead", place, toPicture), place);
  }

  #button(name, place, action) {
    const button = el("button", { type: "button", class: "quiet", onclick: () => runFrom(button, place, async () => action()) }, name);
    return button;
  }

  #others(...buttons) {
    return el("div", { class: "others" }, ...buttons);
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
