/** Asking again while the server starts, or the network is away. */
import { Failed, TokenExpired, Unreachable } from "../sync/failures";

const PAUSE = 1500; // milliseconds between two tries

/** What `ask` answers, tried until it does; a refusal is final, and so is what fails once `isOver`. */
export async function patiently<T>(
  ask: () => Promise<T>,
  { isOver, say }: { isOver: () => boolean; say: (text: string) => void },
): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!mayPass(error) || isOver()) throw error;
      say(error.message);
    }
    await new Promise((done) => setTimeout(done, PAUSE));
  }
}

function mayPass(error: unknown): error is Error {
  return error instanceof Unreachable || error instanceof Failed || error instanceof TokenExpired;
}
