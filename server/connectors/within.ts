/** How long a server may take to hear that its tokens end; it is told, not asked. */
export const revokeMilliseconds = 5000;

/** Waits for `done`, at most so long. */
export async function withinMilliseconds(done: Promise<unknown>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([done.then(() => undefined), enough]);
  clearTimeout(timer);
}
