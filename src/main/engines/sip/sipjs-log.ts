import { Levels, LoggerFactory } from 'sip.js/lib/core/index.js';
import type { Log } from '../../ports/log.port.ts';

/** sip.js' complaints in our log. Its words may quote a message, so they are cut short and only for debugging; the sink redacts. */
export function sipjsLoggers(log: Log): LoggerFactory {
  const factory = new LoggerFactory();
  factory.builtinEnabled = false;
  factory.level = Levels.warn;
  factory.connector = (level, category, _label, content) => {
    log.debug('sip.js', { level, category, text: String(content).slice(0, 120) });
  };
  return factory;
}
