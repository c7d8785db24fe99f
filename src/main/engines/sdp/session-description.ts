/** A session description (RFC 8866) as plain data. Unknown attributes are kept; unknown line types are not. */
export interface SessionDescription {
  readonly origin: Origin;
  readonly name: string;
  readonly connection?: Connection;
  readonly bandwidths: readonly Bandwidth[];
  readonly attributes: readonly Attribute[];
  readonly media: readonly MediaDescription[];
}

/** The o= line. Ids are decimal strings: they may pass 2^53. */
export interface Origin {
  readonly username: string;
  readonly sessionId: string;
  readonly version: string;
  readonly connection: Connection;
}

export interface Connection {
  readonly family: 'IP4' | 'IP6';
  /** Without the multicast suffix `/ttl`. */
  readonly address: string;
}

/** A b= line: kind (`AS`, `TIAS`, `CT` …) and its number, in the unit of the kind (AS: kb/s, TIAS: b/s). */
export interface Bandwidth {
  readonly kind: string;
  readonly value: number;
}

/** An a= line. A property attribute (`a=sendrecv`) has no value. */
export interface Attribute {
  readonly name: string;
  readonly value?: string;
}

export interface MediaDescription {
  /** `audio`, `video`, `application` … in lower case. */
  readonly kind: string;
  /** 0 means refused or gone (RFC 3264 section 6). */
  readonly port: number;
  /** `RTP/AVP`, `RTP/SAVP`, `UDP/TLS/RTP/SAVPF` … */
  readonly protocol: string;
  readonly formats: readonly string[];
  readonly connection?: Connection;
  readonly bandwidths: readonly Bandwidth[];
  readonly attributes: readonly Attribute[];
}

/** The value of the first attribute of that name; an empty string for a property attribute; undefined when absent. */
export function attributeValue(
  holder: { readonly attributes: readonly Attribute[] },
  name: string,
): string | undefined {
  const found = holder.attributes.find((attribute) => attribute.name === name);
  return found && (found.value ?? '');
}

/** All values of the attributes of that name, in order. */
export function attributeValues(
  holder: { readonly attributes: readonly Attribute[] },
  name: string,
): string[] {
  return holder.attributes
    .filter((attribute) => attribute.name === name)
    .map((attribute) => attribute.value ?? '');
}
