import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { runInThisContext } from "node:vm";
import "./browser.js";

runInThisContext(readFileSync(new URL("../lib/picture.js", import.meta.url), "utf8"));

const snapshot = (set, more) => ({ epoch: "e1", rev: 5, seq: 40, set, ...more });
const patch = (from, to, set, del = [], more) => ({ epoch: "e1", from, to, seq: 40 + to, set, del, ...more });

/** A picture of two cars at rev 5 of epoch e1. */
function two() {
  const picture = new globalThis.BaylinePicture();
  picture.snap(snapshot({
    "cars/V1": { stage: "arrived" }, "cars/V2": { stage: "ready" }, "order/cars": ["V1", "V2"],
  }));
  return picture;
}

const stands = (picture) => [picture.epoch, picture.rev, picture.seq];

test("a picture is known from its first snapshot on, with every key changed", () => {
  const picture = new globalThis.BaylinePicture();
  assert.equal(picture.known, false);
  assert.deepEqual(picture.snap(snapshot({ a: 1, b: null })), ["a", "b"]);
  assert.equal(picture.known, true);
  assert.deepEqual(picture.state, { a: 1, b: null });
  assert.deepEqual(stands(picture), ["e1", 5, 40]);
});

test("a patch sets and deletes, and the picture stands where it leads", () => {
  const picture = two(), kept = picture.state["order/cars"];
  const changed = picture.patch(patch(5, 7, { "cars/V1": { stage: "in_repair" }, "cars/V3": {} }, ["cars/V2"]));
  assert.deepEqual(changed, ["cars/V1", "cars/V3", "cars/V2"]);
  assert.deepEqual(picture.state, { "cars/V1": { stage: "in_repair" }, "cars/V3": {}, "order/cars": ["V1", "V2"] });
  assert.equal(picture.state["order/cars"], kept, "what did not change is the same object");
  assert.deepEqual(stands(picture), ["e1", 7, 47]);
});

test("patches follow one another", () => {
  const picture = two();
  assert.deepEqual(picture.patch(patch(5, 6, { a: 1 })), ["a"]);
  assert.deepEqual(picture.patch(patch(6, 9, { a: 2 })), ["a"]);
  assert.equal(picture.state.a, 2);
  assert.equal(picture.rev, 9);
});

for (const [name, frame] of [
  ["of another epoch", patch(5, 6, { a: 1 }, [], { epoch: "e2" })],
  ["with a gap before it", patch(6, 7, { a: 1 })],
  ["that begins in the past and leads on", patch(4, 6, { a: 1 })],
]) {
  test(`a patch ${name} asks for a snapshot and changes nothing`, () => {
    const picture = two(), before = structuredClone(picture.state);
    assert.equal(picture.patch(frame), null);
    assert.deepEqual(picture.state, before);
    assert.deepEqual(stands(picture), ["e1", 5, 40]);
  });
}

test("a patch that is known already changes nothing", () => {
  const picture = two(), before = structuredClone(picture.state);
  assert.deepEqual(picture.patch(patch(3, 5, { "cars/V1": { stage: "booked" } }, ["cars/V2"])), []);
  assert.deepEqual(picture.patch(patch(2, 4, { "cars/V1": { stage: "booked" } })), []);
  assert.deepEqual(picture.state, before);
  assert.deepEqual(stands(picture), ["e1", 5, 40]);
});

test("a snapshot names only what differs and what is gone, and keeps equal values as they are", () => {
  const picture = two(), kept = picture.state["cars/V1"];
  const next = { "cars/V1": { stage: "arrived" }, "order/cars": ["V1"] };
  const changed = picture.snap(snapshot(next, { rev: 2, epoch: "e2" }));
  assert.deepEqual(changed, ["cars/V2", "order/cars"]);
  assert.equal(picture.state["cars/V1"], kept);
  assert.deepEqual(Object.keys(picture.state).sort(), ["cars/V1", "order/cars"]);
  assert.deepEqual(stands(picture), ["e2", 2, 40]);
  assert.deepEqual(picture.patch(patch(2, 3, {}, ["cars/V1"], { epoch: "e2" })), ["cars/V1"]);
});

test("the state stays one object, so that who holds it sees the newest", () => {
  const picture = two(), held = picture.state;
  picture.patch(patch(5, 6, { a: 1 }));
  picture.snap(snapshot({ b: 2 }));
  assert.equal(picture.state, held);
  assert.deepEqual(held, { b: 2 });
});
