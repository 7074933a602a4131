// "This was not me", by the link of a mail.

import { confirmByLink } from "./mail-link.js";

confirmByLink({
  title: "This was not me",
  route: "/v1/not-me",
  over: "It was used already, or is too old.",
  done: "Your account is frozen",
});
