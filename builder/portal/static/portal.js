// The portal's own behaviour, beside kit.js. Every page works without it.
"use strict";

// A text to take along: selected and copied. Over plain http there is no clipboard interface: then
// the older command copies; where that is refused too, the keys are told.
for (const button of document.querySelectorAll("[data-copy-button]")) button.hidden = false;
document.addEventListener("click", async (event) => {
  const part = event.target.closest("[data-copy], [data-copy-button]")?.closest("[data-copy-part]");
  if (!part) return;
  const [box, said] = [part.querySelector("[data-copy]"), part.querySelector("[data-copied]")];
  said.textContent = "";
  box.focus();
  box.select();
  let copied = false;
  try {
    await navigator.clipboard.writeText(box.value);
    copied = true;
  } catch {
    copied = document.execCommand("copy");
  }
  said.textContent = copied ? said.dataset.copied : said.dataset.byHand;
});

// "Tunjuk yang salah": ask the framed application which element is tapped (kit.js answers).
(() => {
  const button = document.querySelector("[data-pin]");
  const frame = button && document.querySelector(button.dataset.pin);
  if (!frame) return;
  const tell = (on) => {
    button.setAttribute("aria-pressed", String(on));
    frame.contentWindow.postMessage({ rakit: "pin-mode", on }, "*");
  };
  button.addEventListener("click", () => tell(button.getAttribute("aria-pressed") !== "true"));
  window.addEventListener("message", (event) => {
    if (event.source !== frame.contentWindow) return;
    // A page that has just been opened in the frame does not know yet that something is pointed at.
    if (event.data?.rakit === "ready" && button.getAttribute("aria-pressed") === "true") tell(true);
    if (typeof event.data?.node !== "string") return;
    document.querySelector("[data-pin-node]").value = event.data.node.slice(0, 40);
    const label = String(event.data.label || "").slice(0, 80);
    document.querySelector("[data-pin-label-input]").value = label;
    document.querySelector("[data-pin-label]").textContent = label;
    document.querySelector("[data-pin-words]").hidden = false;
    tell(false);
    document.querySelector("#teks").focus();
  });
})();

// A presentation fills the wall.
for (const button of document.querySelectorAll("[data-fullscreen]")) {
  if (!document.fullscreenEnabled) continue;
  button.hidden = false;
  button.addEventListener("click", () => document.querySelector(button.dataset.fullscreen).requestFullscreen().catch(() => {}));
}

// Side matter stands open where there is room for it, and folded on a phone.
if (window.matchMedia("(min-width: 992px)").matches) {
  for (const box of document.querySelectorAll("details[data-open-on-desk]")) box.open = true;
}
