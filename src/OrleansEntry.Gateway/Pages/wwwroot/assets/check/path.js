// How a piece was moved, as the service wants to hear of it.

const mostPoints = 150;
const leastGap = 8;

/** A flat list of whole numbers, three for each point: milliseconds since the point before, the place, and the pointer's height. */
export class Path {
  #points = [];

  get isEmpty() {
    return this.#points.length === 0;
  }

  /** @param {number} at when, in milliseconds @param {number} place @param {number} height */
  add(at, place, height) {
    const last = this.#points.at(-1);
    if (last?.place === place && last.height === height) return;
    // A quick mouse says more than is needed; the newest point always stays.
    if (this.#points.length > 1 && at - this.#points.at(-2).at < leastGap) this.#points.pop();
    this.#points.push({ at: Math.round(at), place, height });
  }

  toNumbers() {
    const every = Math.ceil(this.#points.length / mostPoints);
    const kept = this.#points.filter((_, i) => (this.#points.length - 1 - i) % every === 0);
    return kept.flatMap(({ at, place, height }, i) => [i === 0 ? 0 : at - kept[i - 1].at, place, height]);
  }
}
