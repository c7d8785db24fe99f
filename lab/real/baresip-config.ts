/** Codecs of Debian's baresip that the lab uses, in the order a call should prefer them. */
export type PhoneCodec = 'PCMU' | 'PCMA' | 'G722' | 'opus';

/** Picture codecs of Debian's baresip (H264 is in baresip-ffmpeg). */
export type PhonePicture = 'H264' | 'VP8';

/** SDES keys in the SDP: none, offered beside plain RTP, or refused without; `dtls`: by a handshake, without ICE (RFC 5763). */
export type PhoneEncryption = 'none' | 'optional' | 'mandatory' | 'dtls';

/** What the phone's microphone gives: a steady tone (Hz), or whatever it hears. */
export type PhoneSound = { readonly toneHz: number } | 'echo';

/** Everything the configuration says. */
export interface PhoneSetup {
  readonly address: string;
  readonly sipPort: number;
  readonly controlPort: number;
  readonly rtpPorts: { readonly first: number; readonly last: number };
  readonly folder: string;
  readonly caFile?: string;
  readonly sound: PhoneSound;
  readonly displayName: string;
  readonly user: string;
  readonly authUser: string;
  readonly password: string;
  readonly domain: string;
  /** Where requests go. Without one the phone registers nowhere and is called by address. */
  readonly registrar?: {
    readonly address: string;
    readonly port: number;
    readonly transport: 'udp' | 'tcp' | 'tls';
  };
  readonly answer: 'auto' | 'early' | 'manual';
  readonly codecs: readonly PhoneCodec[];
  readonly encryption: PhoneEncryption;
  /** It sends back the picture that it gets, decoded and encoded again; absent: no pictures. */
  readonly picture?: PhonePicture;
}

const CODEC_NAMES = {
  PCMU: 'PCMU/8000/1',
  PCMA: 'PCMA/8000/1',
  G722: 'G722/16000/1',
  opus: 'opus/48000/2',
} as const;
const ENCRYPTION = {
  none: '',
  optional: ';mediaenc=srtp',
  mandatory: ';mediaenc=srtp-mand',
  dtls: ';mediaenc=dtls_srtp',
} as const;

const videoConfig = `video_source vidbridge,mirror
video_display vidbridge,mirror
video_size 640x480
video_bitrate 700000
video_fps 25
videnc_format yuv420p
`;
const PICTURE_MODULES = {
  H264: 'module avcodec.so\nmodule vidbridge.so\n',
  VP8: 'module vp8.so\nmodule vidbridge.so\n',
};

/**
 * baresip 1.0's `config`. No sound hardware: the source is `ausine` (it speaks 48 kHz stereo only, so the source is resampled) or
 * a bridge from player to source; the player is a bridge nobody reads; `sndfile` records both directions in the folder.
 */
export function phoneConfig(setup: PhoneSetup): string {
  const source =
    setup.sound === 'echo'
      ? 'audio_source aubridge,echo\naudio_player aubridge,echo'
      : `audio_source ausine,${setup.sound.toneHz}\naudio_player aubridge,nobody\nausrc_srate 48000\nausrc_channels 2`;
  return `poll_method epoll
sip_listen ${setup.address}:${setup.sipPort}
${setup.caFile === undefined ? '' : `sip_cafile ${setup.caFile}`}
net_interface ${setup.address}
call_local_timeout 120
call_max_calls 20
${source}
${setup.picture ? videoConfig : ''}audio_alert aubridge,bell
audio_buffer 20-160
ausrc_format s16
auplay_format s16
auenc_format s16
audec_format s16
rtp_ports ${setup.rtpPorts.first}-${setup.rtpPorts.last}
jitter_buffer_delay 1-5
module_path /usr/lib/baresip/modules
module g711.so
module g722.so
module opus.so
module ausine.so
module aubridge.so
module sndfile.so
module srtp.so
${setup.encryption === 'dtls' ? 'module dtls_srtp.so\n' : ''}${setup.picture ? PICTURE_MODULES[setup.picture] : ''}module_tmp account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen ${setup.address}:${setup.controlPort}
snd_path ${setup.folder}
ringback_disabled yes
menu_bell no
`;
}

/** baresip's `accounts`: the one account. */
export function phoneAccount(setup: PhoneSetup): string {
  // baresip has no way to write a quote in a quoted value.
  if (setup.password.includes('"') || setup.displayName.includes('"'))
    throw new Error("baresip's accounts can't hold a quotation mark");
  const { registrar } = setup;
  const outbound =
    registrar === undefined
      ? ';regint=0'
      : `;outbound="sip:${registrar.address}:${registrar.port};transport=${registrar.transport}";regint=300`;
  const transport = registrar === undefined ? '' : `;transport=${registrar.transport}`;
  const picture = setup.picture ? `;video_codecs=${setup.picture.toLowerCase()}` : '';
  const codecs = setup.codecs.map((codec) => CODEC_NAMES[codec]).join(',');
  return `"${setup.displayName}" <sip:${setup.user}@${setup.domain}${transport}>;auth_user=${setup.authUser};auth_pass="${setup.password}"${outbound};answermode=${setup.answer};audio_codecs=${codecs}${picture}${ENCRYPTION[setup.encryption]}\n`;
}
