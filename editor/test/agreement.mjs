/** Answers geometry questions, one JSON line each: how tests/geometry/test_editor_agreement.py asks. */
import { createInterface } from "node:readline";
import { build } from "esbuild";

const { outputFiles } = await build({
  absWorkingDir: import.meta.dirname,
  entryPoints: ["agreement.ts"],
  bundle: true,
  format: "esm",
  target: "es2022",
  write: false,
});
const source = Buffer.from(outputFiles[0].text).toString("base64");
const { answer } = await import(`data:text/javascript;base64,${source}`);
for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(answer(JSON.parse(line))));
}
