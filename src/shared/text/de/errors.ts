import type { errors as english } from '../en/errors.ts';
import type { TextsOf } from '../texts-of.ts';

export const errors = {
  'error.app.cancelled': 'Abgebrochen.',
  'error.app.fault':
    'In Parlance ist etwas schiefgegangen. Nichts, was Sie geschrieben haben, ist verloren; versuchen Sie es erneut, und senden Sie einen Problembericht, wenn es wieder vorkommt.',
  'error.app.bad-request':
    'Parlance hat eine Anfrage abgelehnt, die es nicht verstehen konnte. Senden Sie einen Problembericht, wenn das wieder vorkommt.',
  'error.app.unknown-command':
    'Diese Version von Parlance weiß nicht, wie das geht. Starten Sie Parlance neu, um eine Aktualisierung abzuschließen.',
  'error.app.not-allowed': 'Das ist hier nicht erlaubt.',
  'error.app.not-signed-in': 'Sie sind abgemeldet. Melden Sie sich an, um fortzufahren.',
  'error.app.unavailable': 'Das ist gerade nicht verfügbar. Versuchen Sie es gleich noch einmal.',
  'error.app.timeout': 'Das hat zu lange gedauert. Versuchen Sie es erneut.',
  'error.app.disconnected':
    'Das Fenster hat die Verbindung zu Parlance verloren. Es verbindet sich von selbst neu; wenn nicht, starten Sie Parlance neu.',
  'error.app.on-call':
    'Parlance unterbricht dafür keinen Anruf. Versuchen Sie es erneut, wenn der Anruf beendet ist.',
  'error.discovery.bad-address':
    'Das sieht nicht nach einer geschäftlichen Adresse aus. Geben Sie sie ein wie name@firma.de.',
  'error.discovery.no-such-domain':
    'Die Domäne {{domain}} gibt es nicht. Prüfen Sie die Adresse auf einen Tippfehler.',
  'error.discovery.no-records':
    'Für {{domain}} wurden keine Dienste gefunden. Wenn Ihr Unternehmen ein VPN verwendet, verbinden Sie es, und versuchen Sie es erneut, oder tragen Sie die Server unter „Erweiterte Einstellungen“ ein.',
  'error.discovery.dns-failed':
    'Der Namensserver hat nicht geantwortet, daher ließen sich die Dienste von {{domain}} nicht nachschlagen. Prüfen Sie Ihr Netz, und versuchen Sie es erneut.',
  'error.discovery.outside-only':
    'Von hier ist {{domain}} nur über sein Expressway-Gateway erreichbar, und das hat keine Dienste für Sie genannt. Verbinden Sie sich mit dem Firmennetz oder VPN, oder wenden Sie sich an Ihre IT-Abteilung.',
  'error.discovery.cloud-only':
    '{{domain}} verwendet die Webex-Cloud, an deren Messenger sich Parlance nicht anmelden kann. Tragen Sie eigene Server unter „Erweiterte Einstellungen“ ein, wenn Ihr Unternehmen welche hat.',
  'error.discovery.off':
    'Ihre IT-Abteilung hat die Suche nach Diensten von {{domain}} abgeschaltet. Tragen Sie die Server unter „Erweiterte Einstellungen“ ein.',
  'error.discovery.team-messaging':
    'Bei {{domain}} schreibt man sich in der Webex-App, und ein Telefon für Parlance wurde nicht gefunden. Verwenden Sie die Webex-App, oder tragen Sie eigene Server unter „Erweiterte Einstellungen“ ein.',
  'error.discovery.edge-address':
    'Das Expressway-Gateway von {{domain}} ist als {{host}} veröffentlicht, eine bloße Adresse, was nicht funktionieren kann. Wenden Sie sich an Ihre IT-Abteilung: Es braucht einen Namen.',
  'error.discovery.user-not-found':
    '{{server}} kennt {{user}} nicht. Prüfen Sie die Adresse auf einen Tippfehler.',
  'error.net.offline': 'Es gibt kein Netz. Parlance macht von selbst weiter, sobald es zurück ist.',
  'error.net.refused':
    '{{host}} wurde gefunden, nimmt an Port {{port}} aber keine Verbindungen an. Vielleicht ist der Dienst gestört; versuchen Sie es erneut, oder wenden Sie sich an Ihre IT-Abteilung.',
  'error.net.unreachable':
    '{{host}} ist von diesem Netz aus nicht erreichbar. Prüfen Sie Ihr Netz oder VPN, und versuchen Sie es erneut.',
  'error.net.timeout':
    '{{host}} hat nicht rechtzeitig geantwortet. Prüfen Sie Ihr Netz oder VPN, und versuchen Sie es erneut.',
  'error.net.reset': '{{host}} hat die Verbindung geschlossen. Versuchen Sie es erneut.',
  'error.net.name-not-found':
    'Den Servernamen {{host}} gibt es nicht. Prüfen Sie Ihr Netz oder VPN, oder wenden Sie sich an Ihre IT-Abteilung.',
  'error.net.proxy':
    '{{host}} war über den Proxy {{proxy}} nicht erreichbar. Versuchen Sie es erneut, oder wenden Sie sich an Ihre IT-Abteilung.',
  'error.net.proxy-sign-in':
    'Der Proxy {{proxy}} verlangt einen Namen und ein Kennwort, die Parlance nicht hat. Wenden Sie sich an Ihre IT-Abteilung.',
  'error.tls.untrusted':
    'Die Identität von {{host}} lässt sich nicht prüfen. Es wurde nichts dorthin gesendet. Prüfen Sie das Zertifikat, oder wenden Sie sich an Ihre IT-Abteilung.',
  'error.tls.failed':
    'Eine sichere Verbindung zu {{host}} kam nicht zustande. Wenden Sie sich an Ihre IT-Abteilung.',
  'error.tls.required':
    '{{host}} bietet keine Verschlüsselung, daher hat Parlance Ihr Kennwort nicht gesendet. Wenden Sie sich an Ihre IT-Abteilung.',
  'error.http.status':
    '{{host}} hat mit einem Fehler geantwortet ({{status}}). Versuchen Sie es erneut, oder wenden Sie sich an Ihre IT-Abteilung.',
  'error.http.too-large':
    '{{host}} hat eine Datei gesendet, die zu groß ist, um richtig zu sein. Sie wurde nicht verwendet. Wenden Sie sich an Ihre IT-Abteilung.',
  'error.http.bad-content':
    '{{host}} hat eine Antwort gesendet, die sich nicht lesen ließ. Wenden Sie sich an Ihre IT-Abteilung.',
  'error.config.malformed':
    'Die Konfigurationsdatei {{file}} ist beschädigt. Parlance arbeitet mit den letzten guten Einstellungen weiter; wenden Sie sich an Ihre IT-Abteilung.',
  'error.config.unavailable':
    'Die Konfiguration ließ sich nicht von {{host}} holen. Parlance arbeitet mit den letzten guten Einstellungen weiter.',
  'error.edge.not-allowed':
    '{{host}} lässt sich außerhalb des Firmennetzes nicht verwenden: Das Expressway-Gateway bedient es nicht. Verbinden Sie sich mit dem Firmennetz oder VPN.',
  'error.auth.wrong-password':
    'Benutzername oder Kennwort wurden nicht angenommen. Prüfen Sie das Kennwort, und versuchen Sie es noch einmal; Parlance versucht es nicht von selbst erneut.',
  'error.auth.locked':
    'Dieses Konto ist gesperrt. Warten Sie, bis es entsperrt ist, oder wenden Sie sich an Ihre IT-Abteilung.',
  'error.auth.no-common-mechanism':
    '{{host}} bietet kein sicheres Anmeldeverfahren. Wenden Sie sich an Ihre IT-Abteilung.',
  'error.auth.server-not-proven':
    '{{host}} konnte nicht beweisen, dass es Ihr Kennwort kennt, daher wurde die Verbindung beendet. Wenden Sie sich an Ihre IT-Abteilung.',
  'error.auth.sso-not-supported':
    '{{host}} verlangt die Einmalanmeldung, für die das Fenster von Parlance nötig ist. Melden Sie sich dort an.',
  'error.auth.sso-without-tokens':
    '{{host}} verlangt die Einmalanmeldung auf eine Art, die Parlance nicht beherrscht. Wenden Sie sich an Ihre IT-Abteilung.',
  'error.auth.sign-on-closed':
    'Das Anmeldefenster wurde geschlossen, bevor Sie angemeldet waren. Versuchen Sie es erneut.',
  'error.auth.sign-on-timeout':
    'Die Anmeldung auf der Seite von {{host}} hat zu lange gedauert. Versuchen Sie es erneut.',
  'error.auth.sign-on-bad-answer':
    '{{host}} hat eine Antwort gesendet, die Parlance nicht verwenden kann, daher sind Sie nicht angemeldet. Versuchen Sie es erneut.',
  'error.auth.sign-on-denied':
    'Die Anmeldung wurde auf der Seite von {{host}} abgebrochen. Versuchen Sie es erneut.',
  'error.auth.sign-on-refused':
    'Die Anmeldeseite von {{host}} hat einen Fehler gemeldet. Versuchen Sie es erneut; wenn er bleibt, wenden Sie sich an Ihre IT-Abteilung.',
  'error.auth.sign-on-not-allowed':
    '{{host}} lässt Parlance nicht zur Einmalanmeldung zu. Wenden Sie sich an Ihre IT-Abteilung.',
  'error.auth.sign-on-no-browser':
    'Die Anmeldeseite ließ sich nicht öffnen. Versuchen Sie es erneut, oder fahren Sie in Ihrem Browser fort.',
  'error.auth.session-ended':
    'Ihre Anmeldung ist abgelaufen. Melden Sie sich erneut an, um fortzufahren; nichts, was Sie geschrieben haben, ist verloren.',
  'error.auth.token-refused':
    '{{host}} nimmt Ihre Anmeldung nicht an, obwohl Ihre anderen Dienste es tun. Wenden Sie sich an Ihre IT-Abteilung.',
  'error.auth.token-elsewhere':
    '{{host}} gehört nicht zu {{issuer}}, wo Sie sich angemeldet haben, daher wurde ihm Ihre Anmeldung nicht gezeigt. Wenden Sie sich an Ihre IT-Abteilung.',
  'error.auth.notice-declined':
    'Sie wurden nicht angemeldet, weil Sie dem Hinweis Ihrer Organisation nicht zugestimmt haben.',
  'error.xmpp.stream': 'Der Chat-Server hat die Verbindung beendet. Parlance verbindet sich von selbst neu.',
  'error.xmpp.conflict':
    'Sie haben sich auf einem anderen Computer mit derselben Kennung angemeldet, daher wurde der Chat hier beendet. Melden Sie sich erneut an, um ihn hier zu verwenden.',
  'error.xmpp.stanza': 'Der Chat-Server hat das abgelehnt.',
  'error.xmpp.timeout': 'Der Chat-Server hat nicht rechtzeitig geantwortet. Versuchen Sie es erneut.',
  'error.xmpp.not-connected':
    'Der Chat ist nicht verbunden. Es geht von selbst weiter, sobald die Verbindung zurück ist.',
  'error.xmpp.nodes-failed':
    'Keiner Ihrer Chat-Server ist zurzeit erreichbar. Der Chat wartet, bis Sie sich erneut anmelden oder sich das Netz ändert; nichts ist verloren.',
  'error.chat.rejected': 'Der Server hat diese Nachricht nicht zugestellt.',
  'error.chat.recipient-unavailable':
    'Diese Person kann gerade keine Nachrichten empfangen. Versuchen Sie es später erneut.',
  'error.chat.change-refused': 'Die Änderung wurde nicht angenommen. Die Nachricht lautet wie zuvor.',
  'error.chat.too-long': 'Diese Nachricht ist zu lang, um gesendet zu werden. Teilen Sie sie auf.',
  'error.chat.no-such-message': 'Diese Nachricht gibt es nicht mehr.',
  'error.chat.must-be-encrypted':
    'Ihre Organisation erlaubt nur verschlüsselte Nachrichten, und zwischen Ihnen und dieser Person lassen sie sich nicht verschlüsseln.',
  'error.rooms.no-service': 'Ihr Chat-Server hat keine Räume.',
  'error.rooms.not-inside': 'Sie sind gerade nicht in diesem Raum.',
  'error.rooms.not-allowed': 'Der Raum erlaubt das nicht.',
  'error.rooms.other-occupant':
    'Nicht gesendet: Diesen Namen kann im Raum inzwischen jemand anders haben. Wenn Sie diese Person meinen, senden Sie es erneut.',
  'error.files.too-large': 'Diese Datei ist größer, als der Server annimmt.',
  'error.files.forbidden-type': 'Ihr Unternehmen erlaubt Dateien dieser Art ({{ending}}) in Chats nicht.',
  'error.files.off': 'Ihr Unternehmen erlaubt keine Dateien in Chats.',
  'error.files.no-way':
    'Diese Datei lässt sich nicht senden: Der Server bewahrt keine Dateien auf, und kein Gerät der anderen Person nimmt gerade eine an.',
  'error.files.refused':
    'Der Server hat diese Datei nicht angenommen oder herausgegeben. Versuchen Sie es erneut, oder wenden Sie sich an Ihre IT-Abteilung.',
  'error.files.busy':
    'Der Server nimmt im Moment keine weiteren Dateien von Ihnen an. Versuchen Sie es später erneut.',
  'error.files.gone': 'Diese Datei gibt es nicht mehr. Bitten Sie noch einmal darum.',
  'error.files.not-saved':
    'Die Datei ließ sich nicht speichern. Sehen Sie nach, ob der Datenträger voll oder gesperrt ist, und versuchen Sie es erneut.',
  'error.files.not-read':
    'Die Datei ließ sich nicht bis zum Ende lesen, daher wurde sie nicht gesendet. Fügen Sie sie erneut hinzu.',
  'error.files.declined': 'Die andere Person hat die Datei nicht angenommen.',
  'error.files.no-path':
    'Die beiden Computer haben keinen Weg zueinander gefunden, daher kam die Datei nicht durch.',
  'error.files.outside':
    'Außerhalb des Büros können Dateien nicht direkt von Computer zu Computer gehen. Bitten Sie, sie erneut zu senden, oder verbinden Sie sich mit dem Firmennetz.',
  'error.files.folder':
    'Das ist ein Ordner. Packen Sie ihn in eine Datei, oder fügen Sie die Dateien darin hinzu.',
  'error.files.empty': 'Diese Datei ist leer, es gibt also nichts zu senden.',
  'error.contacts.bad-address': '{{address}} ist keine gültige Adresse.',
  'error.contacts.not-found': 'Dieser Kontakt ist nicht mehr in Ihrer Liste.',
  'error.contacts.unreadable-file':
    'In dieser Datei wurden keine Kontakte gefunden. Sie muss vCards enthalten oder CSV mit Überschriften.',
  'error.directory.referred':
    'Das Firmenverzeichnis verweist diese Suche an einen anderen Server, der nicht gefragt wird. Wenden Sie sich an Ihre Administration.',
  'error.directory.unavailable':
    'Das Firmenverzeichnis ist nicht erreichbar. Ihre eigenen Kontakte werden weiterhin durchsucht.',
  'error.voicemail.unavailable':
    'Ihre Voicemail lässt sich hier nicht auflisten. Nachrichten hören Sie weiterhin, indem Sie Ihre Mailbox anrufen.',
  'error.voicemail.secure':
    'Diese Nachricht ist geschützt und bleibt auf dem Server. Rufen Sie Ihre Mailbox an, um sie zu hören.',
  'error.voicemail.not-taken':
    'Der Voicemail-Server hat die Nachricht nicht angenommen. Prüfen Sie, für wen sie ist; eine private lässt sich nicht weitergeben.',
  'error.voicemail.no-sound':
    'Diese Nachricht lässt sich hier nicht abspielen. Rufen Sie Ihre Mailbox an, um sie zu hören.',
  'error.calendar.not-found':
    'Dort wurde kein Kalender gefunden. Prüfen Sie die Adresse; nehmen Sie für einen geteilten Kalender seine Adresse im iCal-Format.',
  'error.calendar.unreadable':
    '{{host}} hat Ihren Kalender, konnte ihn aber gerade nicht herausgeben. Parlance versucht es erneut; wenden Sie sich an Ihre IT-Abteilung, wenn es so bleibt.',
  'error.calendar.not-allowed': 'Ihre Organisation hat Kalender in Parlance abgeschaltet.',
  'error.sip.not-registered':
    'Das Telefon ist nicht verbunden, daher sind noch keine Anrufe möglich. Parlance verbindet sich von selbst neu.',
  'error.sip.register-failed':
    'Der Telefondienst auf {{host}} hat dieses Telefon nicht angenommen. Wenden Sie sich an Ihre IT-Abteilung.',
  'error.sip.active-elsewhere':
    'Ihr Telefon wurde auf einem anderen Computer angemeldet. Melden Sie sich erneut an, um es hier zu verwenden.',
  'error.sip.no-device':
    'Auf {{server}} ist kein Softphone für Sie eingerichtet. Der Chat funktioniert; bitten Sie Ihre IT-Abteilung um ein Telefon.',
  'error.call.bad-number': '{{number}} lässt sich nicht anrufen. Prüfen Sie die Nummer.',
  'error.call.not-found': 'Dieser Anruf ist beendet.',
  'error.call.no-such-number':
    'Diese Nummer ist nicht vergeben. Prüfen Sie sie, und versuchen Sie es erneut.',
  'error.call.transfer-failed': 'Der Anruf ließ sich nicht übergeben. Sie sind weiterhin verbunden.',
  'error.call.transfer-busy': 'Nicht übergeben: Dort ist besetzt. Sie sind weiterhin verbunden.',
  'error.call.transfer-no-answer':
    'Nicht übergeben: Dort hat niemand geantwortet. Sie sind weiterhin verbunden.',
  'error.call.feature-refused': 'Der Telefonserver hat das nicht ausgeführt.',
  'error.call.forwarding-failed': 'Die Rufumleitung ließ sich nicht ändern. Sie bleibt, wie sie war.',
  'error.call.busy': 'Die Leitung ist besetzt.',
  'error.call.no-answer': 'Niemand hat geantwortet.',
  'error.call.declined': 'Der Anruf wurde abgelehnt.',
  'error.call.unreachable': 'Dort ist zurzeit niemand erreichbar.',
  'error.call.incomplete-number':
    'Diese Nummer ist unvollständig. Prüfen Sie sie, und versuchen Sie es erneut.',
  'error.call.not-allowed':
    'Ihre Telefonanlage lässt diesen Anruf nicht zu. Wenden Sie sich an Ihre IT-Abteilung.',
  'error.call.network-trouble':
    'Das Telefonnetz ist überlastet oder gestört. Versuchen Sie es gleich noch einmal.',
  'error.call.no-common-codec':
    'Die andere Seite verwendet einen Ton, mit dem Parlance nicht umgehen kann, daher konnte der Anruf nicht beginnen. Wenden Sie sich an Ihre IT-Abteilung.',
  'error.call.failed': 'Der Anruf kam nicht zustande. Versuchen Sie es erneut.',
  'error.call.ended': 'Dieser Anruf ist beendet.',
  'error.call.not-possible-now': 'Das ist in diesem Moment des Anrufs nicht möglich.',
  'error.desk-phone.none':
    'Ihr Telefonserver bietet keine Möglichkeit, Tischtelefone von hier aus zu steuern. Ihre IT-Abteilung kann WebDialer einschalten.',
  'error.desk-phone.refused': 'Ihr Tischtelefon ließ sich das nicht sagen. Versuchen Sie es erneut.',
  'error.desk-phone.needs-password':
    'Ihr Tischtelefon lässt sich nur mit einem Kennwort steuern, und Sie haben sich auf der Seite Ihres Unternehmens angemeldet.',
  'error.desk-phone.no-phone':
    'Ihnen gehört kein Tischtelefon mit einer Leitung. Ihre IT-Abteilung kann Ihnen eines geben.',
  'error.desk-phone.numbers-only': 'Ihr Tischtelefon kann nur Nummern wählen, nicht diese Adresse.',
  'error.desk-phone.lost': 'Ihr Tischtelefon antwortet nicht. Sehen Sie nach, ob es Strom und Netz hat.',
  'error.desk-phone.no-control':
    'Das Telefon unter dieser Adresse lässt sich von hier aus nicht steuern. Prüfen Sie die Adresse, oder fragen Sie Ihre Administration.',
  'error.desk-phone.not-allowed':
    'Ihr Tischtelefon lässt sich von Parlance nicht steuern. Ihre Administration kann es erlauben.',
  'error.desk-phone.destination-refused':
    'Der Server hat {{number}} nicht als Ihr anderes Telefon angenommen. Vielleicht gehört die Nummer schon jemandem, oder sie ist nicht erlaubt.',
  'error.desk-phone.no-number': 'Geben Sie die Nummer des Telefons ein, das zuerst klingeln soll.',
  'error.media.no-microphone':
    'Es wurde kein Mikrofon gefunden. Schließen Sie eines an, und versuchen Sie es erneut.',
  'error.media.permission-denied':
    'Parlance darf das Mikrofon nicht verwenden. Erlauben Sie es in den Systemeinstellungen, und versuchen Sie es erneut.',
  'error.media.no-ports':
    'Für den Ton war kein Netzwerkport frei. Beenden Sie einen anderen Anruf, oder wenden Sie sich an Ihre IT-Abteilung.',
  'error.media.bad-sdp':
    'Die andere Seite hat den Anruf so beschrieben, dass er sich nicht lesen ließ. Wenden Sie sich an Ihre IT-Abteilung.',
  'error.media.no-camera':
    'Es ließ sich keine Kamera verwenden. Ihre Stimme läuft weiter; schließen Sie eine Kamera an, und starten Sie das Video erneut.',
  'error.call.no-video': 'Die andere Seite nimmt kein Video an. Ihre Stimme läuft weiter.',
  'error.call.share-refused':
    'Teilen geht gerade nicht: Die andere Seite gibt das Wort nicht ab oder hat nicht geantwortet. Versuchen Sie es gleich noch einmal.',
  'error.call.share-taken': 'Die andere Seite hat übernommen, daher wird Ihr Bildschirm nicht mehr geteilt.',
  'error.media.no-audio': 'Die andere Seite hat keinen Ton angeboten, daher konnte der Anruf nicht beginnen.',
  'error.media.srtp-required':
    'Dieses Telefon muss Anrufe verschlüsseln, und die andere Seite tut es nicht, daher konnte der Anruf nicht beginnen. Wenden Sie sich an Ihre IT-Abteilung.',
  'error.media.srtp-refused':
    'Die andere Seite besteht auf einer Verschlüsselung, die Parlance nicht hat, daher konnte der Anruf nicht beginnen. Wenden Sie sich an Ihre IT-Abteilung.',
  'error.media.dtmf-not-negotiated': 'Die andere Seite nimmt in diesem Anruf keine Tastentöne an.',
  'error.media.bad-digit': 'Diese Taste hat keinen Ton.',
  'error.media.wrong-state':
    'Der Ton dieses Anrufs ist aus dem Tritt geraten. Legen Sie auf, und rufen Sie erneut an.',
  'error.media.unknown-session': 'Der Ton dieses Anrufs ist weg. Legen Sie auf, und rufen Sie erneut an.',
  'error.media.gateway-lost':
    'Das Tonmodul ist ausgefallen und wird neu gestartet. Der Anruf geht gleich weiter.',
  'error.media.failed':
    'Für diesen Anruf ließ sich kein Ton starten. Legen Sie auf, und rufen Sie erneut an.',
  'error.storage.wrong-key':
    'Die gespeicherten Daten ließen sich auf diesem Computer nicht entsperren. Sie wurden beiseitegelegt; melden Sie sich an, um neu zu beginnen.',
  'error.storage.corrupt':
    'Die gespeicherten Daten waren beschädigt. Sie wurden beiseitegelegt, und Parlance holt erneut, was der Server hat.',
  'error.storage.unavailable':
    'Parlance kann nicht in seinen Datenordner schreiben. Prüfen Sie den freien Speicherplatz und Ihre Rechte.',
  'error.storage.newer-version':
    'Die gespeicherten Daten wurden von einem neueren Parlance geschrieben. Aktualisieren Sie Parlance, um sie zu öffnen.',
  'error.link.malformed': 'Dieser Link war nicht zu verstehen, daher wurde nichts getan.',
  'error.link.unsupported': 'Mit Links der Art {{scheme}} geht Parlance nicht um.',
  'error.link.too-many':
    'Es kamen mehrere Links auf einmal. Nur die ersten wurden geöffnet; klicken Sie für die anderen noch einmal.',
  'error.link.too-many-people':
    'Dieser Link möchte mehr Personen in einem Anruf als die fünf, die möglich sind.',
  'error.link.switched-off': 'Ihre Organisation hat Links dieser Art abgeschaltet.',
  'error.link.no-service': 'Dieser Link braucht einen Dienst, an dem Sie nicht angemeldet sind.',
  'error.support.upload-refused':
    '{{host}} hat den Bericht nicht angenommen (Status {{status}}). Speichern Sie ihn als Datei, und senden Sie diese.',
  'error.support.unreadable-preferences':
    'Diese Datei enthält keine Einstellungen von Parlance. Nichts wurde geändert.',
  'error.support.not-encrypted':
    'Der Bericht wurde nicht gesendet: Ihre Organisation verlangt ihn verschlüsselt, und das Zertifikat dafür war nicht zu finden. Wenden Sie sich an Ihre IT-Abteilung.',
  'error.update.bad-feed':
    'Die Angaben über Aktualisierungen auf {{host}} waren nicht zu verstehen. Wenden Sie sich an Ihre IT-Abteilung.',
  'error.update.bad-signature':
    'Die Aktualisierung wurde nicht installiert, weil ihr Herausgeber nicht zu beweisen war. Wenden Sie sich an Ihre IT-Abteilung.',
  'error.update.failed': 'Die Aktualisierung ließ sich nicht laden. Parlance versucht es von selbst erneut.',
} as const satisfies TextsOf<typeof english>;
