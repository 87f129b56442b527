/** How a piece of long work stands. Abandoned: its process stopped giving signs of life. */
export const jobStandings = ["running", "succeeded", "failed", "cancelled", "abandoned"] as const;
export type JobStanding = (typeof jobStandings)[number];

/** What a page may know of a job. */
export interface JobView {
  readonly id: string;
  readonly state: JobStanding;
  /** 0 to 100. */
  readonly progress: number;
}
