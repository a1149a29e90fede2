import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { own } from "./browser.js";

const text = globalThis.BaylineText;

test("messages are said as the server says them", async () => {
  const { words, zone, now, cases } = JSON.parse(readFileSync(new URL("./said.json", import.meta.url), "utf8"));
  own.zh = words.zh;
  await text.load("zh");
  text.setZone(zone);
  text.setNow(() => Date.parse(now));
  for (const { say, want } of cases) assert.equal(text.say(say), want);
  delete own.zh;
});

test("the languages are those of the document, one after the other", async () => {
  await text.load("zh");
  assert.equal(text.other(), "en");
  assert.equal(text.languageName("en"), "English");
  assert.equal(await text.load("en"), "en");
  assert.equal(document.documentElement.lang, "en");
  assert.equal(text.other(), "zh");
  assert.equal(await text.load("xx"), "zh", "a language nobody wrote is the first");
});

test("a name is read in the reader's language, else in any", async () => {
  const { named } = await import("../lib/words.js");
  assert.equal(named({ name_zh: "机油", name_en: "Oil" }), "机油");
  assert.equal(named({ name_zh: "", name_en: "Oil" }), "Oil");
  assert.equal(named({ work_zh: "保养", name_zh: "机油" }, "work"), "保养");
  assert.equal(named({ name: "1 工位" }), "1 工位");
  assert.equal(named({ code: "MN-01", zh: "小保养" }), "小保养");
  assert.equal(named({ code: "time.minutes", args: { n: 3 } }), "3 分");
  assert.equal(named(null), "");
});
