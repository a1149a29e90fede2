// @ts-check
// The one thing a staff page imports: the shell, and everything a page is built from.
//
// A page is a module pages/NAME/NAME.js like this; its document is made of shell.html:
//
//   import { mount, html, useLive, under, t, Health, Plate, ask, api, toast, shop } from "../../parts/app.js";
//
//   function Advisor() {
//     const { state, ready } = useLive("advisor");
//     const cars = under(state, "card:");
//     return html`<${Head} title=${t("nav.advisor")} about=${t("visit.cars_in_shop", { n: cars.length })} />
//       ${cars.map((car) => html`<article class="card edge is-${car.risk}" key=${car.key}><${Plate} of=${car.plate}
//       /></article>`)}`;
//   }
//   mount(Advisor, { page: "advisor" });
//
//   mount(Page, {page, shell, fill})  loads words and shop, then draws Page in the shell; page names the entry of
//                    the navigation; shell: false leaves the frame to the page (a wall); fill: true makes the
//                    page exactly as high as the window, for pages that scroll inside
//   Head             title, a line about it, the freshness of the live view, and the page's own tools as children
//   useLive, under   the live view (feed.js)           t, tt, time, when, ago, now ...   words and times (words.js)
//   command, api     telling and asking (shop.js, api.js)   toast   with undo (toast.js)
//   act, inShop      a command with its words, its undo and a name asked for once (act.js)
//   actor, actAs     who acts (actor.js): the name in the navigation, sent with every command
//   ask, dialog, Sheet, Field   dialogs (form.js)      Icon, Health, Plate, Stage, Flags, Bar, Empty, Choices, Fresh
//   shop, address    the chosen shop, links to other pages that keep it (shop.js)
//
// Every word comes from static/text/*.json, both languages, one key a line, sorted. Drag is the page's own
// pointer code: what a page needs of it is smaller than a library.

import { effect, html, render, signal, useEffect, useState } from "../vendor/preact.js";
import { chooseWho } from "./act.js";
import { actor, playRole } from "../lib/actor.js";
import { Dialogs } from "./form.js";
import { Icon } from "./icon.js";
import { Fresh } from "./status.js";
import { address, chooseShop, findShop, shop, shopName, shops } from "../lib/shop.js";
import { Toasts, toast } from "./toast.js";
import { languageName, nextLanguage, speak, t } from "../lib/words.js";

export * from "../vendor/preact.js";
export * from "./act.js";
export * from "../lib/actor.js";
export * from "../lib/api.js";
export * from "../lib/feed.js";
export * from "./form.js";
export * from "./icon.js";
export * from "./status.js";
export * from "../lib/shop.js";
export * from "./timebox.js";
export * from "../lib/words.js";
export { toast } from "./toast.js";

/** Every page there is, {page, group, role, icon}, in the order of the navigation; wall screens open in a window of
 * their own. The server's registry of screens writes them into the document. */
export const pages = JSON.parse(document.documentElement.dataset.pages || "[]");

/** Loads what every page needs, then draws.
 * @param {(props: any) => any} Page @param {{page?: string, shell?: boolean, fill?: boolean}} [options] */
export async function mount(Page, { page, shell = true, fill = false } = {}) {
  window.addEventListener("unhandledrejection", (event) => {
    if (event.reason && event.reason.name === "Refused") event.preventDefault();
  });
  window.addEventListener("error", () => toast(t("error.script"), { kind: "bad" }));
  await speak();
  const entry = pages.find((one) => one.page === page);
  playRole((entry && entry.role) || "admin");
  let found = true;
  await findShop().catch(() => { found = false; });
  effect(() => {
    const title = page ? t(`nav.${page}`) : t("app.name");
    document.title = shop.value ? `${title} · ${shopName(shop.value)}` : title;
  });
  const strange = found && shop.value && !shops.value.some((one) => one.id === shop.value.id);
  if (strange && !page && shops.value.length) chooseShop(shops.value[0].id);
  const content = strange && page ? html`<${NoSuchShop} page=${page} />` : html`<${Page} />`;
  render(html`${shell ? html`<${Shell} page=${page} fill=${fill}>${content}<//>` : content}<${Toasts} /><${Dialogs} />`,
    document.body);
  if (!found) toast(t("error.unavailable"), { kind: "bad" });
}

// The address names a shop that is not there: the ones that are, to choose from.
const NoSuchShop = ({ page }) => html`<div class="card stack"><p>${t("shop.unknown", { id: shop.value.id })}</p>
  <div class="row wrap">${shops.value.map((one) => html`<a class="button primary" key=${one.id}
    href="/${page}?shop=${one.id}">${shopName(one)}</a>`)}</div></div>`;

/** Title, a line about it, the freshness of the live view; children are the page's own tools. */
export function Head({ title, about, children }) {
  return html`<header class="page-head"><h1>${title}</h1>${about && html`<p>${about}</p>`}
    <div class="tools">${children}<${Fresh} /></div></header>`;
}

/** Counts at the entries of the navigation: badges.value = {advisor: 3}. */
export const badges = signal({});

/** What a phone's bar has room for; its sheet shows the rest. */
const bar = ["advisor", "dispatch", "tech", "board"];

/** The navigation and the page beside it. */
export function Shell({ page, fill, children }) {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (!open) return undefined;
    const shut = (event) => { if (event.key === "Escape" || (event.type === "click"
      && !event.target.closest(".nav"))) setOpen(false); };
    addEventListener("click", shut);
    addEventListener("keydown", shut);
    return () => { removeEventListener("click", shut); removeEventListener("keydown", shut); };
  }, [open]);
  const staff = pages.filter((one) => one.group !== "wall");
  const walls = pages.filter((one) => one.group === "wall");
  const entry = (one) => html`<a key=${one.page} class=${!bar.includes(one.page) && one.page !== page ? "rest" : ""}
    href=${address(`/${one.page}`)}
      target=${one.group === "wall" ? "_blank" : undefined} aria-current=${one.page === page ? "page" : undefined}
        title=${t(`nav.${one.page}`)}>
    <${Icon} name=${one.icon} /><span>${t(`nav.${one.page}`)}</span>
    ${badges.value[one.page] ? html`<span class="count">${badges.value[one.page]}</span>` : one.group === "wall"
      && html`<${Icon} name="external-link" class="aside" />`}</a>`;
  return html`<div class="shell">
    <nav class="nav ${open ? "is-open" : ""}">
      <a class="nav-brand" href=${address("/")}><b>${t("app.name")}</b><span>${shopName(shop.value)}</span></a>
      <div class="nav-links">${staff.map(entry)}<div class="nav-rule"></div>${walls.map(entry)}</div>
      <div class="nav-foot"><${ShopChooser} /><${Who} /><${LanguageSwitch} /></div>
      <button class="nav-more" aria-expanded=${String(open)} onClick=${(event) => { event.stopPropagation();
        setOpen(!open); }}>
        <${Icon} name=${open ? "x" : "menu"} /><span>${t(open ? "button.close" : "nav.more")}</span></button>
    </nav>
    <main class="page ${fill ? "fill" : ""}">${children}</main>
  </div>`;
}

/** Shown only where there is a choice. */
export function ShopChooser() {
  if (shops.value.length < 2) return null;
  return html`<label title=${t("shop.choose")}><${Icon} name="store" />
    <select value=${shop.value && shop.value.id} onChange=${(event) => chooseShop(event.target.value)}>
      ${shops.value.map((one) => html`<option key=${one.id} value=${one.id}>${shopName(one)}</option>`)}</select>
        </label>`;
}

/** Who acts; pressing it lets somebody else take over. */
export function Who() {
  return html`<button type="button" onClick=${chooseWho}><${Icon} name="user" /><span>${actor.value.name}</span>
    </button>`;
}

export function LanguageSwitch() {
  const other = nextLanguage();
  return html`<button type="button" onClick=${() => speak(other, true)}><${Icon} name="languages" />
    <span>${languageName(other)}</span></button>`;
}
