// @ts-check
// Words and times for components: text.js behind signals, so that a change of language or a tick of the
// clock redraws exactly what shows it.

import { signal, computed } from "../vendor/preact.js";

const text = window.BaylineText;

/** The language in force. */
export const lang = signal(text.lang());

/** The word for a key; {names} filled from args. @param {string} key @param {Record<string, unknown>} [args] */
export function t(key, args) {
  lang.value;
  return text.t(key, args);
}

/** The word for prefix.code when there is one, else the code itself: tt("stage", card.stage).
 * @param {string} prefix @param {string} code */
export function tt(prefix, code) {
  lang.value;
  return text.has(`${prefix}.${code}`) ? text.t(`${prefix}.${code}`) : code || "";
}

/** The codes that have a word in a family: codes("stop"). @param {string} family */
export const codes = (family) => { lang.value; return text.codes(family); };

/** The sentence of a message {code, args}. @param {import("../check/types/pages").Message} message */
export const say = (message) => { lang.value; return text.say(message); };
/** The sentences of a list, once each. @param {import("../check/types/pages").Message[]} messages */
export const sayAll = (messages) => { lang.value; return text.sayAll(messages); };
/** The name of a thing {zh, en}. @param {import("../check/types/pages").Both} both */
export const nameOf = (both) => { lang.value; return text.name(both || {}); };

/** What a thing is called: name_zh and name_en or another pair, {zh, en}, its one name; a message {code, args}, or
 * what carries one, said.
 * @param {any} thing @param {string} [prefix] @returns {string} */
export function named(thing, prefix = "name") {
  if (!thing) return "";
  if (thing.message && thing.message.code) return say(thing.message);
  const zh = thing[`${prefix}_zh`] ?? thing.zh, en = thing[`${prefix}_en`] ?? thing.en;
  if (zh || en) return nameOf({ zh, en });
  return thing[prefix] || (thing.code ? say(thing) : nameOf(thing));
}

/** The next language, and what its people call it. */
export const nextLanguage = () => { lang.value; return text.other(); };
/** @param {string} code */
export const languageName = (code) => text.languageName(code);

/**
 * Loads a language and redraws; keep=true remembers it on this device. @param {string} [language] @param {boolean}
 * [keep]
 */
export async function speak(language, keep = false) {
  lang.value = await text.load(language);
  if (keep) {
    text.remember(lang.value);
    const url = new URL(location.href);
    if (url.searchParams.has("lang")) {
      url.searchParams.set("lang", lang.value);
      history.replaceState(null, "", url);
    }
  }
}

// The time of the shop is the server's: a tablet's clock may be wrong, and a simulated shop has its own.
const started = performance.now();
const known = signal({ at: Date.now(), seen: started, rate: 1 });
const beat = signal(0);
setInterval(() => { beat.value++; }, 1000);

/** Tells the clock the server's time; rate is how fast it runs (1, or the speed of a simulated shop).
 * @param {import("../check/types/pages").Time} at @param {number} [rate] */
export function serverTime(at, rate = 1) {
  known.value = { at: Number(new Date(at)), seen: performance.now(), rate };
}

/** The shop's time in milliseconds, each second. A component that reads it redraws each second. */
export const now = computed(() => {
  beat.value;
  const { at, seen, rate } = known.value;
  return at + (performance.now() - seen) * rate;
});

/** The same, moving only every ten seconds: for ages and remaining times in long lists. */
export const lately = computed(() => Math.floor(now.value / 10000) * 10000);

text.setNow(() => now.peek());

/**
 * These read lang, so that what they return follows the language.
 * @template {"time"|"clock"|"date"|"dateWeek"|"dayKey"|"range"|"duration"|"words"|"hours"|"percent"|"plate"} Name
 * @param {Name} name
 * @returns {Window["BaylineText"][Name]}
 */
const follow = (name) => (/** @type {any[]} */ ...args) => { lang.value;
  return /** @type {any} */ (text)[name](...args); };
export const time = follow("time");
export const clock = follow("clock");
export const date = follow("date");
export const dateWeek = follow("dateWeek");
export const dayKey = follow("dayKey");
/** @param {import("../check/types/pages").Time} x @param {import("../check/types/pages").Time} [from] */
export const when = (x, from = lately.value) => { lang.value; return text.when(x, from); };
/** @param {import("../check/types/pages").Time} x @param {import("../check/types/pages").Time} [from] */
export const ago = (x, from = lately.value) => { lang.value; return text.ago(x, from); };
export const range = follow("range");
export const duration = follow("duration");
export const inWords = follow("words");
export const hours = follow("hours");
export const percent = follow("percent");
export const plate = follow("plate");

/** "2026-07-14T16:30" of a date-time box, read in the shop's zone, as RFC 3339; "" stays "". @param {string} value */
export function fromBox(value) {
  if (!value) return "";
  const wall = Date.parse(`${value}Z`);
  const shown = (/** @type {number} */ at) => Date.parse(`${text.dayKey(at)}T${text.time(at)}Z`);
  let at = wall - (shown(wall) - wall);
  at -= shown(at) - wall;
  return new Date(at).toISOString();
}

/** A time as a date-time box wants it, in the shop's zone. @param {import("../check/types/pages").Time} x */
export const toBox = (x) => (x ? `${text.dayKey(x)}T${text.time(x)}` : "");
