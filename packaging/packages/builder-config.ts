import path from 'node:path';
import type { Configuration } from 'electron-builder';
import { linkSchemes } from '../../src/shared/domain/link-schemes.ts';
import { product } from '../product.ts';

const here = (...below: readonly string[]) => path.join(import.meta.dirname, '..', ...below);

export interface BuilderInput {
  readonly electronVersion: string;
  /** The folder that {@link stageApp} made. */
  readonly app: string;
  readonly output: string;
  /** Licences and bill of materials of what ships: laid beside the packed app, where people find them. */
  readonly legal: string;
  /** Made by packaging/nsis. */
  readonly nsisInclude: string;
  /** A stand-in for the runtime in place of Electron's. */
  readonly stub?: string;
}

/** Everything electron-builder is told (S1); no file of its own, so that schemes and names have one source. */
export function builderConfig(input: BuilderInput): Configuration {
  return {
    appId: product.appId,
    productName: product.name,
    executableName: product.executable,
    copyright: `© ${product.manufacturer}`,
    electronVersion: input.electronVersion,
    ...(input.stub !== undefined && { electronDist: input.stub }),
    directories: { app: input.app, output: input.output, buildResources: here('icons') },
    // Everything that is needed was staged; the database's native part is N-API.
    npmRebuild: false,
    files: ['**/*'],
    extraResources: [{ from: input.legal, to: '.' }],
    asar: true,
    asarUnpack: ['**/*.node'],
    artifactName: '${productName}-${version}-${os}-${arch}.${ext}',
    // Where there is no server of one's own: never asked, but without it no installation proves its publisher (S4).
    publish: [{ provider: 'generic', url: 'https://updates.invalid/parlance' }],
    electronFuses: {
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    },
    protocols: [{ name: product.name, schemes: [...linkSchemes] }],
    ...systems(input),
  };
}

function systems({ nsisInclude, stub }: BuilderInput): Configuration {
  return {
    win: {
      icon: here('icons', 'icon.ico'),
      signtoolOptions: { publisherName: product.manufacturer, signingHashAlgorithms: ['sha256'] },
    },
    nsis: {
      // For one person without rights, or for everybody: /allusers, /currentuser.
      oneClick: false,
      perMachine: false,
      allowElevation: true,
      include: nsisInclude,
      differentialPackage: stub === undefined,
      runAfterFinish: true,
      deleteAppDataOnUninstall: false,
      ...(stub !== undefined && { installerLanguages: ['en_US'], warningsAsErrors: false }),
    },
    mac: {
      icon: here('icons', 'icon.icns'),
      category: 'public.app-category.business',
      hardenedRuntime: true,
      notarize: false,
      ...(stub !== undefined && { identity: null }),
      extendInfo: {
        NSMicrophoneUsageDescription: 'Parlance needs the microphone for calls.',
        NSCameraUsageDescription: 'Parlance needs the camera for video calls.',
      },
    },
    linux: {
      icon: here('icons', 'linux'),
      category: 'Network',
      maintainer: product.manufacturer,
      vendor: product.manufacturer,
      synopsis: product.description,
    },
  };
}
