import { expect, test } from "vitest";
import { createServerOutput } from "./server-output";

const logLine = '{"at":"2026-11-22T08:00:00.000Z","event":"action"}';

function makeOutput(isDev = false) {
  const shown: string[] = [];
  return { shown, output: createServerOutput({ isDev, print: (line) => shown.push(line) }) };
}

test("the server's own log is shown, and what else it prints is not", () => {
  const { shown, output } = makeOutput();
  output.onOutput(logLine);
  output.onOutput("Error: a foreign text");
  expect(shown).toEqual([logLine]);
});

test("a client cannot write a line into the log by way of an error", () => {
  const { shown, output } = makeOutput();
  output.onError("SyntaxError: Cannot convert");
  output.onError(logLine);
  output.onError("to a BigInt");
  expect(shown).toEqual([]);
});

test("why a server never was ready is kept from both streams, and nothing once it is", () => {
  const { output } = makeOutput();
  for (let line = 1; line <= 30; line += 1) output.onError(`line ${line}`);
  output.onOutput("last");
  output.noteReady();
  output.onError("later");
  expect(output.readEarly()).toHaveLength(20);
  expect(output.readEarly().at(-1)).toBe("last");
});

test("in development everything is shown", () => {
  const { shown, output } = makeOutput(true);
  output.onOutput("ready");
  output.onError("warning");
  expect(shown).toEqual(["ready", "warning"]);
});
