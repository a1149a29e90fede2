// @ts-check
// Taps of a tablet, also while the workshop's network is away: each keeps its own time and key, waits on the
// device, and is sent in order as soon as the server answers.

import { api, freshKey } from "../../lib/api.js";
import { inShop } from "../../parts/act.js";
import { signal } from "../../vendor/preact.js";
import { toast } from "../../parts/toast.js";
import { now, t, time } from "../../lib/words.js";

const KEPT = "bayline.taps";
const AGAIN = 4000; // ms between trials while taps wait

/** The taps not yet with the server: {key, name, body, on, as, path, fresh}; fresh until a trial has failed. */
export const waiting = signal(read());

function read() {
  try {
    return (JSON.parse(localStorage.getItem(KEPT)) || []).map((one) => ({ ...one, fresh: false }));
  } catch (broken) {
    return [];
  }
}

function keep(list) {
  waiting.value = list;
  localStorage.setItem(KEPT, JSON.stringify(list));
}

let sending = false;

/** Carries out a tap at once, or as soon as possible. as is {name, role} of the technician. */
export function tap(name, body, as) {
  keep([...waiting.peek(), { key: freshKey(), name, body, as, on: new Date(now.peek()).toISOString(),
    path: inShop(`/commands/${name}`), fresh: true }]);
  return send();
}

/** Sends what waits, oldest first; stops at the first that the network does not carry. */
export async function send() {
  if (sending) return;
  sending = true;
  try {
    while (waiting.peek().length > 0) {
      const one = waiting.peek()[0];
      try {
        await api(one.path, one.body, { quiet: true, as: one.as, headers: { "Idempotency-Key": one.key,
          ...(one.fresh ? {} : { "X-Bayline-On": one.on }) } });
        toast(one.fresh ? t(`done.${one.name}`) : t("tech.sent_later", { time: time(one.on) }));
      } catch (error) {
        if (error.status === 0 || error.status >= 500) {
          keep(waiting.peek().map((other) => ({ ...other, fresh: false })));
          return;
        }
        toast(error.message, { kind: "bad" });
      }
      keep(waiting.peek().filter((other) => other.key !== one.key));
    }
  } finally {
    sending = false;
  }
}

setInterval(() => { if (waiting.peek().length > 0) send(); }, AGAIN);
addEventListener("online", () => send());

/** The job as it is after the taps that wait: the tablet must not show an older picture than its own taps made. */
export function afterTaps(job) {
  const mine = waiting.value.filter((one) => one.body.visit === job.visit && (one.body.line || 0) === job.line);
  return mine.reduce((seen, one) => {
    switch (one.name) {
      case "start_work": return { ...seen, state: "in_progress", since: one.on, running: true, queued: one.on };
      case "stop_work": return { ...seen, state: "stopped", running: false, since: "", worked: used(seen, one.on),
        stop: { reason: one.body.reason, since: one.on }, queued: one.on };
      case "finish_work": return { ...seen, state: "done", running: false, queued: one.on };
      case "set_help": return { ...seen, help_since: one.body.on ? one.on : "", queued: one.on };
      default: return { ...seen, queued: one.on };
    }
  }, job);
}

const used = (job, at) => job.worked + (job.since ? Math.max(0, Date.parse(at) - Date.parse(job.since)) / 60000 : 0);
