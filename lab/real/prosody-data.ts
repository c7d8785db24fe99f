import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { linkSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Prosody's `password_hash`: which SCRAM the accounts can do. */
export type PasswordHash = 'SHA-1' | 'SHA-256';

/** RFC 6121 section 2.1.2.5, as the owner of the roster sees it. */
export type Subscription = 'none' | 'to' | 'from' | 'both';

export interface RosterEntry {
  readonly jid: string;
  readonly name?: string;
  /** `both` when not said. */
  readonly subscription?: Subscription;
  readonly groups?: readonly string[];
}

export interface LabAccount {
  /** Local part, already prepared (lower case). */
  readonly name: string;
  readonly password: string;
}

/** Writes Prosody's internal storage straight to its folder: 5,000 accounts in half a second, where `prosodyctl` takes a process each. */
export interface ProsodyData {
  writeAccounts(accounts: readonly LabAccount[]): void;
  /** Rosters by owner. */
  writeRosters(rosters: Readonly<Record<string, readonly RosterEntry[]>>): void;
}

const ITERATIONS = 10_000;
// One salt for all accounts, so that one password is derived once: these accounts guard nothing.
const SALT = 'c0ffee00-0000-4000-8000-00000000cafe';

/** Opens the data folder of one host. Prosody reads accounts at each sign-in, and a roster when it's first needed (then keeps it). */
export function openProsodyData(dataFolder: string, domain: string, hash: PasswordHash): ProsodyData {
  const store = (name: string): string => {
    const folder = join(dataFolder, encodeName(domain), name);
    mkdirSync(folder, { recursive: true });
    return folder;
  };
  return {
    writeAccounts(accounts) {
      const byPassword = new Map<string, string>();
      const write = batchWriter(store('accounts'));
      for (const { name, password } of accounts) {
        const account = byPassword.get(password) ?? scramAccount(password, hash);
        byPassword.set(password, account);
        write(name, account);
      }
    },
    writeRosters(rosters) {
      const write = batchWriter(store('roster'));
      for (const [owner, entries] of Object.entries(rosters)) write(owner, rosterTable(entries));
    },
  };
}

/**
 * Writes one store's files. Equal contents within the batch become hard links, ten times faster to make than files;
 * they may, because Prosody replaces a file of these stores and never writes into it.
 */
function batchWriter(folder: string): (user: string, lua: string) => void {
  const written = new Map<string, string>();
  return (user, lua) => {
    const file = join(folder, `${encodeName(user)}.dat`);
    const twin = written.get(lua);
    // Prosody may be reading: the new file takes the old one's place in one step.
    if (twin === undefined) writeFileSync(`${file}~`, `return ${lua};\n`);
    else linkSync(twin, `${file}~`);
    renameSync(`${file}~`, file);
    written.set(lua, twin ?? file);
  };
}

/** The fields of RFC 5802 section 3 that `mod_auth_internal_hashed` keeps. */
function scramAccount(password: string, hash: PasswordHash): string {
  const digest = hash === 'SHA-1' ? 'sha1' : 'sha256';
  const salted = pbkdf2Sync(
    password.normalize('NFKC'),
    SALT,
    ITERATIONS,
    digest === 'sha1' ? 20 : 32,
    digest,
  );
  const keyed = (text: string): Buffer => createHmac(digest, salted).update(text).digest();
  const storedKey = createHash(digest).update(keyed('Client Key')).digest('hex');
  const serverKey = keyed('Server Key').toString('hex');
  return `{ ["salt"] = ${luaString(SALT)}; ["iteration_count"] = ${ITERATIONS}; ["stored_key"] = ${luaString(storedKey)}; ["server_key"] = ${luaString(serverKey)} }`;
}

function rosterTable(entries: readonly RosterEntry[]): string {
  const rows = entries.map(({ jid, name, subscription, groups }) => {
    const members = (groups ?? []).map((group) => `[${luaString(group)}] = true`).join('; ');
    const named = name === undefined ? '' : ` ["name"] = ${luaString(name)};`;
    return `[${luaString(jid)}] = { ["subscription"] = ${luaString(subscription ?? 'both')};${named} ["groups"] = { ${members} } }`;
  });
  return `{ [false] = { ["version"] = 1; ["pending"] = {} };\n${rows.join(';\n')} }`;
}

/** Prosody's file names: every byte that isn't an ASCII letter or digit becomes `%xx`. */
function encodeName(name: string): string {
  return [...Buffer.from(name, 'utf8')]
    .map((byte) =>
      isAlphanumeric(byte) ? String.fromCharCode(byte) : `%${byte.toString(16).padStart(2, '0')}`,
    )
    .join('');
}

function isAlphanumeric(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
}

/** A Lua string literal. Everything but printable ASCII is written as a decimal escape of its UTF-8 bytes. */
export function luaString(text: string): string {
  if (/^[ !#-[\]-~]*$/.test(text)) return `"${text}"`;
  const body = [...Buffer.from(text, 'utf8')].map((byte) => {
    const isPlain = byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c;
    return isPlain ? String.fromCharCode(byte) : `\\${byte.toString().padStart(3, '0')}`;
  });
  return `"${body.join('')}"`;
}
