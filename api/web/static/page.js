// The page works without this file; it counts characters and says that an answer is on its way.
"use strict";

const form = document.getElementById("ask");
const text = document.getElementById("text");
const count = document.querySelector(".count");
const submit = form.querySelector(".primary");
const idle = submit.textContent;
const most = Number(text.dataset.most);
const number = new Intl.NumberFormat(document.documentElement.lang);

function showCount() {
  const length = Array.from(text.value.trim()).length;
  count.textContent = `${number.format(length)} / ${number.format(most)} ${count.dataset.unit}`;
  count.classList.toggle("over", length > most);
  count.hidden = length === 0;
}

function setBusy(busy) {
  submit.textContent = busy ? submit.dataset.busy : idle;
  submit.toggleAttribute("aria-disabled", busy);
  form.dataset.busy = busy ? "yes" : "";
}

text.addEventListener("input", showCount);
form.addEventListener("submit", (event) => {
  if (form.dataset.busy === "yes") event.preventDefault();
  else setBusy(true);
});
window.addEventListener("pageshow", () => {
  setBusy(false);
  showCount();
  if (location.hash === "#results") document.getElementById("results")?.focus({ preventScroll: true });
});
