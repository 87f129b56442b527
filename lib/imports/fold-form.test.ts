import { expect, test } from "vitest";
import { z } from "zod";
import { parseJson } from "@/lib/parse-json";
import { foldFiles } from "./fold-form";

async function nameFolded(name: string): Promise<string | undefined> {
  const form = new FormData();
  form.append("files", new File(["CLIENT_ID=x"], name));
  await foldFiles(form);
  return z.array(z.object({ fileName: z.string() })).parse(parseJson(String(form.get("files"))))[0]?.fileName;
}

test.each([
  ["what turns the writing around", "a\u202Egnp.json", "a gnp.json"],
  ["control characters", "a\u0007\u001B[1m.json", "a  [1m.json"],
  ["all but what can be read at a glance", "😀".repeat(300), "😀".repeat(200)],
  ["nothing", "workspace (1).json", "workspace (1).json"],
])("a file's name loses %s", async (_what, name, folded) => {
  expect(await nameFolded(name)).toBe(folded);
});
