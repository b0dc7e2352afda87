/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * In which language the program speaks: Vietnamese unless it is asked, or the locale says otherwise.
 */

#include "config.h"

#include "hd-locale.h"

#include "hd-paths.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <string.h>

static const char *chosen = "vi";

static gboolean
has_no_language (const char *locale)
{
  return locale == NULL || *locale == '\0' || strcmp (locale, "C") == 0
         || strcmp (locale, "POSIX") == 0 || g_str_has_prefix (locale, "C.");
}

const char *
hd_locale_choose (const char *asked, const char *language, const char *messages)
{
  if (asked != NULL)
    return g_str_has_prefix (asked, "en") ? "en" : "vi";
  if (has_no_language (messages))
    return "vi";
  /* gettext reads $LANGUAGE only where the locale has a language, and so do we. */
  if (language != NULL && *language != '\0')
    messages = language;
  return g_str_has_prefix (messages, "vi") ? "vi" : "en";
}

/* Messages come from LANGUAGE once the locale is any but plain "C"; text must be UTF-8. */
static void
set_locale (const char *lang)
{
  static const char *const vietnamese[] = { "vi_VN.UTF-8", "C.UTF-8", "en_US.UTF-8", NULL };
  static const char *const english[] = { "en_US.UTF-8", "en_GB.UTF-8", "C.UTF-8", NULL };
  const char *const *names = strcmp (lang, "vi") == 0 ? vietnamese : english;

  setlocale (LC_ALL, "");
  for (guint index = 0; names[index] != NULL; index++)
    if (setlocale (LC_MESSAGES, names[index]) != NULL && setlocale (LC_CTYPE, names[index]) != NULL)
      break;
  /* Numbers are written by us, in both directions: "1,5" must never depend on the terminal. */
  setlocale (LC_NUMERIC, "C");
  g_setenv ("LANGUAGE", lang, TRUE);
}

const char *
hd_locale_init (const char *asked)
{
  g_autofree char *dir = hd_paths_get_locale_dir ();
  const char *messages = g_getenv ("LC_ALL");

  if (messages == NULL || *messages == '\0')
    messages = g_getenv ("LC_MESSAGES");
  if (messages == NULL || *messages == '\0')
    messages = g_getenv ("LANG");
  chosen = hd_locale_choose (asked, g_getenv ("LANGUAGE"), messages);
  set_locale (chosen);
  bindtextdomain (GETTEXT_PACKAGE, dir);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  return chosen;
}

const char *
hd_locale_get_lang (void)
{
  return chosen;
}
