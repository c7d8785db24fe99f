import { useEffect, useState } from 'react';
import { type DeviceList, watchDevices } from '../../media/media-devices.ts';

/** Microphones and speakers, renewed as they come and go. */
export function useDevices(): DeviceList {
  const [devices, setDevices] = useState<DeviceList>({ microphones: [], speakers: [] });
  useEffect(() => watchDevices(navigator.mediaDevices, setDevices), []);
  return devices;
}
