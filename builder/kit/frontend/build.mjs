// Puts what the pages need from node_modules into ../static/vendor.
// Run by build.py, which has installed the packages and hands over the list of sources as JSON on
// standard input: {"out": folder, "sources": [files whose classes and icons count]}.
import { readFileSync, writeFileSync, mkdirSync, copyFileSync, existsSync, rmSync } from "node:fs";
import { join, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { PurgeCSS } from "purgecss";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const { out, sources } = JSON.parse(readFileSync(0, "utf8"));
mkdirSync(join(out, "licenses"), { recursive: true });

// Families of classes that a plugin, an heir or a later page may use without a new build.
const TONE = "(primary|secondary|success|danger|warning|info)";
const FAMILIES = [
  /^(container(-fluid|-xl|-tight|-narrow)?|row(-deck|-cards)?|g[xy]?-[0-5])$/,
  /^col(-(sm|md|lg|xl))?(-([1-9]|1[0-2]|auto))?$/,
  /^d-(none|block|flex|grid|inline|inline-flex|inline-block|print-none|(sm|md|lg)-(none|block|flex|inline))$/,
  /^[mp][tbsexy]?-([0-5]|auto)$/,
  /^(gap|h|w)-([1-5]|auto|100|50)$/,
  /^(flex-(wrap|column|row|fill|shrink-0|grow-1)|(align-items|justify-content)-(start|center|end|between|baseline)|ms-auto)$/,
  /^(text-(start|center|end|nowrap|wrap|break|truncate|body|white|uppercase|decoration-none)|fw-(normal|medium|bold|semibold)|fs-[1-6]|h[1-6]|lead|small|visually-hidden(-focusable)?|subheader)$/,
  new RegExp(`^(text|bg|btn|btn-outline|alert|badge|status|link|border|progress)-${TONE}(-lt|-fg)?$`),
  /^(border(-top|-bottom|-0)?|rounded|shadow-sm|hr|lh-[1-4]|font-monospace|overflow-auto)$/,
  /^(btn(-(sm|lg|icon|link|list))?|card(-(sm|lg|header|body|footer|title|subtitle|actions|tabs|table|link|stacked|status-top|status-start))?)$/,
  /^(alert(-(title|description|icon|dismissible|link|heading))?|badge(-(sm|lg|pill|dot))?|status(-(dot|indicator|lite))?)$/,
  /^(table(-(sm|responsive|hover|striped|vcenter|nowrap))?)$/,
  /^(form-(control|select|check|label|text|hint|fieldset|control-sm|select-sm|check-input|check-label|control-plaintext)|input-(group|group-text)|invalid-feedback|is-invalid|required)$/,
  /^(nav(-(tabs|pills|link|item|bordered))?|list-(group|group-item|unstyled|inline|bullet)|list-group-(item|flush)|dropdown(-(menu|item|divider|menu-end))?)$/,
  /^(pagination|page-(item|link|header|title|pretitle|body|wrapper)|progress(-bar|-sm)?|steps(-counter)?|step-item|timeline(-(event|item|event-icon|event-card|simple))?|datagrid(-(item|title|content))?)$/,
  /^(empty(-(icon|title|subtitle|action|img|header))?|avatar(-(sm|lg))?|divide-y|active|disabled|show|icon)$/,
  /^(ts-|plugin-|dropdown-input|has-items|focus$|single$|multi$|item$|option$|optgroup|create$|no-results$|input-active|full$|items-placeholder)/,
];
// Words of our sources that are also classes of parts which no page has.
const PARTS = /^(navbar($|-(?!nav$))|ribbon|markdown|legend|btn-(close|check|group|ghost)|table-sort|signal|is-valid|valid-|was-validated|form-(floating|range|switch|help|selectgroup|imagecheck|colorinput|footer|control-(rounded|flush|light|dark))|ratio|carousel|popover|modal|offcanvas|tooltip|toast|accordion|placeholder|spinner|breadcrumb|tag$|tags|grid$|footer$|hr$|mark$|signature|chat|apexcharts|jvm|litepicker|datepicker|plyr|dropzone|fc-|star-rating|noUi|coloris|tinymce|tox|plugin-(drag|optgroup|dropdown|input)|dropdown-(toggle|header)|card-(tabs|stacked|status)|steps-vertical|table-mobile|gray)/;
const NEVER = /(facebook|twitter|google|youtube|vimeo|dribbble|github|instagram|pinterest|vk|rss|flickr|bitbucket|tabler|flag-country|payment-provider|-rtl|theme-|marketing)/;

const SHEETS = [
  "@tabler/core/dist/css/tabler.min.css",
  "tom-select/dist/css/tom-select.min.css", // its shape
  "@tabler/core/dist/css/tabler-vendors.min.css", // its dress; other vendors are purged away
];
const css = SHEETS.map((name) => {
  const text = readFileSync(join(modules, name), "utf8");
  return { raw: text.replace(/\/\*# sourceMappingURL=.*?\*\//g, ""), extension: "css" };
});
const content = sources.map((file) => ({ raw: readFileSync(file, "utf8"), extension: "txt" }));
const purged = await new PurgeCSS().purge({
  content,
  css,
  defaultExtractor: (text) => text.match(/[\w-/:%]*[\w-/%]/g) ?? [],
  safelist: {
    standard: FAMILIES,
    deep: [/^ts-/, /^is-invalid$/],
    variables: [...new Set(content.flatMap(({ raw }) => raw.match(/--tblr-[\w-]+/g) ?? []))],
  },
  blocklist: [NEVER, PARTS],
  variables: true,
  keyframes: true,
});
writeFileSync(join(out, "tabler.css"), purged.map((sheet) => `${sheet.css}\n`).join(""));

const fontFile = "inter-latin-wght-normal.woff2";
copyFileSync(join(modules, "@fontsource-variable/inter/files", fontFile), join(out, fontFile));
const text = (file) => readFileSync(join(modules, file), "utf8").replace(/\/\/# sourceMappingURL=.*$/m, "");
const PLUGINS = ["clear_button", "remove_button"]; // of Tom Select: each defines a global of its name
writeFileSync(join(out, "vendor.js"), [
  text("htmx.org/dist/htmx.min.js"),
  text("tom-select/dist/js/tom-select.base.min.js"),
  ...PLUGINS.map((name) => `${text(`tom-select/dist/js/plugins/${name}.js`)}\nTomSelect.define("${name}", ${name});`),
].join("\n;"));
writeFileSync(join(out, "elk.bundled.js"), text("elkjs/lib/elk.bundled.js"));
for (const old of ["htmx.js", "tom-select.js"]) rmSync(join(out, old), { force: true });

const wanted = new Set(
  readFileSync(join(here, "icons.txt"), "utf8")
    .split("\n").map((line) => line.trim()).filter((line) => line && !line.startsWith("#")),
);
for (const { raw } of content) {
  for (const [, name] of raw.matchAll(/\bicon(?:_name)?\s*[=(]\s*["']([a-z0-9-]+)["']/g)) wanted.add(name);
}
const icons = {};
const unknown = [];
for (const name of [...wanted].sort()) {
  const file = join(modules, "@tabler/icons/icons/outline", `${name}.svg`);
  if (!existsSync(file)) { unknown.push(name); continue; }
  icons[name] = readFileSync(file, "utf8")
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<svg[\s\S]*?>/, "").replace("</svg>", "")
    .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*\/>/, "")
    .replace(/\s*\n\s*/g, "").trim();
}
if (unknown.length) {
  console.error(`Ikon tidak ada di @tabler/icons: ${unknown.join(", ")}. Pilih nama lain.`);
  process.exit(1);
}
writeFileSync(join(out, "icons.json"), JSON.stringify(icons));

for (const name of ["@tabler/core", "@tabler/icons", "@fontsource-variable/inter", "htmx.org", "tom-select", "elkjs"]) {
  const file = ["LICENSE", "LICENSE.md", "LICENSE.txt"].map((f) => join(modules, name, f)).find(existsSync);
  const target = join(out, "licenses", `${name.replace("@", "").replace("/", "-")}.txt`);
  const about = JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8"));
  const head = `${name} ${about.version}: ${about.license ?? "see text"}\n\n`;
  writeFileSync(target, head + (file ? readFileSync(file, "utf8") : ""));
}
