// @ts-check
// The time axis of the dispatch page: a lane per bay or technician, bars for what was, is and is planned.

import { html } from "../../vendor/preact.js";
import { healthOf, named, people } from "../../lib/cars.js";
import { Icon } from "../../parts/icon.js";
import { date, dayKey, now, plate, t, time, tt } from "../../lib/words.js";

const MINUTE = 60000, HOUR = 60 * MINUTE;

/** The stretch of time shown: from, to and where a time lies in it, in percent. */
export function frame(start, hours) {
  const from = Math.floor(start / (HOUR / 2)) * (HOUR / 2), to = from + hours * HOUR;
  return { from, to, at: (x) => ((Number(new Date(x)) - from) / (to - from)) * 100,
    time: (part) => from + part * (to - from) };
}

/** Snaps a time to five minutes. */
export const snap = (ms) => Math.round(ms / (5 * MINUTE)) * 5 * MINUTE;

/**
 * The lanes, with the frame's hours above and the line of now across them. pick(bar) opens one; press starts a drag.
 */
export function Axis({ axis, span, lanes, bars, shifts, pick, press, ghost, names, empty }) {
  const marks = [], step = span.to - span.from > 8 * HOUR ? HOUR : HOUR / 2;
  for (let at = Math.ceil(span.from / step) * step; at < span.to; at += step) marks.push(at);
  const line = span.at(now.value);
  return html`<div class="axis" data-axis=${axis} style="--lanes:${lanes.length}">
    <div class="axis-head"><div class="axis-name"></div><div class="axis-hours">
      ${marks.map((at, n) => html`<span key=${at} style="left:${span.at(at)}%">${time(at)}
      ${n > 0 && dayKey(at) !== dayKey(marks[n - 1]) ? html` <b>${date(at)}</b>` : ""}</span>`)}</div></div>
    <div class="axis-body">${lanes.length === 0 && html`<p class="soft axis-empty">${empty}</p>`}
      ${lanes.map((lane) => html`<${Lane} key=${lane.id} lane=${lane} axis=${axis} span=${span} marks=${marks}
        shifts=${lane.shifts || shifts} pick=${pick} press=${press} names=${names} bars=${barsOf(axis, lane, bars)}
        ghost=${ghost && ghost.lane === lane.id ? ghost : null} />`)}
      ${line > 0 && line < 100 && html`<div class="axis-now"><i style="left:${line}%"><span>${time(now.value)}</span>
        </i></div>`}
    </div></div>`;
}

// While paint dries the bay is taken, but its painter is free.
function barsOf(axis, lane, bars) {
  if (axis === "bays") return bars.filter((bar) => bar.bay === lane.id);
  return bars.filter((bar) => (bar.technicians || []).includes(lane.id)).map((bar) => (bar.passive_from ? { ...bar,
    finish: bar.passive_from, passive_from: "" } : bar));
}

function Lane({ lane, axis, span, marks, shifts, bars, pick, press, ghost, names }) {
  const rows = stack(bars.filter((bar) => ends(bar) > span.from && Date.parse(bar.start) < span.to));
  const off = closed(shifts, span);
  return html`<div class="lane ${ghost ? "is-over" : ""} state-${lane.state}" data-lane=${lane.id}
    style="--rows:${Math.max(rows.count, 1)}">
    <div class="axis-name"><b class="cut">${lane.name}</b><small class="cut">${axis === "bays" ? bayWords(lane)
      : technicianWords(lane)}</small></div>
    <div class="lane-track">${marks.map((at) => html`<i class="mark" key=${at} style="left:${span.at(at)}%"></i>`)}
      ${off.map(([from, to]) => html`<i class="closed" key=${from}
        style="left:${clip(span.at(from))}%;width:${clip(span.at(to)) - clip(span.at(from))}%"></i>`)}
      ${rows.bars.map(({ bar, row }) => html`<${BarOn} key=${bar.id} bar=${bar} row=${row} span=${span} pick=${pick}
        press=${press} axis=${axis} names=${names} />`)}
      ${ghost && html`<div class="ghost ${ghost.bad ? "is-bad" : ""}"
        style="left:${clip(span.at(ghost.start))}%;width:${Math.max(1,
        clip(span.at(ghost.finish)) - clip(span.at(ghost.start)))}%"><span>${ghost.words}</span></div>`}
      ${lane.state === "maintenance" && html`<span class="lane-word">${tt("bay", "maintenance")}
        ${lane.maintenance ? ` · ${lane.maintenance}` : ""}
        ${lane.until ? ` ${t("time.until", { time: time(lane.until) })}` : ""}</span>`}
    </div></div>`;
}

function BarOn({ bar, row, span, pick, press, axis, names }) {
  const from = clip(span.at(bar.start)), to = clip(span.at(ends(bar)));
  const late = bar.promised_at && bar.finish && bar.state !== "actual"
    && Date.parse(bar.finish) > Date.parse(bar.promised_at);
  const other = axis === "bays" ? people((bar.technicians || []).map((id) => names.technicians[id] || id))
    : names.bays[bar.bay] || "";
  const what = bar.kind === "work" ? named(bar) : tt("step", bar.kind);
  const movable = press && bar.kind === "work" && (bar.state === "planned" || bar.state === "dispatched");
  const passive = bar.passive_from && Math.max(0, ((Date.parse(bar.finish) - Date.parse(bar.passive_from)) / Math.max(1,
    ends(bar) - Date.parse(bar.start))) * 100);
  const label = `${plate(bar.plate)} ${what} ${tt("bar", bar.state)} ${time(bar.start)}${bar.finish
    ? `–${time(bar.finish)}` : ""} ${other}`;
  return html`<button type="button" class="on-lane is-${bar.state} health-${healthOf(bar.health)} ${late
    ? "is-over-promise" : ""} ${movable ? "can-move" : ""} ${bar.leaving ? "is-leaving" : ""}" data-bar=${bar.id}
    title=${label} aria-label=${label}
      style="left:${from}%;width:calc(${Math.max(to - from, 0.4)}% - 2px);--row:${row}" onClick=${() => pick(bar)}
        onPointerDown=${movable ? (event) => press(event, bar) : undefined}>
    ${passive > 0 && html`<i class="passive" style="width:${passive}%"></i>`}
    <span class="cut"><b>${shortPlate(bar.plate)}</b> ${bar.state === "blocked" && bar.stop
      ? html`<em>‖ ${tt("stop", bar.stop.reason)}</em>` : what}</span>
    <small class="cut">${bar.pinned && html`<${Icon} name="pin" label=${t("button.pin")} />`}
      ${bar.help && html`<${Icon} name="hand-helping" label=${t("flag.help")} />`}${other}</small></button>`;
}

// A lane is narrow: the plate without its province, as people call a car.
const shortPlate = (text) => (/^[\u4e00-\u9fff][A-Z]/.test(text || "") ? text.slice(2) : text);
const clip = (part) => Math.max(0, Math.min(100, part));

/** When a bar ends; what has no end goes on until now. */
export function ends(bar) {
  const at = Date.parse(bar.finish || "");
  if (bar.state === "running" || bar.state === "blocked") return Math.max(at || 0, now.peek() + 2 * MINUTE);
  return at || Date.parse(bar.start) + 15 * MINUTE;
}

// Bars of one lane that overlap go below each other.
function stack(bars) {
  const free = [], placed = [];
  for (const bar of [...bars].sort((a, b) => Date.parse(a.start) - Date.parse(b.start))) {
    let row = free.findIndex((until) => until <= Date.parse(bar.start) + MINUTE);
    if (row < 0) row = free.length;
    free[row] = ends(bar);
    placed.push({ bar, row });
  }
  return { bars: placed, count: free.length };
}

// The stretches of the frame outside the shifts.
function closed(shifts, span) {
  const gaps = [];
  let from = span.from;
  for (const shift of (shifts || []).map((one) => [Date.parse(one.start), Date.parse(one.end)]).filter(([, end]) =>
    end > span.from)) {
    if (shift[0] > from) gaps.push([from, Math.min(shift[0], span.to)]);
    from = Math.max(from, shift[1]);
    if (from >= span.to) return gaps;
  }
  return [...gaps, [from, span.to]];
}

const bayWords = (lane) => (lane.state === "free" ? tt("bay", "free") : lane.state === "blocked"
  || lane.state === "maintenance" ? tt("bay", lane.state) : plate(lane.plate) || tt("bay", lane.state));
const technicianWords = (lane) => `${tt("presence", lane.state)}${lane.until
  ? ` ${t("time.until", { time: time(lane.until) })}` : ""} · ${(lane.trades || []).map((one) => tt("trade", one))
  .join("/")}`;
