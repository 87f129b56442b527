/** What the viewer may do on the page of a rotation. For drawing; the gate asks again. */
export interface RotationRights {
  readonly mayAct: boolean;
  readonly mayChangeSecrets: boolean;
  readonly mayDeleteAnyway: boolean;
  readonly mayInvalidate: boolean;
  readonly mayEditConsumers: boolean;
}
