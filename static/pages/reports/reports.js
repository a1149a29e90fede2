// @ts-check
// The reports page: how far the forecasts can be trusted, from what was said about the last cars handed over and
// what came true.

import { mount, html, Head, Empty, Icon, api, percent, shop, t, useEffect, useLive,
  useState } from "../../parts/app.js";

const AGAIN = 60e3; // ms between two looks

function Reports() {
  useLive("welcome"); // its messages carry the shop's time, for the freshness
  const place = shop.value && shop.value.id;
  const [report, setReport] = useState(null);
  useEffect(() => {
    if (!place) return undefined;
    const look = () => api(`/reports/forecast?shop=${encodeURIComponent(place)}`, undefined, { quiet: report !== null })
      .then(setReport, () => {});
    look();
    const timer = setInterval(look, AGAIN);
    return () => clearInterval(timer);
  }, [place]);
  return html`<${Head} title=${t("nav.reports")} about=${report && t("reports.about", { n: report.cars })}>
      <button class="button no-print" onClick=${() => window.print()}><${Icon} name="printer" />${t("button.print")}
        </button><//>
    ${!report ? html`<div class="card skeleton-card" aria-busy="true">${t("list.loading")}</div>`
      : html`<${Reliability} of=${report} />`}`;
}

function Reliability({ of }) {
  if (!of.forecasts) return html`<section class="report"><h2>${t("reports.forecast_title")}</h2>
    <${Empty} icon="chart-column" text=${t("reports.empty", { n: of.needed })} /></section>`;
  const told = of.horizons.filter((one) => one.forecasts);
  return html`<section class="report"><h2>${t("reports.forecast_title")}</h2>
    <p class="soft">${of.needed ? t("reports.more_needed", { n: of.needed })
      : t("reports.corrected")} ${of.learned.operations > 0 && t("reports.learned", { n: of.learned.operations,
      ratio: percent(of.learned.ratio), grown: percent(of.learned.grown), failed: percent(of.learned.failed) })}</p>
    <div class="figures">
      <${Figure} name="on_time" value=${percent(of.on_time)} />
      <${Figure} name="coverage" value=${percent(of.coverage)} />
      <${Figure} name="brier" value=${of.brier.toFixed(3)} line=${{ guess: of.guess.toFixed(3) }} />
      <${Figure} name="pinball" value=${minutes(of.pinball)} /></div>
    <div class="report-pair">
      <figure class="card"><figcaption><h3>${t("reports.diagram")}</h3><p class="soft">${t("reports.diagram_line")}</p>
        </figcaption><${Diagram} table=${of.table} all=${of.forecasts} /></figure>
      <div class="table-box"><table class="table"><thead><tr><th>${t("reports.bin")}</th><th class="num">
        ${t("reports.forecasts")}</th><th class="num">${t("reports.said_mean")}</th><th class="num">${t("reports.came")}
        </th></tr></thead>
        <tbody>${of.table.map((row) => html`<tr key=${row.from}><td>${percent(row.from)}–${percent(row.to)}</td>
          <td class="num">${row.forecasts}</td>
          <td class="num">${row.forecasts ? percent(row.said) : "–"}</td><td class="num">
            ${row.forecasts ? percent(row.came) : "–"}</td></tr>`)}</tbody></table></div></div>
    <div class="table-box"><table class="table"><thead><tr><th>${t("reports.horizon")}</th><th class="num">
      ${t("reports.forecasts")}</th><th class="num">${t("reports.brier")}</th><th class="num">
      ${t("reports.coverage")}</th>
        <th class="num">${t("reports.error")}</th><th class="num">${t("reports.pinball")}</th><th class="num">
          ${t("reports.flagged")}</th></tr></thead>
      <tbody>${told.map((one) => html`<tr key=${one.horizon}><td>${t(`reports.h_${one.horizon}`)}</td><td class="num">
        ${one.forecasts}</td><td class="num">${one.brier.toFixed(3)}</td><td class="num">${percent(one.coverage)}</td>
        <td class="num">${minutes(one.error)}</td><td class="num">${minutes(one.pinball)}</td><td class="num">
          ${one.late ? percent(one.flagged) : "–"}</td></tr>`)}</tbody></table></div></section>`;
}

const minutes = (n) => t("reports.minutes", { n: n.toFixed(1) });

const Figure = ({ name, value, line }) => html`<div><small>${t(`reports.${name}`)}</small><b>${value}</b>
  <small>${t(`reports.${name}_line`, line)}</small></div>`;

/** A dot for every bin: across what was said, up what came true. */
function Diagram({ table, all }) {
  const side = 300, edge = 46, at = (share) => edge + share * (side - edge - 16), up = (share) => side - at(share);
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  return html`<svg class="reliability" viewBox=${`0 0 ${side} ${side}`} role="img" aria-label=${t("reports.diagram")}>
    ${ticks.map((share) => html`<line class="grid" x1=${at(0)} x2=${at(1)} y1=${up(share)} y2=${up(share)} />
      <line class="grid" x1=${at(share)} x2=${at(share)} y1=${up(0)} y2=${up(1)} />
      <text x=${at(share)} y=${side - edge + 15} text-anchor="middle">${percent(share)}</text>
        <text x=${edge - 5} y=${up(share) + 4} text-anchor="end">${percent(share)}</text>`)}
    <line class="right" x1=${at(0)} y1=${up(0)} x2=${at(1)} y2=${up(1)} />
    ${table.filter((row) => row.forecasts).map((row) => html`<circle key=${row.from} cx=${at(row.said)}
      cy=${up(row.came)} r=${3 + 11 * Math.sqrt(row.forecasts / all)}><title>${row.forecasts}
      : ${percent(row.said)} → ${percent(row.came)}</title></circle>`)}
    <text x=${(at(0) + at(1)) / 2} y=${side - 3} text-anchor="middle">${t("reports.said")}</text>
      <text transform=${`translate(9 ${(up(0) + up(1)) / 2}) rotate(-90)`} text-anchor="middle">${t("reports.came")}
      </text></svg>`;
}

mount(Reports, { page: "reports" });
