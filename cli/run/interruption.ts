/** Ctrl-C asks for a stop after the epoch or seed that is being played; a second one stops at once. */
export function onInterrupt(): { readonly asked: boolean; ignore(): void } {
  const ask = (): void => {
    if (state.asked) process.exit(130);
    state.asked = true;
  };
  const state = {
    asked: false,
    ignore(): void {
      process.off("SIGINT", ask).off("SIGTERM", ask);
    },
  };
  process.on("SIGINT", ask).on("SIGTERM", ask);
  return state;
}
