// The security check: by itself, or by solving an equation. The person chooses; both are worth the same.

import { el, icon } from "./dom.js";
import { bindForm, FieldError, messageOf, runFrom, showProblem } from "./form.js";

const slowAfter = 4_000;
const renewalsByItself = 2;

class EntryCheck extends HTMLElement {
  #offer;
  #answer;
  #renew;
  #worker = null;
  #slow = 0;
  #renewals = 0;

  /**
   * Begins the check.
   * @param {object} offer the service's check
   * @param {(answer: {id: string, kind: string, answer: string}) => Promise<void>} answer sends the answer; rejects with the service's Problem
   * @param {() => Promise<object>} renew asks for a fresh check
   */
  begin(offer, answer, renew) {
    this.#answer = answer;
    this.#renew = renew;
    this.#take(offer);
    this.#workByItself();
  }

  disconnectedCallback() {
    this.#stop();
  }

  #take(offer) {
    this.#offer = offer;
  }

  #workByItself(note = "Checking that you are a person. This takes about a second.") {
    this.#stop();
    const text = el("p", { role: "status" }, note);
    this.replaceChildren(
      el("div", { class: "checking" }, el("span", { class: "spinner", "aria-hidden": "true" }), text),
      this.#others(this.#toEquation()));

    const challenge = this.#offer.proofOfWork;
    this.#slow = setTimeout(() => { text.textContent = "Still checking. You can wait, or solve an equation instead."; }, slowAfter);
    this.#worker = new Worker(new URL("./check-worker.js", import.meta.url), { type: "module" });
    this.#worker.onerror = () => this.#failed("The automatic check did not start on this device.");
    this.#worker.onmessage = ({ data }) => data.solution
      ? this.#sendSolution(challenge, data.solution)
      : this.#failed("The automatic check did not finish on this device.");
    this.#worker.postMessage(challenge.parameters);
  }

  async #sendSolution(challenge, solution) {
    this.#stop();
    const payload = btoa(JSON.stringify({ challenge: { parameters: challenge.parameters, signature: challenge.signature }, solution }));
    try {
      await this.#answer({ id: this.#offer.id, kind: "proof-of-work", answer: payload });
      if (this.isConnected) this.#passed();
    } catch (error) {
      if (!this.isConnected) return;
      const fresh = error.body?.check;
      if (fresh) this.#take(fresh);
      if (error.code === "check-expired" && fresh && this.#renewals++ < renewalsByItself) {
        return this.#workByItself("That check was too old. Checking once more…");
      }
      this.#failed(error.code === "check-failed" ? "The automatic check was not accepted." : messageOf(error), error);
    }
  }

  #passed() {
    this.replaceChildren(el("div", { class: "checking" }, icon("good"), el("p", { role: "status" }, "Checked. Going on…")));
  }

  #failed(message, error) {
    this.#stop();
    const again = el("form", { class: "stack" }, el("button", { class: "primary wide" }, "Check again"));
    bindForm(again, async () => {
      this.#take(await this.#renew());
      this.#workByItself();
    });
    this.replaceChildren(again, this.#others(this.#toEquation()));
    const shown = new Error(`${message} Try again, or solve an equation instead.`);
    showProblem(again, error?.retryAfter ? error : shown);
  }

  #equation() {
    this.#stop();
    const { image, width, height } = this.#offer.equation;
    const picture = el("img", { class: "equation", src: image, width: String(width), height: String(height), alt: "A sum to solve, drawn as a picture" });
    const input = el("input", {
      id: "equation", name: "equation", type: "text", class: "code", inputmode: "numeric", autocomplete: "off", required: true,
      "data-missing": "Enter the answer to the sum.", "aria-describedby": "equation-error",
    });
    const form = el("form", {},
      el("div", { class: "field" }, picture, el("label", { for: "equation" }, "What does it come to?"), input, el("p", { class: "error", id: "equation-error" })),
      el("button", { class: "primary wide" }, "Continue"));
    bindForm(form, () => this.#sendEquation(input), { "check-failed": "equation", "check-expired": "equation" });

    const place = el("div");
    const another = el("button", { type: "button", class: "quiet" }, "Show another one");
    another.addEventListener("click", () => runFrom(another, place, async () => {
      this.#take(await this.#renew());
      this.#equation();
    }));
    const automatic = el("button", { type: "button", class: "quiet", onclick: () => this.#automatic(automatic, place) }, "Use the automatic check instead");
    this.replaceChildren(form, place, this.#others(another, automatic));
    input.focus();
  }

  async #sendEquation(input) {
    const text = input.value.replace(/[\s=]/g, "").replace("−", "-");
    if (!/^-?\d{1,6}$/.test(text)) throw new FieldError("equation", "Enter a number.");
    try {
      await this.#answer({ id: this.#offer.id, kind: "equation", answer: text });
    } catch (error) {
      const fresh = error.body?.check;
      if (!fresh) throw error;
      this.#take(fresh);
      this.#equation();
      const message = error.code === "check-expired" ? "That sum was too old. Here is another one." : "That is not the answer. Here is another one.";
      showProblem(this.querySelector("form"), new FieldError("equation", message));
    }
  }

  // A challenge may have aged while the person looked at the picture.
  #automatic(button, place) {
    if (Date.parse(this.#offer.expiresAt) > Date.now()) return this.#workByItself();
    return runFrom(button, place, async () => {
      this.#take(await this.#renew());
      this.#workByItself();
    });
  }

  #toEquation() {
    return el("button", { type: "button", class: "quiet", onclick: () => this.#equation() }, "Solve an equation instead");
  }

  #others(...buttons) {
    return el("div", { class: "others" }, ...buttons);
  }

  #stop() {
    clearTimeout(this.#slow);
    this.#worker?.terminate();
    this.#worker = null;
  }
}

customElements.define("entry-check", EntryCheck);
