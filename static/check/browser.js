// What the modules of the pages need of a browser, for tests without one; import it first.

import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";

const kept = new Map();
const catalogue = (lang) => JSON.parse(readFileSync(new URL(`../text/${lang}.json`, import.meta.url), "utf8"));

/** Answers of the server to come, the oldest first: {status, body}; asked keeps what was asked. */
export const answers = [], asked = [];

/** Whether the network is away. */
export const network = { away: false };

/** Words in place of the catalogue's: own.zh = {...}. */
export const own = {};

globalThis.window = globalThis;
globalThis.localStorage = {
  getItem: (key) => (kept.has(key) ? kept.get(key) : null),
  setItem: (key, value) => kept.set(key, String(value)),
  removeItem: (key) => kept.delete(key),
};
globalThis.location = new URL("http://shop.example/tech?shop=haizhu");
globalThis.history = { replaceState() {} };
globalThis.document = { documentElement: { getAttribute: () => "zh=中文,en=English", dataset: {}, lang: "" } };
globalThis.addEventListener = () => {};
globalThis.setInterval = () => 0;
globalThis.fetch = async (address, options = {}) => {
  const text = /^\/static\/text\/(\w+)\.json$/.exec(address);
  if (text) return { ok: true, status: 200, json: async () => own[text[1]] || catalogue(text[1]) };
  asked.push({ address, ...options });
  if (network.away) throw new TypeError("no network");
  const answer = answers.shift() || { status: 200, body: {} };
  const body = JSON.stringify(answer.body || {});
  return {
    ok: answer.status < 300, status: answer.status, headers: new Headers({ "Content-Type": "application/json" }),
    text: async () => body, json: async () => JSON.parse(body),
  };
};

runInThisContext(readFileSync(new URL("../lib/text.js", import.meta.url), "utf8"));
await globalThis.BaylineText.load("zh");
globalThis.BaylineText.setZone("Asia/Shanghai");
