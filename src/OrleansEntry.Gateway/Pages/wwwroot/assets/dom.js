// Small builders: elements are made from text, never from markup, so that no data can become script.

/**
 * Makes an element.
 * @param {string} tag
 * @param {Record<string, string|boolean|Function|null|undefined>} [attributes] `on…` functions become listeners; false, null and undefined are left out.
 * @param {...(Node|string|null|undefined|false)} children
 * @returns {HTMLElement}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child != null && child !== false));
  return element;
}

/** A fresh copy of the one element in the template with this id. @returns {HTMLElement} */
export function fromTemplate(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}

/** Names the step in the window's title, before the service's name. */
export function nameStep(title) {
  const service = document.querySelector('meta[name="application-name"]').content;
  document.title = `${title} – ${service}`;
}

/** Writes the address that the person is on beside the sentence that announces it. */
export function showHost() {
  for (const place of document.querySelectorAll("[data-host]")) place.textContent = location.host;
}

/** Says something to screen readers without moving the focus. */
export function announce(text) {
  const region = document.getElementById("live");
  if (region) region.textContent = text;
}

const paths = {
  enter: "M14 4h4a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1h-4M4 12h10m-4-4 4 4-4 4",
  leave: "M10 4H6a1 1 0 0 0-1 1v14a1 1 0 0 0 1 1h4M10 12h10m-4-4 4 4-4 4",
  refuse: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM8.5 8.5l7 7m0-7-7 7",
  wait: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 4.5V12l3 2",
  key: "M14.5 9.5a4 4 0 1 0-4 4 4 4 0 0 0 4-4Zm-1.2 2.8L20 19m-3-3-2 2",
  phone: "M8 3h8a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1Zm3.5 15h1",
  laptop: "M6 5h12a1 1 0 0 1 1 1v9H5V6a1 1 0 0 1 1-1ZM3 18.5h18",
  list: "M5 6h14M5 12h14M5 18h9",
  person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM5 20a7 7 0 0 1 14 0",
  good: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm-4 9.5 2.8 2.8 5.4-5.8",
  caution: "M12 4 2.8 19.5h18.4L12 4Zm0 5.5v5m0 2.2v.3",
  slide: "M8 7.5 3.5 12 8 16.5m8-9 4.5 4.5-4.5 4.5M3.5 12h17",
  shield: "M12 3 5 6v5.5c0 4.3 2.9 7.8 7 9.5 4.1-1.7 7-5.2 7-9.5V6l-7-3Zm-3.2 9 2.3 2.3 4.2-4.5",
};

/** A line drawing that stands beside words and says nothing alone. @param {keyof typeof paths} name */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  const attributes = {
    class: "icon", viewBox: "0 0 24 24", fill: "none", stroke: "currentColor",
    "stroke-width": "1.75", "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true",
  };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  path.setAttribute("d", paths[name]);
  svg.append(path);
  return svg;
}
