/** A moment in a sentence: to the minute, UTC. */
export function showTime(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
