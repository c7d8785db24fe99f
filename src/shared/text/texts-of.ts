/** The texts of one area in another language: its keys and no others. What is missing is shown in English until it is there. */
export type TextsOf<English> = Partial<Record<keyof English, string>>;
