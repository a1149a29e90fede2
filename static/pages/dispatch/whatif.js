// @ts-check
// What if: the supervisor imagines changes (somebody leaves, a bay fails, a car comes, a promise moves, work is given
// to
// another), sees what each does to every promise, and carries them out or drops them. Nothing happens before that.

import { html, useEffect, useState } from "../../vendor/preact.js";
import { act, inShop, knowWho } from "../../parts/act.js";
import { api } from "../../lib/api.js";
import { named, people } from "../../lib/cars.js";
import { Field, Sheet, dialog } from "../../parts/form.js";
import { Icon } from "../../parts/icon.js";
import { Choices, Plate } from "../../parts/status.js";
import { address } from "../../lib/shop.js";
import { toast } from "../../parts/toast.js";
import { duration, fromBox, percent, t, tt, when } from "../../lib/words.js";

const AGAIN = 20000; // ms after which the effect is asked again: the shop goes on
const SHIFT = 0.02; // a chance that moves by less is not shown as moved

// What can be imagined: the boxes of each kind, from the lists of the page.
const kinds = {
  person_out: ({ technicians }) => [
    { name: "person", label: t("field.technician"), type: "select", required: true,
      options: technicians.map((one) => ({ value: one.id, label: one.name })) },
    { name: "presence", label: t("field.cause"), type: "choices", value: "off",
      options: ["off", "rescue", "training"].map((value) => ({ value, label: tt("presence", value) })) },
    { name: "from", label: t("whatif.from"), type: "datetime" },
    { name: "until", label: t("whatif.until"), type: "datetime" },
  ],
  bay_out: ({ bays }) => [
    { name: "bay", label: t("field.bay"), type: "select", required: true,
      options: bays.map((one) => ({ value: one.id, label: one.name })) },
    { name: "reason", label: t("field.cause"), type: "text" },
    { name: "until", label: t("whatif.until"), type: "datetime" },
  ],
  car: () => [
    { name: "class", label: t("field.class"), type: "choices", value: "maintenance",
      options: ["maintenance", "general", "first_service", "collision", "warranty"].map((value) => ({ value,
      label: tt("class", value) })) },
    { name: "codes", label: t("whatif.codes"), type: "text" },
    { name: "waiter", label: t("flag.waiter"), type: "tick", value: false },
    { name: "promised_at", label: t("field.promised_at"), type: "datetime" },
  ],
  promise: ({ plates }) => [
    { name: "visit", label: t("field.plate"), type: "select", required: true,
      options: plates.map(([value, label]) => ({ value, label })) },
    { name: "promised_at", label: t("field.new_promise"), type: "datetime", required: true },
    { name: "cause", label: t("field.cause"), type: "choices", value: "shop",
      options: ["shop", "parts", "additional"].map((value) => ({ value, label: tt("cause", value) })) },
    { name: "how", label: t("whatif.agreed"), type: "choices", value: "phone",
      options: ["phone", "wechat", "in_person"].map((value) => ({ value, label: tt("how", value) })) },
  ],
  assign: ({ waiting, technicians }) => [
    { name: "work", label: t("field.operation"), type: "select", required: true,
      options: waiting.map((one) => ({ value: `${one.visit}/${one.line}`, label: `${one.plate} ${named(one)}` })) },
    { name: "technician", label: t("field.technician"), type: "select", required: true,
      options: technicians.map((one) => ({ value: one.id, label: one.name })) },
  ],
};

// The change as the server wants it.
function changeOf(kind, fields, values) {
  const filled = Object.fromEntries(fields.map((field) => [field.name, field.type === "datetime"
    ? fromBox(values[field.name]) : values[field.name]]).filter(([, value]) => value));
  if (kind === "car") {
    const { promised_at, codes, ...car } = filled;
    return { kind, promised_at, car: { ...car, operations: (codes || "").split(/[\s,;，；、]+/).filter(Boolean)
      .map((code) => ({ code })) } };
  }
  if (kind === "assign") {
    const [visit, line] = filled.work.split("/");
    return { kind, visit, line: Number(line), technicians: [filled.technician] };
  }
  return { kind, ...filled };
}

/** Opens the panel; lanes are the lists and names of the dispatch page. */
export const openWhatIf = (lanes) => dialog(({ close }) => html`<${Panel} lanes=${lanes} close=${close} />`);

function Panel({ lanes, close }) {
  const [changes, setChanges] = useState([]);
  const [effect, setEffect] = useState(null); // {cars, moves, before, after, reasons, commands, open} or {wrong}
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState("");
  const lists = { ...lanes, plates: Object.entries(lanes.plates).sort((a, b) => (a[1] < b[1] ? -1 : 1)) };

  useEffect(() => {
    setEffect(null);
    setWrong("");
    if (changes.length === 0) return undefined;
    let over = false;
    const ask = () => api(inShop("/whatif"), { changes }, { quiet: true })
      .then((answer) => { if (!over) setEffect(answer); },
      (error) => { if (!over) setEffect({ wrong: error.message, field: error.field }); });
    ask();
    const again = setInterval(ask, AGAIN);
    return () => { over = true; clearInterval(again); };
  }, [changes]);

  const commit = async () => {
    setBusy(true);
    setWrong("");
    let done = 0;
    try {
      await knowWho();
      for (const command of effect.commands) {
        await act(command.name, command.body, { quiet: true, said: false });
        done++;
      }
      toast(t("whatif.committed", { n: done }));
      close(true);
    } catch (error) {
      setWrong(done > 0 ? t("whatif.half", { done, n: effect.commands.length, why: error.message }) : error.message);
      setBusy(false);
    }
  };
  const commands = effect && !effect.wrong ? effect.commands : [];
  const foot = html`<button class="button" id="whatif-drop" onClick=${() => close()}>${t("whatif.drop")}</button>
    <button class="button primary" id="whatif-commit" disabled=${commands.length === 0 || busy}
      aria-busy=${String(busy)} onClick=${commit}><${Icon} name="check" />${t("whatif.commit", { n: commands.length })}
      </button>`;
  return html`<${Sheet} wide title=${t("whatif.title")} close=${close} foot=${foot}>
    <div class="whatif">
      <section class="stack"><p class="soft">${t("whatif.line")}</p>
        ${changes.length > 0 && html`<ul class="whatif-changes">
          ${changes.map((one,
          n) => html`<li key=${n} class=${effect && effect.field && effect.field.startsWith(`changes[${n}]`)
          ? "is-wrong" : ""}><span>${describe(one, lists)}</span>
          <button class="button quiet icon-only" aria-label=${t("button.remove")} title=${t("button.remove")}
            onClick=${() => setChanges(changes.filter((_, k) => k !== n))}><${Icon} name="x" /></button></li>`)}</ul>`}
        <${Add} key=${changes.length} lists=${lists} add=${(one) => setChanges([...changes, one])} /></section>
      <section class="stack" aria-live="polite">${changes.length === 0 ? html`<p class="soft">${t("whatif.empty")}</p>`
        : !effect ? html`<p class="soft" aria-busy="true">${t("whatif.loading")}</p>`
        : effect.wrong ? html`<p role="alert"><span class="chip is-late">${effect.wrong}</span></p>`
          : html`<${Effect} of=${effect} lists=${lists} />`}
        ${wrong && html`<p role="alert"><span class="chip is-late">${wrong}</span></p>`}</section></div><//>`;
}

function Add({ lists, add }) {
  const [kind, setKind] = useState("");
  const [values, setValues] = useState({});
  const [missing, setMissing] = useState({});
  const fields = kind ? kinds[kind](lists) : [];
  const choose = (one) => { setKind(one); setMissing({}); setValues(Object.fromEntries(kinds[one](lists).map((field) =>
    [field.name, field.value === undefined ? "" : field.value]))); };
  const send = () => {
    const gaps = Object.fromEntries(fields.filter((field) => field.required && !values[field.name]).map((field) =>
      [field.name, true]));
    setMissing(gaps);
    if (Object.keys(gaps).length === 0) add(changeOf(kind, fields, values));
  };
  return html`<div class="stack"><${Choices} value=${kind} onChange=${choose} options=${Object.keys(kinds)
    .map((value) => ({ value, label: tt("whatif", value) }))} />
    ${kind && html`<div class="stack whatif-form" key=${kind}>
      ${fields.map((field) => html`<${Field} key=${field.name} ...${field} value=${values[field.name]} values=${values}
      missing=${missing[field.name]} onChange=${(value) => setValues((old) => ({ ...old, [field.name]: value }))} />`)}
      <button class="button" id="whatif-add" onClick=${send}><${Icon} name="plus" />${t("whatif.add")}</button>
        </div>`}</div>`;
}

const nameOf = (lists, id) => lists.names.technicians[id] || id;

// One change in words.
function describe(one, lists) {
  const span = [one.from && when(one.from), one.until && t("time.until", { time: when(one.until) })].filter(Boolean)
    .join(" ");
  switch (one.kind) {
    case "person_out": return [nameOf(lists, one.person), tt("presence", one.presence), span].filter(Boolean)
      .join(" · ");
    case "bay_out": return [lists.names.bays[one.bay] || one.bay, t("whatif.out"), span].filter(Boolean).join(" · ");
    case "car": return [t("whatif.car"), tt("class", one.car.class), one.car.operations.map((line) => line.code)
      .join(" "), one.promised_at && when(one.promised_at)].filter(Boolean).join(" · ");
    case "promise": return `${lists.plates.find(([id]) => id === one.visit)[1]} → ${when(one.promised_at)}`;
    default: {
      const work = lists.waiting.find((w) => w.visit === one.visit && w.line === one.line);
      return `${work ? `${work.plate} ${named(work)}` : one.visit} → ${people(one.technicians.map((id) =>
        nameOf(lists, id)))}`;
    }
  }
}

const touched = (car) => car.new || car.stuck || Math.abs(car.late_after - car.late_before) >= SHIFT
  || Math.abs(car.minutes) >= 5 || (car.promised_before || "") !== (car.promised_after || "");

function Effect({ of, lists }) {
  const shown = of.cars.filter(touched), rest = of.cars.length - shown.length;
  const sum = (word, before, after) => html`<div><small>${word}</small><b>${before} → ${after}</b></div>`;
  return html`<ul class="whatif-words">${of.reasons.map((one, n) => html`<li key=${n}>${named(one)}</li>`)}</ul>
    <div class="figures">${sum(t("whatif.sum_late"), of.before.late.toFixed(1), of.after.late.toFixed(1))}
      ${sum(t("whatif.sum_risk"), of.before.at_risk, of.after.at_risk)}${sum(t("whatif.sum_minutes"),
      duration(of.before.minutes * 60000), duration(of.after.minutes * 60000))}</div>
    ${shown.length > 0 && html`<table class="table whatif-cars"><thead><tr><th>${t("field.plate")}</th>
      <th>${t("field.promised_at")}</th><th>${t("field.eta")}</th><th class="num">${t("field.late_probability")}</th>
      </tr></thead>
      <tbody>${shown.map((car) => html`<${CarRow} key=${car.visit} car=${car} />`)}</tbody></table>`}
    <p class="soft">${t("whatif.rest", { n: rest })}</p>
    ${of.moves.length > 0 && html`<details><summary>${t("whatif.moves", { n: of.moves.length })}</summary>
      <ul class="whatif-moves">${of.moves.slice(0, 20).map((one) => html`<li key=${`${one.visit}/${one.line}`}>
      <b>${one.plate}</b> ${people(one.from.map((id) => nameOf(lists, id)))} → ${people(one.to.map((id) => nameOf(lists,
      id)))} <small class="soft">${when(one.start)}</small></li>`)}</ul></details>`}
    ${of.open.length > 0 && html`<p class="soft">${t("whatif.open", { n: of.open.length })} <a
      href=${address("/advisor")}>${t("nav.advisor")}</a></p>`}`;
}

function CarRow({ car }) {
  const worse = car.late_after - car.late_before >= SHIFT, better = car.late_before - car.late_after >= SHIFT;
  const later = car.minutes ? ` ${car.minutes > 0 ? "+" : "−"}${duration(Math.abs(car.minutes) * 60000)}` : "";
  const moved = car.promised_before && car.promised_after
    && Date.parse(car.promised_before) !== Date.parse(car.promised_after);
  return html`<tr class=${car.stuck || worse ? "is-worse" : better ? "is-better" : ""} data-visit=${car.visit}>
    <td>${car.new ? html`<b>${t("whatif.car")}</b>` : html`<${Plate} of=${car.plate} />`}</td>
    <td>${moved && html`<s class="soft">${when(car.promised_before)}</s> `}
      ${car.promised_after ? when(car.promised_after) : "–"}</td>
    <td>${car.stuck || !car.ready_after ? t("whatif.stuck") : when(car.ready_after)}<small class="soft">${later}
      </small></td>
    <td class="num">${car.new ? "" : `${percent(car.late_before)} → `}<b>${percent(car.late_after)}</b></td></tr>`;
}
