/** Write docs/editor-keys.md from the table of actions; with --check, only see that it is what it would write. */
import { readFile, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const FILE = new URL("../docs/editor-keys.md", import.meta.url);

const { outputFiles } = await build({
  absWorkingDir: import.meta.dirname,
  entryPoints: ["src/keys/markdown.ts"],
  bundle: true,
  format: "esm",
  platform: "node",
  write: false,
});
const code = Buffer.from(outputFiles[0].contents).toString("base64");
const { keyTable } = await import(`data:text/javascript;base64,${code}`);

if (!process.argv.includes("--check")) {
  await writeFile(FILE, keyTable());
} else if ((await readFile(FILE, "utf8").catch(() => "")) !== keyTable()) {
  console.error("docs/editor-keys.md is not what the actions say. Run `make editor`, and commit.");
  process.exit(1);
}
