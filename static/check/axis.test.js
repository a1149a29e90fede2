import assert from "node:assert/strict";
import { test } from "node:test";
import "./browser.js";

const { ends, frame, snap } = await import("../pages/dispatch/axis.js");
const at = (hm) => Date.parse(`2026-07-14T${hm}:00Z`);

test("a frame begins on a half hour and places times in percent", () => {
  const span = frame(at("06:40"), 8);
  assert.equal(span.from, at("06:30"));
  assert.equal(span.to, at("14:30"));
  assert.equal(span.at(at("10:30")), 50);
  assert.equal(span.at("2026-07-14T06:30:00Z"), 0);
  assert.equal(span.time(0.25), at("08:30"));
});

test("a drop snaps to five minutes", () => {
  assert.equal(snap(at("10:02")), at("10:00"));
  assert.equal(snap(at("10:03")), at("10:05"));
});

test("a bar ends at its finish", () => {
  assert.equal(ends({ start: "2026-07-14T08:00:00Z", finish: "2026-07-14T09:00:00Z" }), at("09:00"));
});
