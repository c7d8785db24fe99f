import * as z from 'zod/mini';
import { manualSettingsSchema } from './session.ts';
import { failureSchema, textRefSchema } from './text-ref.ts';

/** What Advanced settings can try before anybody signs in, a button each (D12). */
export const testedServices = ['presence', 'tftp', 'ccmcip', 'cti', 'webex', 'xmpp', 'sip'] as const;
export const testedServiceSchema = z.enum(testedServices);
export type TestedService = z.infer<typeof testedServiceSchema>;

/** The settings as they stand in the form, and which of their services to try. */
export const serviceTestRequestSchema = z.object({
  service: testedServiceSchema,
  settings: manualSettingsSchema,
});
export type ServiceTestRequest = z.infer<typeof serviceTestRequestSchema>;

/** A certificate as the test saw it; looking at it accepts nothing. */
export const seenCertificateSchema = z.object({
  subject: z.string(),
  issuer: z.string(),
  validTo: z.string(),
  /** SHA-256, upper-case hex pairs with colons. */
  fingerprint: z.string(),
  /** This computer trusts it, or the person has accepted it earlier. */
  isTrusted: z.boolean(),
});
export type SeenCertificate = z.infer<typeof seenCertificateSchema>;

/** How one server answered: `error` when it did not, else `said`. */
export const serviceTestResultSchema = z.object({
  /** `host:port`, with the transport where there is a choice. */
  server: z.string(),
  elapsedMs: z.number(),
  said: z.optional(textRefSchema),
  error: z.optional(failureSchema),
  certificate: z.optional(seenCertificateSchema),
});
export type ServiceTestResult = z.infer<typeof serviceTestResultSchema>;
