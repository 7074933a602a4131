// Stops the closing of an account, by the link of a mail.

import { confirmByLink } from "./mail-link.js";

confirmByLink({
  title: "Keep your account",
  route: "/v1/account/closing/cancellation",
  over: "It was used already, is too old, the closing was stopped, or the account is closed.",
  done: "Your account stays",
});
