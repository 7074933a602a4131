// A picture whose tiles changed places: two at a time are swapped, by taps, by dragging one onto another, or by the keyboard.

import { announce, el } from "../dom.js";
import { FieldError } from "../form.js";

// A pointer that moved less than this has tapped.
const slip = 6;

/** @type {import("../check.js").Kind} */
export const puzzle = {
  name: "puzzle",
  field: "tile",
  wrong: "That did not pass. Here is another picture.",
  tooOld: "That picture was too old. Here is another one.",

  ask(posed) {
    const board = new Board(posed);
    const form = el("form", {},
      el("p", { class: "ask", id: "puzzle-ask" }, "Swap tiles until the picture is whole."),
      board.element,
      el("p", { class: "hint", id: "puzzle-hint" }, "Choose two tiles to swap them, or drag one onto another."),
      el("p", { class: "error", id: "tile-error" }),
      el("button", { class: "primary wide" }, "Continue"));
    return { form, answer: () => board.answer() };
  },
};

class Board {
  #posed;
  #tiles;
  #picked = null;
  #dragged = false;
  #swaps = [];
  #last = performance.now();

  constructor(posed) {
    this.#posed = posed;
    this.#tiles = Array.from({ length: posed.columns * posed.rows }, (_, place) => this.#tile(place));
    this.element = el("div", {
      class: "puzzle", role: "group", "aria-labelledby": "puzzle-ask", "aria-describedby": "puzzle-hint",
      onkeydown: (event) => this.#press(event),
    }, ...this.#tiles);
    this.element.style.aspectRatio = `${posed.width} / ${posed.height}`;
    this.element.style.gridTemplateColumns = `repeat(${posed.columns}, 1fr)`;
    this.element.style.gridTemplateRows = `repeat(${posed.rows}, 1fr)`;
  }

  /** What is sent. @throws {FieldError} nothing was swapped */
  answer() {
    if (this.#swaps.length === 0) throw new FieldError("tile", "Swap tiles until the picture is whole.");
    return JSON.stringify({ swaps: this.#swaps });
  }

  #tile(place) {
    const { image, columns, rows } = this.#posed;
    const picture = el("img", { src: image, alt: "", draggable: "false" });
    picture.style.width = `${columns * 100}%`;
    picture.style.height = `${rows * 100}%`;
    picture.style.transform = `translate(${(-100 * (place % columns)) / columns}%, ${(-100 * Math.floor(place / columns)) / rows}%)`;
    return el("button", {
      type: "button", class: "tile", id: place === 0 ? "tile" : null, name: place === 0 ? "tile" : null, autofocus: place === 0,
      tabindex: place === 0 ? "0" : "-1", "aria-label": `Tile in ${this.#nameOf(place)}`, "aria-pressed": "false",
      "aria-describedby": place === 0 ? "tile-error" : null,
      onclick: (event) => this.#choose(place, event), onpointerdown: (event) => this.#grab(place, event),
    }, picture);
  }

  #nameOf(place) {
    return `row ${Math.floor(place / this.#posed.columns) + 1}, column ${(place % this.#posed.columns) + 1}`;
  }

  #choose(place, { timeStamp, detail }) {
    // A click of the pointer that has just dragged; keys click without one.
    if (this.#dragged && detail > 0) return;
    this.#focus(place);
    if (this.#picked === null) {
      this.#pick(place);
      announce(`Picked up the tile in ${this.#nameOf(place)}. Choose the one to swap it with.`);
    } else if (this.#picked === place) {
      this.#pick(null);
      announce("Put back.");
    } else {
      this.#swap(this.#picked, place, timeStamp);
    }
  }

  #pick(place) {
    if (this.#picked !== null) this.#tiles[this.#picked].ariaPressed = "false";
    if (place !== null) this.#tiles[place].ariaPressed = "true";
    this.#picked = place;
  }

  /** @param {DOMRect} [from] where the tile was let go, when it was dragged */
  #swap(one, other, at, from = this.#tiles[one].getBoundingClientRect()) {
    const [a, b] = [this.#tiles[one], this.#tiles[other]];
    const to = b.getBoundingClientRect();
    const [pictureOfA, pictureOfB] = [a.firstChild, b.firstChild];
    a.append(pictureOfB);
    b.append(pictureOfA);
    this.#pick(null);
    this.#swaps.push(Math.round(at - this.#last), one, other);
    this.#last = at;
    glide(b, from);
    glide(a, to);
    announce(`Swapped ${this.#nameOf(one)} with ${this.#nameOf(other)}.`);
  }

  #press(event) {
    const { columns } = this.#posed;
    const now = this.#tiles.indexOf(event.target);
    const column = now % columns;
    if (event.key === "Escape" && this.#picked !== null) {
      this.#pick(null);
      announce("Put back.");
    }
    const next = {
      ArrowLeft: column > 0 ? now - 1 : now, ArrowRight: column < columns - 1 ? now + 1 : now,
      ArrowUp: now - columns, ArrowDown: now + columns,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    if (next in this.#tiles) this.#focus(next);
  }

  // One stop for Tab; the arrows go from tile to tile.
  #focus(place) {
    for (const [i, tile] of this.#tiles.entries()) tile.tabIndex = i === place ? 0 : -1;
    this.#tiles[place].focus();
  }

  #grab(place, event) {
    this.#dragged = false;
    if (event.button !== 0 || !event.isPrimary) return;
    const tile = this.#tiles[place];
    const ends = new AbortController();
    let frame = 0;
    let newest = event;

    tile.setPointerCapture(event.pointerId);
    tile.addEventListener("pointermove", (e) => {
      newest = e;
      this.#dragged ||= Math.hypot(e.clientX - event.clientX, e.clientY - event.clientY) > slip;
      if (this.#dragged) frame ||= requestAnimationFrame(() => {
        frame = 0;
        tile.classList.add("held");
        tile.style.transform = `translate(${newest.clientX - event.clientX}px, ${newest.clientY - event.clientY}px)`;
      });
    }, ends);
    const end = (e) => {
      ends.abort();
      cancelAnimationFrame(frame);
      const from = tile.getBoundingClientRect();
      tile.classList.remove("held");
      tile.style.transform = "";
      const target = e.type === "pointerup" && this.#dragged ? this.#tiles.findIndex((other) => lies(e, other)) : -1;
      if (target >= 0 && target !== place) this.#swap(place, target, e.timeStamp, from);
      else if (this.#dragged) glide(tile, from);
    };
    for (const type of ["pointerup", "pointercancel"]) tile.addEventListener(type, end, ends);
  }
}

function lies({ clientX, clientY }, element) {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return clientX >= left && clientX < right && clientY >= top && clientY < bottom;
}

/** Lets a tile that stands in its new place come from where it was. */
function glide(tile, from) {
  const to = tile.getBoundingClientRect();
  const duration = parseFloat(getComputedStyle(tile).getPropertyValue("--quick"));
  if (duration > 0) tile.animate({ transform: [`translate(${from.left - to.left}px, ${from.top - to.top}px)`, "none"] }, { duration, easing: "ease-out" });
}
