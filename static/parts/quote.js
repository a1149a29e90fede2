// @ts-check
// When a car can be promised: the times the forecast keeps with a chosen chance, one press each, or a time of
// one's own with its chance. The server plans the shop with the car in it to answer.

import { html, useEffect, useRef, useState } from "../vendor/preact.js";
import { inShop } from "./act.js";
import { api } from "../lib/api.js";
import { named } from "../lib/cars.js";
import { Icon } from "./icon.js";
import { TimeBox } from "./timebox.js";
import { fromBox, percent, t, toBox, when } from "../lib/words.js";

const AGAIN = 60000; // ms after which an open question is asked again: the shop goes on
const TYPING = 350; // ms a time may still be typed on before its chance is asked

/**
 * The promise of an inquiry ({visit, operations, additional, class, ...} of POST /quotes). value is RFC 3339, "" while
 * there is none; onChange gets the shop's own chance as soon as it is known, then what is pressed or typed.
 * again is asked anew when it changes; start is shown in the box when the times cannot be had.
 */
export function PromiseBox({ inquiry, value, onChange, again = "", start = "", name = "promised_at" }) {
  const [said, setSaid] = useState(null); // {times, share, reasons, harmed, met} or {wrong}
  const [chosen, setChosen] = useState(0); // percent; 0: the shop's own, -1: a time of one's own
  const latest = useRef(/** @type {{chosen?: number, value?: string, onChange?(at: string): void}} */ ({}));
  latest.current = { chosen, value, onChange };
  const key = `${JSON.stringify(inquiry)} ${again}`;

  const asked = chosen < 0 ? value : "";
  useEffect(() => {
    let over = false;
    const ask = async () => {
      const answer = await api(inShop("/quotes"), { ...inquiry, ...(asked ? { promised_at: asked } : {}) },
        { quiet: true }).catch((error) => ({ wrong: error.message, times: [] }));
      if (over) return;
      setSaid(answer);
      const { chosen: now, onChange: tell } = latest.current;
      const taken = answer.times.find((one) => one.percent === (now || answer.share));
      if (now >= 0 && taken && taken.at !== latest.current.value) tell(taken.at);
      else if (now >= 0 && !taken) { setChosen(-1); tell(latest.current.value || start); }
    };
    const first = setTimeout(ask, asked ? TYPING : 0), later = setInterval(ask, AGAIN);
    return () => { over = true; clearTimeout(first); clearInterval(later); };
  }, [key, asked]);
  useEffect(() => { if (chosen < 0 && said && said.times.length === 0) setChosen(0); }, [key]);

  if (!said) return html`<p class="soft quote-wait" aria-busy="true"><${Icon} name="clock" />${t("quote.loading")}</p>`;
  const share = chosen || said.share;
  const press = (percentage) => {
    setChosen(percentage);
    const taken = said.times.find((one) => one.percent === percentage);
    if (taken) onChange(taken.at);
  };
  return html`<div class="quote stack">
    ${said.wrong && html`<p role="alert"><span class="chip is-late">${said.wrong}</span></p>`}
    ${said.times.length > 0 && html`<div class="quote-times">
      ${said.times.map((one) => html`<button type="button" class="button" key=${one.percent} data-percent=${one.percent}
      aria-pressed=${String(chosen >= 0 && share === one.percent)} onClick=${() => press(one.percent)}>
        <small>${t("quote.chance", { n: one.percent })}</small><b>${when(one.at)}</b>${one.percent === said.share
          && html`<small>${t("quote.usual")}</small>`}</button>`)}
      <button type="button" class="button own" aria-pressed=${String(chosen < 0)} onClick=${() => setChosen(-1)}>
        <small>${t("quote.other")}</small><b><${Icon} name="pencil" /></b></button></div>`}
    ${chosen < 0 && html`<div class="field"><span>${t("field.promised_at")}</span><${TimeBox} name=${name}
      value=${toBox(value || start)} onChange=${(typed) => { if (typed) onChange(fromBox(typed)); }} /></div>`}
    ${chosen < 0 && said.met != null && asked && html`<p class="quote-met" data-met=${Math.round(said.met * 100)}>
      <span class="chip is-${said.met < 0.5 ? "late" : said.met * 100 < said.share ? "risk" : "ready"}">
      ${t("quote.met", { chance: percent(said.met) })}</span></p>`}
    ${(said.harmed || []).length > 0 && html`<ul class="reasons harm">
      ${said.harmed.slice(0, 4).map((one) => html`<li key=${one.visit}><${Icon} name="triangle-alert" />
      ${t("quote.harms", { plate: one.plate, time: when(one.promised_at), before: percent(one.before),
      after: percent(one.after) })}</li>`)}</ul>`}
    ${(said.reasons || []).length > 0 && html`<ul class="reasons">${said.reasons.slice(0, 4).map((one,
      n) => html`<li key=${n}><${Icon} name="info" />${named(one)}</li>`)}</ul>`}</div>`;
}
