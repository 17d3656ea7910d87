/** Drawings that a reload or a crash has left unclosed are taken up again. */
import type { KeptDraft } from "../sync/drafts";
import type { Tool, ToolId, Tools } from "../tools/tool";

/** Give `drafts` back to their tools, take the tool of the last one, and say so. */
export function takeUp(
  drafts: readonly KeptDraft[],
  bench: ReadonlyMap<ToolId, Tool>,
  tools: Tools,
): void {
  const back = drafts.filter(({ tool, steps }) => bench.get(tool)?.restore?.(steps, tools));
  const last = back.at(-1);
  if (!last) return;
  tools.acts.setTool(last.tool);
  const count = last.steps.reduce((sum, points) => sum + points.length / 2, 0);
  tools.acts.say(
    `A draft of ${count === 1 ? "one point" : `${count} points`} is back: Enter goes on.`,
  );
}
