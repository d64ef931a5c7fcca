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

// A case's page holds several forms: sending one, or a look at a paper, does not cost what was typed
// into the others. It waits in this tab, for this person, until its own form is sent. What was ticked
// about one package is not ticked about another: what a form says of itself is part of its name.
(() => {
  if (document.forms.login && !location.search.includes("next=")) sessionStorage.clear();
  const page = document.querySelector("[data-unsent]");
  if (!page) return;
  const SENT = "unsent, sent last";
  const action = (form) => form.getAttribute("action");
  const refused = page.dataset.unsentRefused ? sessionStorage.getItem(SENT) : null;
  const forms = [...document.querySelectorAll("main form[method=post]")];
  const fixed = (one) => one.type === "hidden" && !["csrf_token", "seen"].includes(one.name);
  const typedInto = (one) => one.name && !/^(hidden|password|file|submit|button)$/.test(one.type);
  const name = (form) => ["unsent", page.dataset.unsent, action(form),
    ...[...form.elements].filter(fixed).map((one) => `${one.name}=${one.value}`)].join(" ");
  const value = (one) => (one.type === "checkbox" ? String(one.checked) : one.value);
  const before = (one) => (one.type === "checkbox" ? String(one.defaultChecked)
    : one.options ? (([...one.options].find((o) => o.defaultSelected) || one.options[0])?.value ?? "")
    : one.defaultValue);
  let sent = null;
  let leaves = ""; // the one input that the pressed button does not store

  addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    sent = event.target;
    leaves = event.submitter?.dataset.leaves || "";
    sessionStorage.setItem(SENT, action(sent) || "");
  });
  addEventListener("pagehide", () => {
    for (const form of forms) {
      const left = {};
      for (const one of form.elements) {
        // What a refused form shows is unsent still, though the page came with it.
        const kept = action(form) === refused ? value(one) && value(one) !== "false" : value(one) !== before(one);
        if (typedInto(one) && kept && (form !== sent || one.name === leaves)) left[one.name] = value(one);
      }
      if (Object.keys(left).length) sessionStorage.setItem(name(form), JSON.stringify(left));
      else sessionStorage.removeItem(name(form));
    }
    sent = null;
  });

  let back = false;
  for (const form of forms.filter((one) => action(one) !== refused)) {
    const left = JSON.parse(sessionStorage.getItem(name(form)) || "{}");
    for (const one of form.elements) {
      if (!typedInto(one) || !(one.name in left) || value(one) !== before(one)) continue;
      if (left[one.name] === value(one)) continue;
      if (one.options && ![...one.options].some((o) => o.value === left[one.name])) continue;
      if (one.type === "checkbox") one.checked = left[one.name] === "true";
      else one.value = left[one.name];
      back = true;
      one.dispatchEvent(new Event("input", { bubbles: true }));
      one.dispatchEvent(new Event("change", { bubbles: true }));
      for (let box = one.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    }
  }
  page.hidden = !back;
})();

// A file over the limit is refused before it is sent: the server would throw the whole form away.
for (const input of document.querySelectorAll("input[type=file][data-largest]")) {
  const said = document.getElementById(`${input.id}-large`);
  const look = () => {
    const large = [...input.files].some((one) => one.size > Number(input.dataset.largest) * 1024 * 1024);
    input.classList.toggle("is-invalid", large);
    input.setAttribute("aria-invalid", String(large));
    said.textContent = large ? said.dataset.words : "";
    said.classList.toggle("d-block", large);
    return large;
  };
  input.addEventListener("change", look);
  input.form.addEventListener("submit", (event) => {
    if (!look()) return;
    event.preventDefault();
    input.focus();
  });
}

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

// Pictures of papers are fetched when one comes near them: a case has dozens, and its page is light.
const near = new IntersectionObserver((seen) => {
  for (const { isIntersecting, target } of seen) {
    if (!isIntersecting) continue;
    near.unobserve(target);
    target.src = target.dataset.picture;
  }
});
for (const picture of document.querySelectorAll("img[data-picture]")) near.observe(picture);

// The specification editor; in this file so that its first visit asks for no more than its page.
// Every page of it works without: forms have buttons, rows have arrows.
(() => {
  const status = () => document.getElementById("editor-status");
  const tell = (text) => { if (status()) status().textContent = text; };

  // Saving by itself, per input. What is typed while an answer is on its way is newer than it.
  document.addEventListener("input", (event) => {
    const field = event.target.closest?.(".editor-field");
    if (field) field.dataset.newer = "1";
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    const field = event.target;
    if (!field.classList?.contains("editor-field")) return;
    const pair = [...field.querySelectorAll(".editor-pair :is(input, select)")];
    if (pair.some((one) => one.value) && pair.some((one) => !one.value)) {
      event.preventDefault(); // two that belong together are saved together
      return;
    }
    delete field.dataset.newer;
    tell(status().dataset.saving);
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const field = event.detail.target?.classList?.contains("editor-field");
    if (field && event.detail.target.dataset.newer) event.detail.shouldSwap = false;
    if (field && !event.detail.xhr.responseURL.includes("/rancangan/")) {
      event.detail.shouldSwap = false;
      tell(status().dataset.failed);
    }
  });
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => {
      if (event.target.classList?.contains("editor-field")) tell(status().dataset.failed);
    });
  }

  // The technical name follows the words while both are new.
  const slug = (text) => text.normalize("NFKD").replace(/[^\x20-\x7e]/g, "").toLowerCase()
    .replace(/[^a-z0-9]+/g, "_").replace(/^[_0-9]+|_+$/g, "").slice(0, 55);
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form.editor-add");
    if (!form) return;
    const { label, name } = form.elements;
    if (event.target === name) name.dataset.own = name.value ? "1" : "";
    if (event.target === label && name && !name.dataset.own) name.placeholder = slug(label.value);
  });

  // Ticked rows get a number; numbers are kept in order by the server.
  document.addEventListener("change", (event) => {
    const cell = event.target.dataset?.cell;
    if (!cell) return;
    const own = event.target.form?.querySelector(`[data-own="${CSS.escape(cell)}"]`);
    if (own) { own.checked = true; own.closest("tr").classList.remove("editor-follows"); }
  });

  // Ctrl+Z and Ctrl+Y outside inputs are the page's own undo and redo.
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    const key = event.key.toLowerCase();
    const verb = key === "z" && !event.shiftKey ? "undo" : key === "y" || key === "z" ? "redo" : "";
    const form = verb && document.querySelector(`form[data-${verb}]`);
    if (form) { event.preventDefault(); form.requestSubmit(); }
  });

  // What is being edited comes into view: in the list, and in the picture.
  const here = document.querySelector("[data-here]")?.dataset.here;
  let rows = false; // whether the picture's table is open: a new picture leaves it so
  document.addEventListener("htmx:beforeSwap", () => { rows = Boolean(document.querySelector("#editor-erd details")?.open); });
  const show = () => {
    const picture = document.querySelector("#editor-erd .editor-erd");
    const table = document.querySelector("#editor-erd details");
    if (table && rows) table.open = true;
    const box = here && picture?.querySelector(`[data-node="${CSS.escape(here)}"]`);
    if (!box) return;
    const [to, from] = [box.getBoundingClientRect(), picture.getBoundingClientRect()];
    picture.scrollLeft += to.left - from.left - (from.width - to.width) / 2;
    picture.scrollTop += to.top - from.top - (from.height - to.height) / 2;
  };
  show();
  document.addEventListener("htmx:afterSettle", show);
  const list = document.getElementById("editor-aside");
  const active = list?.querySelector(".active");
  if (active) list.scrollTop = active.offsetTop - list.offsetTop - 40;

  // A link to a part opens it.
  const part = () => {
    const found = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let box = found; box; box = box.parentElement?.closest("details")) {
      if (box instanceof HTMLDetailsElement) box.open = true;
    }
    found?.scrollIntoView();
    if (found?.matches("form.editor-add")) found.querySelector("input:not([type=hidden])").focus();
  };
  window.addEventListener("hashchange", part);
  part();

  // Rows can be dragged; the arrows do the same.
  for (const list of document.querySelectorAll("[data-sortable]")) {
    let held = null;
    let was = null;
    for (const row of list.children) {
      if (!row.querySelector(".editor-movers")) continue;
      const grip = document.createElement("span");
      grip.className = "editor-grip";
      grip.setAttribute("aria-hidden", "true");
      grip.textContent = "⠿";
      grip.draggable = true;
      row.prepend(grip);
      grip.addEventListener("dragstart", (event) => {
        held = row;
        was = row.previousElementSibling;
        row.classList.add("editor-dragged");
        event.dataTransfer.setDragImage(row, 0, 0);
        event.dataTransfer.effectAllowed = "move";
      });
      grip.addEventListener("dragend", () => {
        row.classList.remove("editor-dragged");
        held = null;
        if (row.previousElementSibling === was) return;
        const form = row.querySelector(".editor-movers form");
        const after = document.createElement("input");
        after.type = "hidden";
        after.name = "sesudah";
        after.value = row.previousElementSibling?.dataset.id ?? "";
        form.append(after);
        form.submit();
      });
    }
    list.addEventListener("dragover", (event) => {
      if (!held) return;
      event.preventDefault();
      const over = event.target.closest("[data-id]");
      if (!over || over === held || over.parentElement !== list) return;
      const half = over.getBoundingClientRect();
      list.insertBefore(held, event.clientY < half.top + half.height / 2 ? over : over.nextElementSibling);
    });
    list.addEventListener("drop", (event) => event.preventDefault());
  }
})();
