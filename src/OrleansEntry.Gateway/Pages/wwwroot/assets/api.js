// The public HTTP API, as the pages use it. Nothing here knows a page.

import { keep } from "./memory.js";

/** The service refused, with its reason (RFC 9457). */
export class Problem extends Error {
  constructor(status, body, retryAfter) {
    super(body.detail ?? "This did not work. Try again in a moment.");
    this.status = status;
    this.code = String(body.type ?? "").split(":").pop();
    this.body = body;
    /** Seconds to wait, where the service says so. */
    this.retryAfter = retryAfter;
  }
}

/** No answer came. The request may or may not have arrived; repeating it is safe. */
export class LostConnection extends Error {
  constructor() {
    super("The connection was lost. Check it, then try again. Nothing is done twice.");
  }
}

// The anti-forgery value lives in memory only; a new page asks for it again.
let antiForgery = null;

// The last request that got no answer: its repetition carries the same key, so that it is done once.
let unanswered = { request: "", key: "" };

const answerWithin = 20_000;
const withoutSession = /^\/v1\/(registrations|entries|recoveries|not-me|lost-factor\/cancellation|identifier-changes\/undo|account\/closing\/cancellation|time|policy|official|operators\/(enrolments|entries))\b/;

/** Reads. Safe to repeat, so a lost connection is tried once more before anyone hears of it. */
export async function get(path) {
  try {
    return await call("GET", path);
  } catch (error) {
    if (error instanceof LostConnection) return call("GET", path);
    throw error;
  }
}

/** @returns {Promise<any>} the answer's body, or null when it has none */
export const post = (path, body = {}) => change("POST", path, body);
export const put = (path, body) => change("PUT", path, body);
export const patch = (path, body) => change("PATCH", path, body);
export const remove = (path) => change("DELETE", path);

// Whether the person is on the way out.
let leaving = false;

/** Ends the session and goes to the entrance. What the page still waits for is refused then, and leads nowhere else. */
export async function leave() {
  leaving = true;
  try {
    await remove("/v1/session");
  } catch (error) {
    leaving = false;
    throw error;
  }
  return goOut();
}

/** Takes over what a done or session answer brings along. */
function remember(answer) {
  if (answer?.antiForgery) antiForgery = answer.antiForgery;
  return answer;
}

async function change(method, path, body, mayRenew = true) {
  const ofSession = !withoutSession.test(path);
  if (ofSession && !antiForgery) await call("GET", path.startsWith("/v1/operators/") ? "/v1/operators/session" : "/v1/session");

  const request = `${method} ${path} ${JSON.stringify(body)}`;
  const key = unanswered.request === request ? unanswered.key : newKey();
  unanswered = { request, key };

  const headers = { "Idempotency-Key": key };
  try {
    const answer = await call(method, path, body, ofSession ? { ...headers, "X-Anti-Forgery": antiForgery } : headers);
    unanswered = { request: "", key: "" };
    return answer;
  } catch (error) {
    const answered = error instanceof Problem && error.code !== "idempotency-in-progress";
    if (answered) unanswered = { request: "", key: "" };

    // Another window may have confirmed or changed something, which renews the value.
    if (error instanceof Problem && error.code === "anti-forgery" && mayRenew) {
      antiForgery = null;
      return change(method, path, body, false);
    }
    throw error;
  }
}

async function call(method, path, body, headers = {}) {
  const response = await send(method, path, body, headers);
  const answer = await read(response);
  if (response.ok) return remember(answer);

  const problem = new Problem(response.status, answer ?? {}, Number(response.headers.get("Retry-After")) || null);
  if (problem.code === "no-session") return leaving ? goOut() : enterAgain();
  if (problem.code === "enrolment-due" && location.pathname !== "/security/second-factor") return goTo("/security/second-factor");
  throw problem;
}

async function send(method, path, body, headers) {
  try {
    return await fetch(path, {
      method,
      headers: { Accept: "application/json, application/problem+json", ...(body !== undefined && { "Content-Type": "application/json" }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: "no-store",
      signal: AbortSignal.timeout(answerWithin),
    });
  } catch {
    throw new LostConnection();
  }
}

async function read(response) {
  if (response.status === 204) return null;
  try {
    return await response.json();
  } catch {
    if (response.ok) throw new LostConnection();
    return null;
  }
}

/** The session is over: to the entrance, and back here afterwards. What stands behind the # is kept in this tab: no server sees it. */
function enterAgain() {
  keep("return", { path: location.pathname, hash: location.hash });
  return goTo(`/?notice=ended&return=${encodeURIComponent(location.pathname)}`);
}

const goOut = () => goTo("/?notice=left");

// The page is leaving; whoever waits for an answer need not go on.
function goTo(path) {
  location.replace(path);
  return new Promise(() => {});
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
