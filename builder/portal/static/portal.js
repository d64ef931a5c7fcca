// The portal's own behaviour, beside kit.js. Every page works without it.
"use strict";

document.addEventListener("click", (event) => {
  const box = event.target.closest("[data-copy]");
  if (box) {
    box.select();
    if (navigator.clipboard) navigator.clipboard.writeText(box.value).catch(() => {});
  }
});
