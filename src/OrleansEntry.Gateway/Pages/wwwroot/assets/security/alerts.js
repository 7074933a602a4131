// How the owner knows our mails and our entrance: the safety phrase.

import { get, put, remove } from "../api.js";
import { el } from "../dom.js";
import { bindForm, runFrom } from "../form.js";
import { timeElement } from "../time.js";
import { askFirst, withPresence } from "./confirm.js";
import { done, open } from "./frame.js";

const report = document.getElementById("report");
const form = document.getElementById("phrase");
const removal = document.getElementById("phrase-remove");

bindForm(form, async () => {
  report.replaceChildren();
  const phrase = form.elements.words.value;
  await withPresence(() => put("/v1/safety-phrase", { phrase }));
  form.reset();
  await loadPhrase();
  done(report, "Your safety phrase is set. The mail about it still shows what was before.");
}, { "unfit-safety-phrase": "words", malformed: "words" });

removal.addEventListener("click", () => runFrom(removal, report, async () => {
  await askFirst({
    title: "Remove your safety phrase?", text: "Our mails and our entrance show none then, and a fake looks more like them.", action: "Remove it",
  });
  await withPresence(() => remove("/v1/safety-phrase"));
  await loadPhrase();
  done(report, "Your safety phrase is removed.");
}));

open(loadPhrase);

async function loadPhrase() {
  const { phrase, since } = await get("/v1/safety-phrase");
  const state = document.getElementById("phrase-state");
  if (phrase) state.replaceChildren("Yours since ", timeElement(since, "date"), ": ", el("strong", {}, phrase));
  else state.textContent = "You have none yet.";
  document.getElementById("phrase-button").textContent = phrase ? "Change safety phrase" : "Set safety phrase";
  removal.hidden = !phrase;
}
