// What survives a reload of this tab: the address, and where an entry or a registration stands, with the safety phrase while the entry
// lasts; and where to go on once inside again. Never a passcode, never a code.

const inMemory = {};

/** @param {"identifier"|"entry"|"registration"|"return"} name */
export function recall(name) {
  if (name in inMemory) return inMemory[name];
  try {
    return JSON.parse(sessionStorage.getItem(name));
  } catch {
    return null;
  }
}

export function keep(name, value) {
  try {
    sessionStorage.setItem(name, JSON.stringify(value));
  } catch {
    // A browser that keeps nothing still enters; only a reload starts again.
  }
  inMemory[name] = value;
}

export function forget(name) {
  delete inMemory[name];
  try {
    sessionStorage.removeItem(name);
  } catch {
    // Nothing was kept.
  }
}

/** The entry at hand, while it lasts. */
export const recallEntry = () => recallFlow("entry");
export const forgetEntry = () => forget("entry");
export const keepEntry = ({ entryId, next, methods, expiresAt, safetyPhrase, removalAt }) =>
  keep("entry", { entryId, next, methods, expiresAt, safetyPhrase, removalAt });

/** The registration at hand, while it lasts. */
export const recallRegistration = () => recallFlow("registration");
export const forgetRegistration = () => forget("registration");
export const keepRegistration = ({ registrationId, expiresAt }) => keep("registration", { registrationId, expiresAt });

// Only what lies about from earlier is judged by this device's clock, which may be wrong; a flow of this page is the service's to end.
function recallFlow(name) {
  const flow = recall(name);
  if (name in inMemory) return flow;
  return flow && Date.parse(flow.expiresAt) > Date.now() ? (inMemory[name] = flow) : null;
}
