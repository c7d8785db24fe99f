/**
 * What a proxy script may call, as source text for the page that it runs in. Names are resolved outside: one that is not
 * known yet is noted in `missing`, and the script is run again with its address. The functions of the calendar but `dateRange` are there.
 */
export const SCRIPT_FUNCTIONS = `
const missing = [];
const dnsResolve = (host) => {
  if (/^\\d+(\\.\\d+){3}$/.test(host)) return host;
  if (!(host in known)) { missing.push(String(host)); return null; }
  return known[host];
};
const isResolvable = (host) => dnsResolve(host) !== null;
const isPlainHostName = (host) => !/[.:]/.test(host);
const dnsDomainIs = (host, domain) => host.toLowerCase().endsWith(String(domain).toLowerCase());
const localHostOrDomainIs = (host, name) => host === name || (isPlainHostName(host) && name.startsWith(host + '.'));
const dnsDomainLevels = (host) => host.split('.').length - 1;
const myIpAddress = () => own;
const bits = (address) => String(address).split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
const isInNet = (host, pattern, mask) => {
  const address = dnsResolve(host);
  return address !== null && ((bits(address) ^ bits(pattern)) & bits(mask)) === 0;
};
const shExpMatch = (text, pattern) => new RegExp(
  '^' + String(pattern).replace(/[.+^$(){}|[\\]\\\\]/g, '\\\\$&').replace(/\\*/g, '.*').replace(/\\?/g, '.') + '$', 'i'
).test(text);
const inRange = (now, from, to) => from <= to ? now >= from && now <= to : now >= from || now <= to;
const weekdayRange = (from, to, zone) => {
  const days = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
  const isGmt = zone === 'GMT' || to === 'GMT';
  const last = to === undefined || to === 'GMT' ? from : to;
  const today = isGmt ? new Date().getUTCDay() : new Date().getDay();
  return inRange(today, days.indexOf(from), days.indexOf(last));
};
const timeRange = (...parts) => {
  const isGmt = parts.at(-1) === 'GMT';
  const n = isGmt ? parts.slice(0, -1) : parts;
  const date = new Date();
  const at = isGmt ? [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()] : [date.getHours(), date.getMinutes(), date.getSeconds()];
  const half = n.length / 2;
  const seconds = (h, m = 0, s = 0) => h * 3600 + m * 60 + s;
  const now = seconds(...at);
  if (n.length === 1) return at[0] === n[0];
  return inRange(now, seconds(...n.slice(0, half)), half === 1 ? seconds(n[1]) - 1 : seconds(...n.slice(half)));
};
`;
