// What forms do beyond plain HTML: conditions, drafts, missing rows. Without scripts they work too.

// Shows and hides inputs while one types, by the same conditions that the server checks again.
// Knows the part of the expression language that needs no other row: names of this form, texts,
// numbers, true/false, comparisons, in, and/or/not, empty(), today(). Anything else: input is shown.
(function () {
  "use strict";
  const TOKEN = /\s*(?:('(?:[^']|'')*')|(\d+(?:\.\d+)?)|([A-Za-z_][A-Za-z0-9_.]*)|(==|!=|<=|>=|[<>()[\],+\-*/]))/y;
  class Unknown extends Error {}

  function tokens(text) {
    const found = [];
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < text.trimEnd().length) {
      const m = TOKEN.exec(text);
      if (!m) throw new Unknown(text);
      if (m[1] !== undefined) found.push({ value: m[1].slice(1, -1).replaceAll("''", "'") });
      else if (m[2] !== undefined) found.push({ value: Number(m[2]) });
      else found.push({ word: m[3] ?? m[4] });
    }
    return found;
  }

  // Recursive descent; every function answers a value. null is "empty".
  function evaluate(text, read) {
    const list = tokens(text);
    let at = 0;
    const peek = () => list[at]?.word;
    const take = (word) => { if (peek() !== word) throw new Unknown(word); at += 1; };
    const isEmpty = (v) => v === null || v === undefined || v === "" || (Array.isArray(v) && !v.length);

    function or() {
      let left = and();
      while (peek() === "or") { at += 1; const right = and(); left = Boolean(left) || Boolean(right); }
      return left;
    }
    function and() {
      let left = not();
      while (peek() === "and") { at += 1; const right = not(); left = Boolean(left) && Boolean(right); }
      return left;
    }
    function not() {
      if (peek() === "not") { at += 1; return !not(); }
      return comparison();
    }
    function comparison() {
      const left = atom();
      const sign = peek();
      if (sign === "in") {
        at += 1; take("[");
        const values = [];
        while (peek() !== "]") { values.push(atom()); if (peek() === ",") at += 1; }
        take("]");
        return !isEmpty(left) && values.some((v) => same(left, v));
      }
      if (!["==", "!=", "<", "<=", ">", ">="].includes(sign)) return left;
      at += 1;
      const right = atom();
      if (isEmpty(left) || isEmpty(right)) return false;
      const [a, b] = typeof right === "number" ? [Number(left), right] : [String(left), String(right)];
      switch (sign) {
        case "==": return Array.isArray(left) ? left.includes(String(right)) : a === b;
        case "!=": return a !== b;
        case "<": return a < b;
        case "<=": return a <= b;
        case ">": return a > b;
        default: return a >= b;
      }
    }
    const same = (a, b) => (Array.isArray(a) ? a.includes(String(b)) : String(a) === String(b));
    function atom() {
      const token = list[at];
      if (!token) throw new Unknown(text);
      if ("value" in token) { at += 1; return token.value; }
      const word = token.word;
      if (word === "(") { at += 1; const inner = or(); take(")"); return inner; }
      if (word === "-") { at += 1; return -Number(atom()); }
      if (!/^[A-Za-z_]/.test(word)) throw new Unknown(word);
      at += 1;
      if (word === "true") return true;
      if (word === "false") return false;
      if (peek() === "(") {
        take("(");
        if (word === "empty") { const inner = or(); take(")"); return isEmpty(inner); }
        if (word === "today") { take(")"); return new Date().toLocaleDateString("en-CA"); }
        throw new Unknown(word);
      }
      return read(word);
    }
    const value = or();
    if (at !== list.length) throw new Unknown(text);
    return Boolean(value);
  }

  function reader(form) {
    return (name) => {
      const inputs = [...form.elements].filter((e) => e.name === name);
      if (!inputs.length) throw new Unknown(name);
      const [first] = inputs;
      if (first.type === "checkbox" && inputs.length === 1 && first.value === "true") return first.checked;
      if (first.type === "checkbox") return inputs.filter((e) => e.checked).map((e) => e.value);
      if (first.type === "radio") return inputs.find((e) => e.checked)?.value ?? null;
      return first.value.trim() === "" ? null : first.value.trim();
    };
  }

  function watch(form) {
    const boxes = [...form.querySelectorAll("[data-visible-if]")];
    if (!boxes.length) return;
    const read = reader(form);
    const apply = () => {
      for (const box of boxes) {
        let shown = true;
        try { shown = evaluate(box.dataset.visibleIf, read); } catch (error) {
          if (!(error instanceof Unknown)) throw error;
          shown = !box.hasAttribute("data-hidden");
        }
        if (box.querySelector(".is-invalid")) shown = true;
        box.classList.toggle("kit-off", !shown);
        for (const input of box.querySelectorAll("[required], [data-was-required]")) {
          if (!shown && input.required) { input.required = false; input.dataset.wasRequired = ""; }
          else if (shown && "wasRequired" in input.dataset) { input.required = true; delete input.dataset.wasRequired; }
        }
      }
    };
    boxes.forEach((box) => box.classList.add("kit-watched"));
    form.addEventListener("input", apply);
    form.addEventListener("change", apply);
    apply();
  }
  window.kitConditions = { evaluate, Unknown };
  const ready = () => document.querySelectorAll("form[data-conditions]").forEach(watch);
  document.addEventListener("kit:load", (event) => event.detail.elt.querySelectorAll("form[data-conditions]").forEach(watch));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
  else ready();
})();

// What is typed is kept on the server now and then, for a closed tab or an ended login. No cookies
// are needed: the form carries a word that says whose it is. Passwords and files stay here.
(function () {
  "use strict";
  const WAIT = 3000;
  function typed(form) {
    const found = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      const secret = form.querySelector(`input[type=password][name="${CSS.escape(name)}"]`);
      if (typeof value === "string" && !secret) found.append(name, value);
    }
    return found;
  }
  function keep(form) {
    const url = form.dataset.keep;
    const said = form.querySelector("[data-keep-said]");
    let dirty = false, timer = 0, busy = null, leaving = false;
    const tell = (status) => {
      if (!said) return;
      const now = new Intl.DateTimeFormat(document.documentElement.lang || "id", { timeStyle: "short" }).format(new Date());
      if (status === 413) said.textContent = said.dataset.tooMuch;
      else if (status === 204) said.textContent = `${said.dataset.kept} ${now}`;
    };
    const send = () => {
      clearTimeout(timer);
      timer = 0;
      dirty = false;
      busy = fetch(url, { method: "POST", body: typed(form), credentials: "same-origin" })
        .then((answer) => tell(answer.status))
        .catch(() => { dirty = true; }) // tried again with the next change, and when the page goes
        .finally(() => { busy = null; });
      return busy;
    };
    const changed = (event) => {
      if (event.target.type === "file") return;
      dirty = true;
      timer ||= setTimeout(send, WAIT);
    };
    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    // A draft on its way would come back after the row is saved: first it arrives, then the form goes.
    form.addEventListener("submit", (event) => {
      clearTimeout(timer);
      leaving = true;
      if (!busy) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const { submitter } = event;
      busy.finally(() => form.requestSubmit(submitter?.isConnected ? submitter : undefined));
    }, true);
    const leave = () => {
      if (dirty && !leaving) { dirty = false; navigator.sendBeacon(url, typed(form)); }
    };
    document.addEventListener("visibilitychange", () => { if (document.hidden) leave(); });
    window.addEventListener("pagehide", leave);
    window.addEventListener("pageshow", () => { leaving = false; });
  }
  const ready = () => document.querySelectorAll("form[data-keep]").forEach(keep);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
  else ready();
})();

// A row that a reference misses: its short form in a dialog; saved, it stands chosen in the select.
// Without scripts, or where the short form is not enough, the button opens the whole form instead.
(function () {
  "use strict";
  const load = (elt) => document.dispatchEvent(new CustomEvent("kit:load", { detail: { elt } }));

  function choose(select, row) {
    const id = String(row.id);
    const same = document.querySelectorAll(`select[data-target="${select.dataset.target}"]`);
    const copies = [...document.querySelectorAll("template")].flatMap((one) => [...one.content.querySelectorAll(`select[data-target="${select.dataset.target}"]`)]);
    for (const one of [...same, ...copies]) {
      if (one !== select && one.dataset.url) continue; // these search for themselves
      if (one.tomselect) {
        const { valueField, labelField } = one.tomselect.settings;
        one.tomselect.addOption({ [valueField]: id, [labelField]: row.label });
      } else {
        one.append(new Option(row.label, id));
      }
    }
    if (select.tomselect) select.tomselect.setValue(id);
    else { select.value = id; select.dispatchEvent(new Event("change", { bubbles: true })); }
    select.focus();
  }

  async function open(button) {
    const select = button.form.elements[button.value];
    let answer;
    try { answer = await fetch(button.dataset.short, { credentials: "same-origin" }); } catch { /* below */ }
    if (!answer?.ok || answer.redirected) { delete button.dataset.short; button.click(); return; }
    const dialog = document.createElement("dialog");
    dialog.className = "kit-dialog kit-dialog-wide";
    dialog.dataset.stay = "";
    dialog.setAttribute("aria-labelledby", "kit-new-title");
    const fill = (html) => {
      dialog.innerHTML = html;
      const full = dialog.querySelector("[data-full]");
      full.value = button.value;
      dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
      load(dialog);
      (dialog.querySelector("[data-focus]") ?? dialog.querySelector("input:not([type=hidden]), select, textarea"))?.focus();
    };
    dialog.addEventListener("close", () => { dialog.remove(); if (!dialog.dataset.chosen) button.focus(); });
    dialog.addEventListener("submit", async (event) => {
      event.preventDefault();
      event.stopPropagation();
      const form = event.target, save = form.querySelector("button[type=submit]");
      save.disabled = true;
      try {
        const sent = await fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin" });
        if (sent.redirected || (!sent.ok && sent.status !== 422)) throw new Error(String(sent.status));
        if (sent.headers.get("content-type")?.includes("json")) {
          const row = await sent.json();
          dialog.dataset.chosen = "1";
          dialog.close();
          choose(select, row);
        } else {
          fill(await sent.text());
        }
      } catch {
        save.disabled = false;
        form.querySelector("[data-lost]").hidden = false;
      }
    });
    document.body.append(dialog);
    dialog.showModal();
    fill(await answer.text());
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[name=_new][data-short]");
    if (!button) return;
    event.preventDefault();
    open(button);
  });
})();
