// @ts-check
// Asking and telling the server. One call, one answer or one Refused error; the sentence for the person has
// been shown already unless the caller asked for quiet.

import { actor } from "./actor.js";
import { toast } from "../parts/toast.js";
import { lang, say, t } from "./words.js";

/**
 * What the server or the network would not do. code is stable, message is in the language in force, field names
 * the part at fault, violations are the broken rules of dispatching [{code, message, overridable}].
 */
export class Refused extends Error {
  /** @param {number} status @param {import("../check/types/pages").Problem} problem */
  constructor(status, problem = {}) {
    super(sentence(status, problem));
    this.name = "Refused";
    this.status = status;
    this.code = problem.code || (status ? `http_${status}` : "network");
    this.field = problem.field || "";
    this.violations = problem.violations || [];
  }
}

/** @param {number} status @param {import("../check/types/pages").Problem} problem @returns {string} */
function sentence(status, problem) {
  if (problem.message) return say(problem.message);
  if (problem.detail) return problem.detail;
  if (!status) return t("error.network");
  if (status === 404) return t("error.not_found");
  return problem.title || t("error.server");
}

// crypto.randomUUID exists only on https and loopback; a workshop's tablets come over plain http.
export function freshKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

/** @param {number} ms */
const pause = (ms) => new Promise((resume) => setTimeout(resume, ms));

/**
 * api("/shops") reads; api("/commands/start_work?shop=S", {visit: "V1", line: 1}) writes. A path without /api gets
 * /api/v1.
 * A write carries one Idempotency-Key for all its tries, so a try whose answer was lost does nothing twice.
 * options: method, as (another actor than the page's), quiet (no toast), headers, signal. Answers the JSON, or null
 * when
 * there is none.
 * @param {string} path
 * @param {unknown} [body]
 * @param {import("../check/types/pages").Asking} [options]
 * @returns {Promise<any>}
 */
export async function api(path, body, options = {}) {
  const write = body !== undefined || (options.method && options.method !== "GET");
  /** @type {Record<string, string>} */
  const headers = { Accept: "application/json", "Accept-Language": lang.peek(), ...options.headers };
  if (write) {
    headers["Idempotency-Key"] = headers["Idempotency-Key"] || freshKey();
    const { name, role } = options.as || actor.peek();
    headers["X-Bayline-Actor"] = encodeURIComponent(name);
    if (role) headers["X-Bayline-Role"] = role;
  }
  if (body !== undefined) headers["Content-Type"] = "application/json";
  /** @type {RequestInit} */
  const request = {
    method: options.method || (write ? "POST" : "GET"), headers, signal: options.signal, credentials: "same-origin",
    body: body === undefined ? undefined : JSON.stringify(body),
  };
  try {
    const answer = await persist(path.startsWith("/api") ? path : `/api/v1${path}`, request);
    const text = await answer.text();
    const json = text && /json/.test(answer.headers.get("Content-Type") || "") ? JSON.parse(text) : null;
    if (!answer.ok) throw new Refused(answer.status, json || {});
    return json;
  } catch (error) {
    if (error.name === "AbortError") throw error;
    const refused = error instanceof Refused ? error : new Refused(0);
    if (!options.quiet) toast(refused.message, { kind: "bad" });
    throw refused;
  }
}

// Three tries when the network or a proxy in between fails; a server's own answer is final.
/** @param {string} url @param {RequestInit} request @returns {Promise<Response>} */
async function persist(url, request) {
  for (const wait of [400, 1500, 0]) {
    try {
      const answer = await fetch(url, request);
      if (wait === 0 || (answer.status !== 502 && answer.status !== 504)) return answer;
    } catch (error) {
      if (wait === 0 || error.name === "AbortError") throw error;
    }
    await pause(wait);
  }
}
