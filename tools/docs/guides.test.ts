import { describe, expect, it } from 'vitest';
import { allParameters } from '../../src/shared/deployment/parameters.ts';
import { catalogue, errorCodes } from '../../src/shared/errors/catalogue.ts';
import { ownDefaults } from '../../src/shared/deployment/own-defaults.ts';
import { reasonWithoutEffect } from '../../src/shared/deployment/without-effect.ts';
import { settings } from '../../src/shared/text/en/settings.ts';
import { errors } from '../../src/shared/text/en/errors.ts';
import { errorGuide, type GuideEntry } from './error-guide.ts';
import { meanings } from '../../src/shared/text/meanings/meanings.ts';
import { parameterEffects } from './parameter-effects.ts';
import { type GuideParameter, parameterGuide } from './parameter-guide.ts';

describe('the guide to errors', () => {
  it('S9: has a meaning for each error of the catalogue, and for no other', () => {
    expect(Object.keys(meanings).toSorted()).toEqual([...errorCodes].toSorted());
  });

  it('S9: docs/admin/errors.md is what the catalogue and the meanings say', async () => {
    const entries = errorCodes.map((code): GuideEntry => {
      const meaning = meanings[code];
      if (!meaning) throw new Error(`${code} has no meaning: add one in src/shared/text/meanings`);
      return { ...catalogue[code], code, sentence: errors[`error.${code}`], meaning };
    });
    await expect(errorGuide(entries)).toMatchFileSnapshot('../../docs/admin/errors.md');
  });

  it('refuses an error that belongs to no chapter', () => {
    const stray = { code: 'x.y', id: 'PAR-9901', kind: 'expected', retryable: false, sentence: '' };
    expect(() => errorGuide([{ ...stray, meaning: { means: '', remedy: '' } }])).toThrow('PAR-9901');
  });
});

describe('the guide to parameters', () => {
  it('S3: docs/admin/parameters.md is what the table and the effects say', async () => {
    const explained = allParameters.map((parameter) => {
      const reason = reasonWithoutEffect(parameter.name);
      return reason ? { ...parameter, reason: settings[`connection.no-effect.${reason}`] } : parameter;
    });
    await expect(parameterGuide(explained, parameterEffects, ownDefaults)).toMatchFileSnapshot(
      '../../docs/admin/parameters.md',
    );
  });

  it('refuses a parameter whose effect nobody wrote down, and an effect without its parameter', () => {
    const parameter: GuideParameter = {
      name: 'New',
      section: 'Client',
      type: { kind: 'boolean' },
      defaultValue: 'true',
      effect: { requirement: 'A4', obeyedBy: 'main/x.ts' },
    };
    expect(() => parameterGuide([parameter], {})).toThrow('New');
    expect(() => parameterGuide([], { Gone: '' })).toThrow('Gone');
  });
});
