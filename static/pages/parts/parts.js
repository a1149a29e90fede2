// @ts-check
// The parts clerk's page: every part line of the orders in the shop, what somebody waits for first.

import { mount, html, Choices, Empty, Head, Icon, Plate, act, ask, inWords, now, t, tt, useLive, useState,
  when } from "../../parts/app.js";
import { answers, named, ordered, soon } from "../../lib/cars.js";

// Where a part may go from each state, the usual step first.
const moves = {
  unchecked: ["kitted", "short", "issued"], kitted: ["issued", "short"], short: ["ordered", "in_transit", "arrived",
    "kitted"], ordered: ["in_transit", "arrived"],
  in_transit: ["arrived"], arrived: ["issued", "kitted"], issued: ["returned"], returned: [],
};
const groups = { todo: ["unchecked", "short", "arrived"], coming: ["ordered", "in_transit"], there: ["kitted", "issued",
  "returned"] };

function Parts() {
  const { state, changed, ready } = useLive("parts");
  const [group, setGroup] = useState("todo");
  const [typed, setTyped] = useState("");
  const lines = ordered(state, "lines");
  const inGroup = (line, name) => name === "all" || groups[name].includes(line.state)
    || (name === "todo" && line.waiting);
  const shown = lines.filter((line) => inGroup(line, group) && answers(line, typed));
  const unchecked = [...new Map(lines.filter((line) => line.state === "unchecked").map((line) => [line.visit,
    line])).values()];
  return html`<${Head} title=${t("nav.parts")} about=${ready && t("parts.about",
    { waiting: new Set(lines.filter((line) => line.waiting).map((line) => line.visit)).size,
    unchecked: unchecked.length })} />
    <div class="bar-row"><${Choices} tabs value=${group} onChange=${setGroup} options=${["todo", "coming", "there",
      "all"].map((value) => ({ value,
      label: `${t(`parts.${value}`)} ${lines.filter((line) => inGroup(line, value)).length}` }))} />
      <label class="search"><${Icon} name="search" /><input class="input" type="search" name="find"
        placeholder=${t("parts.find")} aria-label=${t("parts.find")} value=${typed}
        onInput=${(event) => setTyped(event.target.value)} /></label></div>
    ${!ready ? html`<p class="soft">${t("list.loading")}</p>` : shown.length === 0
      ? html`<${Empty} icon="package-check" text=${t("parts.none")} />`
      : html`<div class="table-box"><table class="table as-cards"><thead><tr><th>${t("field.plate")}</th>
      <th>${t("parts.part")}</th><th>${t("field.operation")}</th>
      <th>${t("parts.state")}</th><th>${t("parts.eta")}</th><th>${t("parts.needed_at")}</th>
        <th>${t("field.promised_at")}</th><th></th></tr></thead>
      <tbody>${shown.map((line) => html`<${Line} key=${line.key} line=${line} all=${lines}
        fresh=${changed.includes(`lines/${line.key}`)} />`)}</tbody></table></div>`}`;
}

function Line({ line, all, fresh }) {
  const same = all.filter((one) => one.visit === line.visit && one.state === "unchecked");
  const first = same.length > 1 && same[0].key === line.key;
  return html`<tr class="edge-row ${line.waiting ? "is-stopped" : ""} ${fresh ? "changed" : ""}">
    <td><${Plate} of=${line.plate} /><small>${[line.order_no, line.model].filter(Boolean).join(" · ")}</small></td>
    <td><b>${named(line)}</b>${line.note && html`<small>${line.note}</small>`}</td><td class="why">
      ${named(line, "work")}</td>
    <td><span class="tag">${tt("part", line.state)}</span>
      ${line.waiting && html`<small class="waits">${t("parts.waiting",
      { time: inWords(now.value - Date.parse(line.waiting_since)) })}${line.bay ? ` · ${line.bay.name}` : ""}
      </small>`}</td>
    <td>${line.eta ? when(line.eta) : "–"}</td><td>${line.needed_at ? when(line.needed_at) : "–"}</td>
      <td>${line.promised_at ? when(line.promised_at) : "–"}</td>
    <td><div class="row">${first && html`<button class="button primary" onClick=${() => kitAll(same)}>
      <${Icon} name="check-check" />${t("parts.kit_all", { n: same.length })}</button>`}
      ${moves[line.state].map((to, n) => html`<button class="button ${n === 0 && !first ? "primary" : ""}" key=${to}
        onClick=${() => move(line, to)}>${t(`parts.to_${to}`)}</button>`)}</div></td></tr>`;
}

// A part that is on its way has an expected time; without one no promise can be forecast.
function move(line, to) {
  const body = { visit: line.visit, id: line.id, state: to };
  if (!["short", "ordered", "in_transit"].includes(to)) return act("set_part", { ...body, note: line.note });
  return ask({
    title: t(`parts.to_${to}`), intro: `${line.plate} · ${named(line)}`, submit: t("button.save"),
    fields: [{ name: "eta", label: t("parts.eta"), type: "datetime", required: to !== "short",
      value: line.eta || (to === "short" ? "" : soon(180, 30)) }, { name: "note", label: t("field.note"),
      value: line.note }],
    send: (values) => act("set_part", { ...body, ...values }, { quiet: true }),
  });
}

async function kitAll(lines) {
  for (const line of lines) await act("set_part", { visit: line.visit, id: line.id, state: "kitted" },
    { said: t("parts.kitted_all", { plate: line.plate }) });
}

mount(Parts, { page: "parts" });
