// Times are shown as the person's clock and language have them; the exact instant is one hover or focus away.

const minute = 60_000;

/** "today", "yesterday" or the date, in the person's own days. */
export function dayName(instant) {
  const date = new Date(instant);
  const days = Math.round((startOfDay(new Date()) - startOfDay(date)) / (24 * 60 * minute));
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  return date.toLocaleDateString(undefined, { weekday: "long", year: "numeric", month: "long", day: "numeric" });
}

/**
 * A `<time>` that shows local time and carries the exact instant.
 * @param {string} instant ISO 8601
 * @param {"clock"|"date"|"both"|"ago"} how
 */
export function timeElement(instant, how = "both") {
  const element = document.createElement("time");
  element.dateTime = instant;
  element.title = exactly(instant);
  element.textContent = how === "ago" ? ago(instant) : format(instant, how);
  return element;
}

/** The instant to the second in UTC, as the log has it. */
export function exactly(instant) {
  return `${new Date(instant).toISOString().replace("T", " ").replace(/\.\d+Z$/, "")} UTC`;
}

/** A span in words, coarse: "45 seconds", "5 minutes", "2 hours". @param {number} seconds */
export function spanInWords(seconds) {
  const [count, unit] = seconds < 90 ? [Math.round(seconds), "second"]
    : seconds < 5_400 ? [Math.round(seconds / 60), "minute"]
    : seconds < 172_800 ? [Math.round(seconds / 3_600), "hour"]
    : [Math.round(seconds / 86_400), "day"];
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

function format(instant, how) {
  const clock = { hour: "2-digit", minute: "2-digit" };
  const date = { year: "numeric", month: "short", day: "numeric" };
  return new Intl.DateTimeFormat(undefined, { ...(how !== "clock" && date), ...(how !== "date" && clock) }).format(new Date(instant));
}

function ago(instant) {
  const seconds = (Date.now() - new Date(instant)) / 1_000;
  if (seconds < 60) return "just now";
  return seconds < 172_800 ? `${spanInWords(seconds)} ago` : format(instant, "both");
}

function startOfDay(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate());
}
