import type { prompts as english } from '../en/prompts.ts';
import type { TextsOf } from '../texts-of.ts';

export const prompts = {
  'certificate.title': '{{host}} lässt sich nicht prüfen',
  'certificate.unknown-issuer':
    'Das Zertifikat von {{host}} wurde von jemandem ausgestellt, dem dieser Computer nicht vertraut. Die Verbindung für {{service}} wurde nicht hergestellt.',
  'certificate.wrong-name':
    'Das Zertifikat, das geantwortet hat, gehört zu einem anderen Namen als {{host}}. Die Verbindung für {{service}} wurde nicht hergestellt.',
  'certificate.expired':
    'Das Zertifikat von {{host}} ist abgelaufen. Die Verbindung für {{service}} wurde nicht hergestellt.',
  'certificate.not-yet-valid':
    'Das Zertifikat von {{host}} gilt noch nicht; vielleicht geht die Uhr dieses Computers oder des Servers falsch. Die Verbindung für {{service}} wurde nicht hergestellt.',
  'certificate.revoked':
    'Das Zertifikat von {{host}} wurde von seinem Aussteller zurückgezogen. Die Verbindung für {{service}} wurde nicht hergestellt.',
  'certificate.changed':
    'Das Zertifikat von {{host}} ist nicht das, dem Sie früher vertraut haben. Möglicherweise hört jemand mit. Die Verbindung für {{service}} wurde nicht hergestellt.',
  'certificate.other':
    'Das Zertifikat von {{host}} lässt sich nicht prüfen. Die Verbindung für {{service}} wurde nicht hergestellt.',
  'certificate.service.xmpp': 'Chat',
  'certificate.service.sip': 'Telefon',
  'certificate.service.calendar': 'Kalender',
  'certificate.service.configuration': 'Anmeldung',
  'certificate.advice':
    'Andere Dienste laufen weiter. Wenn Sie unsicher sind, fragen Sie Ihre IT-Abteilung, und vergleichen Sie den Fingerabdruck.',
  'certificate.details': 'Einzelheiten',
  'certificate.hide-details': 'Einzelheiten ausblenden',
  'certificate.host': 'Gewünschter Server',
  'certificate.subject': 'Name im Zertifikat',
  'certificate.issuer': 'Ausgestellt von',
  'certificate.valid': 'Gültig',
  'certificate.valid-range': '{{from}} bis {{to}}',
  'certificate.fingerprint': 'Fingerabdruck (SHA-256)',
  'certificate.refuse': 'Nicht verbinden',
  'certificate.trust': 'Diesem Zertifikat auf diesem Computer vertrauen',
  'certificate.trust-session': 'Diesem Zertifikat vertrauen, bis Parlance endet',
  'certificate.changed-check':
    'Ich habe den Fingerabdruck mit meiner IT-Abteilung verglichen, und er stimmt.',
  'certificate.forbidden': 'Ihre Organisation erlaubt nicht, ihm von hier aus zu vertrauen.',
  'dial-prompt.title': '{{name}} anrufen?',
  'dial-prompt.number': 'Nummer',
  'dial-prompt.from-link': 'Ein Link bittet Parlance um diesen Anruf.',
  'dial-prompt.from-selection': 'Diese Nummer war markiert oder kopiert, als Sie die Taste drückten.',
  'dial-prompt.emergency': 'Das ist eine Notrufnummer. Der Anruf geht von Ihrem jetzigen Ort aus.',
  'dial-prompt.call': 'Anrufen',
  'dial-prompt.cancel': 'Abbrechen',
  'room-link.title': 'Diesem Raum beitreten?',
  'room-link.intro': 'Ein Link führt in diesen Raum. Wer darin ist, sieht, dass Sie kommen.',
  'room-link.accept': 'Beitreten',
  'room-link.refuse': 'Abbrechen',
  'prefill.title': 'Chat beginnen?',
  'prefill.intro': 'Ein Link hat diese Nachricht vorbereitet. Nichts wird gesendet, bis Sie es selbst tun.',
  'prefill.to': 'An',
  'prefill.subject': 'Thema',
  'prefill.body': 'Nachricht',
  'prefill.open_one': 'Chat öffnen',
  'prefill.open_other': '{{count}} Chats öffnen',
  'prefill.cancel': 'Abbrechen',
  'provision.title': '{{domain}} möchte Parlance einrichten',
  'provision.intro':
    'Ein Link bittet Parlance, diese Einstellungen zu verwenden. Stimmen Sie nur zu, wenn er von Ihrer Organisation kommt.',
  'provision.domain': 'Domäne',
  'provision.replaces': 'Sie ersetzen Ihre jetzigen Einstellungen, und Sie melden sich neu an.',
  'provision.accept': 'Einrichten',
  'provision.cancel': 'Abbrechen',
  'subscription.title': '{{name}} möchte Sie hinzufügen',
  'subscription.intro': '{{name}} ({{address}}) möchte Ihren Status sehen.',
  'subscription.allow': 'Zulassen',
  'subscription.decline': 'Ablehnen',
  'subscription.region': 'Kontaktanfragen',
  'banner.title': 'Hinweis Ihrer Organisation',
  'banner.accept': 'Ich stimme zu',
  'banner.refuse': 'Nicht anmelden',
  'choose-device.title': 'Welches Telefon verwenden Sie hier?',
  'choose-device.intro':
    'Sie haben mehrere Softphones. Sie können Ihre Wahl in den Einstellungen unter „Anrufe und Ton“ ändern.',
  'choose-device.accept': 'Dieses verwenden',
  'choose-device.later': 'Das erste verwenden',
  'phone-elsewhere.title': 'Ihr Telefon wird auf einem anderen Computer verwendet',
  'phone-elsewhere.intro':
    'Anrufe erreichen Sie dort. Wenn Sie Ihr Telefon hier verwenden, wird es dort abgemeldet, und ein laufender Anruf kann dort enden.',
  'phone-elsewhere.accept': 'Hier verwenden',
  'phone-elsewhere.refuse': 'Dort lassen',
  'prompt.failed': 'Ihre Antwort ist nicht angekommen.',
  'notices.region': 'Hinweise',
  'notices.error-id': 'Fehler {{id}}',
} as const satisfies TextsOf<typeof english>;
