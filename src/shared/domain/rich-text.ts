import * as z from 'zod/mini';

/** How a run of text looks. Colours, sizes and fonts are never kept: they break contrast and themes. */
export const textMarkSchema = z.enum(['strong', 'emphasis', 'underline', 'strike', 'code']);
export type TextMark = z.infer<typeof textMarkSchema>;

/** Text of one look, in one line unless it is preformatted. */
export const textRunSchema = z.object({
  text: z.string(),
  marks: z.optional(z.array(textMarkSchema)),
  /** Where it leads: as it was sent, checked again where it is shown. */
  url: z.optional(z.string()),
});
export type TextRun = z.infer<typeof textRunSchema>;

/** One line or block. `depth` counts the quotes or lists around it. */
export const textBlockSchema = z.object({
  kind: z.enum(['paragraph', 'code', 'bullet', 'number']),
  quotes: z.optional(z.number()),
  depth: z.optional(z.number()),
  runs: z.array(textRunSchema),
});
export type TextBlock = z.infer<typeof textBlockSchema>;

/** Formatted text as plain values: flat and bounded, so that nothing in it can nest or lead anywhere by itself (M6). */
export const richTextSchema = z.array(textBlockSchema);
export type RichText = z.infer<typeof richTextSchema>;

/** More than these is cut off: no person writes it. */
export const RICH_TEXT_LIMITS = { blocks: 400, runs: 2000, depth: 4, url: 2048 } as const;
