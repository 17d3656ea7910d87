/** Build the component for Streamlit: one module and one stylesheet, committed beside its wrapper. */
import { readFile, writeFile } from "node:fs/promises";
import { build } from "esbuild";
import { noticesOf } from "./notices.mjs";

const OUT = new URL("../segcore/ui/editor/", import.meta.url);
const TARGETS = { "src/index.ts": "editor.js", "src/editor.css": "editor.css" };
const NOTICES = "THIRD_PARTY.md";
// Streamlit takes a single line for a path, so the bundle has two.
const ABOUT = `/* Built from editor/ by \`make editor\`; licences of others' code: ${NOTICES}. */`;

const fresh = new Map();
const inputs = [];
for (const [source, name] of Object.entries(TARGETS)) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: import.meta.dirname,
    entryPoints: [source],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    jsxImportSource: "preact",
    legalComments: "inline",
    banner: { js: ABOUT, css: ABOUT },
    charset: "utf8",
    metafile: true,
    write: false,
  });
  fresh.set(name, `${outputFiles[0].text.trimEnd()}\n`);
  inputs.push(...Object.keys(metafile.inputs));
}
fresh.set(NOTICES, await noticesOf(inputs));

const stale = [];
for (const [name, text] of fresh) {
  const file = new URL(name, OUT);
  if (process.argv.includes("--check")) {
    const committed = await readFile(file, "utf8").catch(() => "");
    if (committed !== text) stale.push(name);
  } else {
    await writeFile(file, text);
    console.log(`${name}  ${(text.length / 1000).toFixed(0)} kB`);
  }
}
if (stale.length) {
  console.error(
    `Not what its source builds: ${stale.join(", ")}. Run \`make editor\`, and commit.`,
  );
  process.exit(1);
}
