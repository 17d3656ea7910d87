/** The key table of the documentation. */
import { keyText } from "./presses";
import { ACTION_GROUPS, ACTIONS } from "./table";

const HEAD = `# Keys of the polygon editor

Made from the code by \`make editor\`. Every key can be changed in the editor's help (\`?\`);
they work while the canvas has the focus. On a Mac, Ctrl is ⌘ and Alt is ⌥.

A tool at work hears these first: Enter finishes, Esc goes one level up, ⌫ takes the last point back,
Tab takes the other side of a stroke, the arrow keys move what is chosen by 1 pixel (with Shift by 10)
or else a crosshair, at which Enter clicks.
`;

export function keyTable(): string {
  return `${[HEAD, ...ACTION_GROUPS.map(section)].join("\n")}`;
}

function section(group: string): string {
  const rows = ACTIONS.filter((action) => action.group === group).map(
    ({ title, about, keys }) => `| ${keys.map(code).join(" ")} | ${title} | ${about ?? ""} |`,
  );
  return [`## ${group}`, "", "| Key | Does | |", "|---|---|---|", ...rows, ""].join("\n");
}

/** A back tick needs longer fences around it. */
function code(keys: string): string {
  const text = keyText(keys);
  return text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
}
