// @ts-check
// Reading the staff views: ordered lists, names in the language in force, healths as the pages colour them.

import { html } from "../vendor/preact.js";
import { Health } from "../parts/status.js";
import { dayKey, hours, inWords, named, now, t, time, tt, when } from "./words.js";

/**
 * The values of a list of the view in its order: ordered(state, "cars") reads order/cars and cars/ID.
 * @template Of
 * @template {string} List
 * @template {string} [From=List]
 * @param {Of} state
 * @param {List} list
 * @param {From} [from]
 * @returns {import("../check/types/pages").Row<Of, From>[]}
 */
export function ordered(state, list, from) {
  const entries = /** @type {Record<string, any>} */ (state);
  return (entries[`order/${list}`] || []).map((/** @type {string} */ key) => entries[`${from || list}/${key}`])
    .filter(Boolean);
}

export { named };

/** 王、李 of [{name}], or of ids with a table of names. @param {(string|{name?: string})[]} list */
export const people = (list) => (list || []).map((one) => (typeof one === "string" ? one : one.name || one))
  .join(t("list.separator"));

/** The health of a car as tokens.css calls it. @param {string} code */
export const healthOf = (code) => (code === "at_risk" ? "risk" : code || "unknown");

/** Things one after the other: 甲；乙. @param {string[]} list */
export const joined = (list) => list.join(t("list.separator_clause"));

/** Standard minutes as hours: 1.5 h. @param {number} minutes */
export const manHours = (minutes) => t("time.man_hours", { n: hours(minutes / 60) });

/** The chip of a car: late by how much, stopped for what, at risk, ready, normal. */
export function CarHealth({ car }) {
  const of = healthOf(car.health);
  // the settlement is what is held against the promise
  const until = car.settled_at ? Date.parse(car.settled_at) : now.value;
  if (of === "late" && car.promised_at && until > Date.parse(car.promised_at)) {
    return html`<${Health} of="late" text=${t("health.late_by",
      { time: inWords(until - Date.parse(car.promised_at)) })} />`;
  }
  if (of === "stopped" && car.stop) {
    return html`<${Health} of="stopped" text=${tt("stop", car.stop.reason) + (car.stop.until
      ? ` ${when(car.stop.until)}` : "")} />`;
  }
  return html`<${Health} of=${of} />`;
}

/** A stretch of time that names the day where it is not today: 16:30–17:00, 17:05–明天 08:57, 明天 11:00–15:19.
 * @param {string} from @param {string} to */
export function stretch(from, to) {
  if (!from) return to ? when(to) : "–";
  if (!to) return when(from);
  const end = dayKey(from) === dayKey(to) ? time(to) : when(to);
  return time(from) === time(to) && dayKey(from) === dayKey(to) ? when(from) : t("time.range", { from: when(from),
    to: end });
}

/** Reasons are whole sentences. @param {any[]} reasons @param {number} [most] */
export const sentences = (reasons, most = 2) => (reasons || []).slice(0, most).map((one) => named(one))
  .join(t("list.sentences"));

/** Whether a car answers to what was typed: plate, order number, customer, model, pickup code.
 * @param {Record<string, any>} car @param {string} typed */
export function answers(car, typed) {
  const wanted = typed.trim().toUpperCase().replace(/[·\s-]/g, "");
  return !wanted || [car.plate, car.order_no, car.customer, car.model, car.code, car.phone].some((text) =>
    (text || "").toUpperCase().replace(/[·\s-]/g, "").includes(wanted));
}

/** RFC 3339 of a time in milliseconds, on the minute. @param {number} ms */
export const iso = (ms) => new Date(Math.round(ms / 60000) * 60000).toISOString();

/** The next time on a whole step of minutes, at least ahead minutes from now.
 * @param {number} ahead @param {number} [step] @param {number} [from] */
export const soon = (ahead, step = 15, from = now.peek()) =>
  iso(Math.ceil((from + ahead * 60000) / (step * 60000)) * step * 60000);
