// Takes a change of address back, by the link of the mail to the former one.

import { confirmByLink } from "./mail-link.js";

confirmByLink({
  title: "Take the change of address back",
  route: "/v1/identifier-changes/undo",
  over: "It was used already, or the time in which the change could be taken back is over.",
  done: "Your account has this address again",
});
