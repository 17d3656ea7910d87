/** The line that says what works right now. */
import { firstKey } from "../panels/desk";
import type { Tool, Tools } from "../tools/tool";

/** What the tool at work says; before it works, also what the prediction asked about waits for. */
export function hintOf(tool: Tool, tools: Tools): string {
  const own = tool.hint(tools);
  if (tool.isBusy() || tools.state.ghost.value === null) return own;
  const key = (id: string) => firstKey(`ghost-${id}`);
  return `${key("accept")}: accept · ${key("replace")}: replace the outline · ${key("reject")}: reject · ${own}`;
}
