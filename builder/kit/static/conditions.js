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
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
  else ready();
})();
