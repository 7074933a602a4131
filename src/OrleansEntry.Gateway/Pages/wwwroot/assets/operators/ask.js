// Nothing is done here without a reason.

import { askFor } from "../security/confirm.js";

/**
 * Asks why, and does it with the reason.
 * @param {object} question
 * @param {string} question.title
 * @param {string} question.text what happens
 * @param {string} question.action the button
 * @param {(why: string) => Promise<void>} act
 */
export const withReason = ({ title, text, action }, act) => askFor({
  title, text, action, label: "Why", missing: "Say why, in 3 characters or more: it stands in the logs.", maxLength: 200,
}, act);
