/** The app itself: window, tray, connection to main. */
export const app = {
  'app.name': 'Parlance',
  'app.show': 'Show Parlance',
  'app.quit': 'Quit',
} as const;
