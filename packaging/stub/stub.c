/* A stand-in for the runtime: writes its command line beside itself and ends. For tests of installers. */
#include <windows.h>
#include <stdio.h>

/* Read by the program that sets the runtime's fuses: sentinel, version, count, one digit each. */
__attribute__((used)) const char fuses[] = "dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\x01\x08" "00000000";

int wmain(int count, wchar_t **words) {
  wchar_t name[MAX_PATH + 16];
  GetModuleFileNameW(NULL, name, MAX_PATH);
  wcscat(name, L".started");
  FILE *file = _wfopen(name, L"wb");
  if (!file) return 1;
  for (int i = 1; i < count; i += 1) {
    char word[4096];
    int size = WideCharToMultiByte(CP_UTF8, 0, words[i], -1, word, sizeof word, NULL, NULL);
    if (size > 1) fwrite(word, 1, size - 1, file);
    fputc('\n', file);
  }
  return fclose(file) ? 1 : fuses[0] == 0;
}
