/** Where a picture is shown: so many of the screen's own points wide and high. */
export interface Place {
  width: number
  height: number
}

/** The pictures that somebody can see now; of one that is shown twice, its largest place. */
export type Places = ReadonlyMap<MediaStream, Place>
