// @ts-check
// The technician's questions: finished and checked? how much longer? what else was found? All in large buttons.

import { joined, named } from "../../lib/cars.js";
import { Sheet, dialog } from "../../parts/form.js";
import { html, useState } from "../../vendor/preact.js";
import { Icon } from "../../parts/icon.js";
import { Plate } from "../../parts/status.js";
import { t } from "../../lib/words.js";
import { WorkList } from "../../parts/worklist.js";

/** 完工: on the last line of the order the self-check is signed with it. */
export const askFinish = (job, send) => dialog(({ close }) => html`<${FinishSheet} job=${job} send=${send}
  close=${close} />`);

const checks = ["torque", "leaks", "faults", "tools", "clean"];

function FinishSheet({ job, send, close }) {
  const finish = (more) => { close(true); send({ visit: job.visit, line: job.line, ...more }); };
  return html`<${Sheet} wide title=${t("tech.finish_title")} close=${close}>
    <p><${Plate} of=${job.plate} /> <b>${named(job)}</b></p>
    ${job.last ? html`<p class="soft">${t("tech.self_check_line")}</p><ul class="checks">
      ${checks.map((one) => html`<li key=${one}><${Icon} name="check" />${t(`self_check.${one}`)}</li>`)}</ul>
      <div class="big"><button class="button touch" id="finish-only" onClick=${() => finish({})}>
        ${t("tech.finish_only")}</button><button class="button touch primary" id="finish-sign"
        onClick=${() => finish({ self_check: true })}><${Icon} name="clipboard-check" />${t("tech.finish_and_sign")}
        </button></div>`
    : html`<p class="soft">${t("tech.more_lines")}</p><div class="big"><button class="button touch" id="finish-move"
      onClick=${() => finish({})}><${Icon} name="move" />${t("tech.finish_plain")}</button>
      <button class="button touch primary" id="finish-stay" onClick=${() => finish({ stay: true })}>
      <${Icon} name="circle-check" />${t("tech.finish_stay")}</button></div>`}<//>`;
}

/** 赶不上: how many minutes more, and why if there is time to say so. */
export const askLate = (job, send) => dialog(({ close }) => html`<${LateSheet} job=${job} send=${send}
  close=${close} />`);

function LateSheet({ job, send, close }) {
  const [reason, setReason] = useState("");
  return html`<${Sheet} wide title=${t("tech.late_title")} close=${close}><p class="soft">${t("tech.late_line")}</p>
    <label class="field"><span>${t("field.reason")} <small class="faint">${t("form.optional")}</small></span>
      <input class="input" name="reason" value=${reason} onInput=${(event) => setReason(event.target.value)} /></label>
    <div class="reason-grid">${[15, 30, 45, 60, 90, 120].map((n) => html`<button class="button touch" key=${n}
      data-minutes=${n} onClick=${() => { close(true); const body = { visit: job.visit, line: job.line, minutes: n };
      send(reason.trim() ? { ...body, reason: reason.trim() } : body); }}>${t("tech.minutes_more", { n })}</button>`)}
      </div><//>`;
}

/** 发现增项: what else the car needs; the advisor asks the customer. */
export const askFound = (job, send) => dialog(({ close }) => html`<${FoundSheet} job=${job} send=${send}
  close=${close} />`);

function FoundSheet({ job, send, close }) {
  const [lines, setLines] = useState([]);
  const add = (line) => setLines((old) => (old.some((one) => one.code === line.code)
    ? old.filter((one) => one.code !== line.code) : [...old, line]));
  const foot = html`<button class="button touch primary" disabled=${lines.length === 0} onClick=${() => { close(true);
    send({ visit: job.visit, what: joined(lines.map((line) => named(line))).slice(0, 200),
    codes: lines.map((one) => one.code) }); }}><${Icon} name="send" />${t("tech.tell_advisor", { n: lines.length })}
    </button>`;
  return html`<${Sheet} wide title=${t("tech.found")} close=${close} foot=${foot}><p class="soft">
    ${t("tech.found_line")}</p><${WorkList} onAdd=${add} chosen=${lines.map((one) => one.code)} /><//>`;
}
