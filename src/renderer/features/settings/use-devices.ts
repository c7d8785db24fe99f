import { useEffect, useState } from 'react';
import { type DeviceList, watchDevices } from '../../media/media-devices.ts';

/** Microphones, speakers and cameras, renewed as they come and go. */
export function useDevices(): DeviceList {
  const [devices, setDevices] = useState<DeviceList>({ microphones: [], speakers: [], cameras: [] });
  useEffect(() => watchDevices(navigator.mediaDevices, setDevices), []);
  return devices;
}
