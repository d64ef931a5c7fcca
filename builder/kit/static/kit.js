// What the pages do beyond plain HTML. Everything here is a courtesy: without it links, forms,
// menus and dialogs still work. No storage and no cookies: pages also run in an opaque origin.
(function () {
  "use strict";
  const words = () => document.getElementById("kit-words")?.dataset ?? {};
  const language = document.documentElement.lang || "id";
  const all = (root, selector) => [
    ...(root.matches?.(selector) ? [root] : []),
    ...root.querySelectorAll(selector),
  ];
  const say = (text) => {
    const live = document.getElementById("kit-live");
    if (live) { live.textContent = ""; setTimeout(() => { live.textContent = text; }, 50); }
  };

  // What went wrong beside the page's own course: shown, read out, and taken away by what succeeds.
  const trouble = (text, code) => {
    const box = document.getElementById("kit-trouble");
    if (!box) return;
    box.hidden = !text;
    box.querySelector("[data-text]").textContent = text || "";
    const login = box.querySelector("[data-login]");
    if (login) login.hidden = code !== 401;
  };
  // The server's own words: JSON, or the marked element of a page or part.
  const told = (text) => {
    try { return JSON.parse(text).message; } catch { /* a page */ }
    const found = new DOMParser().parseFromString(text ?? "", "text/html").querySelector("[data-error]");
    return found?.textContent.trim().replace(/\s+/g, " ");
  };
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("#kit-trouble button")) trouble("");
  });

  // htmx: the CSRF token travels as a header; what fails is said in words.
  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector('meta[name="csrf-token"]')?.content;
    if (token) event.detail.headers["X-CSRFToken"] = token;
    if (event.detail.verb === "get") {
      // An empty box is no filter: it stays out of the address.
      const sent = event.detail.parameters;
      for (const name of Object.keys(sent)) if (sent[name] === "") delete sent[name];
    }
  });
  // What htmx could not fetch as a part is opened as a page: links and searches always lead somewhere.
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => {
      const { elt, requestConfig, pathInfo, xhr } = event.detail;
      if (requestConfig?.verb === "get" && elt?.hasAttribute("hx-push-url")) {
        window.location.assign(pathInfo.finalRequestPath);
      } else {
        trouble(told(xhr?.responseText) || words().failed, xhr?.status);
      }
    });
  }
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) trouble("");
  });
  // What was pressed may be gone afterwards (the last page has no next one): the part keeps the focus.
  let inside = "";
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target } = event.detail;
    inside = target.contains(document.activeElement) ? target.id : "";
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (!inside || event.target.id !== inside) return;
    inside = "";
    if (document.activeElement && document.activeElement !== document.body) return;
    event.target.tabIndex = -1;
    event.target.focus({ preventScroll: true });
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const pages = event.target.querySelector?.(".kit-pages .text-secondary");
    if (pages) say(pages.textContent.trim());
  });

  // Menu on phones.
  function menu() {
    const button = document.querySelector(".kit-menu-toggle");
    const body = document.getElementById("menu");
    if (!button || !body) return;
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", (event) => {
      event.preventDefault();
      button.setAttribute("aria-expanded", String(body.classList.toggle("show")));
    });
    button.addEventListener("keydown", (event) => {
      if (event.key === " ") { event.preventDefault(); button.click(); }
    });
  }

  // Dropdowns made of <details> close on Escape and on a click elsewhere.
  document.addEventListener("click", (event) => {
    for (const open of document.querySelectorAll(".kit-dropdown[open]")) {
      if (!open.contains(event.target)) open.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const open of document.querySelectorAll(".kit-dropdown[open]")) {
      open.open = false;
      open.querySelector("summary")?.focus();
    }
  });

  // Dialogs open without scripts as popovers; with them they are modal.
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[popovertarget]");
    if (!button) return;
    const dialog = document.getElementById(button.getAttribute("popovertarget"));
    if (!(dialog instanceof HTMLDialogElement)) return;
    event.preventDefault();
    if (button.getAttribute("popovertargetaction") === "hide") {
      dialog.close();
    } else {
      dialog.removeAttribute("popover");
      dialog.showModal();
    }
  });
  document.addEventListener("click", (event) => {
    // A tap beside a dialog closes it, unless somebody types in it (data-stay).
    if (event.target instanceof HTMLDialogElement && event.target.open && !("stay" in event.target.dataset)) event.target.close();
  });

  // Forms are sent once; coming back with the browser's button makes them usable again.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.target) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (form.method === "post") {
      form.dataset.sent = "1";
      form.querySelectorAll("button[type=submit]").forEach((b) => b.classList.add("kit-busy"));
      setTimeout(() => delete form.dataset.sent, 8000);
    } else {
      // An empty box is no filter: leave it out of the address.
      for (const input of form.elements) {
        if (input.name && !input.disabled && input.value === "") {
          input.disabled = true;
          setTimeout(() => { input.disabled = false; }, 0);
        }
      }
    }
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      form.querySelectorAll(".kit-busy").forEach((b) => b.classList.remove("kit-busy"));
    }
  });

  // What the browser finds wrong stands beside the input, in the page's language, where readers of
  // screens find it; the first one gets the focus, and what hides it (a tab, a fold) opens.
  const shown = (input) => input.closest(".form-check, .input-group") ?? input.tomselect?.wrapper ?? input;
  const spoken = (input) => input.tomselect?.control_input ?? input;
  function wrong(input) {
    const w = words(), v = input.validity;
    const edge = (text) => (input.type === "date" ? new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(new Date(`${text}T00:00:00`)) : text);
    if (v.customError) return input.validationMessage;
    if (v.valueMissing) return w.required;
    if (v.badInput) return w.incomplete;
    const day = input.type.startsWith("date");
    if (v.rangeUnderflow) return `${day ? w.earliest : w.least} ${edge(input.min)}.`;
    if (v.rangeOverflow) return `${day ? w.latest : w.most} ${edge(input.max)}.`;
    return (v.typeMismatch && { email: w.email, url: w.url }[input.type]) || w.bad;
  }
  function reveal(input) {
    const pane = input.closest(".kit-pane:not(.active)");
    if (pane) document.querySelector(`[data-tabs] a[href="#${pane.id}"]`)?.click();
    for (let fold = input.closest("details:not([open])"); fold; fold = fold.parentElement.closest("details:not([open])")) fold.open = true;
    input.focus();
  }
  let refused = false;
  document.addEventListener("invalid", (event) => {
    const input = event.target;
    event.preventDefault();
    right(input);
    const said = document.createElement("div");
    said.className = "invalid-feedback d-block";
    said.dataset.wrong = input.name;
    said.id = `${input.id || input.name}-wrong`;
    said.textContent = wrong(input);
    shown(input).after(said);
    for (const one of new Set([input, spoken(input), shown(input)])) one.classList.add("is-invalid");
    spoken(input).setAttribute("aria-invalid", "true");
    spoken(input).setAttribute("aria-describedby", `${spoken(input).getAttribute("aria-describedby") ?? ""} ${said.id}`.trim());
    if (!refused) reveal(input);
    refused = true;
    setTimeout(() => { refused = false; }, 0);
  }, true);
  // It is being put right: what the browser said goes; what the server said stays until it is sent.
  function right(input) {
    const said = document.getElementById(`${input.id || input.name}-wrong`);
    if (!said) return;
    said.remove();
    const by = (spoken(input).getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id !== said.id);
    if (by.join("")) spoken(input).setAttribute("aria-describedby", by.join(" "));
    else spoken(input).removeAttribute("aria-describedby");
    if (document.getElementById(`${input.id}-error`)) return;
    for (const one of new Set([input, spoken(input), shown(input)])) one.classList.remove("is-invalid");
    spoken(input).removeAttribute("aria-invalid");
  }
  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, (event) => { if (event.target.name) right(event.target); });
  }
  document.addEventListener("change", (event) => {
    const form = event.target.closest?.("form[data-autosubmit]");
    if (form) form.requestSubmit();
  });

  // A long date beside the native input.
  function longDate(input) {
    const out = document.createElement("span");
    out.className = "kit-long-date";
    input.after(out);
    const write = () => {
      const day = input.value ? new Date(`${input.value}T00:00:00`) : null;
      out.textContent = day && !Number.isNaN(day.valueOf())
        ? new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(day) : "";
    };
    input.addEventListener("input", write);
    write();
  }

  // Whole rupiah with separators beside the input, so that zeros can be counted.
  function money(input) {
    const out = document.createElement("span");
    out.className = "kit-long-date";
    (input.closest(".input-group") ?? input).after(out);
    const write = () => {
      const text = input.value.trim().replace(/^Rp\s*/i, "");
      const plain = /^-?\d+(\.\d{1,2})?$/.test(text) ? text : text.replace(/\./g, "").replace(",", ".");
      const amount = Number(plain);
      out.textContent = text && Number.isFinite(amount)
        ? new Intl.NumberFormat(language, { style: "currency", currency: "IDR", maximumFractionDigits: 2, minimumFractionDigits: 0 }).format(amount) : "";
    };
    input.addEventListener("input", write);
    write();
  }

  // Selects: searchable when they are long, when several may be chosen, or when a server answers.
  // data-url="…": GET with ?q=…&(names in data-with), answer {"results": [{"id", "label"}]}.
  const LONG = 8;
  function select(element) {
    if (!window.TomSelect || element.tomselect) return;
    const url = element.dataset.url;
    const plain = element.options.length <= LONG && !element.multiple && !url;
    if (plain || element.dataset.select === "plain") return;
    const w = words();
    const given = [...element.options].find((option) => option.value === "");
    const settings = {
      maxOptions: 200,
      hidePlaceholder: true,
      openOnFocus: false, // whoever walks through with Tab does not want a menu at every stop
      placeholder: element.dataset.placeholder || given?.textContent || w.choose,
      allowEmptyOption: false,
      plugins: element.multiple ? { remove_button: { title: w.remove } }
        : element.required ? {} : { clear_button: { title: w.remove } },
      render: {
        no_results: () => Object.assign(document.createElement("div"), { className: "no-results", textContent: w.empty }),
        loading: () => Object.assign(document.createElement("div"), { className: "no-results", textContent: w.loading }),
      },
    };
    let settled = false; // a choice was made: an answer that comes later does not open the list again
    if (url) {
      Object.assign(settings, {
        valueField: "id", labelField: "text", searchField: [],
        shouldLoad: () => true,
        load(query, done) {
          const others = (element.dataset.with || "").split(/\s+/).filter(Boolean);
          const typed = (name) => element.form?.elements[name]?.value ?? "";
          // Lookups of Flask-AppBuilder write the master's value into the address itself.
          const address = new URL(url.replace("{{ID}}", () => encodeURIComponent(typed(others[0]))), document.baseURI);
          address.searchParams.set("q", query);
          for (const name of others) if (typed(name)) address.searchParams.set(name, typed(name));
          fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin" })
            .then(async (answer) => (answer.ok ? answer.json() : Promise.reject(told(await answer.text()))))
            .then((body) => {
              if (settled) { // nobody waits for it: opening the list again would take the focus away
                this.loading = Math.max(this.loading - 1, 0);
                this.wrapper.classList.toggle(this.settings.loadingClass, this.loading > 0);
                delete this.loadedSearches[query];
                return;
              }
              this.clearOptions((o) => this.items.includes(String(o.id ?? o.value))); done((body.results ?? body).map((one) => ({ id: String(one.id), text: one.text ?? one.label })));
            })
            .catch((said) => { trouble(typeof said === "string" ? said : w.failed); done(); });
        },
      });
    }
    const made = new window.TomSelect(element, settings);
    // A search that still waits for more letters would open the list again, and take the focus back.
    const calm = () => { window.clearTimeout(made.refreshTimeout); made.refreshTimeout = null; };
    made.on("blur", calm);
    made.on("item_add", () => { settled = !element.multiple; calm(); });
    for (const kind of ["mousedown", "keydown"]) {
      made.control.addEventListener(kind, (event) => {
        settled = false;
        const asks = kind === "mousedown" || ["ArrowDown", "ArrowUp"].includes(event.key);
        if (url && asks && !("" in made.loadedSearches)) made.load("");
      }, true);
    }
    let opened = false; // a press on the control opens the list, as on every select
    made.control.addEventListener("mousedown", () => { opened = made.isOpen; }, true);
    made.control.addEventListener("click", (event) => {
      if (!opened && !event.target.closest(".remove, .clear-button")) setTimeout(() => made.refreshOptions(true));
    });
    element.setAttribute("aria-hidden", "true"); // the control that Tom Select draws takes over the label
    element.addEventListener("focus", () => made.focus()); // and the focus, whoever gives it
    for (const name of ["aria-describedby", "aria-invalid", "aria-required"]) {
      const told = element.getAttribute(name) ?? (name === "aria-required" && element.required ? "true" : null);
      if (told) made.control_input.setAttribute(name, told);
    }
    if (!element.labels?.length && element.getAttribute("aria-label")) {
      made.control_input.setAttribute("aria-label", element.getAttribute("aria-label"));
    }
    // A select that depends on another is emptied when the other changes.
    for (const name of (element.dataset.with || "").split(/\s+/).filter(Boolean)) {
      element.form?.elements[name]?.addEventListener("change", () => { made.clear(); made.clearOptions(); });
    }
  }

  // Tabs: links to panes; the first pane with an error opens first.
  function tabs(list) {
    const links = [...list.querySelectorAll("a[href^='#']")];
    const pane = (link) => document.getElementById(link.hash.slice(1));
    list.setAttribute("role", "tablist");
    const open = (chosen, focus) => {
      for (const link of links) {
        const here = link === chosen;
        link.classList.toggle("active", here);
        link.setAttribute("aria-selected", String(here));
        link.tabIndex = here ? 0 : -1;
        pane(link)?.classList.toggle("active", here);
      }
      if (focus) chosen.focus();
    };
    links.forEach((link, at) => {
      link.parentElement.setAttribute("role", "presentation");
      link.setAttribute("role", "tab");
      link.setAttribute("aria-controls", link.hash.slice(1));
      pane(link)?.setAttribute("role", "tabpanel");
      link.addEventListener("click", (event) => { event.preventDefault(); open(link, false); });
      link.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (step) { event.preventDefault(); open(links[(at + step + links.length) % links.length], true); }
      });
    });
    const wrong = links.find((link) => pane(link)?.querySelector(".kit-wrong, .is-invalid"));
    const asked = links.find((link) => link.hash === location.hash);
    open(wrong || asked || links[0], false);
  }

  // A link to an input (in the list of what is wrong) opens its tab and puts the cursor there.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.alert-link[href^='#']");
    const target = link && document.getElementById(link.hash.slice(1));
    if (!target) return;
    event.preventDefault();
    reveal(target);
  });

  // Rows of details in a form: a <template> is copied, its __n__ becomes the row's number.
  function rows(box) {
    const template = box.querySelector("template");
    const body = box.querySelector("[data-rows-body]");
    if (!template || !body) return;
    let next = body.children.length;
    box.addEventListener("click", (event) => {
      if (event.target.closest("[data-rows-add]")) {
        event.preventDefault();
        body.insertAdjacentHTML("beforeend", template.innerHTML.replaceAll("__n__", String(next++)));
        const added = body.lastElementChild;
        start(added);
        added.querySelector("input:not([type=hidden]), select, textarea")?.focus();
      }
      const drop = event.target.closest("[data-rows-remove]");
      if (drop) {
        event.preventDefault();
        const row = drop.closest("[data-row]");
        const mark = row.querySelector("[data-rows-delete]");
        if (mark) { mark.value = "1"; row.hidden = true; } else { row.remove(); }
      }
    });
  }

  // Search rows of Flask-AppBuilder lists: the operator is part of the input's name.
  function operator(choice) {
    choice.addEventListener("change", () => {
      const input = document.getElementById(choice.dataset.operatorOf);
      if (input) input.name = `_flt_${choice.value}_${choice.dataset.column}`;
    });
  }

  // "Check all" of a table, and how many rows are ticked.
  document.addEventListener("change", (event) => {
    const head = event.target.closest?.("[data-check-all]");
    const form = head?.dataset.checkAll ?? (event.target.name === "rowid" && event.target.getAttribute("form"));
    if (!form) return;
    const boxes = [...document.querySelectorAll(`input[name="rowid"][form="${form}"]`)];
    if (head) for (const box of boxes) box.checked = head.checked;
    const count = boxes.filter((box) => box.checked).length;
    for (const all of document.querySelectorAll(`[data-check-all="${form}"]`)) {
      all.checked = count === boxes.length;
      all.indeterminate = count > 0 && count < boxes.length;
    }
    const words = document.querySelector(`[data-ticked="${form}"]`);
    if (words) say(words.textContent = `${count} ${words.dataset.words}`);
  });

  // Pin mode: switched on and off by the page around; a tap on a node is told, not followed.
  let pinning = null;
  window.addEventListener("message", (event) => {
    if (event.source !== window.parent || window.parent === window) return;
    if (event.data?.rakit !== "pin-mode") return;
    pinning = event.data.on ? (event.origin === "null" ? "*" : event.origin) : null;
    document.documentElement.classList.toggle("kit-pinning", Boolean(pinning));
  });
  const pinnable = (target) => (pinning ? target.closest?.("[data-node]") : null);
  for (const kind of ["click", "submit", "mousedown"]) {
    document.addEventListener(kind, (event) => {
      if (!pinning) return;
      const found = pinnable(event.target);
      if (kind !== "click") { if (found && event.cancelable) event.preventDefault(); if (found) event.stopPropagation(); return; }
      if (!found) return;
      event.preventDefault();
      event.stopPropagation();
      found.classList.remove("kit-pinned");
      requestAnimationFrame(() => found.classList.add("kit-pinned"));
      const label = found.dataset.nodeLabel || found.textContent.trim().replace(/\s+/g, " ").slice(0, 80);
      window.parent.postMessage({ node: found.dataset.node, label }, pinning);
    }, { capture: true, passive: false });
  }

  function start(root) {
    all(root, "select[data-select]").forEach(select);
    all(root, "input[data-long-date]").forEach(longDate);
    all(root, "input[data-money]").forEach(money);
    all(root, "[data-tabs]").forEach(tabs);
    all(root, "[data-rows]").forEach(rows);
    all(root, "select[data-operator-of]").forEach(operator);
    root.querySelector?.("[data-focus]")?.focus();
  }
  function ready() {
    menu();
    start(document);
    if (window.parent !== window) window.parent.postMessage({ rakit: "ready", path: location.pathname }, "*");
    for (const name of ["htmx:load", "kit:load"]) {
      document.addEventListener(name, (event) => {
        if (event.detail.elt !== document.body) start(event.detail.elt);
      });
    }
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
  else ready();
})();
