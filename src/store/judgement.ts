/** How a field is against what it must be; `renamed`: an attribute that matches under its other name. */
export type Judgement = 'holds' | 'differs' | 'renamed' | 'absent';

/** Judges one condition on a row, or on the fields of a span. */
export interface Judge<Subject> {
  holds(subject: Subject): boolean;
  judge(subject: Subject): Judgement;
}
