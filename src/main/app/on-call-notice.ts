/** Tells the presence that the person is on a call, at this computer or by the phone on the desk: either will do (M4). */
export function onCallNotice(tell: (isOnCall: boolean) => void) {
  const at = { here: false, desk: false };
  return (where: keyof typeof at, isOnCall: boolean): void => {
    at[where] = isOnCall;
    tell(at.here || at.desk);
  };
}
