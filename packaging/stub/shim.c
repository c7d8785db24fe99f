/*
 * Stand-ins for the plug-ins that electron-builder's template calls and Debian's makensis lacks, for tests under wine:
 * UAC, StdUtils, WinShell, SpiderBanner, nsProcess. One library under five names.
 */
#include <windows.h>
#include <wchar.h>

typedef struct Item { struct Item *next; wchar_t text[1]; } Item;
#define PLUGIN(name) __declspec(dllexport) void name(HWND w, int size, wchar_t *variables, Item **stack, void *more)

static int pop(Item **stack, wchar_t *text, int size) {
  Item *item = *stack;
  if (!item) return 0;
  if (text) { wcsncpy(text, item->text, size - 1); text[size - 1] = 0; }
  *stack = item->next;
  GlobalFree(item);
  return 1;
}

static void push(Item **stack, const wchar_t *text, int size) {
  Item *item = GlobalAlloc(GPTR, sizeof(Item) + size * sizeof(wchar_t));
  wcsncpy(item->text, text, size - 1);
  item->next = *stack;
  *stack = item;
}

/* The value of /name=value, --name=value; L"" for the bare word; NULL when it is not there. */
static const wchar_t *parameter(const wchar_t *name) {
  static wchar_t value[4096];
  int count;
  wchar_t **words = CommandLineToArgvW(GetCommandLineW(), &count);
  for (int i = 1; i < count; i += 1) {
    wchar_t *word = words[i];
    while (*word == L'/' || *word == L'-') word += 1;
    size_t length = wcslen(name);
    if (word == words[i] || _wcsnicmp(word, name, length)) continue;
    if (word[length] == 0) return L"";
    if (word[length] == L'=') { wcsncpy(value, word + length + 1, 4095); return value; }
  }
  return NULL;
}

/* "2s": is an administrator; "3s": is the elevated copy of a run. */
PLUGIN(_) {
  wchar_t what[64] = L"";
  pop(stack, what, 64);
  if (what[1] == L's') push(stack, what[0] == L'2' ? L"1" : L"0", size);
}
PLUGIN(TestParameter) {
  wchar_t name[256] = L"";
  pop(stack, name, 256);
  push(stack, parameter(name) ? L"true" : L"false", size);
}
PLUGIN(GetParameter) {
  wchar_t name[256] = L"", otherwise[1024] = L"";
  pop(stack, otherwise, 1024);
  pop(stack, name, 256);
  const wchar_t *value = parameter(name);
  push(stack, value ? value : otherwise, size);
}
PLUGIN(GetAllParameters) { pop(stack, NULL, 0); push(stack, L"", size); }
PLUGIN(GetParentPath) {
  wchar_t path[4096] = L"";
  pop(stack, path, 4096);
  wchar_t *last = wcsrchr(path, L'\\');
  if (last) *last = 0;
  push(stack, path, size);
}
PLUGIN(ExecShellAsUser) { for (int i = 0; i < 3; i += 1) pop(stack, NULL, 0); push(stack, L"ok", size); }
PLUGIN(HashFile) { pop(stack, NULL, 0); pop(stack, NULL, 0); push(stack, L"error", size); }
PLUGIN(UninstAppUserModelId) { pop(stack, NULL, 0); }
PLUGIN(UninstShortcut) { pop(stack, NULL, 0); }
PLUGIN(SetLnkAUMI) { pop(stack, NULL, 0); pop(stack, NULL, 0); }
PLUGIN(Show) { }
PLUGIN(_FindProcess) { pop(stack, NULL, 0); push(stack, L"603", size); }
PLUGIN(_KillProcess) { pop(stack, NULL, 0); push(stack, L"603", size); }
PLUGIN(_CloseProcess) { pop(stack, NULL, 0); push(stack, L"603", size); }
PLUGIN(_Unload) { }
