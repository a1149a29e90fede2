import assert from "node:assert/strict";
import { test } from "node:test";
import { answers, asked, network } from "./browser.js";

const { shop } = await import("../lib/shop.js");
shop.value = { id: "haizhu" };
const { afterTaps, send, tap, waiting } = await import("../pages/tech/queue.js");
const who = { name: "王强", role: "technician" };

test("taps wait in order while the network is away, and each is sent once with its own key and time", async () => {
  network.away = true;
  await tap("start_work", { visit: "V1", line: 1 }, who);
  await tap("finish_work", { visit: "V1", line: 1 }, who);
  assert.deepEqual(waiting.value.map((one) => one.name), ["start_work", "finish_work"]);
  assert.deepEqual(JSON.parse(localStorage.getItem("bayline.taps")).map((one) => one.name), ["start_work",
    "finish_work"]);
  const keys = waiting.value.map((one) => one.key);
  assert.equal(new Set(keys).size, 2);
  const job = afterTaps({ visit: "V1", line: 1, worked: 0, state: "dispatched" });
  assert.equal(job.state, "done");
  assert.equal(job.running, false);

  network.away = false;
  asked.length = 0;
  await send();
  assert.deepEqual(asked.map((one) => one.headers["Idempotency-Key"]), keys);
  assert.ok(asked.every((one) => one.headers["X-Bayline-On"]), "a late tap carries its own time");
  assert.equal(waiting.value.length, 0);
});

test("what the server refuses does not stay in the queue", async () => {
  answers.push({ status: 409, body: { code: "wrong_stage", detail: "no" } });
  await tap("stop_work", { visit: "V1", line: 1, reason: "parts" }, who);
  assert.equal(waiting.value.length, 0);
});
