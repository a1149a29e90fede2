// @ts-check
// Telling the shop what happened. The first command of a page asks who is at this device, chosen from the
// shop's people; actor.js remembers.

import { html, useEffect, useState } from "../vendor/preact.js";
import { actAs, actor } from "../lib/actor.js";
import { Refused, api } from "../lib/api.js";
import { Sheet, dialog } from "./form.js";
import { command, shop } from "../lib/shop.js";
import { toast } from "./toast.js";
import { t, tt } from "../lib/words.js";

/** A path of the API for the chosen shop: inShop("/people", {q: "x"}).
 * @param {string} path @param {Record<string, any>} [more] */
export function inShop(path, more = {}) {
  return `${path}?${new URLSearchParams({ shop: shop.peek() ? shop.peek().id : "", ...more })}`;
}

/**
 * act("tell_customer", {visit, how}) carries out a command of the board and says so.
 *   said    what to say instead of the usual words; false says nothing
 *   undo    [name, body] of the command that takes it back, offered for ten seconds; or what takes it back itself
 *   quiet, headers   as in api()
 * @param {string} name
 * @param {object} body
 * @param {import("../check/types/pages").Acting} [options]
 * @returns {Promise<any>}
 */
export function act(name, body, options = {}) {
  const same = `${name} ${JSON.stringify(body)}`;
  if (!going.has(same)) {
    const forget = () => setTimeout(() => going.delete(same), DOUBLE);
    const once = carryOut(name, body, options);
    going.set(same, once);
    once.then(forget, forget);
  }
  return going.get(same);
}

// A second click on the same button is not a second command: what is going on, or has just been done, is answered
// again.
const DOUBLE = 700; // ms
const going = new Map();

/** @param {string} name @param {object} body @param {import("../check/types/pages").Acting} options */
async function carryOut(name, body, { said, undo, ...options }) {
  await knowWho();
  const answer = await command(name, trimmed(body), options);
  if (said !== false) toast(said || tt("done", name), { undo: typeof undo === "function" ? undo
    : undo && (() => act(undo[0], undo[1], { said: t("toast.undone") })) });
  return answer;
}

// What nobody filled in is left out: an empty time is not a value. But work outside the catalogue has
// the code "", and a booked car arrives under the plate it was booked with.
const mayBeEmpty = ["code", "what", "plate"];
/** @param {object} body */
function trimmed(body) {
  return Object.fromEntries(Object.entries(body).filter(([name, value]) => value !== undefined && value !== null
    && (value !== "" || mayBeEmpty.includes(name))));
}

/** Asks who is there unless the device knows; throws when nobody says. */
export async function knowWho() {
  if (actor.peek().chosen) return;
  const chosen = await chooseWho();
  if (!chosen) {
    const nobody = new Refused(0);
    nobody.message = t("who.needed");
    throw nobody;
  }
}

/** Chooses who is at this device: the people of the page's role first, or any name. */
export const chooseWho = () => dialog(({ close }) => html`<${WhoSheet} close=${close} />`);

function WhoSheet({ close }) {
  const [people, setPeople] = useState(null);
  const [name, setName] = useState("");
  const role = actor.value.role;
  useEffect(() => {
    if (shop.peek()) api(inShop("/people"), undefined, { quiet: true }).then((found) => setPeople(found.people),
      () => setPeople([]));
    else setPeople([]);
  }, []);
  const take = (who) => { actAs(who); close(who); };
  const tile = (person) => html`<button type="button" class="button who-tile" key=${person.id}
    onClick=${() => take(person.name)}>
    <b>${person.name}</b><small>${tt("role", person.roles.includes(role) ? role : person.roles[0])}</small></button>`;
  const first = (people || []).filter((one) => one.roles.includes(role)),
    others = (people || []).filter((one) => !one.roles.includes(role));
  const typed = (event) => { event.preventDefault(); if (name.trim()) take(name.trim()); };
  return html`<${Sheet} title=${t("who.title")} close=${close}>
    <p class="soft">${t("who.line")}</p>
    ${people === null && html`<p class="soft">${t("list.loading")}</p>`}
    ${first.length > 0 && html`<div class="who-tiles">${first.map(tile)}</div>`}
    ${others.length > 0 && html`<details open=${first.length === 0}><summary>${t("who.others")}</summary>
      <div class="who-tiles">${others.map(tile)}</div></details>`}
    ${people !== null && html`<details open=${people.length === 0}><summary>${t("who.typed")}</summary>
      <form class="row" onSubmit=${typed}><input class="input" name="who" aria-label=${t("field.name")}
        placeholder=${t("field.name")} value=${name} onInput=${(event) => setName(event.target.value)} />
        <button class="button primary" disabled=${!name.trim()}>${t("button.ok")}</button></form></details>`}<//>`;
}

/** The id of the person at this device, "" when the shop does not know the name. */
export async function myself() {
  const found = await api(inShop("/people"), undefined, { quiet: true }).catch(() => ({ people: [] }));
  const me = found.people.find((one) => one.name === actor.peek().name);
  return me ? me.id : "";
}
