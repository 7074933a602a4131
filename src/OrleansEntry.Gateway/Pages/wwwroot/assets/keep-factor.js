// Keeps an authenticator that was said to be lost, by the link of a mail.

import { confirmByLink } from "./mail-link.js";

confirmByLink({
  title: "Keep your authenticator",
  route: "/v1/lost-factor/cancellation",
  over: "It was used already, is too old, or the removal was stopped.",
  done: "Your authenticator stays",
});
