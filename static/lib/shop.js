// @ts-check
// Which shop the page is about: ?shop=, else the last one on this device, else the first there is.

import { signal } from "../vendor/preact.js";
import { api } from "./api.js";
import { lang, nameOf } from "./words.js";

/** The chosen shop {id, name, name_en, zone}, or null when there is none yet. */
export const shop = signal(/** @type {import("../check/types/pages").Shop} */ (null));

/** Every shop of this server. */
export const shops = signal(/** @type {import("../check/types/pages").Shop[]} */ ([]));

const KEPT = "bayline.shop";

/** Asks the server for its shops and chooses; answers the chosen one or null. */
export async function findShop() {
  const { shops: all } = await api("/shops", undefined, { quiet: true });
  shops.value = all || [];
  const asked = new URLSearchParams(location.search).get("shop");
  const chosen = [asked, localStorage.getItem(KEPT)].map((id) => shops.value.find((one) => one.id === id))
    .find(Boolean);
  take(chosen || (asked ? { id: asked, name: asked } : shops.value[0] || null));
  return shop.value;
}

/** @param {import("../check/types/pages").Shop} one */
function take(one) {
  if (one && one.zone) window.BaylineText.setZone(one.zone);
  shop.value = one;
}

/** Chooses a shop for this page and this device. @param {string} id */
export function chooseShop(id) {
  const one = shops.value.find((other) => other.id === id);
  if (!one) return;
  localStorage.setItem(KEPT, id);
  const url = new URL(location.href);
  url.searchParams.set("shop", id);
  history.replaceState(null, "", url);
  take(one);
}

/** A command of the board for the chosen shop: command("stop_work", {...}). Options as of api().
 * @param {string} name @param {object} body @param {import("../check/types/pages").Asking} [options] */
export function command(name, body, options) {
  return api(`/commands/${name}?shop=${encodeURIComponent(shop.value.id)}`, body, options);
}

/** Its name in the language in force. @param {import("../check/types/pages").Shop} one */
export const shopName = (one) => (one ? nameOf({ zh: one.name, en: one.name_en }) || one.id : "");

/** The address of another page for the same shop: address("/dispatch", {visit: "v1"}).
 * @param {string} path @param {Record<string, string>} [more] */
export function address(path, more) {
  const query = new URLSearchParams(more);
  if (shop.value) query.set("shop", shop.value.id);
  const asked = new URLSearchParams(location.search).get("lang");
  if (asked) query.set("lang", lang.value);
  return String(query) ? `${path}?${query}` : path;
}
