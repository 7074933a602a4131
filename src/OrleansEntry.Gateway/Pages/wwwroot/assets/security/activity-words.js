// The activity log in plain words: one sentence, one icon and one tone for each kind.

import { spanInWords } from "../time.js";

const methods = { passcode: "passcode", "trading-passcode": "trading passcode", totp: "authenticator code", "recovery-code": "recovery code", passkey: "passkey" };

const codeRefusals = {
  wrong: (code) => `Wrong ${code}`,
  copied: (code) => `A ${code} that may have been copied`,
  used: (code) => `Used ${code}, tried a second time`,
  clock: (code) => `Wrong ${code}, from a clock that is off`,
};

const endings = {
  left: "Left",
  ended: "A session was ended",
  others: "A session was ended together with all others",
  oldest: "The oldest session was ended to make room",
  "passcode-changed": "A session ended because the passcode changed",
  expired: "A session ran out",
  "identifier-changed": "A session ended because the address changed",
  frozen: "A session ended because the account was frozen",
  "factor-removed": "A session ended because the lost authenticator was removed",
  "device-forgotten": "A session ended because its device was forgotten",
  operator: "A session was ended by our staff",
  closing: "A session ended because the account will be closed",
  closed: "A session ended because the account was closed",
  "all-ended": "A session ended because our staff ended all sessions of everybody",
};

/** Why withdrawals wait. */
export const holdReasons = {
  "passcode-changed": "after the change of passcode",
  "factor-changed": "after the change of second factor",
  "identifier-changed": "after the change of address",
  "new-device": "after the first entry on a new device",
  "trading-passcode-changed": "after the change of trading passcode",
  recovery: "after the recovery",
  "recovery-code-used": "after the use of a recovery code",
  closing: "because the account will be closed",
};

const operatorActs = {
  look: "Our staff looked at your account",
  unlock: "Our staff ended the waits of your account",
  freeze: "Our staff froze your account",
  "end-sessions": "Our staff ended your sessions",
  "cancel-recovery": "Our staff cancelled a recovery",
  unfreeze: "Our staff opened your account again",
};

const removalStops = {
  operator: "our staff stopped it",
  shown: "the authenticator or a recovery code was used",
  session: "somebody inside stopped it",
  mail: "stopped by a mail",
  "passcode-replaced": "the passcode was replaced by mail",
  "factor-changed": "the authenticator was changed",
  frozen: "the account was frozen",
};

const changeStops = {
  session: "somebody inside stopped it",
  taken: "the new address has an account already",
  frozen: "the account was frozen",
  "passcode-replaced": "the passcode was replaced by mail",
};

const closingStops = {
  session: "somebody inside stopped it",
  mail: "it was stopped by a mail",
  frozen: "the account was frozen",
  "passcode-replaced": "the passcode was replaced by mail",
};

const approvalRefusals = {
  used: "it was used before",
  details: "it was given for something else",
  expired: "its time was over",
  frozen: "the account is frozen",
  session: "its session had ended",
  held: "withdrawals wait",
};

const answers = {
  admitted: "A listed device let the new one in",
  refused: "A listed device turned the new one away",
  wrong: "A wrong number was given for the new device",
};

const freezeReasons = {
  owner: " in the security centre",
  report: " because of an entry here: “This was not me”",
  mail: " by a mail: “This was not me”",
  undo: " because a change of address was taken back",
};

const signals = {
  "new-device": "a device new to your account",
  failures: "wrong tries shortly before",
  "failures-elsewhere": "wrong tries from elsewhere",
  "new-network": "a network new to your account",
  "busy-network": "much traffic from that network",
  "odd-client": "an unusual browser or app",
  "old-client": "an old version of a browser or app",
  "attack-mode": "an attack on the whole service",
  emergency: "a precaution for everybody",
};

const words = {
  "account.opened": () => ["person", "", "Account opened"],
  "registration.tried": ({ reason }) => ["person", "bad", reason === "change" ? "Somebody wanted your address for another account" : "Somebody tried to open an account with your address"],
  "check.asked": ({ detail }) => ["shield", "", `Passed a security check${becauseOf(detail)}`],
  "entry.passcode-accepted": () => ["key", "", "Right passcode"],
  "entry.passcode-refused": () => ["refuse", "bad", "Wrong passcode"],
  "entry.code-refused": ({ reason, detail }) => ["refuse", "bad", (codeRefusals[reason] ?? codeRefusals.wrong)(methods[detail] ?? "code")],
  "entry.passkey-refused": ({ reason }) => ["refuse", "bad", reason === "copied" ? "A passkey that may have been copied" : "A passkey that is none of yours"],
  "entry.locked": ({ reason, detail }) => ["wait", "open", locked(reason, detail ?? "")],
  "entry.held-off": ({ detail }) => ["wait", "open", detail === "1" ? "1 try refused during a wait" : `${detail} tries refused during a wait`],
  "entry.admitted": ({ detail }) => ["enter", "good", `Entered${byWhat(detail)}`],
  "session.ended": ({ reason }) => ["leave", "", endings[reason] ?? "A session ended"],
  "presence.confirmed": () => ["key", "", "Confirmed that it is you"],
  "presence.refused": () => ["refuse", "bad", "A confirmation was refused"],
  "totp.enrolled": () => ["phone", "good", "Authenticator added"],
  "totp.removed": () => ["phone", "open", "Authenticator removed"],
  "passkey.added": ({ detail }) => ["key", "good", `Passkey “${detail}” added`],
  "passkey.renamed": ({ detail }) => ["key", "", `A passkey was renamed to “${detail}”`],
  "passkey.removed": ({ detail }) => ["key", "open", `Passkey “${detail}” removed`],
  "recovery-codes.renewed": () => ["list", "", "Recovery codes renewed"],
  "passcode.changed": () => ["key", "", "Passcode changed"],
  "trading-passcode.set": () => ["key", "good", "Trading passcode set"],
  "trading-passcode.changed": () => ["key", "", "Trading passcode changed"],
  "trading-passcode.removed": () => ["key", "open", "Trading passcode removed"],
  "trading.refused": ({ reason, detail }) => ["refuse", "bad", reason === "passcode"
    ? "Wrong trading passcode"
    : `${(codeRefusals[reason] ?? codeRefusals.wrong)(methods[detail] ?? "code")}, at an approval`],
  "trading.unlocked": () => ["key", "", "Trading unlocked for a while"],
  "trading.locked": () => ["key", "", "Trading locked again"],
  "approval.given": ({ reason, detail }) => ["key", "good", `Approved: ${detail ?? reason}`],
  "approval.redeemed": ({ reason, detail }) => ["list", "", `Approval used by ${detail}: ${reason}`],
  "approval.refused": ({ reason }) => ["refuse", "bad", `An approval could not be used: ${approvalRefusals[reason] ?? reason}`],
  "hold.begun": ({ reason }) => ["wait", "open", `Withdrawals wait ${holdReasons[reason] ?? "after a change"}`],
  "account.frozen": ({ reason }) => ["shield", "open", `Account frozen${freezeReasons[reason] ?? ""}`],
  "account.unfrozen": ({ reason }) => ["shield", "good", reason === "forgotten" ? "Account opened again by mail and second factor, with a new passcode" : "Account opened again, with a new passcode"],
  "entry.frozen": () => ["refuse", "bad", "Right passcode, but the account was frozen"],
  "recovery.asked": () => ["key", "", "Somebody asked for the way back"],
  "passcode.replaced": () => ["key", "", "A new passcode was chosen with a mailed link"],
  "recovery.refused": ({ reason, detail }) => ["refuse", "bad", `${reason === "passcode" ? "Wrong passcode" : (codeRefusals[reason] ?? codeRefusals.wrong)(methods[detail] ?? "code")} on the way back`],
  "device.renamed": () => ["laptop", "", "A device was renamed"],
  "device.trusted": () => ["laptop", "open", "A device is trusted for a while"],
  "device.distrusted": () => ["laptop", "", "A device is trusted no more"],
  "device.forgotten": ({ reason }) => ["laptop", "", reason === "oldest" ? "The device not seen for longest was forgotten, to make room" : "A device was forgotten"],
  "devices.restricted": ({ reason }) => ["shield", "open", reason === "on" ? "Only listed devices may enter" : "All devices may enter again"],
  "device.waits": () => ["wait", "open", "A new device waits to be let in"],
  "device.answered": ({ reason }) => ["laptop", reason === "admitted" ? "good" : "bad", answers[reason] ?? answers.refused],
  "safety-phrase.set": () => ["shield", "good", "Safety phrase chosen"],
  "safety-phrase.removed": () => ["shield", "open", "Safety phrase removed"],
  "operator.acted": ({ reason, detail }) => ["shield", "open", `${operatorActs[reason] ?? "Our staff did something to your account"}: “${(detail ?? "").replace(/^([0-9a-f]{32} )+/, "")}”`],
  "account.exported": () => ["list", "open", "What is stored of you was taken along"],
  "alert-address.asked": ({ detail }) => ["list", "", `A code was mailed to the alert address ${detail}`],
  "alert-address.refused": ({ detail }) => ["refuse", "bad", `Wrong code for the alert address ${detail}`],
  "alert-address.added": ({ detail }) => ["list", "good", `Alert address ${detail} added`],
  "alert-address.removed": ({ detail }) => ["list", "open", `Alert address ${detail} removed`],
  "factor-loss.asked": () => ["key", "open", "Somebody with your passcode said that your authenticator is lost; a code was mailed"],
  "factor-loss.refused": () => ["refuse", "bad", "Wrong mailed code for a lost authenticator"],
  "factor-removal.begun": () => ["wait", "bad", "Your authenticator will be removed after a wait"],
  "factor-removal.stopped": ({ reason }) => ["shield", "good", `The authenticator stays: ${removalStops[reason] ?? "the removal was stopped"}`],
  "factor-removal.done": () => ["phone", "open", "The lost authenticator was removed after its wait"],
  "identifier-change.asked": ({ detail }) => ["person", "open", `The address ${detail} was asked for; codes were mailed to it and to yours`],
  "identifier-change.refused": ({ detail }) => ["refuse", "bad", `Wrong codes for the new address ${detail}`],
  "identifier-change.stopped": ({ reason }) => ["shield", "good", `The address stays: ${changeStops[reason] ?? "the change was stopped"}`],
  "identifier.changed": ({ detail }) => ["person", "open", `The address was changed to ${detail}`],
  "identifier.restored": ({ detail }) => ["shield", "open", `The address is ${detail} again: the change was taken back by a mail`],
  "closing.begun": () => ["wait", "bad", "The account will be closed after a wait"],
  "closing.stopped": ({ reason }) => ["shield", "good", `The account stays: ${closingStops[reason] ?? "the closing was stopped"}`],
  "account.closed": () => ["list", "open", "The account was closed"],
  "settings.locked": () => ["shield", "good", "Security settings locked for a while"],
  "device.added": () => ["laptop", "", "First entry on a new device"],
};

/** The kinds in groups, as a person would look for them. */
export const filters = [
  ["Everything", []],
  ["Entries", ["entry.admitted", "device.added", "device.waits", "device.answered"]],
  ["Refused tries", ["entry.passcode-refused", "entry.code-refused", "entry.passkey-refused", "entry.locked", "entry.held-off", "presence.refused", "registration.tried", "entry.frozen", "recovery.refused", "factor-loss.refused", "identifier-change.refused"]],
  ["Changes", ["account.opened", "passcode.changed", "trading-passcode.set", "trading-passcode.changed", "trading-passcode.removed", "hold.begun", "account.frozen", "account.unfrozen", "passcode.replaced", "recovery.asked",
    "device.renamed", "device.trusted", "device.distrusted", "device.forgotten", "devices.restricted", "settings.locked",
    "safety-phrase.set", "safety-phrase.removed", "account.exported", "operator.acted",
    "alert-address.asked", "alert-address.refused", "alert-address.added", "alert-address.removed",
    "identifier-change.asked", "identifier-change.stopped", "identifier.changed", "identifier.restored",
    "closing.begun", "closing.stopped", "account.closed"]],
  ["Second factor", ["totp.enrolled", "totp.removed", "passkey.added", "passkey.renamed", "passkey.removed", "recovery-codes.renewed", "factor-loss.asked", "factor-removal.begun", "factor-removal.stopped", "factor-removal.done"]],
  ["Trading", ["approval.given", "approval.redeemed", "approval.refused", "trading.refused", "trading.unlocked", "trading.locked"]],
  ["Sessions", ["session.ended", "presence.confirmed", "check.asked", "entry.passcode-accepted"]],
];

/** @returns {{icon: string, tone: string, what: string, where: string}} */
export function inWords(entry) {
  const [icon, tone, what] = words[entry.kind]?.(entry) ?? ["list", "", entry.kind];
  const device = `${entry.knownDevice ? "a known device" : "a new device"}${entry.device ? `, ${entry.device}` : ""}`;
  return { icon, tone, what, where: `${device}, network ${entry.network}` };
}

/** Whether another person could stand behind this entry, so that advice is worth giving. */
export function couldBeAnother({ kind, knownDevice }) {
  return !knownDevice && kind !== "account.opened" && kind !== "session.ended";
}

// The detail names what was tried and, where a wait began, its seconds: "passcode 30".
function locked(reason, detail) {
  const [method, seconds] = detail.split(" ");
  const tried = methods[method] ?? "code";
  return reason === "out-of-use"
    ? `No more tries of the ${tried} from there, after too many wrong ones`
    : `A wait of ${spanInWords(Number(seconds) || 0)} began after wrong tries of the ${tried}`;
}

// The detail lists why the check was asked for: "new-device,attack-mode".
function becauseOf(detail) {
  const reasons = (detail ?? "").split(",").map((signal) => signals[signal]).filter(Boolean);
  return reasons.length > 0 ? `, asked for because of ${new Intl.ListFormat("en").format(reasons)}` : "";
}

function byWhat(detail) {
  const used = (detail ?? "").split("+").map((method) => methods[method]).filter(Boolean);
  return used.length > 0 ? ` with ${used.join(" and ")}` : "";
}
