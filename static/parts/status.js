// @ts-check
// Small things every staff page shows: health, plate, freshness, tags, empty lists, choices.

import { html } from "../vendor/preact.js";
import { Icon, flagIcon, stageIcon } from "./icon.js";
import { link } from "../lib/feed.js";
import { ago, lately, plate, t, time, tt } from "../lib/words.js";

/** <${Health} of="risk" /> or with its own words: <${Health} of="late" text="超时 12 分" />. */
export function Health({ of = "unknown", text }) {
  return html`<span class="chip is-${of}">${text || tt("health", of)}</span>`;
}

/** <${Plate} of="粤A8Q27M" /> writes 粤A·8Q27M. */
export const Plate = ({ of }) => html`<span class="plate">${plate(of)}</span>`;

/** Icon and word of a stage. */
export function Stage({ of }) {
  return html`<span class="row"><${Icon} name=${stageIcon[of] || "circle-dashed"} class="soft" />
    ${tt("stage", of)}</span>`;
}

/** The flags of a visit as small tags. */
export function Flags({ of = [] }) {
  return of.map((flag) => html`<span class="tag" key=${flag}><${Icon} name=${flagIcon[flag] || "flag"} />
    ${tt("flag", flag)}</span>`);
}

/** Work done against work sold, minutes both. */
export function Bar({ done = 0, sold = 0, health }) {
  const part = sold > 0 ? Math.min(100, (100 * done) / sold) : 0;
  return html`<div class="bar is-${health || "normal"}"><i style="width:${part}%"></i></div>`;
}

/** An empty list says so in words. */
export function Empty({ icon = "car", text, children }) {
  return html`<div class="empty"><${Icon} name=${icon} /><p>${text || t("list.empty")}</p>${children}</div>`;
}

/** One of a few as buttons: options [{value, label, icon}]. */
export function Choices({ options, value, onChange, tabs = false }) {
  return html`<div class=${tabs ? "tabs" : "choices"} role="group">${options.map((one) => html`
    <button type="button" class="button" key=${one.value} aria-pressed=${String(one.value === value)}
      onClick=${() => onChange(one.value)}>
      ${one.icon && html`<${Icon} name=${one.icon} />`}${one.label}</button>`)}</div>`;
}

/** The link of the page's live view in words: 实时 14:32, 定时刷新, 重连中, 数据截至 14:31. */
export function Fresh() {
  const status = link.value;
  if (!status) return null;
  const fresh = status.level === "fresh" && status.phase !== "connecting";
  const old = !fresh && status.level !== "reconnecting" && Boolean(status.at);
  const words = fresh ? `${t(status.phase === "polling" ? "fresh.polling" : "fresh.live")} · ${time(lately.value)}`
    : old ? t("fresh.as_of", { time: time(status.at) })
      : t(status.phase === "connecting" ? "fresh.connecting" : "fresh.reconnecting");
  return html`<span class="fresh ${old ? "is-stale" : ""}" title=${status.at ? ago(status.at) : ""}>
    <i class="link-dot ${fresh ? "" : "is-waiting"}"></i>${words}</span>`;
}
