/** Build the component for Streamlit: one module and one stylesheet, committed beside its wrapper. */
import { readFile, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const OUT = new URL("../segcore/ui/editor/", import.meta.url);
const TARGETS = { "src/index.ts": "editor.js", "src/editor.css": "editor.css" };
const ABOUT = "/* Built from editor/ by `make editor`. */"; // Streamlit takes a single line for a path

const stale = [];
for (const [source, name] of Object.entries(TARGETS)) {
  const { outputFiles } = await build({
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
    write: false,
  });
  const fresh = `${outputFiles[0].text.trimEnd()}\n`;
  const file = new URL(name, OUT);
  if (process.argv.includes("--check")) {
    const committed = await readFile(file, "utf8").catch(() => "");
    if (committed !== fresh) stale.push(name);
  } else {
    await writeFile(file, fresh);
    console.log(`${name}  ${(fresh.length / 1000).toFixed(0)} kB`);
  }
}
if (stale.length) {
  console.error(
    `Not what its source builds: ${stale.join(", ")}. Run \`make editor\`, and commit.`,
  );
  process.exit(1);
}
