// Judging by keyboard: r right, w wrong, s settle, o can't tell, digits for what it should be, n note.
import { onKeys } from "./keys.js";

const form = document.getElementById("verdict");

function say(words) {
  document.getElementById("say").textContent = words;
}

function press(verdict) {
  const button = form.querySelector(`button[data-key="${verdict}"]`);
  if (button) form.requestSubmit(button);
  return Boolean(button);
}

// Wrong and settled need an answer where the finding is a cell.
function lacksAnswer(verdict) {
  const answers = form.querySelector(".answers-of");
  return Boolean(answers) && (verdict === "w" || verdict === "s") && !form.querySelector("[name=should_be]:checked");
}

function askForAnswer() {
  form.querySelector("[name=should_be]").focus();
  say("What should it be? Press a number.");
}

function act(key) {
  if (key === "n") {
    form.elements.note.focus();
    return true;
  }
  const answer = form.querySelector(`[name=should_be][data-key="${key}"]`);
  if (answer) {
    answer.checked = true;
    return press("w") || press("s");
  }
  if (!["r", "w", "s", "o"].includes(key) || !form.querySelector(`button[data-key="${key}"]`)) return false;
  if (lacksAnswer(key)) askForAnswer();
  else press(key);
  return true;
}

if (form) {
  onKeys(document, act);
  form.elements.note.addEventListener("keydown", (event) => {
    if (event.key === "Escape") form.elements.note.blur();
  });
  form.addEventListener("submit", (event) => {
    const verdict = event.submitter ? event.submitter.dataset.key : null;
    if (lacksAnswer(verdict)) {
      event.preventDefault();
      askForAnswer();
      return;
    }
    // what should be goes with wrong and settled alone
    if (verdict === "r" || verdict === "o")
      form.querySelectorAll("[name=should_be]").forEach((radio) => (radio.checked = false));
  });
}
