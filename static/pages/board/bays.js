// @ts-check
// The bays on a time axis: two hours back, four ahead, the present at a third. Solid is done or going on, striped
// is planned, hatched holds the bay without people; an edge marks what ends after its car is promised.

import { html, useMemo } from "../../vendor/preact.js";
import { Icon } from "../../parts/icon.js";
import { health, words } from "./card.js";

const text = window.BaylineText;
const BACK = 2 * 3600e3, AHEAD = 4 * 3600e3, WHOLE = BACK + AHEAD;
const HOUR = 3600e3, NEAR = 30 * 6e4;

export function Bays({ bays, at }) {
  return html`<section class="bays"><div class="bay-axis"><div class="bay-name"></div><div class="bay-scale">
    ${hours(at).map((hour) => html`
      <span style="left:${place(hour, at)}%" key=${hour}>${text.time(hour)}</span>`)}</div></div>
    <div class="bay-rows">${bays.map((bay) => html`<${Row} bay=${bay} at=${at} key=${bay.bay} />`)}
      <div class="bay-now"><i></i></div></div></section>`;
}

// Whole hours of the shop's clock on the axis; the last one has no room for its words.
function hours(at) {
  const list = [], offset = minuteOf(at);
  for (let hour = at - offset - BACK + (offset ? HOUR : 0); hour < at + AHEAD - 20 * 6e4; hour += HOUR) list.push(hour);
  return list;
}

const minuteOf = (at) => {
  const [, minute] = text.time(at).split(":");
  return Number(minute) * 6e4 + at % 6e4;
};

const place = (time, at) => Math.max(0, Math.min(100, 100 * (time - (at - BACK)) / WHOLE)).toFixed(2);

const Row = ({ bay, at }) => useMemo(() => draw(bay, at), [bay, at]);

function draw(bay, at) {
  const crew = bay.technicians ? bay.technicians.join(" ") : bay.team || "";
  const jobs = bay.jobs.map((job) => ({ ...job, from: Number(new Date(job.start)),
    to: job.finish ? Number(new Date(job.finish)) : at }))
    .map((job) => (job.running && job.to < at ? { ...job, to: at } : job))
    .filter((job) => job.to > at - BACK && job.from < at + AHEAD);
  share(jobs);
  return html`<div class="bay" data-bay=${bay.bay} data-state=${bay.state}>
    <div class="bay-name"><b class="cut">${bay.name}</b><span class="cut">${crew}</span></div>
    <div class="lane ${bay.state === "maintenance" ? "is-out" : ""}">
      ${jobs.map((job) => html`<${Job} job=${job} at=${at}
      key=${`${job.visit}/${job.line || 0}/${job.kind}/${job.start}`} />`)}
      ${bay.state === "maintenance" ? html`<span class="lane-word is-out"><${Icon} name="hammer" />
        ${text.t("bay.maintenance")} · ${bay.why}</span>` : idle(bay, jobs, at)}</div></div>`;
}

// Work on one car at the same time shares the height of the lane.
function share(jobs) {
  let group = [], end = -Infinity;
  const close = () => { for (const job of group) job.tracks = Math.max(...group.map((one) => one.track)) + 1; };
  for (const job of jobs) {
    if (job.from >= end - 6e4) {
      close();
      group = [];
    }
    const taken = group.filter((one) => one.to > job.from + 6e4).map((one) => one.track);
    job.track = 0;
    while (taken.includes(job.track)) job.track++;
    group.push(job);
    end = Math.max(end, job.to);
  }
  close();
}

// An empty bay says so at the present, on the side where there is room.
function idle(bay, jobs, at) {
  if (bay.state !== "free" || jobs.some((job) => job.from <= at && job.to > at)) return null;
  const soon = jobs.some((job) => job.from > at && job.from < at + NEAR);
  return html`<span class="lane-word is-free ${soon ? "is-before" : ""}">${text.t("bay.free")}</span>`;
}

function Job({ job, at }) {
  const left = place(job.from, at), width = Number(place(job.to, at)) - Number(left);
  const kind = health({ risk: job.health });
  const marked = job.past_promise || (kind === "risk" && job.running);
  const edge = job.past_promise ? "late" : kind;
  const high = job.tracks > 1
    ? `;top:${(100 * job.track) / job.tracks}%;bottom:${100 - (100 * (job.track + 1)) / job.tracks}%` : "";
  const plate = text.plate(job.plate), short = plate.slice(plate.indexOf("·") + 1);
  const second = job.kind === "stopped" ? text.t(`stop.${job.stop_reason}`)
    : job.task === "work" ? words(job.work) : text.t(`step.${job.task}`);
  return html`<div class="job is-${job.kind} ${marked ? `edge-${edge}` : ""} ${high ? "is-shared" : ""}"
    style="left:${left}%;width:${width.toFixed(2)}%${high}">
    <b>${short}</b><small>${second}</small></div>`;
}
