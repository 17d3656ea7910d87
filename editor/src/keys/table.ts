/** Every action there is, in the order of the help. */
import type { Action, ActionGroup } from "./actions";
import { PICKING } from "./choosing";
import { AROUND } from "./images";
import { LOOKING } from "./looking";
import { ORGANISING } from "./organising";
import { WORKING } from "./working";

export const ACTION_GROUPS: readonly ActionGroup[] = [
  "Pick",
  "Correct",
  "Draw",
  "Parts and holes",
  "Organise",
  "Predictions",
  "Images",
  "Look",
];

export const ACTIONS: readonly Action[] = inGroups([
  ...PICKING,
  ...WORKING,
  ...ORGANISING,
  ...AROUND,
  ...LOOKING,
]);

function inGroups(actions: readonly Action[]): Action[] {
  return ACTION_GROUPS.flatMap((group) => actions.filter((action) => action.group === group));
}
