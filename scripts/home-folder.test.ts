import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openHomeFolder } from "./home-folder";
import { keepOnce } from "./keep-once";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "latchkey-home-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const modeOf = (path: string) => statSync(path).mode & 0o777;

test("the home folder and its keys are closed to others", async () => {
  const home = await openHomeFolder(join(folder, "new", "home"));
  expect(modeOf(home.path)).toBe(process.getuid?.() === 0 ? 0o711 : 0o700);
  const file = home.keyFile("one");
  await keepOnce(file, () => "text\n");
  expect(modeOf(join(home.path, "keys"))).toBe(0o700);
  expect(modeOf(file)).toBe(0o600);
});

test("a folder that holds other things is refused and left as it was", async () => {
  writeFileSync(join(folder, "letter.txt"), "");
  const before = modeOf(folder);
  await expect(openHomeFolder(folder)).rejects.toThrow("already holds other things");
  expect(modeOf(folder)).toBe(before);
  expect(await readdir(folder)).toEqual(["letter.txt"]);
});

test("the folder of an earlier start is opened again, whatever it holds by now", async () => {
  await openHomeFolder(folder);
  await mkdir(join(folder, "postgres"));
  await expect(openHomeFolder(folder)).resolves.toMatchObject({ path: folder });
});

test("a value is made once, also when many starts come at the same moment", async () => {
  const file = join(folder, "value");
  const values = await Promise.all(
    Array.from({ length: 20 }, (_, index) => keepOnce(file, async () => `value ${index}\n`)),
  );
  expect(new Set(values).size).toBe(1);
  expect(readFileSync(file, "utf8").trim()).toBe(values[0]);
  expect(await keepOnce(file, () => expect.unreachable("It is there."))).toBe(values[0]);
  expect(await readdir(folder)).toEqual(["value"]);
});

test("a key file that others could read is closed", async () => {
  const file = join(folder, "value");
  writeFileSync(file, "text", { mode: 0o644 });
  await keepOnce(file, () => "other");
  expect(modeOf(file)).toBe(0o600);
});
