/** The licences of what a bundle holds: their authors ask that copies carry them. */
import { readdir, readFile } from "node:fs/promises";

const HEAD = `# Third-party software in editor.js

Made by \`make editor\` from the packages that the bundle holds. Everything else in it is Segcore's own.
`;

/** As Markdown; `inputs`: the paths that esbuild bundled. Throws where a package has no licence. */
export async function noticesOf(inputs) {
  const names = inputs.flatMap(
    (path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1] ?? [],
  );
  const notices = await Promise.all([...new Set(names)].sort().map(noticeOf));
  return [HEAD, ...notices].join("\n");
}

async function noticeOf(name) {
  const folder = new URL(`node_modules/${name}/`, import.meta.url);
  const { version, license } = JSON.parse(await readFile(new URL("package.json", folder), "utf8"));
  const file = (await readdir(folder)).find((one) => /^licen[cs]e/i.test(one));
  if (!license || !file) throw new Error(`${name} is in the bundle and has no licence.`);
  const text = (await readFile(new URL(file, folder), "utf8")).replaceAll("\r\n", "\n").trim();
  return `## ${name} ${version} (${license})\n\n\`\`\`\n${text}\n\`\`\`\n`;
}
