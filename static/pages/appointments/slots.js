// @ts-check
// When a customer can come: two times that advisor and workshop can keep, from a wished time on, or that time itself.

import { html, useEffect, useRef, useState } from "../../vendor/preact.js";
import { inShop } from "../../parts/act.js";
import { api } from "../../lib/api.js";
import { sentences, soon } from "../../lib/cars.js";
import { Icon } from "../../parts/icon.js";
import { TimeBox } from "../../parts/timebox.js";
import { fromBox, percent, t, toBox, tt, when } from "../../lib/words.js";

const TYPING = 350; // ms a wish may still be typed on before it is asked

/**
 * The appointment of an inquiry ({class, advisor, visit} of GET /slots). value is RFC 3339; fill gets the advisor of a
 * slot.
 */
export function SlotBox({ inquiry, value, onChange, fill }) {
  const [wish, setWish] = useState(() => toBox(soon(60)));
  const [said, setSaid] = useState(null); // {slots, reasons} or {wrong}
  const filled = useRef(""); // the advisor came with the slot: that asks nothing new
  const query = Object.fromEntries(Object.entries({ ...inquiry, advisor: inquiry.advisor === filled.current ? ""
    : inquiry.advisor, from: fromBox(wish) }).filter(([, one]) => one));
  const key = JSON.stringify(query);
  useEffect(() => {
    let over = false;
    setSaid(null);
    const asked = setTimeout(() => api(inShop("/slots", query), undefined, { quiet: true })
      .then((answer) => { if (!over) setSaid(answer); },
      (error) => { if (!over) setSaid({ wrong: error.message, slots: [] }); }), TYPING);
    return () => { over = true; clearTimeout(asked); };
  }, [key]);
  const take = (slot) => { onChange(slot.at); if (slot.advisor && !query.advisor) { filled.current = slot.advisor;
    fill({ advisor: slot.advisor }); } };
  const same = (at) => value && Date.parse(value) === Date.parse(at);
  const load = (slot) =>
    slot.trades.map((one) => `${tt("trade", one.trade)} ${percent((one.planned + one.work) / Math.max(one.capacity,
    1))}`).join(" · ");
  return html`<div class="stack slots"><span class="soft">${t("slots.wish")}</span>
    <${TimeBox} name="at" value=${wish} onChange=${(typed) => { if (typed) setWish(typed); }} days=${30} />
    ${!said ? html`<p class="soft quote-wait" aria-busy="true"><${Icon} name="clock" />${t("slots.loading")}
      </p>` : html`
      ${said.wrong && html`<p role="alert"><span class="chip is-late">${said.wrong}</span></p>`}
      <div class="quote-times">${said.slots.map((slot) => html`<button type="button" class="button" key=${slot.at}
        data-slot=${slot.at} aria-pressed=${String(Boolean(same(slot.at)))} onClick=${() => take(slot)}>
          <b>${when(slot.at)}</b><small>${t("slots.ready", { time: when(slot.ready) })}</small><small>${load(slot)}
            </small></button>`)}
        <button type="button" class="button own" aria-pressed=${String(Boolean(same(fromBox(wish))))}
          onClick=${() => onChange(fromBox(wish))}><small>${t("slots.as_wished")}</small><b>${when(fromBox(wish))}</b>
          </button></div>
      ${(said.reasons || []).length > 0 && html`<p class="soft">${sentences(said.reasons)}</p>`}`}</div>`;
}
