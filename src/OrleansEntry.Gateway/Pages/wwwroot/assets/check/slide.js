// Two pieces, each slid along its row into its gap: by a handle, by the piece itself, or by the arrow keys.

import { el, icon } from "../dom.js";
import { FieldError } from "../form.js";
import { Path } from "./path.js";

const steps = { ArrowRight: 4, ArrowUp: 4, ArrowLeft: -4, ArrowDown: -4, PageUp: 32, PageDown: -32 };

/** @type {import("../check.js").Kind} */
export const slide = {
  name: "slide",
  field: "upper",
  wrong: "That did not pass. Here is another picture.",
  tooOld: "That picture was too old. Here is another one.",

  ask(posed) {
    const [upper, lower] = posed.pieces.map((piece, i) => new Piece(posed, piece, ["upper", "lower"][i]));
    const picture = el("img", {
      src: posed.image, width: String(posed.width), height: String(posed.height), draggable: "false",
      alt: "A picture with gaps. Its pieces can only be placed by eye.",
    });
    upper.handle.autofocus = true;
    const form = el("form", {},
      el("p", { class: "ask", id: "slide-ask" }, "Slide both pieces into their gaps."),
      el("div", { class: "slide" },
        el("div", { class: "track" }, upper.handle),
        el("div", { class: "scene" }, picture, upper.image, lower.image),
        el("div", { class: "track" }, lower.handle)),
      el("p", { class: "error", id: "upper-error" }),
      el("button", { class: "primary wide" }, "Continue"));
    return { form, answer: () => JSON.stringify({ pieces: [upper.answer(), lower.answer()] }) };
  },
};

class Piece {
  #posed;
  #width;
  #path = new Path();
  #input = "keys";
  #place = 0;
  #height = 0;
  #frame = 0;

  constructor(posed, { image, width, height, top }, name) {
    this.#posed = posed;
    this.#width = width;
    this.name = name;
    const grab = (event) => this.#grab(event);
    this.image = el("img", { class: "piece", src: image, alt: "", draggable: "false", onpointerdown: grab });
    this.image.style.width = percent(width / posed.width);
    this.image.style.height = percent(height / posed.height);
    this.image.style.top = percent(top / posed.height);
    this.handle = el("button", {
      type: "button", id: name, name, class: "handle", role: "slider", "aria-label": `${name === "upper" ? "Upper" : "Lower"} piece`,
      "aria-orientation": "horizontal", "aria-valuemin": "0", "aria-valuemax": String(this.#last), "aria-describedby": "slide-ask upper-error",
      onpointerdown: grab, onkeydown: (event) => this.#press(event),
    }, icon("slide"));
    this.handle.style.width = percent(width / posed.width);
    this.#draw();
  }

  /** What is sent of this piece. @throws {FieldError} it was not moved */
  answer() {
    if (this.#path.isEmpty) throw new FieldError(this.name, `Slide the ${this.name} piece into its gap.`);
    return { input: this.#input, path: this.#path.toNumbers() };
  }

  get #last() {
    return this.#posed.width - this.#width;
  }

  #grab(event) {
    if (event.button !== 0 || !event.isPrimary) return;
    const held = event.currentTarget;
    const scene = this.image.parentElement.getBoundingClientRect();
    const scale = scene.width / this.#posed.width;
    const offset = this.#place - event.clientX / scale;
    const heightOf = (e) => Math.round((e.clientY - scene.top) / scale);
    const follow = (e) => {
      if (this.#path.isEmpty) this.#path.add(event.timeStamp, this.#place, heightOf(event));
      this.#input = "pointer";
      this.#height = heightOf(e);
      this.#move(e.timeStamp, offset + e.clientX / scale);
    };

    held.setPointerCapture(event.pointerId);
    this.handle.focus({ preventScroll: true });
    const ends = new AbortController();
    held.addEventListener("pointermove", (e) => {
      const between = e.getCoalescedEvents?.() ?? [];
      (between.length > 0 ? between : [e]).forEach(follow);
    }, ends);
    for (const end of ["pointerup", "pointercancel"]) held.addEventListener(end, () => ends.abort(), ends);
  }

  #press(event) {
    if (event.key === "Enter") {
      event.preventDefault();
      return this.handle.form.requestSubmit();
    }
    const step = event.altKey || event.ctrlKey || event.metaKey ? 0 : steps[event.key];
    if (!step) return;
    event.preventDefault();
    this.#move(event.timeStamp, this.#place + step);
  }

  #move(at, place) {
    this.#place = Math.round(Math.min(Math.max(place, 0), this.#last));
    this.#path.add(at, this.#place, this.#height);
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #draw() {
    const shift = `translateX(${percent(this.#place / this.#width)})`;
    this.image.style.transform = shift;
    this.handle.style.transform = shift;
    this.handle.ariaValueNow = String(this.#place);
    this.handle.ariaValueText = `${this.#place} of ${this.#last}`;
  }
}

function percent(share) {
  return `${share * 100}%`;
}
