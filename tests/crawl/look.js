// What nobody should meet on a page, as sentences. Runs before the page's own scripts.
(() => {
  const violations = [];
  document.addEventListener("securitypolicyviolation", (e) => violations.push(`${e.effectiveDirective} refused ${e.blockedURI || e.sample}`));

  const name = (e) => {
    const words = (e.getAttribute("aria-label") || e.textContent || "").trim().replace(/\s+/g, " ").slice(0, 40);
    const where = e.closest("[id]")?.id;
    return `<${e.localName}${e.className && e.className.baseVal === undefined ? "." + [...e.classList].join(".") : ""}>${where ? " in #" + where : ""} “${words}”`;
  };
  const seen = (e) => e.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
  // Text that only screen readers get is one point wide.
  const hidden = (e) => {
    for (let at = e; at && at !== document.body; at = at.parentElement) {
      const box = at.getBoundingClientRect();
      if ((box.width <= 1 || box.height <= 1) && getComputedStyle(at).overflow !== "visible") return true;
    }
    return e.getBoundingClientRect().bottom <= 0;
  };

  // Wider than the window.
  function wide() {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const out = [...document.body.querySelectorAll("*")].filter((e) => seen(e)
      && e.getBoundingClientRect().right > root.clientWidth + 1 && !scrolls(e.parentElement));
    return [`${root.scrollWidth} wide: ${out.slice(-3).map(name).join(", ")}`];
  }
  // Words that stick out of a box that cuts them off.
  function cut(within) {
    const found = new Set();
    for (const e of within.querySelectorAll("*")) {
      const text = [...e.childNodes].find((n) => n.nodeType === 3 && n.data.trim());
      if (!text || !seen(e) || hidden(e) || ["OPTION", "SCRIPT", "STYLE"].includes(e.tagName)) continue;
      let box = e;
      while (box && !["hidden", "clip"].includes(getComputedStyle(box).overflowX)) {
        if (["auto", "scroll"].includes(getComputedStyle(box).overflowX)) { box = null; break; }
        box = box.parentElement;
      }
      if (!box || box === document.body || box === document.documentElement || getComputedStyle(box).textOverflow === "ellipsis") continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      if (range.getBoundingClientRect().right > box.getBoundingClientRect().right + 1) found.add(name(e));
    }
    return [...found].slice(0, 3);
  }
  function scrolls(e) {
    for (; e && e !== document.body; e = e.parentElement) {
      if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(e).overflowX)) return true;
    }
    return false;
  }

  // Text below 12 px; in a drawing, as large as it was meant to be drawn.
  function small(within) {
    const found = new Set();
    const walker = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const e = walker.currentNode.parentElement;
      if (!walker.currentNode.data.trim() || !e || ["SCRIPT", "STYLE", "TEMPLATE", "OPTION"].includes(e.tagName) || !seen(e) || hidden(e)) continue;
      const size = parseFloat(getComputedStyle(e).fontSize);
      if (size < 11.99) found.add(`${size.toFixed(1)} px: ${name(e)}`);
    }
    return [...found].slice(0, 4);
  }

  // Targets below 24 x 24 px that are also too near to others (WCAG 2.5.8), and targets that overlap.
  const TARGETS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=tab], [tabindex='0']";
  function targets(within) {
    const all = [...within.querySelectorAll(TARGETS)].filter((e) => seen(e) && !hidden(e) && !e.closest("svg") && !e.closest(".ts-control, .ts-wrapper.form-select") && inView(e));
    const boxes = all.map(inView), layers = all.map(floats);
    const apart = (a, b) => layers[a] === layers[b] && !all[a].contains(all[b]) && !all[b].contains(all[a]);
    const found = [];
    all.forEach((e, at) => {
      const box = boxes[at];
      if ((box.width >= 23.9 && box.height >= 23.9) || inline(e)) return;
      const x = box.x + box.width / 2, y = box.y + box.height / 2;
      const near = all.find((_, n) => n !== at && distance(x, y, boxes[n]) < 12 && apart(at, n));
      if (near) found.push(`${Math.round(box.width)}x${Math.round(box.height)} px: ${name(e)} near ${name(near)}`);
    });
    all.forEach((e, at) => {
      for (let n = at + 1; n < all.length; n += 1) {
        const width = Math.min(boxes[at].right, boxes[n].right) - Math.max(boxes[at].left, boxes[n].left);
        const height = Math.min(boxes[at].bottom, boxes[n].bottom) - Math.max(boxes[at].top, boxes[n].top);
        if (width > 3 && height > 3 && apart(at, n)) found.push(`overlap: ${name(e)} and ${name(all[n])}`);
      }
    });
    return found.slice(0, 4);
  }
  // The box of what a part that scrolls shows of it; null when it has to be scrolled to.
  function inView(e) {
    let { left, right, top, bottom } = e.getBoundingClientRect();
    for (let at = e.parentElement; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (["auto", "scroll"].includes(style.overflowX) || ["auto", "scroll"].includes(style.overflowY)) {
        const frame = at.getBoundingClientRect();
        if (top < frame.top || bottom > frame.bottom || left < frame.left || right > frame.right) {
          if (bottom <= frame.top + 24 || top >= frame.bottom - 24 || right <= frame.left + 24 || left >= frame.right - 24) return null;
          [left, right, top, bottom] = [Math.max(left, frame.left), Math.min(right, frame.right), Math.max(top, frame.top), Math.min(bottom, frame.bottom)];
        }
      }
    }
    return { x: left, y: top, left, right, top, bottom, width: right - left, height: bottom - top };
  }
  const distance = (x, y, box) => Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
  function inline(e) {
    if (getComputedStyle(e).display !== "inline") return false;
    const own = e.textContent.trim().length, around = e.parentElement.textContent.trim().length;
    return around > own;
  }
  // Bars that stick, menus and dialogs lie above the page on purpose.
  function floats(e) {
    for (let at = e; at && at !== document.body; at = at.parentElement) {
      if (at.matches("dialog, .dropdown-menu, .ts-dropdown") || ["sticky", "fixed"].includes(getComputedStyle(at).position)) return at;
    }
    return null;
  }

  // Parts that are shut.
  const parts = () => [
    ...document.querySelectorAll("details:not([open])"),
    ...document.querySelectorAll("dialog:not([open])"),
    ...document.querySelectorAll("[role=tab][aria-selected=false]"),
  ].filter((e) => e.localName === "dialog" || seen(e));
  function open(part) {
    if (part.localName === "details") { part.open = true; return part; }
    if (part.localName === "dialog") { part.removeAttribute("popover"); part.showModal(); return part; }
    part.click();
    return document.getElementById(part.getAttribute("aria-controls")) ?? part;
  }
  function shut(part) {
    if (part.localName === "details") part.open = false;
    if (part.localName === "dialog") part.close();
  }
  // Folds push the rest of the page down; all of them can be open together. What lies above the page
  // (menus, dialogs), and tabs, of which one is open, are opened one after the other.
  const above = (e) => ["absolute", "fixed"].includes(getComputedStyle(e).position);
  const folds = (part) => part.localName === "details" && ![...part.children].some((e) => e.localName !== "summary" && above(e));

  // The first part of each kind that is not `known`; the kinds are known from then on.
  function fresh(known) {
    return parts().filter((part) => {
      const kind = crawl.kind(open(part), true);
      part.folds = folds(part);
      shut(part);
      return !known.has(kind) && known.add(kind);
    });
  }

  // How a text is painted, as far as contrast goes: its own colours and size, and what lies behind.
  const behind = new Map();
  function ground(e) {
    if (!e) return "";
    if (!behind.has(e)) {
      const s = getComputedStyle(e);
      const own = [s.backgroundColor, s.backgroundImage, s.opacity, s.position, s.filter].join(" ");
      behind.set(e, own === "rgba(0, 0, 0, 0) none 1 static none" ? ground(e.parentElement) : own + "|" + ground(e.parentElement));
    }
    return behind.get(e);
  }
  // The texts and inputs of a part, one for each way of being painted that `known` does not hold.
  function painted(within, known) {
    behind.clear();
    const found = new Map();
    for (const e of within.querySelectorAll("*")) {
      const written = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) || e.matches("input, select, textarea");
      if (!written || e.matches("script, style, template, option") || !seen(e)) continue;
      const s = getComputedStyle(e);
      const way = short([innerWidth, s.color, s.fontSize, s.fontWeight, s.textShadow, e.localName, e.matches(":disabled, [aria-disabled]"), ground(e)].join(" "));
      if (!known.has(way)) found.set(way, e);
    }
    return found;
  }
  function short(text) {
    let number = 7;
    for (let at = 0; at < text.length; at += 1) number = (Math.imul(number, 31) + text.charCodeAt(at)) | 0;
    return number.toString(36);
  }
  // What axe has against a part. `all`: every rule for the whole of it, but contrast only for texts
  // that are painted in a way that is not `known`. Otherwise a page is judged only where it was not
  // judged before (its menu is on every page), and what is measured only where it can be wrong:
  // targets that are small, regions that scroll.
  // At the second width (`again`) the other rules judge what has changed since the first.
  async function axed(part, options, known, { all, again }) {
    const without = (...rules) => ({ rules: Object.fromEntries(rules.map((rule) => [rule, { enabled: false }])) });
    const only = (...values) => ({ runOnly: { type: "rule", values } });
    const found = [];
    const run = async (what, more) => found.push(...await unstuck(async () => (await axe.run(what, { ...options, ...more })).violations));

    const pieces = part ? [] : [...document.querySelectorAll("main, .kit-menu, footer")];
    const kinds = new Map(pieces.map((e) => [e, crawl.kind(e)]));
    const old = pieces.filter((e) => known.has(kinds.get(e)));
    const fresh = [...pieces.filter((e) => !known.has(kinds.get(e))), ...opened];
    if (pieces.length && !fresh.length) return found;
    const main = !pieces.length || fresh.some((e) => e.localName === "main");
    const judged = (e) => main ? !old.some((piece) => piece.contains(e)) : fresh.some((piece) => piece.contains(e));
    const what = part ?? (main ? { include: [document.documentElement, ...opened], exclude: old } : { include: fresh });
    const texts = painted(part ?? document.body, known);
    for (const way of [...texts.keys(), ...kinds.values()]) known.add(way);
    if (all || part) {
      await run(what, without("color-contrast"));
      if (texts.size) await run({ include: [...texts.values()] }, only("color-contrast"));
      return found;
    }
    if (again) {
      const { changed, outline } = differing(), include = changed.filter(judged);
      if (include.length) await run({ include }, without("color-contrast", ...MEASURED));
      if (outline) await run(what, only(...OUTLINED));
    } else {
      await run(what, without("color-contrast", ...MEASURED));
    }
    const measured = [...document.body.querySelectorAll("*")].filter((e) => judged(e) && seen(e) && (scrolling(e) || (e.matches(TARGETS) && !large(e))));
    measured.push(...texts.values());
    if (measured.length) await run({ include: measured }, only("color-contrast", ...MEASURED));
    shown = visible();
    return found;
  }
  const MEASURED = ["target-size", "scrollable-region-focusable"];
  const OUTLINE = "h1, h2, h3, h4, h5, h6, main, nav, header, footer, aside, section, form, [role]";
  const OUTLINED = ["heading-order", "page-has-heading-one", "landmark-one-main", "region", "bypass"];
  const scrolling = (e) => {
    const style = getComputedStyle(e);
    return ["auto", "scroll"].includes(style.overflowX) && e.scrollWidth > e.clientWidth
      || ["auto", "scroll"].includes(style.overflowY) && e.scrollHeight > e.clientHeight;
  };
  const large = (e) => ((box) => box.width >= 24 && box.height >= 24)(e.getBoundingClientRect());

  // What of the page one saw at the width before, and what has changed since: whatever appeared, and
  // whatever lost a part of itself (its name may have been in it); and whether its outline did.
  let shown = new Set();
  const visible = () => new Set([...document.body.querySelectorAll("*")].filter((e) => e.checkVisibility({ checkVisibilityCSS: true })));
  function differing() {
    const now = visible();
    const came = [...now].filter((e) => !shown.has(e)), gone = [...shown].filter((e) => !now.has(e));
    const found = new Set(came);
    for (const e of gone) {
      let at = e.control ?? e.parentElement;
      while (at && !now.has(at)) at = at.parentElement;
      at = at?.closest("a, button, summary, label, li, tr, [role]:not(main)") ?? at;
      if (at && at !== document.body && at.localName !== "main") found.add(at);
    }
    const within = (e) => { for (let at = e.parentElement; at; at = at.parentElement) if (found.has(at)) return true; return false; };
    return { changed: [...found].filter((e) => !within(e)), outline: [...came, ...gone].some((e) => e.matches(OUTLINE)) };
  }

  // The bar that sticks covers what one has not scrolled to yet; axe sees it where it belongs.
  async function unstuck(look) {
    const bars = [...document.querySelectorAll(".kit-decision")];
    for (const bar of bars) bar.style.position = "static";
    try {
      return await look();
    } finally {
      for (const bar of bars) bar.style.removeProperty("position");
    }
  }

  // axe takes all that stands in a disabled fieldset for disabled; a region with a tabindex is not: Tab
  // reaches it there, and the arrow keys scroll it.
  const reached = (one, n) => one.id === "scrollable-region-focusable" && document.querySelector(n.target[0])?.matches("fieldset:disabled [tabindex='0']");

  const look = (within = document.body) => [
    ...wide().map((s) => `wide: ${s}`),
    ...cut(within).map((s) => `cut off: ${s}`),
    ...small(within).map((s) => `small text: ${s}`),
    ...targets(within).map((s) => `target: ${s}`),
  ];
  const told = (violations) => violations.flatMap((one) => one.nodes.filter((n) => !reached(one, n)).slice(0, 4).map((n) => `axe ${one.id}: ${n.target[0]} ${n.html.slice(0, 160)}`));

  // Everything at one width: the page as it comes, with its folds open, and each part above it.
  let opened = [];
  async function everything(options, words, how) {
    await crawl.settled();
    const known = new Set(words.split(" ")), before = new Set(known);
    const found = look(), shutParts = fresh(known);
    opened = shutParts.filter((part) => part.folds);
    opened.forEach(open);
    if (opened.length) found.push(...look().map((one) => `opened: ${one}`));
    found.push(...told(await axed(null, options, known, how)));
    opened.forEach(shut);
    opened = [];
    for (const part of shutParts.filter((one) => !one.folds)) {
      const inside = open(part);
      found.push(...[...look(inside), ...told(await axed(inside, options, known, how))].map((one) => `opened: ${one}`));
      shut(part);
    }
    return [[...new Set(found)], [...known].filter((one) => !before.has(one))];
  }

  window.crawl = {
    violations, everything, look,
    frames: () => [...document.querySelectorAll("iframe")].map((f) => f.src),
    // Two parts that differ only in numbers, addresses and values are looked at once; in brief, also
    // those that differ in words, as long as neither is long.
    kind: (e, brief) => {
      const form = e.outerHTML.replace(/(id|for|href|action|value|name|data-\S+|popovertarget|aria-\S+)="[^"]*"/g, "").replace(/ open=""/g, "").replace(/\d+/g, "0");
      const words = (text) => (/\S{25}/.test(text) ? ">long<" : "><");
      return short(`${innerWidth} ${document.documentElement.lang} ${brief ? form.replace(/>[^<]+</g, words) : form}`);
    },
    // Until the page's own scripts have done what they do at the start, and its letters are there.
    settled: async () => {
      for (let n = 0; n < 100 && (document.readyState !== "complete" || document.querySelector(".htmx-request")); n += 1) {
        await new Promise((go) => setTimeout(go, 20));
      }
      await document.fonts.ready;
    },
  };
})();
