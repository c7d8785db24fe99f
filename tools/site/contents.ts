/** A part of the navigation: what it is called, and its pages in order. */
export interface Section {
  readonly title: string;
  /** Files from the repository's folder; a folder stands for all of its pages that are named nowhere else, by name. */
  readonly pages: readonly string[];
}

/** Every page of the site; a guide that is missing here fails the test. The first one is where readers begin. */
export const contents: readonly Section[] = [
  { title: 'Start', pages: ['docs/README.md'] },
  { title: 'Using Parlance', pages: ['docs/user'] },
  {
    title: 'Rolling out',
    pages: [
      'docs/admin/README.md',
      'docs/admin/scenarios',
      'docs/admin/migrating.md',
      'docs/admin/installing.md',
      'docs/admin/switches.md',
      'docs/admin/first-launch.md',
      'docs/admin/updates.md',
      'docs/admin/data-places.md',
    ],
  },
  {
    title: 'Configuring',
    pages: [
      'docs/admin/configuration.md',
      'docs/admin/parameters.md',
      'docs/admin/custom-tabs.md',
      'docs/admin/ports.md',
      'docs/admin/certificates.md',
      'docs/admin/single-sign-on.md',
      'docs/admin/expressway.md',
      'docs/admin/directory.md',
      'docs/admin/telephony.md',
    ],
  },
  {
    title: 'Helping people',
    pages: [
      'docs/admin/troubleshooting.md',
      'docs/admin/errors.md',
      'docs/admin/doctor.md',
      'docs/admin/support.md',
      'docs/admin/usage.md',
      'docs/admin/lab.md',
      'docs/admin',
    ],
  },
  {
    title: 'Security',
    pages: ['docs/security.md', 'docs/privacy.md', 'SECURITY.md'],
  },
  {
    title: 'How it works',
    pages: [
      'docs/architecture.md',
      'docs/sign-in.md',
      'docs/protocols',
      'docs/accessories-api.md',
      'docs/unattended.md',
      'docs/performance.md',
    ],
  },
  {
    title: 'State of the project',
    pages: ['docs/features.md', 'docs/roadmap.md', 'docs/verification.md', 'CHANGELOG.md'],
  },
  { title: 'Contributing', pages: ['CONTRIBUTING.md', 'docs/guides', 'docs'] },
  { title: 'Decisions', pages: ['docs/decisions'] },
];
