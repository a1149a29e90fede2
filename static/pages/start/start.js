// @ts-check
// The start page: what each screen is for, one card each; choosing or making a shop.

import {
  mount, html, useState, useEffect, Icon, LanguageSwitch, Field, address, api, chooseShop, clock, dateWeek, findShop,
    now, pages, shop, shopName, shops, t, useLive,
} from "../../parts/app.js";
import { Thumb } from "./thumbs.js";

function Start() {
  useLive("welcome"); // its messages carry the shop's time, for the clock
  const groups = ["wall", "desk", "workshop"];
  return html`
    <header class="hero"><div class="hero-in">
      <div class="hero-words"><p class="hero-brand">${t("app.name")}</p><h1>${t("app.tagline")}</h1>
        <p class="hero-goal"><${Icon} name="gauge" />${t("start.on_time", { rate: "96%" })}</p></div>
      <div class="hero-side"><${Clock} /><div class="hero-tools"><${Shops} /><${LanguageSwitch} /></div></div>
    </div></header>
    <main class="start-main">${shop.value
      ? groups.map((group) => html`<section class="group is-${group}" key=${group}>
          <h2>${t(`start.group_${group}`)}</h2><div class="group-cards">${pages.filter((one) => one.group === group)
            .map(Card)}</div></section>`)
      : html`<${CreateShop} />`}</main>`;
}

const Card = ({ page, icon, group }) => html`
  <a class="place" key=${page} href=${address(`/${page}`)} target=${group === "wall" ? "_blank" : undefined}>
    <${Thumb} of=${page} />
    <div class="place-words"><h3><${Icon} name=${icon} />${t(`nav.${page}`)}</h3>
      <p class="place-who">${t(`page.${page}.who`)}</p><p>${t(`page.${page}.line`)}</p></div>
  </a>`;

function Clock() {
  const { hm, s } = clock(now.value);
  return html`<div class="hero-clock"><b>${hm}<small>:${s}</small></b><span>${dateWeek(now.value)}</span></div>`;
}

// The name when there is one shop, a choice when there are several.
function Shops() {
  if (!shop.value) return null;
  if (shops.value.length < 2) return html`<span class="hero-shop"><${Icon} name="store" />
    ${shopName(shop.value)}</span>`;
  return html`<label class="hero-shop" title=${t("shop.choose")}><${Icon} name="store" />
    <select value=${shop.value.id} aria-label=${t("shop.choose")} onChange=${(event) => chooseShop(event.target.value)}>
      ${shops.value.map((one) => html`<option key=${one.id} value=${one.id}>${shopName(one)}</option>`)}</select>
        </label>`;
}

function CreateShop() {
  const [values, setValues] = useState({ id: "", name: "" });
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState("");
  useEffect(() => setWrong(""), [values]);
  const set = (name) => (value) => setValues((old) => ({ ...old, [name]: value }));
  const create = async (event) => {
    event.preventDefault();
    setTried(true);
    const id = values.id.trim(), name = values.name.trim();
    if (!id || !name) return;
    setBusy(true);
    try {
      await api("/shops", { id, name }, { quiet: true });
      await findShop();
      chooseShop(id);
    } catch (error) {
      setWrong(error.message);
    }
    setBusy(false);
  };
  return html`<form class="create card" novalidate onSubmit=${create}>
    <h2><${Icon} name="store" />${t("shop.create")}</h2><p class="soft">${t("shop.create_line")}</p>
    <${Field} name="name" label=${t("field.shop_name")} required first placeholder=${t("shop.name_hint")}
      value=${values.name} onChange=${set("name")} missing=${tried && !values.name.trim()} />
    <${Field} name="id" label=${t("field.shop_id")} required hint=${t("shop.id_hint")} value=${values.id}
      onChange=${set("id")} missing=${tried && !values.id.trim()} />
    ${wrong && html`<p role="alert"><span class="chip is-late">${wrong}</span></p>`}
    <button class="button primary" aria-busy=${String(busy)}>${t("button.create")}</button></form>`;
}

mount(Start, { shell: false });
