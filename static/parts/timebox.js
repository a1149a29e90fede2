// @ts-check
// A day and a time of day. The browser's own box shows 04:00 PM wherever its menus are in English; a workshop
// reads 24 hours everywhere, and a promise is nearly always within the next days.

import { html, useState } from "../vendor/preact.js";
import { dateWeek, dayKey, fromBox, now, t } from "../lib/words.js";

const DAYS = 14;
const noon = (day) => Date.parse(fromBox(`${day}T12:00`));

/** value and what onChange gets are "2026-07-14T16:30" in the shop's zone, or "" while there is no valid time. */
export function TimeBox({ name, value, onChange, missing, days = DAYS }) {
  const today = dayKey(now.peek());
  const [day, setDay] = useState(value ? value.slice(0, 10) : today);
  const [typed, setTyped] = useState(value ? value.slice(11, 16) : "");
  const list = Array.from({ length: days }, (_, n) => dayKey(noon(today) + n * 864e5));
  if (!list.includes(day)) list.unshift(day);
  const tell = (newDay, text) => { const time = readTime(text); onChange(time ? `${newDay}T${time}` : ""); };
  const tomorrow = dayKey(noon(today) + 864e5);
  const label = (one) => (one === today ? t("date.today") : one === tomorrow ? t("date.tomorrow")
    : dateWeek(noon(one)));
  return html`<div class="row">
    <select class="input" name="${name}_day" value=${day} onChange=${(event) => { setDay(event.target.value);
      tell(event.target.value, typed); }}>
      ${list.map((one) => html`<option key=${one} value=${one}>${label(one)}</option>`)}</select>
    <input class="input" name=${name} inputmode="numeric" autocomplete="off" placeholder="16:30" value=${typed}
      aria-invalid=${missing || (typed && !readTime(typed)) ? "true" : undefined}
      onInput=${(event) => { setTyped(event.target.value); tell(day, event.target.value); }}
        onBlur=${() => setTyped(readTime(typed) || typed)} /></div>`;
}

/** "16:30" from 16:30, 1630, 16.30, 16：30 or 9; "" when it is no time of day. */
export function readTime(text) {
  const found = /^\s*(\d{1,2})(?:\s*[:：.]?\s*(\d{2}))?\s*$/.exec(text);
  if (!found || Number(found[1]) > 23 || Number(found[2] || 0) > 59) return "";
  return `${found[1].padStart(2, "0")}:${found[2] || "00"}`;
}
