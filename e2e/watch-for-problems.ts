import type { BrowserContext } from "@playwright/test";

export interface Watch {
  add(context: BrowserContext): void;
  /** For a test whose point is a problem. */
  expect(problem: RegExp): void;
  /** What pages of the watched contexts complained of. */
  problems(): readonly string[];
}

/** Answers that a browser notes as errors although the product meant them. */
const meant = /^Failed to load resource: the server responded with a status of (?:404|413)/;

/** Hears uncaught errors, failed hydrations and violations of the content security policy. */
export function watchForProblems(): Watch {
  const problems: string[] = [];
  const expected: RegExp[] = [];
  return {
    problems: () => problems.filter((problem) => !expected.some((pattern) => pattern.test(problem))),
    expect: (problem) => void expected.push(problem),
    add: (context) => {
      context.on("weberror", (error) => problems.push(`uncaught: ${error.error().message}`));
      context.on("console", (message) => {
        if (message.type() !== "error" || meant.test(message.text())) return;
        problems.push(
          `console: ${message.text()} (${new URL(message.page()?.url() ?? "about:blank").pathname})`,
        );
      });
    },
  };
}
