/** A file that the installer wrote, as it lies on the disk. */
export interface InstallerFile {
  /** For the log and the problem report. */
  readonly path: string;
  /** At most 64 KiB; a longer file is cut. */
  readonly bytes: Uint8Array;
}

/** One value that an administrator set through the operating system. */
export interface PolicyValue {
  readonly name: string;
  readonly value: string;
}

/**
 * What a computer knows about its deployment before any server is asked (D2, D13, A4). Nothing here fails: what is not
 * there or cannot be read is absent, and the implementer logs why.
 */
export interface DeploymentSources {
  /** The installer's bootstrap file. */
  installerFile(): Promise<InstallerFile | undefined>;
  /** Windows policies, Mac managed preferences; of one name the first counts. */
  policies(): Promise<readonly PolicyValue[]>;
  /** `user@domain` of the person logged on to the computer, where the computer belongs to a domain. */
  userPrincipalName(): Promise<string | undefined>;
  /** The Windows domain that the person is logged on to (USERDNSDOMAIN), for LDAP servers of its own (C2). */
  userDnsDomain?(): string | undefined;
}
