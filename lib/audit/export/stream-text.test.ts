import { expect, test } from "vitest";
import { streamText } from "./stream-text";

const refuse = (thrown: unknown) => {
  throw thrown;
};

test("all text arrives, in its order", async () => {
  async function* parts() {
    yield "one, ";
    yield "";
    yield "zwölf, 名前";
  }
  expect(await new Response(streamText(parts(), refuse)).text()).toBe("one, zwölf, 名前");
});

test("no more than two parts are made ahead of a reader", async () => {
  let made = 0;
  async function* parts() {
    for (; made < 100; ) {
      made += 1;
      yield `${made} `;
    }
  }
  const reader = streamText(parts(), refuse).getReader();
  for (let read = 1; read <= 20; read += 1) {
    await reader.read();
    await new Promise((resolve) => setImmediate(resolve));
    expect(made).toBeLessThanOrEqual(read + 2);
  }
});

test("a reader that goes away ends the maker, also while nothing is found", async () => {
  let isEnded = false;
  async function* parts() {
    try {
      yield "first";
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve));
        yield "";
      }
    } finally {
      isEnded = true;
    }
  }
  const reader = streamText(parts(), refuse).getReader();
  await reader.read();
  await reader.cancel();
  expect(isEnded).toBe(true);
});

test("a maker that throws leaves a stream that was cut off", async () => {
  const fault = new Error("The server went away.");
  async function* parts() {
    yield "first";
    throw fault;
  }
  const thrown: unknown[] = [];
  const stream = streamText(parts(), (cause) => thrown.push(cause));
  await expect(new Response(stream).text()).rejects.toThrow();
  expect(thrown).toEqual([fault]);
});
