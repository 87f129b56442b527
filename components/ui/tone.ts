/** What a colour means. It never stands without a word. */
export type Tone = "good" | "attend" | "bad" | "neutral";
