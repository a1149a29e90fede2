import assert from "node:assert/strict";
import { test } from "node:test";
import "./browser.js";

const { readTime } = await import("../parts/timebox.js");
const { fromBox, toBox } = await import("../lib/words.js");

test("what people type as a time of day", () => {
  for (const [typed, want] of [["1745", "17:45"], ["9:05", "09:05"], ["7", "07:00"], ["25:00", ""], ["", ""]]) {
    assert.equal(readTime(typed) || "", want, typed);
  }
});

test("a box holds the shop's time and gives it back", () => {
  assert.equal(fromBox("2026-07-14T16:30"), "2026-07-14T08:30:00.000Z");
  assert.equal(toBox("2026-07-14T08:30:00Z"), "2026-07-14T16:30");
  assert.equal(fromBox(""), "");
  assert.equal(toBox(""), "");
});
